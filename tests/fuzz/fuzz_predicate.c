/* SPDX-License-Identifier: MIT
 * Any bytes as a predicate: no crash, no message without a place, and what compiles prints as a
 * text that compiles to a tree that prints the same. Constant parts are computed on the way. */
#include "base/buffer.h"
#include "rules/language.h"
#include "rules/scalar.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct hj_name names[] = {
    {HJ_SPAN("n"), HJ_NAME_COLUMN, HJ_TEXT, 0},
    {HJ_SPAN("i"), HJ_NAME_COLUMN, HJ_INTEGER, 1},
    {HJ_SPAN("x"), HJ_NAME_COLUMN, HJ_NUMBER, 2},
    {HJ_SPAN("d"), HJ_NAME_COLUMN, HJ_DATE, 3},
    {HJ_SPAN("b"), HJ_NAME_COLUMN, HJ_BOOLEAN, 4},
    {HJ_SPAN("名称"), HJ_NAME_COLUMN, HJ_TEXT, 5},
    {HJ_SPAN("p"), HJ_NAME_PARAMETER, HJ_INTEGER, 0},
    {HJ_SPAN("peers"), HJ_NAME_FEATURE, HJ_INTEGER, 6},
};
static const struct hj_scope scope = {.names = names, .count = sizeof names / sizeof *names};
static const struct hj_parameter parameters[] = {{.value = {.type = HJ_INTEGER, .integer = 3}}};
static const struct hj_rule rules[] = {{.id = HJ_SPAN("r")}};

static int peers(void *context, const struct hj_expr *const *keys, uint32_t count)
{
    (void)context;
    (void)keys;
    (void)count;
    return (int)scope.count - 1;
}

static void must(bool condition)
{
    if (!condition) {
        abort();
    }
}

/* Compiles and prints into out; false where there were mistakes. */
static bool compile(struct hj_span text, int wanted, struct hj_buffer *out)
{
    struct hj_arena arena = {0};
    struct hj_problems problems = {0};
    struct hj_regexes regexes = {0};
    struct hj_predicate predicate;
    struct hj_error error;
    struct hj_language language = {
        .scope = &scope,
        .parameters = parameters,
        .as_of = 20634,
        .rules = rules,
        .rule_count = 1,
        .peers = peers,
        .regexes = &regexes,
        .arena = &arena,
        .problems = &problems,
    };
    must(hj_language_compile(&language, text, wanted, NULL, NULL, "text", &predicate, &error) ==
         HJ_OK);
    must((predicate.root != NULL) == (problems.errors == 0));
    for (size_t i = 0; i < problems.count; i++) {
        must(problems.items[i]->error.line > 0 && problems.items[i]->error.column > 0);
    }
    if (predicate.root) {
        must(hj_expr_print_sql(predicate.root, HJ_SQL_OWN, out));
        must(predicate.root->to <= text.size && predicate.root->from < predicate.root->to);
    }
    hj_problems_release(&problems);
    hj_regexes_release(&regexes);
    hj_arena_release(&arena);
    return out->size > 0;
}

/* The first byte says what type the rest must have. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hj_buffer first = {0};
    struct hj_buffer second = {0};
    int wanted = size ? data[0] % 6 : 0;
    struct hj_span text = {size ? (const char *)data + 1 : "", size ? size - 1 : 0};
    if (compile(text, wanted, &first)) {
        must(compile(hj_buffer_span(&first), wanted, &second));
        must(hj_span_equal(hj_buffer_span(&first), hj_buffer_span(&second)));
    }
    hj_buffer_release(&first);
    hj_buffer_release(&second);
    return 0;
}
