/* SPDX-License-Identifier: MIT
 * A small world for predicates: a scope with a column of every type, parameters, rules, and a peers
 * feature. One struct a test; compile as often as you like, release at the end. */
#ifndef HJ_TESTS_LANGUAGE_CASE_H
#define HJ_TESTS_LANGUAGE_CASE_H

#include "base/buffer.h"
#include "base/problem.h"
#include "cmocka_test.h"
#include "rules/language.h"
#include "rules/scalar.h"

#include <stdlib.h>

enum { CASE_AS_OF = 20634 }; /* 2026-06-30 */

static const struct hj_name case_names[] = {
    {HJ_SPAN("name"), HJ_NAME_COLUMN, HJ_TEXT, 0},
    {HJ_SPAN("status"), HJ_NAME_COLUMN, HJ_TEXT, 1},
    {HJ_SPAN("staff"), HJ_NAME_COLUMN, HJ_INTEGER, 2},
    {HJ_SPAN("capital"), HJ_NAME_COLUMN, HJ_NUMBER, 3},
    {HJ_SPAN("established"), HJ_NAME_COLUMN, HJ_DATE, 4},
    {HJ_SPAN("closed"), HJ_NAME_COLUMN, HJ_DATE, 5},
    {HJ_SPAN("active"), HJ_NAME_DERIVED, HJ_BOOLEAN, 6},
    {HJ_SPAN("listed"), HJ_NAME_FEATURE, HJ_BOOLEAN, 7},
    {HJ_SPAN("year"), HJ_NAME_COLUMN, HJ_INTEGER, 8},
    {HJ_SPAN("注册资金"), HJ_NAME_COLUMN, HJ_NUMBER, 9},
    {HJ_SPAN("经营范围"), HJ_NAME_COLUMN, HJ_TEXT, 10},
    {HJ_SPAN("资金(万元)"), HJ_NAME_COLUMN, HJ_INTEGER, 11},
    {HJ_SPAN("a.town"), HJ_NAME_COLUMN, HJ_TEXT, 12},
    {HJ_SPAN("b.town"), HJ_NAME_COLUMN, HJ_TEXT, 13},
    {HJ_SPAN("say \"x\""), HJ_NAME_COLUMN, HJ_TEXT, 14},
    {HJ_SPAN("debt"), HJ_NAME_COLUMN, HJ_INTEGER, 15},
    {HJ_SPAN("broken"), HJ_NAME_FEATURE, 0, 16},
    {HJ_SPAN("min_staff"), HJ_NAME_PARAMETER, HJ_INTEGER, 0},
    {HJ_SPAN("share"), HJ_NAME_PARAMETER, HJ_NUMBER, 1},
    {HJ_SPAN("pattern"), HJ_NAME_PARAMETER, HJ_TEXT, 2},
    {HJ_SPAN("since"), HJ_NAME_PARAMETER, HJ_TEXT, 3},
    {HJ_SPAN("no_pattern"), HJ_NAME_PARAMETER, HJ_TEXT, 4},
    {HJ_SPAN("strict"), HJ_NAME_PARAMETER, HJ_BOOLEAN, 5},
    {HJ_SPAN("bad_pattern"), HJ_NAME_PARAMETER, HJ_TEXT, 6},
    {HJ_SPAN("peers:name"), HJ_NAME_FEATURE, HJ_INTEGER, 99},
};
enum { CASE_NAMES = sizeof case_names / sizeof *case_names, CASE_PEERS = CASE_NAMES - 1 };

static const struct hj_parameter case_parameters[] = {
    {.value = {.type = HJ_INTEGER, .integer = 5}},
    {.value = {.type = HJ_NUMBER, .number = 0.5}},
    {.value = {.type = HJ_TEXT, .text = HJ_SPAN("^A")}},
    {.value = {.type = HJ_TEXT, .text = HJ_SPAN("2020-01-01")}},
    {.value = {.type = HJ_TEXT, .null = true}},
    {.value = {.type = HJ_BOOLEAN, .boolean = true}},
    {.value = {.type = HJ_TEXT, .text = HJ_SPAN("(")}},
};

static const struct hj_rule case_rules[] = {
    {.id = HJ_SPAN("zombie.revoked-3y")},
    {.id = HJ_SPAN("abnormal.address")},
};

struct language_case {
    struct hj_scope scope;
    struct hj_arena arena;
    struct hj_problems problems;
    struct hj_regexes regexes;
    struct hj_language language;
    struct hj_predicate predicate;
    uint32_t peers_keys;
};

static inline int case_peers(void *context, const struct hj_expr *const *keys, uint32_t count)
{
    struct language_case *world = context;
    world->peers_keys = keys[0]->type ? count : 0;
    return CASE_PEERS;
}

static inline void case_init(struct language_case *world)
{
    *world = (struct language_case){.scope = {.names = case_names, .count = CASE_NAMES}};
    world->language = (struct hj_language){
        .scope = &world->scope,
        .parameters = case_parameters,
        .as_of = CASE_AS_OF,
        .rules = case_rules,
        .rule_count = sizeof case_rules / sizeof *case_rules,
        .peers = case_peers,
        .peers_context = world,
        .regexes = &world->regexes,
        .arena = &world->arena,
        .problems = &world->problems,
    };
}

static inline void case_release(struct language_case *world)
{
    hj_problems_release(&world->problems);
    hj_regexes_release(&world->regexes);
    hj_arena_release(&world->arena);
}

/* Compiles with an empty list of problems before; NULL where there were mistakes. */
static inline const struct hj_expr *case_span(struct language_case *world, struct hj_span text,
                                              int wanted)
{
    struct hj_error error;
    hj_problems_release(&world->problems);
    enum hj_code code = hj_language_compile(&world->language, text, wanted, NULL, NULL, "--where",
                                            &world->predicate, &error);
    assert_int_equal(code, HJ_OK);
    return world->predicate.root;
}

static inline const struct hj_expr *case_compile(struct language_case *world, const char *text,
                                                 int wanted)
{
    return case_span(world, hj_span_of(text), wanted);
}

/* Fails the test with what went wrong. */
static inline const struct hj_expr *case_must(struct language_case *world, const char *text,
                                              int wanted)
{
    const struct hj_expr *root = case_compile(world, text, wanted);
    if (!root) {
        print_error("%s\n", text);
        for (size_t i = 0; i < world->problems.count; i++) {
            const struct hj_error *error = &world->problems.items[i]->error;
            print_error("  %u: %s\n", (unsigned)error->column, hj_code_name(error->code));
        }
        fail();
    }
    return root;
}

/* The tree in our own dialect, NUL-terminated; the buffer is cleared first. */
static inline const char *case_print(const struct hj_expr *expr, struct hj_buffer *out)
{
    hj_buffer_clear(out);
    assert_true(hj_expr_print_sql(expr, HJ_SQL_OWN, out));
    assert_true(hj_buffer_append(out, (struct hj_span){"", 1}));
    return out->data;
}

/* The slow evaluator of the tests: values[i] is the value of name i. */
static inline struct hj_value case_value(const struct hj_expr *expr, const struct hj_value *values,
                                         struct hj_scalar *scalar)
{
    if (expr->op == HJ_OP_COLUMN) {
        return values[expr->index];
    }
    struct hj_value *operands = calloc(expr->count + 1, sizeof *operands);
    struct hj_value result;
    for (uint32_t i = 0; i < expr->count; i++) {
        operands[i] = case_value(expr->operands[i], values, scalar);
    }
    assert_true(hj_scalar_apply(expr, operands, scalar, &result));
    free(operands);
    return result;
}

#endif
