/* SPDX-License-Identifier: MIT
 * A checked tree as SQL in three dialects. Everything stands in parentheses, names in double
 * quotes.
 *
 * OWN compiles to the same tree again: parameters by name, TO_NUMBER not written (the checker puts
 * it back), a NULL as an expression that folds to a NULL of its type.
 *
 * SQLITE wants: dates as ISO text, booleans as 0 and 1, PRAGMA case_sensitive_like = ON, and these
 * functions registered over the values' own meaning (scalar.h): regexp(pattern, text) for the
 * REGEXP operator; every function of the language under its name (also where SQLite has one of that
 * name: its substr, length, round and abs differ); add_days(date, n). SQLite's own arithmetic
 * computes, and two functions only make NULL of what left its type: hj_integer(x), NULL for a REAL
 * (SQLite's integer overflow), and hj_number(x), NULL for an infinity. x / 0 is NULL in SQLite
 * already. A fraction is written as a quotient of whole numbers, because SQLite 3.40 may read the
 * last bit of a decimal wrong. coalesce of one operand, which SQLite refuses, is the operand.
 *
 * POSTGRES wants a UTF8 database with the C collation, columns of types bigint, double precision,
 * text, date, boolean, and in a schema that stands before pg_catalog in search_path the functions
 * of the language (PostgreSQL's own integer widths, errors and half-even round of double precision
 * differ), add_days(date, bigint), and hj_add, hj_subtract, hj_multiply, hj_divide, hj_negate over
 * bigint and double precision that give NULL where PostgreSQL's operator raises an error. REGEXP is
 * its ~, which agrees with PCRE2 only on simple patterns. */
#include "rules/expr.h"

#include "base/buffer.h"
#include "base/decimal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

struct printer {
    enum hj_sql_dialect dialect;
    struct hj_buffer *out;
    bool whole; /* nothing was lost for want of memory */
};

static void put_span(struct printer *printer, struct hj_span text)
{
    printer->whole = printer->whole && hj_buffer_append(printer->out, text);
}

static void put(struct printer *printer, const char *text)
{
    put_span(printer, hj_span_of(text));
}

static void put_quoted(struct printer *printer, struct hj_span text, char quote)
{
    struct hj_span mark = {&quote, 1};
    put_span(printer, mark);
    size_t from = 0;
    for (size_t at = 0; at < text.size; at++) {
        if (text.data[at] == quote) {
            put_span(printer, hj_span_slice(text, from, at + 1 - from));
            from = at; /* the quote again, with what follows */
        }
    }
    if (text.size > from) {
        put_span(printer, hj_span_slice(text, from, text.size - from));
    }
    put_span(printer, mark);
}

static void put_integer(struct printer *printer, int64_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, value < 0 ? "(%" PRId64 ")" : "%" PRId64, value);
    put(printer, digits);
}

enum { EXACT_DIGITS = 15, EXACT_POWER = 22, MANTISSA = 53 };

/* 2.675 as 2675.0 / 1000.0: both are exact, and one division is rounded right. */
static void put_quotient(struct printer *printer, const char *digits, const char *point)
{
    put_span(printer, (struct hj_span){digits, (size_t)(point - digits)});
    put(printer, point + 1);
    put(printer, ".0 / 1");
    for (size_t i = strlen(point + 1); i > 0; i--) {
        put(printer, "0");
    }
    put(printer, ".0");
}

/* 1e300 as a whole number times powers of two, each of them exact. */
static void put_binary(struct printer *printer, double value)
{
    char digits[32];
    int exponent = 0;
    snprintf(digits, sizeof digits, "%.0f.0", ldexp(frexp(value, &exponent), MANTISSA));
    put(printer, digits);
    for (exponent -= MANTISSA; exponent != 0;) {
        bool times = exponent > 0;
        int rest = times ? exponent : -exponent;
        int step = rest < MANTISSA ? rest : MANTISSA;
        snprintf(digits, sizeof digits, " %c %.0f.0", times ? '*' : '/', ldexp(1, step));
        put(printer, digits);
        exponent += times ? -step : step;
    }
}

