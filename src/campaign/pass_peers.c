/* SPDX-License-Identifier: MIT */
#include "campaign/pass_peers.h"

#include "base/memory.h"
#include "campaign/derived.h"
#include "column/codec.h"
#include "match/peers.h"

struct hj_pass_peers {
    const struct hj_ruleset *ruleset;
    struct hj_store *store;
    const uint32_t *features; /* the program's list */
    uint32_t count;
    struct hj_digest *keys;  /* one a feature: of its counts in the store */
    struct hj_peers **peers; /* likewise; NULL: the store has them */
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
        hj_memory_free(peers->keys);
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

/* The digest of a feature's counts: of its definition and the snapshots it may rest on. */
static struct hj_digest key_of(const struct hj_pass *pass, const struct hj_feature *feature)
{
    int64_t inputs[2] = {pass->loaded->registry.id, pass->loaded->ruleset->as_of};
    struct hj_digest digest =
        hj_derived_chain(feature->digest, (struct hj_span){(const char *)inputs, sizeof inputs});
    for (uint32_t i = 0; i < pass->loaded->ruleset->fact_count; i++) {
        const int64_t *id = &pass->loaded->facts[i].id;
        digest = hj_derived_chain(digest, (struct hj_span){(const char *)id, sizeof *id});
    }
    return hj_derived_chain(digest, hj_span_of("peers"));
}

static struct hj_vector counts_of(const struct hj_peers *peers, uint64_t first, uint32_t rows,
                                  struct hj_arena *arena)
{
    int64_t *values = hj_arena_new(arena, rows * sizeof *values);
    uint64_t *nulls = hj_arena_zero(arena, hj_bits_words(rows), sizeof *nulls);
    if (!values || !nulls) {
        return (struct hj_vector){.type = HJ_INTEGER};
    }
    return hj_peers_counts(peers, first, rows, values, nulls);
}

/* Leaves the counts of a feature in the store. */
static enum hj_code leave(const struct hj_pass *pass, const struct hj_pass_peers *all,
                          uint32_t index, struct hj_error *error)
{
    struct hj_codec codec = {0};
    struct hj_buffer frame = {0};
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    for (uint32_t block = 0; block < pass->loaded->registry.blocks; block++) {
        uint32_t rows = (uint32_t)(all->firsts[block + 1] - all->firsts[block]);
        hj_arena_clear(&arena);
        hj_buffer_clear(&frame);
        struct hj_vector counts = counts_of(all->peers[index], all->firsts[block], rows, &arena);
        if (counts.rows != rows) {
            code = hj_error_memory(error);
            goto done;
        }
        HJ_TRY(hj_codec_encode(&codec, &counts, HJ_COMPRESS_LZ4, &frame, error));
        HJ_TRY(hj_store_put_derived(pass->store, pass->loaded->registry.id, &all->keys[index],
                                    block, hj_buffer_span(&frame), error));
    }
done:
    hj_codec_release(&codec);
    hj_buffer_release(&frame);
    hj_arena_release(&arena);
    return code;
}

static enum hj_code find_or_fill(const struct hj_pass *pass, struct hj_pass_peers *all,
                                 uint32_t index, struct hj_error *error)
{
    bool found = false;
    enum hj_code code = HJ_OK;
    all->keys[index] = key_of(pass, &all->ruleset->features[all->features[index]]);
    HJ_TRY(hj_store_has_derived(pass->store, &all->keys[index], &found, error));
    if (!found) {
        HJ_TRY(fill(pass, all, index, error));
        if (pass->leave_derived) {
            HJ_TRY(leave(pass, all, index, error));
        }
    }
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
    all->store = pass->store;
    all->features = needs->peers;
    all->count = needs->peers_count;
    all->peers = hj_memory_zero(all->count, sizeof *all->peers);
    all->keys = hj_memory_zero(all->count, sizeof *all->keys);
    all->firsts = hj_memory_zero((size_t)pass->loaded->registry.blocks + 1, sizeof *all->firsts);
    if (!all->peers || !all->keys || !all->firsts) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        enum hj_code code = find_or_fill(pass, all, i, error);
        if (code != HJ_OK) {
            return code;
        }
    }
    return HJ_OK;
}

enum hj_code hj_pass_peers_read(const struct hj_pass_peers *peers, uint32_t block,
                                struct hj_arena *arena, struct hj_span **frames,
                                struct hj_error *error)
{
    struct hj_buffer frame = {0};
    enum hj_code code = HJ_OK;
    *frames = NULL;
    if (!peers) {
        return HJ_OK;
    }
    *frames = hj_arena_zero(arena, peers->count, sizeof **frames);
    if (!*frames) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < peers->count; i++) {
        bool found;
        if (peers->peers[i]) {
            continue;
        }
        hj_buffer_clear(&frame);
        HJ_TRY(hj_store_get_derived(peers->store, &peers->keys[i], block, &frame, &found, error));
        (*frames)[i] = hj_arena_copy(arena, hj_buffer_span(&frame));
        if (!(*frames)[i].data) {
            code = hj_error_memory(error);
            goto done;
        }
    }
done:
    hj_buffer_release(&frame);
    return code;
}

enum hj_code hj_pass_peers_input(const struct hj_pass_peers *peers, uint32_t block,
                                 const struct hj_span *frames, struct hj_arena *arena,
                                 struct hj_match_input *input, struct hj_error *error)
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
        if (!peers->peers[i]) {
            enum hj_code code = hj_codec_decode(frames[i], arena, &vectors[i], error);
            if (code != HJ_OK) {
                return code;
            }
        } else {
            vectors[i] = counts_of(peers->peers[i], peers->firsts[block], input->rows, arena);
        }
        if (vectors[i].rows != input->rows) {
            return hj_error_memory(error);
        }
        features[peers->features[i]] = &vectors[i];
    }
    input->features = features;
    return HJ_OK;
}
