/* SPDX-License-Identifier: MIT */
#include "match/findings.h"

static const struct hj_expr not_judged = {
    .op = HJ_OP_LITERAL, .type = HJ_BOOLEAN, .literal = {.type = HJ_BOOLEAN, .null = true}};

void hj_findings_roots(const struct hj_ruleset *ruleset, const uint32_t *rules, uint32_t count,
                       const struct hj_expr **roots)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct hj_rule *rule = &ruleset->rules[rules[i]];
        roots[2 * (size_t)i] = rule->needs.lacking ? &not_judged : rule->when.root;
        roots[2 * (size_t)i + 1] = rule->unless.root;
    }
}

/* Row numbers being written. */
struct rows {
    int64_t *items;
    uint32_t count;
};

static void add_rows(struct rows *rows, size_t word, uint64_t bits)
{
    for (; bits; bits &= bits - 1) {
        rows->items[rows->count++] = (int64_t)(word * 64) + __builtin_ctzll(bits);
    }
}

static struct hj_vector vector_of(const struct rows *rows)
{
    return (struct hj_vector){
        .type = HJ_INTEGER,
        .rows = rows->count,
        .integers = rows->items,
    };
}

enum hj_code hj_findings_make(const struct hj_match_result *results, uint32_t rows,
                              struct hj_arena *arena, struct hj_rule_findings *findings,
                              struct hj_error *error)
{
    struct hj_truth when = results[0].truth;
    struct hj_truth unless = results[1].truth;
    size_t most = hj_bits_count(when.yes, rows);
    size_t unknown = hj_bits_count(when.unknown, rows);
    struct rows holds = {hj_arena_new(arena, most * sizeof(int64_t)), 0};
    struct rows unchecked = {hj_arena_new(arena, most * sizeof(int64_t)), 0};
    struct rows open = {hj_arena_new(arena, unknown * sizeof(int64_t)), 0};
    if (!holds.items || !unchecked.items || !open.items) {
        return hj_error_memory(error);
    }
    for (size_t word = 0; word < hj_bits_words(rows); word++) {
        uint64_t held = when.yes[word] & ~unless.yes[word];
        add_rows(&holds, word, held);
        add_rows(&unchecked, word, held & unless.unknown[word]);
        add_rows(&open, word, when.unknown[word] & ~unless.yes[word]);
    }
    findings->holds = vector_of(&holds);
    findings->unchecked = vector_of(&unchecked);
    findings->unknown = vector_of(&open);
    return HJ_OK;
}

static void set_rows(uint64_t *bits, const struct hj_vector *rows, uint32_t limit)
{
    for (uint32_t i = 0; i < rows->rows; i++) {
        if (rows->integers[i] >= 0 && rows->integers[i] < limit) {
            hj_bits_set(bits, (uint32_t)rows->integers[i]);
        }
    }
}

enum hj_code hj_findings_truth(const struct hj_vector *holds, const struct hj_vector *unknown,
                               uint32_t rows, struct hj_arena *arena, struct hj_truth *truth,
                               struct hj_error *error)
{
    truth->yes = hj_arena_zero(arena, hj_bits_words(rows), sizeof *truth->yes);
    truth->unknown = hj_arena_zero(arena, hj_bits_words(rows), sizeof *truth->unknown);
    if (!truth->yes || !truth->unknown) {
        return hj_error_memory(error);
    }
    set_rows(truth->yes, holds, rows);
    set_rows(truth->unknown, unknown, rows);
    for (size_t word = 0; word < hj_bits_words(rows); word++) {
        truth->unknown[word] &= ~truth->yes[word];
    }
    return HJ_OK;
}