static void put_number(struct printer *printer, double value)
{
    char digits[HJ_DECIMAL_TEXT];
    size_t size = hj_decimal_shortest(value, digits);
    if (printer->dialect == HJ_SQL_POSTGRES) {
        put_quoted(printer, hj_span_of(digits), '\'');
        put(printer, "::double precision");
        return;
    }
    const char *point = strchr(digits, '.');
    bool plain = !strpbrk(digits, "eE");
    put(printer, "(");
    if (printer->dialect == HJ_SQL_OWN || (plain && !point && size <= EXACT_DIGITS + 1)) {
        put(printer, digits);
        put(printer, plain && !point ? ".0" : "");
    } else if (plain && size <= EXACT_DIGITS + 1 && strlen(point + 1) <= EXACT_POWER) {
        put_quotient(printer, digits, point);
    } else {
        put_binary(printer, value);
    }
    put(printer, ")");
}

static void put_null(struct printer *printer, enum hj_type type)
{
    static const char *const nulls[][3] = {
        [HJ_BOOLEAN] = {"(NOT NULL)", "NULL", "NULL::boolean"},
        [HJ_INTEGER] = {"(NULL + 0)", "NULL", "NULL::bigint"},
        [HJ_NUMBER] = {"(NULL + 0.0)", "NULL", "NULL::double precision"},
        [HJ_TEXT] = {"lower(NULL)", "NULL", "NULL::text"},
        [HJ_DATE] = {"add_months(NULL, 0)", "NULL", "NULL::date"},
    };
    put(printer, nulls[type][printer->dialect]);
}

static void put_value(struct printer *printer, const struct hj_value *value)
{
    bool postgres = printer->dialect == HJ_SQL_POSTGRES;
    char date[11];
    switch (value->type) {
    case HJ_BOOLEAN:
        put(printer, value->boolean ? "TRUE" : "FALSE");
        break;
    case HJ_INTEGER:
        put_integer(printer, value->integer);
        put(printer, postgres ? "::bigint" : "");
        break;
    case HJ_NUMBER:
        put_number(printer, value->number);
        break;
    case HJ_TEXT:
        put_quoted(printer, value->text, '\'');
        put(printer, postgres ? "::text" : "");
        break;
    case HJ_DATE:
        hj_date_format(value->date, date);
        put(printer, printer->dialect == HJ_SQL_SQLITE ? "" : "DATE ");
        put_quoted(printer, hj_span_of(date), '\'');
        break;
    }
}

static void print(struct printer *printer, const struct hj_expr *expr);

static void put_literal(struct printer *printer, const struct hj_expr *expr)
{
    if (printer->dialect == HJ_SQL_OWN && hj_span_is(expr->name, "as_of")) {
        put(printer, "as_of");
    } else if (printer->dialect == HJ_SQL_OWN && expr->name.size) {
        put_quoted(printer, expr->name, '"');
    } else if (expr->literal.null) {
        put_null(printer, expr->type);
    } else {
        put_value(printer, &expr->literal);
    }
}

/* begin a between b between c end */
static void put_list(struct printer *printer, const struct hj_expr *expr, const char *between,
                     const char *end)
{
    for (uint32_t i = 0; i < expr->count; i++) {
        put(printer, i ? between : "");
        print(printer, expr->operands[i]);
    }
    put(printer, end);
}

static void put_call(struct printer *printer, const char *name, const struct hj_expr *expr)
{
    put(printer, name);
    put(printer, "(");
    put_list(printer, expr, ", ", ")");
}

static void put_infix(struct printer *printer, const char *spelling, const struct hj_expr *expr)
{
    char between[16];
    snprintf(between, sizeof between, " %s ", spelling);
    put(printer, "(");
    put_list(printer, expr, between, ")");
}

static void put_arithmetic(struct printer *printer, const struct hj_expr *expr)
{
    static const char *const functions[HJ_OPERATOR_COUNT] = {
        [HJ_OP_ADD] = "hj_add",           [HJ_OP_SUBTRACT] = "hj_subtract",
        [HJ_OP_MULTIPLY] = "hj_multiply", [HJ_OP_DIVIDE] = "hj_divide",
        [HJ_OP_NEGATE] = "hj_negate",
    };
    if (printer->dialect == HJ_SQL_POSTGRES) {
        put_call(printer, functions[expr->op], expr);
        return;
    }
    bool guarded = printer->dialect == HJ_SQL_SQLITE;
    put(printer, guarded ? expr->type == HJ_INTEGER ? "hj_integer" : "hj_number" : "");
    put(printer, expr->op == HJ_OP_NEGATE ? "(- " : "(");
    char between[8];
    snprintf(between, sizeof between, " %s ", hj_operator_spelling(expr->op));
    put_list(printer, expr, between, ")");
}

