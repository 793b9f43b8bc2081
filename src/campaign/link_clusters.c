/* SPDX-License-Identifier: MIT */
#include "campaign/clusters.h"
#include "campaign/link.h"
#include "campaign/pass.h"
#include "campaign/roots.h"
#include "campaign/value_order.h"

enum { BLOCK_MEMBERS = 16384 };

static const enum hj_strength strengths[HJ_LINK_PARTITIONS] = {HJ_STRENGTH_PROOF, HJ_STRENGTH_LEAD};

/* ---- which record stays ---- */

/* Values of the survivor's order for the firms that stand in a cluster. */
struct order {
    struct hj_link *link;
    uint64_t *members;       /* bits over all firms */
    uint32_t *place;         /* of a firm's values: by block, the number of members before it */
    struct hj_value *values; /* member * survivor_count + i; texts are the arena's */
    uint32_t count;
    struct hj_arena arena;
};

static uint32_t member_place(const struct order *order, uint32_t firm)
{
    uint32_t place = order->place[firm / 64];
    uint64_t below = (UINT64_C(1) << (firm % 64)) - 1;
    return place + (uint32_t)__builtin_popcountll(order->members[firm / 64] & below);
}

static enum hj_code take_values(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct order *order = context;
    uint32_t first = order->link->firsts[block->block];
    for (uint32_t row = 0; row < block->rows; row++) {
        if (!hj_bits_get(order->members, first + row)) {
            continue;
        }
        struct hj_value *values =
            &order->values[(size_t)member_place(order, first + row) * order->count];
        for (uint32_t i = 0; i < order->count; i++) {
            values[i] = hj_vector_value(&block->results[i].vector, row);
            if (!values[i].null && values[i].type == HJ_TEXT) {
                values[i].text = hj_arena_copy(&order->arena, values[i].text);
                if (!values[i].text.data) {
                    return hj_error_memory(error);
                }
            }
        }
    }
    return HJ_OK;
}

static enum hj_code mark_members(struct order *order, struct hj_error *error)
{
    struct hj_link *link = order->link;
    size_t words = hj_bits_words(link->firms);
    struct hj_arena *arena = &link->loaded.arena;
    uint32_t members = 0;
    order->members = hj_arena_zero(arena, words + 1, sizeof *order->members);
    order->place = hj_arena_zero(arena, words + 1, sizeof *order->place);
    if (!order->members || !order->place) {
        return hj_error_memory(error);
    }
    for (int p = 0; p < HJ_LINK_PARTITIONS; p++) {
        for (uint32_t c = 0; c < hj_clusters_count(link->clusters[p]); c++) {
            uint32_t count;
            const uint32_t *firms = hj_clusters_members(link->clusters[p], c, &count);
            for (uint32_t i = 0; i < count; i++) {
                hj_bits_set(order->members, firms[i]);
            }
        }
    }
    for (size_t word = 0; word < words; word++) {
        order->place[word] = members;
        members += (uint32_t)__builtin_popcountll(order->members[word]);
    }
    order->count = link->loaded.ruleset->survivor_count;
    order->values = hj_arena_zero(arena, (size_t)members * order->count + 1, sizeof *order->values);
    return order->values ? HJ_OK : hj_error_memory(error);
}

static enum hj_code read_order(struct order *order, struct hj_error *error)
{
    struct hj_link *link = order->link;
    const struct hj_ruleset *ruleset = link->loaded.ruleset;
    struct hj_roots roots;
    enum hj_code code = mark_members(order, error);
    if (code != HJ_OK || order->count == 0) {
        return code;
    }
    hj_roots_init(&roots, ruleset, &link->loaded.arena);
    for (uint32_t i = 0; i < ruleset->survivor_count; i++) {
        hj_roots_add(&roots, ruleset->survivor[i].root);
    }
    if (roots.memory_full) {
        return hj_error_memory(error);
    }
    const struct hj_pass pass = {
        .campaign = link->campaign,
        .store = link->store,
        .loaded = &link->loaded,
        .roots = roots.roots,
        .root_count = roots.count,
        .keep_results = true,
        .context = order,
        .merge = take_values,
    };
    return hj_pass_run(&pass, error);
}

