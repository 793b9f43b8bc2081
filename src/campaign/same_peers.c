/* SPDX-License-Identifier: MIT */
#include "campaign/same_peers.h"

#include "campaign/pass.h"
#include "campaign/roots.h"

struct tuple {
    const struct hj_same_search *search;
    struct hj_peers *peers;
    uint32_t keys; /* the first roots of the pass; then unless */
};

static enum hj_code add_keys(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct tuple *tuple = context;
    struct hj_peers_key *keys = hj_arena_new(block->arena, block->rows * sizeof *keys);
    const struct hj_vector **vectors = hj_arena_new(block->arena, tuple->keys * sizeof *vectors);
    if (!keys || !vectors) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < tuple->keys; i++) {
        vectors[i] = &block->results[i].vector;
    }
    hj_peers_keys(vectors, tuple->keys, block->rows, keys);
    for (uint32_t row = 0; tuple->search->rule->unless.root && row < block->rows; row++) {
        if (hj_bits_get(block->results[tuple->keys].truth.yes, row)) {
            keys[row] = (struct hj_peers_key){0, 0}; /* the rule is not about this firm */
        }
    }
    return hj_peers_add(tuple->peers, block->block, keys, block->rows, error);
}

static enum hj_code count_rows(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct tuple *tuple = context;
    const struct hj_same_search *search = tuple->search;
    uint32_t first = search->firsts[block->block];
    bool asked = search->unchecked && search->rule->unless.root;
    (void)error;
    search->firsts[block->block + 1] = first + block->rows;
    for (uint32_t row = 0; asked && row < block->rows; row++) {
        if (hj_bits_get(block->results[tuple->keys].truth.unknown, row)) {
            hj_bits_set(search->unchecked, first + row);
        }
    }
    return HJ_OK;
}

enum hj_code hj_same_peers_find(const struct hj_same_search *search,
                                const struct hj_same_tuple *same, struct hj_peers **peers,
                                struct hj_error *error)
{
    struct tuple tuple = {.search = search, .keys = same->count};
    struct hj_roots roots;
    enum hj_code code = HJ_OK;
    *peers = NULL;
    hj_roots_init(&roots, search->loaded->ruleset, &search->loaded->arena);
    for (uint32_t i = 0; i < same->count; i++) {
        hj_roots_name(&roots, same->names[i]);
    }
    hj_roots_add(&roots, search->rule->unless.root);
    if (roots.memory_full) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_peers_new(peers, search->loaded->registry.blocks, true, error));
    tuple.peers = *peers;
    const struct hj_pass pass = {
        .campaign = search->campaign,
        .store = search->store,
        .loaded = search->loaded,
        .roots = roots.roots,
        .root_count = roots.count,
        .keep_results = search->unchecked != NULL, /* of `unless`, at the merge */
        .context = &tuple,
        .work = add_keys,
        .merge = count_rows,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    HJ_TRY(hj_peers_freeze(*peers, search->campaign->threads, error));
done:
    return code;
}