static void put_match(struct printer *printer, const struct hj_expr *expr)
{
    bool like = expr->op == HJ_OP_LIKE;
    bool tilde = !like && printer->dialect == HJ_SQL_POSTGRES;
    put(printer, "(");
    put_list(printer, expr,
             tilde  ? " ~ "
             : like ? " LIKE "
                    : " REGEXP ",
             like && printer->dialect != HJ_SQL_OWN ? " ESCAPE '\\')" : ")");
}

static void put_in(struct printer *printer, const struct hj_expr *expr)
{
    put(printer, "(");
    print(printer, expr->operands[0]);
    put(printer, " IN (");
    for (uint32_t i = 1; i < expr->count; i++) {
        put(printer, i > 1 ? ", " : "");
        print(printer, expr->operands[i]);
    }
    put(printer, "))");
}

/* Operators that are written in a way of their own; false: not one of them. */
static bool put_special(struct printer *printer, const struct hj_expr *expr)
{
    static const char *const casts[] = {[HJ_SQL_OWN] = "",
                                        [HJ_SQL_SQLITE] = " AS REAL)",
                                        [HJ_SQL_POSTGRES] = " AS double precision)"};
    bool own = printer->dialect == HJ_SQL_OWN;
    if (expr->op == HJ_OP_TO_NUMBER) {
        put(printer, own ? "" : "CAST(");
        put_list(printer, expr, "", casts[printer->dialect]);
    } else if (expr->op == HJ_OP_FLAGGED) {
        put(printer, "flagged(");
        put_quoted(printer, expr->name, '\'');
        put(printer, ")");
    } else if (expr->op == HJ_OP_NOT) {
        put(printer, "(NOT ");
        put_list(printer, expr, "", ")");
    } else if (expr->op == HJ_OP_IS_NULL) {
        put(printer, "(");
        put_list(printer, expr, "", " IS NULL)");
    } else if (expr->op == HJ_OP_BETWEEN) {
        put(printer, "(");
        print(printer, expr->operands[0]);
        put(printer, " BETWEEN ");
        print(printer, expr->operands[1]);
        put(printer, " AND ");
        print(printer, expr->operands[2]);
        put(printer, ")");
    } else if (expr->op == HJ_OP_ADD_DAYS && !own) {
        put_call(printer, "add_days", expr);
    } else if (expr->op == HJ_OP_COALESCE && expr->count == 1 &&
               printer->dialect == HJ_SQL_SQLITE) {
        print(printer, expr->operands[0]);
    } else {
        return false;
    }
    return true;
}

static void print(struct printer *printer, const struct hj_expr *expr)
{
    if (expr->op == HJ_OP_LITERAL) {
        put_literal(printer, expr);
    } else if (expr->op == HJ_OP_COLUMN) {
        put_quoted(printer, expr->name, '"');
    } else if (expr->op == HJ_OP_IN) {
        put_in(printer, expr);
    } else if (expr->op == HJ_OP_LIKE || expr->op == HJ_OP_REGEXP) {
        put_match(printer, expr);
    } else if (expr->op >= HJ_OP_ADD && expr->op <= HJ_OP_NEGATE) {
        put_arithmetic(printer, expr);
    } else if (put_special(printer, expr)) {
        return;
    } else if (expr->op < HJ_OP_LENGTH) {
        put_infix(printer, hj_operator_spelling(expr->op), expr);
    } else {
        put_call(printer, hj_operator_spelling(expr->op), expr);
    }
}

bool hj_expr_print_sql(const struct hj_expr *expr, enum hj_sql_dialect dialect,
                       struct hj_buffer *out)
{
    struct printer printer = {.dialect = dialect, .out = out, .whole = true};
    print(&printer, expr);
    return printer.whole;
}
