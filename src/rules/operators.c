/* SPDX-License-Identifier: MIT */
#include "rules/operators.h"

#include "rules/lex.h"

static const struct {
    const char *name, *spelling;
    enum { SYMBOL, FUNCTION, INNER } kind;
} operators[HJ_OPERATOR_COUNT] = {
#define HJ_OPERATOR_ROW(name, spelling, kind) [HJ_OP_##name] = {#name, spelling, kind},
    HJ_OPERATORS(HJ_OPERATOR_ROW)
#undef HJ_OPERATOR_ROW
};

/* clang-format off */
#define B HJ_BOOLEAN
#define I HJ_INTEGER
#define N HJ_NUMBER
#define T HJ_TEXT
#define D HJ_DATE
#define ANY HJ_TAKES_ANY
#define SAME HJ_TAKES_SAME
#define MANY HJ_ANY_NUMBER
#define ROW(op, becomes, minimum, maximum, a, b, c, gives, rewrite, usage) \
    {HJ_OP_##op, HJ_OP_##becomes, minimum, maximum, {a, b, c}, gives, HJ_REWRITE_##rewrite, usage}

/* Rows of one operator stand together, the more special ones first: NULL takes the first that fits. */
static const struct hj_signature signatures[] = {
    ROW(AND, AND, 2, MANY, B, B, B, B, NONE, "boolean AND boolean"),
    ROW(OR, OR, 2, MANY, B, B, B, B, NONE, "boolean OR boolean"),
    ROW(NOT, NOT, 1, 1, B, B, B, B, NONE, "NOT boolean"),
    ROW(EQUAL, EQUAL, 2, 2, SAME, SAME, SAME, B, NONE, "a = b"),
    ROW(NOT_EQUAL, NOT_EQUAL, 2, 2, SAME, SAME, SAME, B, NONE, "a <> b"),
    ROW(LESS, LESS, 2, 2, SAME, SAME, SAME, B, NONE, "a < b"),
    ROW(LESS_EQUAL, LESS_EQUAL, 2, 2, SAME, SAME, SAME, B, NONE, "a <= b"),
    ROW(GREATER, GREATER, 2, 2, SAME, SAME, SAME, B, NONE, "a > b"),
    ROW(GREATER_EQUAL, GREATER_EQUAL, 2, 2, SAME, SAME, SAME, B, NONE, "a >= b"),
    ROW(IS_NULL, IS_NULL, 1, 1, ANY, ANY, ANY, B, NONE, "a IS NULL"),
    ROW(IN, IN, 2, MANY, SAME, SAME, SAME, B, NONE, "a IN (b, ...)"),
    ROW(BETWEEN, BETWEEN, 3, 3, SAME, SAME, SAME, B, NONE, "a BETWEEN b AND c"),
    ROW(LIKE, LIKE, 2, 2, T, T, T, B, NONE, "text LIKE 'pattern'"),
    ROW(REGEXP, REGEXP, 2, 2, T, T, T, B, NONE, "text REGEXP 'pattern'"),
    ROW(ADD, ADD, 2, 2, I, I, I, I, NONE, "integer + integer"),
    ROW(ADD, ADD, 2, 2, N, N, N, N, NONE, "number + number"),
    ROW(ADD, ADD_DAYS, 2, 2, D, I, I, D, NONE, "date + integer"),
    ROW(ADD, ADD_DAYS, 2, 2, I, D, D, D, SWAP, "integer + date"),
    ROW(SUBTRACT, SUBTRACT, 2, 2, I, I, I, I, NONE, "integer - integer"),
    ROW(SUBTRACT, SUBTRACT, 2, 2, N, N, N, N, NONE, "number - number"),
    ROW(SUBTRACT, DAYS_BETWEEN, 2, 2, D, D, D, I, SWAP, "date - date"),
    ROW(SUBTRACT, ADD_DAYS, 2, 2, D, I, I, D, NEGATE, "date - integer"),
    ROW(MULTIPLY, MULTIPLY, 2, 2, I, I, I, I, NONE, "integer * integer"),
    ROW(MULTIPLY, MULTIPLY, 2, 2, N, N, N, N, NONE, "number * number"),
    ROW(DIVIDE, DIVIDE, 2, 2, I, I, I, I, NONE, "integer / integer"),
    ROW(DIVIDE, DIVIDE, 2, 2, N, N, N, N, NONE, "number / number"),
    ROW(NEGATE, NEGATE, 1, 1, I, I, I, I, NONE, "- integer"),
    ROW(NEGATE, NEGATE, 1, 1, N, N, N, N, NONE, "- number"),
    ROW(LENGTH, LENGTH, 1, 1, T, T, T, I, NONE, "length(text)"),
    ROW(SUBSTR, SUBSTR, 2, 3, T, I, I, T, NONE, "substr(text, from[, length])"),
    ROW(LOWER, LOWER, 1, 1, T, T, T, T, NONE, "lower(text)"),
    ROW(UPPER, UPPER, 1, 1, T, T, T, T, NONE, "upper(text)"),
    ROW(COALESCE, COALESCE, 1, MANY, SAME, SAME, SAME, SAME, NONE, "coalesce(a[, b ...])"),
    ROW(ABS, ABS, 1, 1, I, I, I, I, NONE, "abs(integer)"),
    ROW(ABS, ABS, 1, 1, N, N, N, N, NONE, "abs(number)"),
    ROW(ROUND, ROUND, 1, 2, N, I, I, N, NONE, "round(number[, digits])"),
    ROW(YEAR, YEAR, 1, 1, D, D, D, I, NONE, "year(date)"),
    ROW(MONTH, MONTH, 1, 1, D, D, D, I, NONE, "month(date)"),
    ROW(MONTHS_BETWEEN, MONTHS_BETWEEN, 2, 2, D, D, D, I, NONE, "months_between(date, date)"),
    ROW(DAYS_BETWEEN, DAYS_BETWEEN, 2, 2, D, D, D, I, NONE, "days_between(date, date)"),
    ROW(ADD_MONTHS, ADD_MONTHS, 2, 2, D, I, I, D, NONE, "add_months(date, integer)"),
    ROW(NORM, NORM, 1, 1, T, T, T, T, NONE, "norm(text)"),
    ROW(USCC_VALID, USCC_VALID, 1, 1, T, T, T, B, NONE, "uscc_valid(text)"),
    ROW(REGNO_VALID, REGNO_VALID, 1, 1, T, T, T, B, NONE, "regno_valid(text)"),
};
/* clang-format on */

const struct hj_signature *hj_operator_signatures(enum hj_operator op, uint32_t *count)
{
    const struct hj_signature *first = NULL;
    *count = 0;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        if (signatures[i].op == op) {
            first = first ? first : &signatures[i];
            *count += 1;
        }
    }
    return first;
}

enum hj_operator hj_operator_function(struct hj_span name)
{
    int op = 0;
    while (op < HJ_OPERATOR_COUNT &&
           !(operators[op].kind == FUNCTION && hj_word_is(name, operators[op].spelling))) {
        op++;
    }
    return (enum hj_operator)op;
}

bool hj_operator_is_function(enum hj_operator op)
{
    return operators[op].kind == FUNCTION;
}

const char *hj_operator_name(enum hj_operator op)
{
    return operators[op].name;
}

const char *hj_operator_spelling(enum hj_operator op)
{
    return operators[op].spelling;
}
