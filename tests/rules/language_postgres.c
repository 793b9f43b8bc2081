/* SPDX-License-Identifier: MIT
 * PostgreSQL as a third opinion. Writes a script for psql that computes random texts over random
 * rows and selects what differs from scalar.h; language_postgres.sh runs it against a server of its
 * own. `language_postgres COUNT [FIRST]`: so many predicates, from that seed on. */
#include "language_case.h"
#include "predicate_texts.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 24 };

static void put(struct hj_buffer *out, const char *text)
{
    assert_true(hj_buffer_append(out, hj_span_of(text)));
}

static void put_count(struct hj_buffer *out, unsigned long long number)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%llu", number);
    put(out, digits);
}

static void write_out(struct hj_buffer *out)
{
    assert_int_equal(fwrite(out->data, 1, out->size, stdout), out->size);
    hj_buffer_clear(out);
}

static void write_rows(struct language_case *world, struct hj_value rows[ROWS][CASE_NAMES],
                       struct hj_buffer *sql)
{
    struct hj_buffer text = {0};
    struct texts texts = {.state = 2026, .out = &text};
    for (int row = 0; row < ROWS; row++) {
        put(sql, "INSERT INTO t VALUES (");
        put_count(sql, (unsigned)row);
        texts_row(&texts, world, rows[row], HJ_SQL_POSTGRES, sql);
        put(sql, ");\n");
    }
    write_out(sql);
    hj_buffer_release(&text);
}

/* SELECT seed, row where the expression is not what we say it is. */
static void write_predicate(const struct hj_expr *root, unsigned long long seed,
                            struct hj_value rows[ROWS][CASE_NAMES], struct hj_scalar *scalar,
                            struct hj_buffer *sql)
{
    put(sql, "SELECT ");
    put_count(sql, seed);
    put(sql, ", row, (");
    assert_true(hj_expr_print_sql(root, HJ_SQL_POSTGRES, sql));
    put(sql, "), ours FROM t JOIN (VALUES ");
    for (int row = 0; row < ROWS; row++) {
        struct hj_value value = case_value(root, rows[row], scalar);
        struct hj_expr literal = {.op = HJ_OP_LITERAL, .type = value.type, .literal = value};
        put(sql, row ? ", (" : "(");
        put_count(sql, (unsigned)row);
        put(sql, ", ");
        assert_true(hj_expr_print_sql(&literal, HJ_SQL_POSTGRES, sql));
        put(sql, ")");
    }
    put(sql, ") AS o (row, ours) USING (row) WHERE (");
    assert_true(hj_expr_print_sql(root, HJ_SQL_POSTGRES, sql));
    put(sql, ") IS DISTINCT FROM ours;\n");
    write_out(sql);
}

static unsigned long long count, first;

static void script_is_written(void **state)
{
    (void)state;
    static struct hj_value rows[ROWS][CASE_NAMES];
    struct language_case world, values; /* values: owns the texts of the rows */
    struct hj_error error;
    struct hj_arena arena = {0};
    struct hj_faults faults = {0};
    struct hj_matcher matcher;
    struct hj_buffer text = {0};
    struct hj_buffer sql = {0};
    assert_int_equal(hj_matcher_init(&matcher, &error), HJ_OK);
    struct hj_scalar scalar = {&arena, NULL, &matcher, &faults};
    case_init(&values);
    write_rows(&values, rows, &sql);
    for (unsigned long long seed = first; seed < first + count; seed++) {
        struct texts texts = {.state = seed, .out = &text};
        enum hj_type type = seed % 2 ? HJ_BOOLEAN : (enum hj_type)(1 + seed / 2 % 5);
        hj_buffer_clear(&text);
        texts_make(&texts, type, 1 + (unsigned)(seed % 5));
        assert_true(hj_buffer_append(&text, (struct hj_span){"", 1}));
        case_init(&world);
        const struct hj_expr *root = case_must(&world, text.data, (int)type);
        /* A class that PostgreSQL does not know, and the $ that does not match before a last LF. */
        if (!strstr(text.data, "\\p{") && !strstr(text.data, "$'")) {
            write_predicate(root, seed, rows, &scalar, &sql);
        }
        case_release(&world);
        hj_arena_clear(&arena);
    }
    hj_buffer_release(&text);
    hj_buffer_release(&sql);
    hj_matcher_release(&matcher);
    hj_arena_release(&arena);
    case_release(&values);
}

int main(int argument_count, char **arguments)
{
    count = argument_count > 1 ? strtoull(arguments[1], NULL, 10) : 1000;
    first = argument_count > 2 ? strtoull(arguments[2], NULL, 10) : 0;
    const struct CMUnitTest tests[] = {cmocka_unit_test(script_is_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
