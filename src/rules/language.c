/* SPDX-License-Identifier: MIT */
#include "rules/language.h"

#include "base/memory.h"
#include "column/bits.h"
#include "rules/check.h"
#include "text/utf8.h"

/* What no text may be: too long, not UTF-8, or with a NUL inside. */
static bool is_readable(const struct hj_source *source)
{
    struct hj_span text = source->text;
    size_t bad_at = 0;
    if (text.size > HJ_PREDICATE_BYTES) {
        struct hj_problem *problem = hj_source_problem(source, 0, 1, HJ_PREDICATE_LONG, false);
        hj_error_number(&problem->error, "limit", HJ_PREDICATE_BYTES);
        return false;
    }
    if (!hj_text_utf8_valid(text, &bad_at)) {
        hj_source_problem(source, bad_at, bad_at + 1, HJ_PREDICATE_UTF8, false);
        return false;
    }
    const char *nul = memchr(text.data, '\0', text.size);
    if (nul) {
        size_t at = (size_t)(nul - text.data);
        struct hj_problem *problem =
            hj_source_problem(source, at, at + 1, HJ_PREDICATE_CHARACTER, false);
        hj_error_text(&problem->error, "character", hj_span_of("U+0000"));
        return false;
    }
    return true;
}

enum hj_code hj_language_compile(const struct hj_language *language, struct hj_span text,
                                 int wanted, const struct hj_yaml_file *file,
                                 const struct hj_yaml *node, const char *name,
                                 struct hj_predicate *predicate, struct hj_error *error)
{
    *predicate = (struct hj_predicate){0};
    struct hj_check check = {
        .language = language,
        .source = {.text = text.data ? text : (struct hj_span)HJ_SPAN(""),
                   .file = file,
                   .node = node,
                   .name = name,
                   .problems = language->problems},
    };
    size_t before = language->problems->errors;
    if (is_readable(&check.source)) {
        /* The tree points into the text, which may go before the tree does. */
        check.source.text = hj_arena_copy(language->arena, check.source.text);
        check.memory_full = !check.source.text.data;
        struct hj_node *parsed = check.memory_full ? NULL
                                                   : hj_parse(&check.source, language->arena,
                                                              &check.scratch, &check.memory_full);
        const struct hj_expr *root = parsed ? hj_check_root(&check, parsed, wanted) : NULL;
        predicate->text = check.source.text;
        predicate->root = language->problems->errors == before ? root : NULL;
    }
    hj_matcher_release(&check.matcher);
    hj_arena_release(&check.scratch);
    if (check.memory_full || language->problems->memory_full) {
        *predicate = (struct hj_predicate){0};
        return hj_error_memory(error);
    }
    return HJ_OK;
}

bool hj_language_constant(const struct hj_expr *expr, struct hj_value *value)
{
    if (!expr || expr->op != HJ_OP_LITERAL) {
        return false;
    }
    *value = expr->literal;
    return true;
}

struct place {
    uint32_t from, name;
};

struct places {
    struct place *items;
    size_t count, capacity;
    uint32_t highest;
};

static bool collect(const struct hj_expr *expr, struct places *places)
{
    if (expr->op == HJ_OP_COLUMN) {
        void *items = places->items;
        if (hj_memory_grow(&items, &places->capacity, places->count + 1, sizeof *places->items)) {
            return false;
        }
        places->items = items;
        places->items[places->count++] = (struct place){expr->from, expr->index};
        places->highest = expr->index > places->highest ? expr->index : places->highest;
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        if (!collect(expr->operands[i], places)) {
            return false;
        }
    }
    return true;
}

static int by_place(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    return (a->from > b->from) - (a->from < b->from);
}

bool hj_language_names(const struct hj_expr *expr, void (*visit)(void *context, uint32_t name),
                       void *context)
{
    struct places places = {0};
    uint64_t *seen = NULL;
    bool whole = !expr || collect(expr, &places);
    if (whole && places.count) {
        seen = hj_memory_zero(places.highest / 64 + 1, sizeof *seen);
        whole = seen != NULL;
    }
    if (seen) {
        qsort(places.items, places.count, sizeof *places.items, by_place);
        for (size_t i = 0; i < places.count; i++) {
            uint32_t name = places.items[i].name;
            if (!hj_bits_get(seen, name)) {
                hj_bits_set(seen, name);
                visit(context, name);
            }
        }
    }
    hj_memory_free(seen);
    hj_memory_free(places.items);
    return whole;
}
