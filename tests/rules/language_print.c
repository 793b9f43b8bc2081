/* SPDX-License-Identifier: MIT
 * Trees as SQL: our own dialect compiles to the same tree again, the two others are as print.c
 * says. */
#include "language_case.h"
#include "predicate_texts.h"

#include <stdio.h>

static bool same_value(const struct hj_value *a, const struct hj_value *b)
{
    return a->type == b->type && a->null == b->null && (a->null || hj_scalar_compare(a, b) == 0);
}

static bool same_tree(const struct hj_expr *a, const struct hj_expr *b)
{
    bool same = a->op == b->op && a->type == b->type && a->count == b->count &&
                a->index == b->index && hj_span_equal(a->name, b->name) &&
                (a->regex == NULL) == (b->regex == NULL) &&
                (a->op != HJ_OP_LITERAL || same_value(&a->literal, &b->literal));
    for (uint32_t i = 0; same && i < a->count; i++) {
        same = same_tree(a->operands[i], b->operands[i]);
    }
    return same;
}

static void own_dialect_compiles_to_the_same_tree(void **state)
{
    (void)state;
    unsigned folded = 0;
    for (unsigned seed = 0; seed < 20000; seed++) {
        struct hj_buffer text = {0};
        struct hj_buffer out = {0};
        struct texts texts = {.state = seed, .out = &text};
        struct language_case first, second;
        enum hj_type type = (enum hj_type)(1 + seed % 5);
        case_init(&first);
        case_init(&second);
        texts_make(&texts, type, seed % 6);
        texts_put(&texts, "");
        assert_true(hj_buffer_append(&text, (struct hj_span){"", 1}));
        const struct hj_expr *root = case_must(&first, text.data, (int)type);
        folded += root->op == HJ_OP_LITERAL;
        const struct hj_expr *again = case_must(&second, case_print(root, &out), (int)type);
        if (!same_tree(root, again)) {
            print_error("%u: %s\n  became %s\n", seed, text.data, out.data);
            fail();
        }
        case_release(&first);
        case_release(&second);
        hj_buffer_release(&text);
        hj_buffer_release(&out);
    }
    assert_in_range(folded, 1, 15000);
}

static const struct {
    const char *text, *sqlite, *postgres;
} dialects[] = {
    {"staff + 1 > capital", "(CAST(hj_integer(\"staff\" + 1) AS REAL) > \"capital\")",
     "(CAST(hj_add(\"staff\", 1::bigint) AS double precision) > \"capital\")"},
    {"capital / 2.675 < -1.5", "(hj_number(\"capital\" / (2675.0 / 1000.0)) < (-15.0 / 10.0))",
     "(hj_divide(\"capital\", '2.675'::double precision) < '-1.5'::double precision)"},
    {"capital = 1e20 OR capital = 3.0",
     "((\"capital\" = (6103515625000000.0 * 16384.0)) OR (\"capital\" = (3.0)))",
     "((\"capital\" = '1e+20'::double precision) OR (\"capital\" = '3'::double precision))"},
    {"- staff = -5", "(hj_integer(- \"staff\") = (-5))", "(hj_negate(\"staff\") = (-5)::bigint)"},
    {"established + staff >= '2020-02-29'",
     "(add_days(\"established\", \"staff\") >= '2020-02-29')",
     "(add_days(\"established\", \"staff\") >= DATE '2020-02-29')"},
    {"closed - established = 3", "(days_between(\"established\", \"closed\") = 3)",
     "(days_between(\"established\", \"closed\") = 3::bigint)"},
    {"name NOT LIKE 'it''s\\%'", "(NOT (\"name\" LIKE 'it''s\\%' ESCAPE '\\'))",
     "(NOT (\"name\" LIKE 'it''s\\%'::text ESCAPE '\\'))"},
    {"name REGEXP pattern", "(\"name\" REGEXP '^A')", "(\"name\" ~ '^A'::text)"},
    {"\"say \"\"x\"\"\" IS NOT NULL AND active",
     "((NOT (\"say \"\"x\"\"\" IS NULL)) AND \"active\")",
     "((NOT (\"say \"\"x\"\"\" IS NULL)) AND \"active\")"},
    {"staff IN (1, NULL) OR coalesce(active) = TRUE",
     "((\"staff\" IN (1, NULL)) OR (\"active\" = TRUE))",
     "((\"staff\" IN (1::bigint, NULL::bigint)) OR (coalesce(\"active\") = TRUE))"},
    {"as_of BETWEEN established AND closed",
     "('2026-06-30' BETWEEN \"established\" AND \"closed\")",
     "(DATE '2026-06-30' BETWEEN \"established\" AND \"closed\")"},
    {"peers(name) > 1 AND flagged('abnormal.address')",
     "((\"peers:name\" > 1) AND flagged('abnormal.address'))",
     "((\"peers:name\" > 1::bigint) AND flagged('abnormal.address'))"},
    {"round(staff, 1) = 1 AND substr(name, 1, 2) = NULL",
     "((round(CAST(\"staff\" AS REAL), 1) = (1.0)) AND (substr(\"name\", 1, 2) = NULL))",
     "((round(CAST(\"staff\" AS double precision), 1::bigint) = '1'::double precision) AND "
     "(substr(\"name\", 1::bigint, 2::bigint) = NULL::text))"},
};

static void check_dialect(const struct hj_expr *root, enum hj_sql_dialect dialect,
                          const char *expected)
{
    struct hj_buffer out = {0};
    assert_true(hj_expr_print_sql(root, dialect, &out));
    assert_true(hj_buffer_append(&out, (struct hj_span){"", 1}));
    assert_string_equal(out.data, expected);
    hj_buffer_release(&out);
}

static void databases_get_their_dialect(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
        const struct hj_expr *root = case_must(&world, dialects[i].text, HJ_BOOLEAN);
        check_dialect(root, HJ_SQL_SQLITE, dialects[i].sqlite);
        check_dialect(root, HJ_SQL_POSTGRES, dialects[i].postgres);
    }
    case_release(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_dialect_compiles_to_the_same_tree),
        cmocka_unit_test(databases_get_their_dialect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
