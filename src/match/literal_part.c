/* SPDX-License-Identifier: MIT */
#include "match/literal_part.h"

void hj_part_set_text(struct hj_part *part, struct hj_span text)
{
    *part = (struct hj_part){.finite = true};
    part->texts.items[0] = text;
    part->texts.count = 1;
}

size_t hj_part_shortest(const struct hj_literal_set *set)
{
    size_t shortest = set->count ? set->items[0].size : 0;
    for (uint32_t i = 1; i < set->count; i++) {
        shortest = set->items[i].size < shortest ? set->items[i].size : shortest;
    }
    return shortest;
}

static bool is_better(const struct hj_literal_set *a, const struct hj_literal_set *b)
{
    size_t left = hj_part_shortest(a);
    size_t right = hj_part_shortest(b);
    return left != right ? left > right : a->count < b->count;
}

/* Figures stand in most texts: many of them say nothing, and take longer than asking the pattern.
 */
static bool are_figures(const struct hj_literal_set *set)
{
    enum { FEW = 4, SHORT = 2 };
    uint32_t figures = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        size_t at = 0;
        while (at < set->items[i].size && set->items[i].data[at] >= '0' &&
               set->items[i].data[at] <= '9') {
            at++;
        }
        figures += at == set->items[i].size && at <= SHORT;
    }
    return figures > FEW;
}

/* What x+ says of its first x and of its last. */
static bool is_last(const struct hj_part *part, const struct hj_literal_set *set)
{
    const struct hj_literal_set *last = part->sets + part->set_count - 1;
    bool equal = part->set_count > 0 && last->count == set->count;
    for (uint32_t i = 0; equal && i < set->count; i++) {
        equal = hj_span_equal(last->items[i], set->items[i]);
    }
    return equal;
}

static void add_set(struct hj_part *part, struct hj_literal_set set)
{
    if (part->set_count < HJ_PART_SETS && hj_part_shortest(&set) >= 1 && !are_figures(&set) &&
        !is_last(part, &set)) {
        part->sets[part->set_count++] = set;
    }
}

static void *take(struct hj_part_maker *maker, size_t size)
{
    void *memory = hj_arena_new(maker->arena, size);
    maker->memory_full = maker->memory_full || !memory;
    maker->used += size;
    return memory;
}

static void add_texts(struct hj_part_maker *maker, struct hj_part *part,
                      const struct hj_part_texts *texts)
{
    size_t size = texts->count * sizeof *texts->items;
    struct hj_span *copy = take(maker, size);
    if (!copy) {
        return;
    }
    memcpy(copy, texts->items, size);
    add_set(part, (struct hj_literal_set){copy, texts->count});
}

void hj_part_close(struct hj_part_maker *maker, struct hj_part *part)
{
    if (part->finite) {
        add_texts(maker, part, &part->texts);
        part->finite = false;
        part->texts.count = 0;
    }
}

static struct hj_span join(struct hj_part_maker *maker, struct hj_span a, struct hj_span b)
{
    if (a.size == 0 || b.size == 0) {
        return a.size ? a : b;
    }
    char *bytes = take(maker, a.size + b.size);
    if (!bytes) {
        return (struct hj_span){"", 0};
    }
    memcpy(bytes, a.data, a.size);
    memcpy(bytes + a.size, b.data, b.size);
    return (struct hj_span){bytes, a.size + b.size};
}

static void multiply(struct hj_part_maker *maker, struct hj_part_texts *a,
                     const struct hj_part_texts *b)
{
    struct hj_part_texts product = {.count = 0};
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t k = 0; k < b->count && !maker->memory_full; k++) {
            product.items[product.count++] = join(maker, a->items[i], b->items[k]);
        }
    }
    *a = product;
}

void hj_part_end_run(struct hj_part_maker *maker, struct hj_part *whole, struct hj_part_texts *run)
{
    add_texts(maker, whole, run);
    whole->finite = false;
    run->count = 1;
    run->items[0] = (struct hj_span){"", 0};
}

void hj_part_append(struct hj_part_maker *maker, struct hj_part *whole, struct hj_part_texts *run,
                    const struct hj_part *next)
{
    whole->conditional = whole->conditional || next->conditional;
    if (next->finite && run->count * next->texts.count <= HJ_PART_TEXTS) {
        multiply(maker, run, &next->texts);
        return;
    }
    hj_part_end_run(maker, whole, run);
    for (uint32_t i = 0; i < next->set_count; i++) {
        add_set(whole, next->sets[i]);
    }
    if (next->finite) {
        *run = next->texts;
    }
}

const struct hj_literal_set *hj_part_best_set(const struct hj_part *part)
{
    const struct hj_literal_set *best = NULL;
    for (uint32_t i = 0; i < part->set_count; i++) {
        best = !best || is_better(&part->sets[i], best) ? &part->sets[i] : best;
    }
    return best;
}

/* As texts while all branches are texts and few, else as a set of one of each. */
void hj_part_add_branch(struct hj_part_maker *maker, struct hj_part *part, struct hj_part *branch)
{
    part->conditional = part->conditional || branch->conditional;
    uint32_t count = part->texts.count + branch->texts.count;
    if (part->finite && branch->finite && count <= HJ_PART_TEXTS) {
        memcpy(part->texts.items + part->texts.count, branch->texts.items,
               branch->texts.count * sizeof *branch->texts.items);
        part->texts.count = count;
        return;
    }
    hj_part_close(maker, part);
    hj_part_close(maker, branch);
    const struct hj_literal_set *left = hj_part_best_set(part);
    const struct hj_literal_set *right = hj_part_best_set(branch);
    struct hj_part_texts both = {.count = 0};
    if (left && right && left->count + right->count <= HJ_PART_TEXTS) {
        memcpy(both.items, left->items, left->count * sizeof *both.items);
        memcpy(both.items + left->count, right->items, right->count * sizeof *both.items);
        both.count = left->count + right->count;
    }
    part->set_count = 0;
    if (both.count) {
        add_texts(maker, part, &both);
    }
}
