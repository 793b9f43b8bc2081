/* SPDX-License-Identifier: MIT */
#include "campaign/pass_peers.h"

#include "base/memory.h"
#include "match/peers.h"

struct hj_pass_peers {
    const struct hj_ruleset *ruleset;
    const uint32_t *features; /* the program's list */
    uint32_t count;
    struct hj_peers **peers; /* one a feature */
    uint64_t *firsts;        /* first row of each block, and one more */
};

/* The pass that fills one feature. */
struct filling {
    struct hj_pass_peers *all;
    struct hj_peers *peers;
    uint32_t key_count;
};

void hj_pass_peers_free(struct hj_pass_peers *peers)
{
    if (peers) {
        for (uint32_t i = 0; peers->peers && i < peers->count; i++) {
            hj_peers_free(peers->peers[i]);
        }
        hj_memory_free(peers->peers);
        hj_memory_free(peers->firsts);
        hj_memory_free(peers);
    }
}

static enum hj_code make_keys(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct filling *filling = context;
    struct hj_peers_key *keys = hj_arena_new(block->arena, block->rows * sizeof *keys);
    const struct hj_vector **vectors =
        hj_arena_new(block->arena, filling->key_count * sizeof *vectors);
    if (!keys || !vectors) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < filling->key_count; i++) {
        vectors[i] = &block->results[i].vector;
    }
    hj_peers_keys(vectors, filling->key_count, block->rows, keys);
    block->made = keys;
    return HJ_OK;
}

static enum hj_code add_keys(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct filling *filling = context;
    filling->all->firsts[block->block + 1] = filling->all->firsts[block->block] + block->rows;
    return hj_peers_add(filling->peers, block->made, block->rows, error);
}

static enum hj_code fill(const struct hj_pass *pass, struct hj_pass_peers *all, uint32_t index,
                         struct hj_error *error)
{
    const struct hj_feature *feature = &all->ruleset->features[all->features[index]];
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_peers_new(&all->peers[index], false, error));
    struct filling filling = {all, all->peers[index], feature->peer_count};
    const struct hj_pass keys = {
        .campaign = pass->campaign,
        .store = pass->store,
        .loaded = pass->loaded,
        .roots = feature->peers,
        .root_count = feature->peer_count,
        .context = &filling,
        .work = make_keys,
        .merge = add_keys,
    };
    HJ_TRY(hj_pass_run(&keys, error));
    HJ_TRY(hj_peers_freeze(all->peers[index], error));
done:
    return code;
}

enum hj_code hj_pass_peers_new(const struct hj_pass *pass, const struct hj_program_needs *needs,
                               struct hj_pass_peers **result, struct hj_error *error)
{
    *result = NULL;
    if (needs->peers_count == 0) {
        return HJ_OK;
    }
    struct hj_pass_peers *all = hj_memory_zero(1, sizeof *all);
    if (!all) {
        return hj_error_memory(error);
    }
    *result = all;
    all->ruleset = pass->loaded->ruleset;
    all->features = needs->peers;
    all->count = needs->peers_count;
    all->peers = hj_memory_zero(all->count, sizeof *all->peers);
    all->firsts = hj_memory_zero((size_t)pass->loaded->registry.blocks + 1, sizeof *all->firsts);
    if (!all->peers || !all->firsts) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        enum hj_code code = fill(pass, all, i, error);
        if (code != HJ_OK) {
            return code;
        }
    }
    return HJ_OK;
}

enum hj_code hj_pass_peers_input(const struct hj_pass_peers *peers, uint32_t block,
                                 struct hj_arena *arena, struct hj_match_input *input,
                                 struct hj_error *error)
{
    if (!peers) {
        return HJ_OK;
    }
    const struct hj_vector **features =
        hj_arena_zero(arena, peers->ruleset->feature_count, sizeof *features);
    struct hj_vector *vectors = hj_arena_new(arena, peers->count * sizeof *vectors);
    if (!features || !vectors) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < peers->count; i++) {
        int64_t *values = hj_arena_new(arena, input->rows * sizeof *values);
        uint64_t *nulls = hj_arena_zero(arena, hj_bits_words(input->rows), sizeof *nulls);
        if (!values || !nulls) {
            return hj_error_memory(error);
        }
        vectors[i] =
            hj_peers_counts(peers->peers[i], peers->firsts[block], input->rows, values, nulls);
        features[peers->features[i]] = &vectors[i];
    }
    input->features = features;
    return HJ_OK;
}
