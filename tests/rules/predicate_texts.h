/* SPDX-License-Identifier: MIT
 * Random predicates as people would write them: typed texts over the scope of language_case.h. The
 * same seed gives the same texts. */
#ifndef HJ_TESTS_PREDICATE_TEXTS_H
#define HJ_TESTS_PREDICATE_TEXTS_H

#include "base/buffer.h"
#include "language_case.h"

struct texts {
    uint64_t state;
    struct hj_buffer *out;
};

/* splitmix64 (Steele, Lea, Flood 2014). */
static inline uint64_t texts_next(struct texts *texts)
{
    uint64_t z = texts->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline unsigned texts_pick(struct texts *texts, unsigned count)
{
    return (unsigned)(texts_next(texts) % count);
}

/* clang-format off */
static const char *const texts_literals[][12] = {
    [HJ_BOOLEAN] = {"TRUE", "FALSE", "NULL", "strict", "(NOT NULL)", "TRUE", "FALSE", "TRUE", "FALSE", "TRUE", "FALSE", "TRUE"},
    [HJ_INTEGER] = {"0", "1", "-1", "2", "7", "2020", "min_staff", "9223372036854775807", "-9223372036854775808", "9007199254740993", "(NULL + 0)", "3"},
    [HJ_NUMBER] = {"0.0", "0.5", "-1.5", "2.675", "share", "1e308", "1e-308", "9007199254740992.0", "0.1", "(NULL + 0.5)", "1234.5", "-0.0"},
    [HJ_TEXT] = {"''", "'a'", "'Ab'", "'淮阴区'", "'𠮷店'", "'it''s'", "'a%b_c'", "'x\\y'", "pattern", "since", "no_pattern", "'line\nbreak'"},
    [HJ_DATE] = {"DATE '0001-01-01'", "DATE '9999-12-31'", "DATE '2020-02-29'", "as_of", "DATE '2019-12-31'", "add_months(NULL, 0)",
                 "DATE '2026-06-30'", "DATE '2020-01-31'", "DATE '2000-03-01'", "as_of", "DATE '1999-12-31'", "DATE '2020-02-28'"},
};
static const char *const texts_columns[][4] = {
    [HJ_BOOLEAN] = {"active", "listed", "active", "listed"},
    [HJ_INTEGER] = {"staff", "debt", "year", "\"资金(万元)\""},
    [HJ_NUMBER] = {"capital", "注册资金", "capital", "注册资金"},
    [HJ_TEXT] = {"name", "status", "a.town", "\"say \"\"x\"\"\""},
    [HJ_DATE] = {"established", "closed", "established", "closed"},
};
static const char *const texts_like[] = {"a", "%", "_", "\\\\%", "\\\\", "淮", "b", "", "''", "A", "\\_", "%%"};
static const char *const texts_regexes[] = {
    "'^a'", "'b$'", "'[a-z]+'", "'淮.区'", "'^$'", "'(?i)AB'", "'\\d'", "'a|b'", "'^.$'", "'it''s'", "pattern", "'\\p{Han}{2}'", "NULL", "no_pattern",
};
/* How each type can be made: a letter b i n t d is a part of that type, m a number or an integer, L a
 * LIKE pattern, R a regular expression, C an operator of comparison, * a list of one to four (of the
 * type behind it), ? NOT or nothing. */
static const char *const texts_forms[][18] = {
    [HJ_BOOLEAN] = {"(%b AND %b)", "(%b OR %b OR %b)", "(NOT %b)", "(%i %C %i)", "(%n %C %m)", "(%t %C %t)", "(%d %C %d)",
                    "(%b = %b)", "(%t IS %?NULL)", "(%n IS %?NULL)", "(%i %?IN (%*i))", "(%t %?IN (%*t))", "(%i %?BETWEEN %i AND %i)",
                    "(%d %?BETWEEN %d AND %d)", "(%t %?LIKE %L)", "(%t %?REGEXP %R)", "coalesce(%b, %b)", "uscc_valid(%t)"},
    [HJ_INTEGER] = {"(%i + %i)", "(%i - %i)", "(%i * %i)", "(%i / %i)", "(- %i)", "length(%t)", "abs(%i)", "year(%d)", "month(%d)",
                    "months_between(%d, %d)", "days_between(%d, %d)", "(%d - %d)", "coalesce(%*i)", "(%i + 1)", "(%i / 2)", "abs(%i)", "length(%t)", "(%i % %i)"},
    [HJ_NUMBER] = {"(%n + %m)", "(%m - %n)", "(%n * %n)", "(%n / %m)", "(- %n)", "abs(%n)", "round(%m)", "round(%n, %i)", "coalesce(%n, %m)",
                   "round(%n, 2)", "(%i / 2.0)", "(%n * 0.5)", "round(%n, -1)", "(%n + %n)", "(%m / %n)", "(%n - 1)", "round(%n)", "(0.1 + %n)"},
    [HJ_TEXT] = {"substr(%t, %i)", "substr(%t, %i, %i)", "lower(%t)", "upper(%t)", "coalesce(%*t)", "substr(%t, 2)", "substr(%t, 1, 2)",
                 "lower(%t)", "upper(%t)", "coalesce(%t, %t)", "substr(%t, 0, 3)", "substr(%t, -1, 3)", "lower(%t)", "upper(%t)", "coalesce(%t)",
                 "substr(%t, 2, 1)", "lower(%t)", "upper(%t)"},
    [HJ_DATE] = {"(%d + %i)", "(%d - %i)", "add_months(%d, %i)", "coalesce(%*d)", "(%i + %d)", "add_months(%d, 1)", "(%d - 1)", "add_months(%d, -12)",
                 "(%d + 30)", "coalesce(%d, %d)", "add_months(%d, month(%d))", "(%d + 1)", "coalesce(%d, as_of)", "(%d - 365)", "(7 + %d)",
                 "add_months(%d, 6)", "coalesce(%d)", "add_months(%d, -1)"},
};
/* clang-format on */

static inline void texts_put(struct texts *texts, const char *text)
{
    assert_true(hj_buffer_append(texts->out, hj_span_of(text)));
}

static inline void texts_like_pattern(struct texts *texts)
{
    texts_put(texts, "'");
    for (unsigned parts = texts_pick(texts, 4); parts; parts--) {
        texts_put(texts, texts_like[texts_pick(texts, 12)]);
    }
    texts_put(texts, "'");
}

static inline void texts_make(struct texts *texts, enum hj_type type, unsigned depth);

/* One letter of a form; returns the letter behind it. */
static inline const char *texts_part(struct texts *texts, const char *at, unsigned depth)
{
    static const char *const comparisons[] = {"=", "<>", "<", "<=", ">", ">="};
    static const char letters[] = "?bint" /* by enum hj_type */;
    if (*at == 'L') {
        texts_like_pattern(texts);
    } else if (*at == 'R') {
        texts_put(texts, texts_regexes[texts_pick(texts, 14)]);
    } else if (*at == 'C') {
        texts_put(texts, comparisons[texts_pick(texts, 6)]);
    } else if (*at == '?') {
        texts_put(texts, texts_pick(texts, 2) ? "NOT " : "");
    } else if (*at == 'm') {
        texts_make(texts, texts_pick(texts, 2) ? HJ_NUMBER : HJ_INTEGER, depth);
    } else if (*at == ' ') {
        texts_put(texts, "+ ");
    } else if (*at == '*') {
        at++;
        for (unsigned parts = 1 + texts_pick(texts, 4); parts; parts--) {
            texts_part(texts, at, depth);
            texts_put(texts, parts > 1 ? ", " : "");
        }
    } else {
        const char *found = strchr(letters, *at);
        texts_make(texts, found ? (enum hj_type)(found - letters) : HJ_DATE, depth);
    }
    return at + 1;
}

/* Appends an expression of the type, at most depth forms deep. */
static inline void texts_make(struct texts *texts, enum hj_type type, unsigned depth)
{
    if (depth == 0 || texts_pick(texts, 8) == 0) {
        bool column = texts_pick(texts, 3) != 0;
        texts_put(texts, column ? texts_columns[type][texts_pick(texts, 4)]
                                : texts_literals[type][texts_pick(texts, 12)]);
        return;
    }
    const char *at = texts_forms[type][texts_pick(texts, 18)];
    while (*at) {
        if (*at == '%') {
            at = texts_part(texts, at + 1, depth - 1);
        } else {
            assert_true(hj_buffer_append(texts->out, (struct hj_span){at++, 1}));
        }
    }
}

/* One row of random values for the columns of the case, a quarter of them NULL: each is a literal
 * that is compiled like anything else, and appended to sql in the dialect with a comma before it.
 */
enum { TEXTS_COLUMNS = 16 };

static inline void texts_row(struct texts *texts, struct language_case *world,
                             struct hj_value *values, enum hj_sql_dialect dialect,
                             struct hj_buffer *sql)
{
    for (int i = 0; i < TEXTS_COLUMNS; i++) {
        enum hj_type type = case_names[i].type;
        hj_buffer_clear(texts->out);
        texts_put(texts,
                  texts_pick(texts, 4) ? texts_literals[type][texts_pick(texts, 12)] : "NULL");
        const struct hj_expr *root = case_span(world, hj_buffer_span(texts->out), (int)type);
        assert_true(hj_language_constant(root, &values[i]));
        assert_true(hj_buffer_append(sql, (struct hj_span)HJ_SPAN(", ")));
        assert_true(hj_expr_print_sql(root, dialect, sql));
    }
}

#endif