static uint32_t choose_survivor(const struct order *order, const uint32_t *firms, uint32_t count)
{
    uint32_t best = firms[0];
    for (uint32_t i = 1; i < count; i++) {
        const struct hj_value *a = &order->values[(size_t)member_place(order, best) * order->count];
        const struct hj_value *b =
            &order->values[(size_t)member_place(order, firms[i]) * order->count];
        int decision = 0;
        for (uint32_t v = 0; v < order->count && decision == 0; v++) {
            decision = hj_value_order(&a[v], &b[v]);
        }
        best = decision > 0 ? firms[i] : best;
    }
    return best;
}

/* ---- clusters into the store ---- */

struct writing {
    struct hj_link *link;
    const struct order *order;
    struct hj_vector_builder column[HJ_CLUSTER_COLUMNS];
    struct hj_buffer rules;
    uint64_t *survivors; /* bits over all firms: stays in a proof cluster */
    uint64_t *proven;    /* stands in a proof cluster */
    uint32_t blocks, number;
};

static enum hj_code flush(struct writing *writing, struct hj_error *error)
{
    struct hj_link *link = writing->link;
    struct hj_arena arena = {0};
    struct hj_span frames[HJ_CLUSTER_COLUMNS];
    enum hj_code code = HJ_OK;
    for (int i = 0; i < HJ_CLUSTER_COLUMNS; i++) {
        struct hj_vector view = hj_vector_builder_view(&writing->column[i]);
        HJ_TRY(hj_link_encode(link, &view, error));
        frames[i] = hj_arena_copy(&arena, hj_buffer_span(&link->frame));
        if (!frames[i].data) {
            code = hj_error_memory(error);
            goto done;
        }
        hj_vector_builder_clear(&writing->column[i]);
    }
    HJ_TRY(hj_clusters_put(link->store, link->loaded.registry.id, &link->key, writing->blocks++,
                           frames, error));
done:
    hj_arena_release(&arena);
    return code;
}

