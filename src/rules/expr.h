/* SPDX-License-Identifier: MIT
 * A checked predicate: a typed tree. Made by rules/check from the text, frozen with its ruleset,
 * read by the evaluators (match/), explain and the SQL printer. Shapes after checking:
 *
 *   - every operand has the type its operator wants: the checker has put TO_NUMBER where an integer
 *     meets a number, turned ISO literals beside dates into dates, given NULL the type of its
 * place, NOT IN / NOT BETWEEN / NOT LIKE / IS NOT NULL into NOT over the plain form;
 *   - parameters are LITERAL with `name` set; named predicates and features are COLUMN;
 *   - the pattern of LIKE and REGEXP is a literal (operand 1); a pattern that is NULL makes it
 * NULL. */
#ifndef HJ_RULES_EXPR_H
#define HJ_RULES_EXPR_H

#include "base/error.h"
#include "column/value.h"

/* X(name, spelling, kind): kind is SYMBOL (an operator in text), FUNCTION (spelling is its name) or
 * INNER (has no spelling of its own). Operand types and results: rules/operators.c. */
#define HJ_OPERATORS(X)                                                                            \
    X(LITERAL, "", INNER)                                                                          \
    X(COLUMN, "", INNER)                                                                           \
    X(TO_NUMBER, "", INNER)         /* integer → number */                                       \
    X(FLAGGED, "flagged", FUNCTION) /* in routes: TRUE, FALSE or NULL by the rule's result */      \
    X(AND, "AND", SYMBOL)           /* two or more operands */                                     \
    X(OR, "OR", SYMBOL)             /* two or more operands */                                     \
    X(NOT, "NOT", SYMBOL)                                                                          \
    X(EQUAL, "=", SYMBOL)                                                                          \
    X(NOT_EQUAL, "<>", SYMBOL)                                                                     \
    X(LESS, "<", SYMBOL)                                                                           \
    X(LESS_EQUAL, "<=", SYMBOL)                                                                    \
    X(GREATER, ">", SYMBOL)                                                                        \
    X(GREATER_EQUAL, ">=", SYMBOL)                                                                 \
    X(IS_NULL, "IS NULL", SYMBOL) /* never UNKNOWN; any operand type */                            \
    X(IN, "IN", SYMBOL)           /* operand 0 in the rest */                                      \
    X(BETWEEN, "BETWEEN", SYMBOL) /* 0 >= 1 AND 0 <= 2 */                                          \
    X(LIKE, "LIKE", SYMBOL)                                                                        \
    X(REGEXP, "REGEXP", SYMBOL)                                                                    \
    X(ADD, "+", SYMBOL) /* both integer or both number */                                          \
    X(SUBTRACT, "-", SYMBOL)                                                                       \
    X(MULTIPLY, "*", SYMBOL)                                                                       \
    X(DIVIDE, "/", SYMBOL)                                                                         \
    X(NEGATE, "-", SYMBOL)        /* one operand */                                                \
    X(ADD_DAYS, "+", SYMBOL)      /* date, integer (also date - integer, operand negated) */       \
    X(LENGTH, "length", FUNCTION) /* code points */                                                \
    X(SUBSTR, "substr", FUNCTION) /* text, integer[, integer] */                                   \
    X(LOWER, "lower", FUNCTION)                                                                    \
    X(UPPER, "upper", FUNCTION)                                                                    \
    X(COALESCE, "coalesce", FUNCTION)                                                              \
    X(ABS, "abs", FUNCTION)                                                                        \
    X(ROUND, "round", FUNCTION) /* number, or number and integer digits */                         \
    X(YEAR, "year", FUNCTION)                                                                      \
    X(MONTH, "month", FUNCTION)                                                                    \
    X(MONTHS_BETWEEN, "months_between", FUNCTION)                                                  \
    X(DAYS_BETWEEN, "days_between", FUNCTION) /* also date - date, operands swapped */             \
    X(ADD_MONTHS, "add_months", FUNCTION)                                                          \
    X(NORM, "norm", FUNCTION)                                                                      \
    X(USCC_VALID, "uscc_valid", FUNCTION)                                                          \
    X(REGNO_VALID, "regno_valid", FUNCTION)

enum hj_operator {
#define HJ_OPERATOR_ENUM(name, spelling, kind) HJ_OP_##name,
    HJ_OPERATORS(HJ_OPERATOR_ENUM)
#undef HJ_OPERATOR_ENUM
        HJ_OPERATOR_COUNT
};

struct pcre2_real_code_8;

/* The compiled patterns of a ruleset. They are no arena's memory: whoever frees the trees calls
 * hj_regexes_release too. All zero is none. */
struct hj_regexes {
    struct hj_regex_link *first;
};
void hj_regexes_release(struct hj_regexes *regexes);

/* A text whose tree would have more nodes than this from root to leaf is refused (a + b + c …
 * counts one an operator; AND and OR of any number of operands are one node), and one with twice as
 * many operands and parentheses inside one another. The checker's own nodes (TO_NUMBER, NOT,
 * NEGATE) come on top: a walk that recurses goes down at most HJ_TREE_DEPTH. */
enum { HJ_PREDICATE_DEPTH = 1000, HJ_TREE_DEPTH = 2 * HJ_PREDICATE_DEPTH + 1 };
enum { HJ_PREDICATE_BYTES = 1024 * 1024 };

struct hj_expr {
    enum hj_operator op;
    enum hj_type type;
    uint32_t count;
    const struct hj_expr *const *operands;
    struct hj_value literal; /* LITERAL */
    struct hj_span name;     /* COLUMN, LITERAL from a parameter: its name; FLAGGED: the id */
    uint32_t index;          /* COLUMN: into the scope's names; FLAGGED: into the rules; one of
                              * rule_count or more names an idle rule: NULL for every firm */
    const struct pcre2_real_code_8 *regex; /* REGEXP: compiled, with JIT where there is one; in a
                                            * struct hj_regexes; NULL where the pattern is NULL */
    uint32_t from, to; /* the bytes of the predicate's text that this node stands for */
};

/* A predicate, value or key with the text it came from. */
struct hj_predicate {
    struct hj_span text;        /* as written, the YAML around it removed; empty: not given */
    const struct hj_expr *root; /* NULL: not given */
};

/* "AND", "MONTHS_BETWEEN": stable, for tests and dumps. */
const char *hj_operator_name(enum hj_operator op);
/* "<=", "months_between"; "" for operators without a spelling. */
const char *hj_operator_spelling(enum hj_operator op);

/* Who shall read the SQL: ourselves (compiles to the same tree again), SQLite, PostgreSQL. print.c
 * says what each needs. */
enum hj_sql_dialect { HJ_SQL_OWN, HJ_SQL_SQLITE, HJ_SQL_POSTGRES };

/* The tree as SQL, appended to out; false when the memory is full. */
struct hj_buffer;
bool hj_expr_print_sql(const struct hj_expr *expr, enum hj_sql_dialect dialect,
                       struct hj_buffer *out) HJ_MUST_USE;

#endif