static uint32_t block_of(const struct hj_link *link, uint32_t firm)
{
    uint32_t low = 0, high = link->loaded.registry.blocks - 1;
    while (low < high) {
        uint32_t middle = (low + high + 1) / 2;
        if (link->firsts[middle] <= firm) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static bool list_rules(struct writing *writing, enum hj_strength strength, uint32_t firm)
{
    const struct hj_link *link = writing->link;
    const struct hj_ruleset *ruleset = link->loaded.ruleset;
    bool room = true;
    hj_buffer_clear(&writing->rules);
    for (uint32_t i = 0; room && i < ruleset->rule_count; i++) {
        bool same =
            (ruleset->rules[i].strength == HJ_STRENGTH_PROOF) == (strength == HJ_STRENGTH_PROOF);
        if (link->holds[i] && same && hj_bits_get(link->holds[i], firm)) {
            room =
                (writing->rules.size == 0 || hj_buffer_append(&writing->rules, hj_span_of(";"))) &&
                hj_buffer_append(&writing->rules, ruleset->rules[i].id);
        }
    }
    return room;
}

static bool append_member(struct writing *writing, enum hj_strength strength, uint32_t firm,
                          bool keep)
{
    uint32_t block = block_of(writing->link, firm);
    struct hj_vector_builder *column = writing->column;
    return list_rules(writing, strength, firm) &&
           hj_vector_append_integer(&column[HJ_CLUSTER_NUMBER], writing->number) &&
           hj_vector_append_integer(&column[HJ_CLUSTER_BLOCK], block) &&
           hj_vector_append_integer(&column[HJ_CLUSTER_ROW], firm - writing->link->firsts[block]) &&
           hj_vector_append_boolean(&column[HJ_CLUSTER_KEEP], keep) &&
           hj_vector_append_text(&column[HJ_CLUSTER_STRENGTH],
                                 hj_span_of(hj_strength_name(strength))) &&
           hj_vector_append_text(&column[HJ_CLUSTER_RULE], hj_buffer_span(&writing->rules));
}

static enum hj_code write_cluster(struct writing *writing, int partition, uint32_t cluster,
                                  struct hj_error *error)
{
    struct hj_link *link = writing->link;
    uint32_t count;
    const uint32_t *firms = hj_clusters_members(link->clusters[partition], cluster, &count);
    uint32_t stays = choose_survivor(writing->order, firms, count);
    writing->number++;
    for (uint32_t i = 0; i < count; i++) {
        if (!append_member(writing, strengths[partition], firms[i], firms[i] == stays)) {
            return hj_error_memory(error);
        }
        if (strengths[partition] == HJ_STRENGTH_PROOF) {
            hj_bits_set(writing->proven, firms[i]);
        }
        if (writing->column[0].rows == BLOCK_MEMBERS) {
            enum hj_code code = flush(writing, error);
            if (code != HJ_OK) {
                return code;
            }
        }
    }
    if (strengths[partition] == HJ_STRENGTH_PROOF) {
        hj_bits_set(writing->survivors, stays);
    }
    link->member_count += count;
    return HJ_OK;
}

static enum hj_code write_survivors(struct writing *writing, struct hj_error *error)
{
    struct hj_link *link = writing->link;
    struct hj_vector_builder survivor;
    enum hj_code code = HJ_OK;
    hj_vector_builder_init(&survivor, HJ_BOOLEAN);
    for (uint32_t block = 0; block < link->loaded.registry.blocks; block++) {
        bool room = true;
        hj_vector_builder_clear(&survivor);
        for (uint32_t firm = link->firsts[block]; room && firm < link->firsts[block + 1]; firm++) {
            room = hj_bits_get(writing->proven, firm)
                       ? hj_vector_append_boolean(&survivor, hj_bits_get(writing->survivors, firm))
                       : hj_vector_append_null(&survivor);
        }
        if (!room) {
            code = hj_error_memory(error);
            goto done;
        }
        struct hj_vector view = hj_vector_builder_view(&survivor);
        HJ_TRY(hj_link_encode(link, &view, error));
        HJ_TRY(hj_survivor_put(link->store, link->loaded.registry.id, &link->key, block,
                               hj_buffer_span(&link->frame), error));
    }
done:
    hj_vector_builder_release(&survivor);
    return code;
}

static enum hj_code write_clusters(struct hj_link *link, const struct order *order,
                                   struct hj_error *error)
{
    static const enum hj_type types[HJ_CLUSTER_COLUMNS] = {HJ_INTEGER, HJ_INTEGER, HJ_INTEGER,
                                                           HJ_BOOLEAN, HJ_TEXT,    HJ_TEXT};
    struct writing writing = {.link = link, .order = order};
    size_t words = hj_bits_words(link->firms);
    enum hj_code code = HJ_OK;
    for (int i = 0; i < HJ_CLUSTER_COLUMNS; i++) {
        hj_vector_builder_init(&writing.column[i], types[i]);
    }
    writing.survivors = hj_arena_zero(&link->loaded.arena, words, sizeof *writing.survivors);
    writing.proven = hj_arena_zero(&link->loaded.arena, words, sizeof *writing.proven);
    if (!writing.survivors || !writing.proven) {
        code = hj_error_memory(error);
        goto done;
    }
    for (int p = 0; p < HJ_LINK_PARTITIONS; p++) {
        for (uint32_t c = 0; c < hj_clusters_count(link->clusters[p]); c++) {
            HJ_TRY(write_cluster(&writing, p, c, error));
        }
        link->cluster_count += hj_clusters_count(link->clusters[p]);
    }
    if (writing.column[0].rows > 0) {
        HJ_TRY(flush(&writing, error));
    }
    HJ_TRY(write_survivors(&writing, error));
    HJ_TRY(hj_clusters_done(link->store, &link->key, writing.blocks, error));
done:
    for (int i = 0; i < HJ_CLUSTER_COLUMNS; i++) {
        hj_vector_builder_release(&writing.column[i]);
    }
    hj_buffer_release(&writing.rules);
    return code;
}

enum hj_code hj_link_write_clusters(struct hj_link *link, struct hj_error *error)
{
    struct order order = {.link = link};
    enum hj_code code = read_order(&order, error);
    if (code == HJ_OK) {
        code = write_clusters(link, &order, error);
    }
    hj_arena_release(&order.arena);
    return code;
}
