/* SPDX-License-Identifier: MIT */
#include "campaign/pass_peers.h"

#include "base/memory.h"
#include "campaign/derived.h"
#include "column/codec.h"
#include "match/peers.h"

enum { PASS_BYTES = 192 * 1024 * 1024 }; /* of the keys that one pass over the blocks may hold */

struct hj_pass_peers {
    const struct hj_ruleset *ruleset;
    struct hj_store *store;
    int64_t snapshot;
    const uint32_t *features; /* the program's list */
    uint32_t count;
    struct hj_digest *keys;    /* one a feature: of its counts in the store */
    struct hj_peers **peers;   /* likewise; NULL: the store has them */
    bool leave;                /* what was counted goes to the store */
    struct hj_codec *codecs;   /* one a thread */
    struct hj_buffer *buffers; /* one a thread: a frame before it moves to the slot's arena */
    unsigned threads;
};

/* A pass that fills some features. */
struct filling {
    struct hj_pass_peers *all;
    uint32_t *indices; /* into the program's list */
    uint32_t count;
    const struct hj_pass *early;  /* takes part in this pass; may be NULL */
    const struct hj_expr **roots; /* its roots, then the keys of all features */
    uint32_t key_count;
};

static const struct hj_feature *feature_at(const struct hj_pass_peers *all, uint32_t index)
{
    return &all->ruleset->features[all->features[index]];
}

void hj_pass_peers_free(struct hj_pass_peers *peers)
{
    if (!peers) {
        return;
    }
    for (uint32_t i = 0; peers->peers && i < peers->count; i++) {
        hj_peers_free(peers->peers[i]);
    }
    for (unsigned i = 0; peers->codecs && peers->buffers && i < peers->threads; i++) {
        hj_codec_release(&peers->codecs[i]);
        hj_buffer_release(&peers->buffers[i]);
    }
    hj_memory_free(peers->codecs);
    hj_memory_free(peers->buffers);
    hj_memory_free(peers->peers);
    hj_memory_free(peers->keys);
    hj_memory_free(peers);
}

/* ---- counting ---- */

static enum hj_code add_keys(const struct filling *filling, const struct hj_pass_block *block,
                             const struct hj_match_result *results, struct hj_error *error)
{
    struct hj_peers_key *keys = hj_arena_new(block->arena, block->rows * sizeof *keys);
    const struct hj_vector **vectors =
        hj_arena_new(block->arena, filling->key_count * sizeof *vectors);
    enum hj_code code = keys && vectors ? HJ_OK : hj_error_memory(error);
    for (uint32_t i = 0; code == HJ_OK && i < filling->key_count; i++) {
        vectors[i] = &results[i].vector;
    }
    for (uint32_t i = 0; code == HJ_OK && i < filling->count; i++) {
        uint32_t count = feature_at(filling->all, filling->indices[i])->peer_count;
        hj_peers_keys(vectors, count, block->rows, keys);
        vectors += count;
        code = hj_peers_add(filling->all->peers[filling->indices[i]], block->block, keys,
                            block->rows, error);
    }
    return code;
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct filling *filling = context;
    const struct hj_pass *early = filling->early;
    uint32_t others = early ? early->root_count : 0;
    enum hj_code code = add_keys(filling, block, block->results + others, error);
    return code == HJ_OK && early ? early->work(early->context, block, error) : code;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct filling *filling = context;
    const struct hj_pass *early = filling->early;
    return early ? early->merge(early->context, block, error) : HJ_OK;
}

static enum hj_code fill(const struct hj_pass *pass, struct filling *filling,
                         struct hj_error *error)
{
    struct hj_pass_peers *all = filling->all;
    const struct hj_pass *early = filling->early;
    uint32_t others = early ? early->root_count : 0;
    enum hj_code code = HJ_OK;
    if (others) {
        memcpy(filling->roots, early->roots, others * sizeof *filling->roots);
    }
    filling->key_count = 0;
    for (uint32_t i = 0; i < filling->count; i++) {
        const struct hj_feature *feature = feature_at(all, filling->indices[i]);
        for (uint32_t k = 0; k < feature->peer_count; k++) {
            filling->roots[others + filling->key_count++] = feature->peers[k];
        }
        HJ_TRY(hj_peers_new(&all->peers[filling->indices[i]], pass->loaded->registry.blocks, false,
                            error));
    }
    const struct hj_pass keys = {
        .campaign = pass->campaign,
        .store = pass->store,
        .loaded = pass->loaded,
        .roots = filling->roots,
        .root_count = others + filling->key_count,
        .context = filling,
        .work = work,
        .merge = merge,
    };
    HJ_TRY(hj_pass_run(&keys, error));
    for (uint32_t i = 0; i < filling->count; i++) {
        HJ_TRY(hj_peers_freeze(all->peers[filling->indices[i]], pass->campaign->threads, error));
    }
done:
    return code;
}

/* As many features a pass as its keys have room for, at least one. */
static enum hj_code fill_some(const struct hj_pass *pass, struct filling *filling,
                              const uint32_t *missing, uint32_t count, struct hj_error *error)
{
    uint64_t bytes = pass->loaded->registry.stored * HJ_PEERS_FIRM_BYTES;
    uint64_t most = bytes ? PASS_BYTES / bytes : count;
    most = most ? most : 1;
    enum hj_code code = HJ_OK;
    for (uint32_t from = 0; from < count && code == HJ_OK; from += filling->count) {
        filling->count = count - from < most ? count - from : (uint32_t)most;
        memcpy(filling->indices, missing + from, filling->count * sizeof *missing);
        code = fill(pass, filling, error);
        filling->early = NULL; /* the first pass has done it */
    }
    return code;
}

static enum hj_code fill_missing(const struct hj_pass *pass, struct hj_pass_peers *all,
                                 const uint32_t *missing, uint32_t count, struct hj_error *error)
{
    uint32_t roots = pass->early ? pass->early->root_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        roots += feature_at(all, missing[i])->peer_count;
    }
    struct filling filling = {
        .all = all,
        .early = pass->early,
        .indices = hj_memory_new(count * sizeof *filling.indices),
        .roots = hj_memory_new(roots * sizeof *filling.roots),
    };
    enum hj_code code = filling.indices && filling.roots
                            ? fill_some(pass, &filling, missing, count, error)
                            : hj_error_memory(error);
    hj_memory_free(filling.indices);
    hj_memory_free(filling.roots);
    return code;
}

struct hj_digest hj_peers_counts_key(const struct hj_loaded *loaded,
                                     const struct hj_feature *feature)
{
    int64_t inputs[2] = {loaded->registry.id, loaded->ruleset->as_of};
    struct hj_digest digest =
        hj_derived_chain(feature->digest, (struct hj_span){(const char *)inputs, sizeof inputs});
    for (uint32_t i = 0; i < loaded->ruleset->fact_count; i++) {
        const int64_t *id = &loaded->facts[i].id;
        digest = hj_derived_chain(digest, (struct hj_span){(const char *)id, sizeof *id});
    }
    return hj_derived_chain(digest, hj_span_of("peers"));
}

/* Counts the features that the store does not have. */
static enum hj_code find_or_fill(const struct hj_pass *pass, struct hj_pass_peers *all,
                                 struct hj_error *error)
{
    uint32_t *missing = hj_memory_new(all->count * sizeof *missing);
    uint32_t count = 0;
    enum hj_code code = HJ_OK;
    if (!missing) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < all->count; i++) {
        bool found = false;
        all->keys[i] = hj_peers_counts_key(pass->loaded, feature_at(all, i));
        HJ_TRY(hj_store_has_derived(pass->store, &all->keys[i], &found, error));
        if (!found) {
            missing[count++] = i;
        }
    }
    if (count) {
        HJ_TRY(fill_missing(pass, all, missing, count, error));
    } else if (pass->early) {
        HJ_TRY(hj_pass_run(pass->early, error));
    }
done:
    hj_memory_free(missing);
    return code;
}

enum hj_code hj_pass_peers_new(const struct hj_pass *pass, const struct hj_program_needs *needs,
                               struct hj_pass_peers **result, struct hj_error *error)
{
    *result = NULL;
    if (needs->peers_count == 0) {
        return pass->early ? hj_pass_run(pass->early, error) : HJ_OK;
    }
    struct hj_pass_peers *all = hj_memory_zero(1, sizeof *all);
    if (!all) {
        return hj_error_memory(error);
    }
    *result = all;
    all->ruleset = pass->loaded->ruleset;
    all->store = pass->store;
    all->snapshot = pass->loaded->registry.id;
    all->features = needs->peers;
    all->count = needs->peers_count;
    all->leave = pass->leave_derived;
    all->threads = pass->campaign->threads;
    all->peers = hj_memory_zero(all->count, sizeof *all->peers);
    all->keys = hj_memory_zero(all->count, sizeof *all->keys);
    all->codecs = hj_memory_zero(all->threads, sizeof *all->codecs);
    all->buffers = hj_memory_zero(all->threads, sizeof *all->buffers);
    if (!all->peers || !all->keys || !all->codecs || !all->buffers) {
        return hj_error_memory(error);
    }
    return find_or_fill(pass, all, error);
}

/* ---- a block ---- */

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

static struct hj_vector counts_of(const struct hj_peers *peers, uint32_t block, uint32_t rows,
                                  struct hj_arena *arena)
{
    int64_t *values = hj_arena_new(arena, rows * sizeof *values);
    uint64_t *nulls = hj_arena_zero(arena, hj_bits_words(rows), sizeof *nulls);
    if (!values || !nulls) {
        return (struct hj_vector){.type = HJ_INTEGER};
    }
    return hj_peers_counts(peers, block, rows, values, nulls);
}

/* The counts of one feature, counted or from the store; counted ones become a frame where they are
 * to be left. */
static enum hj_code get_counts(const struct hj_pass_peers *peers, uint32_t index,
                               const struct hj_pass_block *block, struct hj_span *frame,
                               struct hj_vector *counts, struct hj_error *error)
{
    if (!peers->peers[index]) {
        return hj_codec_decode(*frame, block->arena, counts, error);
    }
    *counts = counts_of(peers->peers[index], block->block, block->rows, block->arena);
    if (counts->rows != block->rows) {
        return hj_error_memory(error);
    }
    if (!peers->leave) {
        return HJ_OK;
    }
    struct hj_buffer *buffer = &peers->buffers[block->thread];
    hj_buffer_clear(buffer);
    enum hj_code code =
        hj_codec_encode(&peers->codecs[block->thread], counts, HJ_COMPRESS_LZ4, buffer, error);
    if (code == HJ_OK) {
        *frame = hj_arena_copy(block->arena, hj_buffer_span(buffer));
        code = frame->data ? HJ_OK : hj_error_memory(error);
    }
    return code;
}

enum hj_code hj_pass_peers_input(const struct hj_pass_peers *peers,
                                 const struct hj_pass_block *block, struct hj_span *frames,
                                 struct hj_match_input *input, struct hj_error *error)
{
    if (!peers) {
        return HJ_OK;
    }
    const struct hj_vector **features =
        hj_arena_zero(block->arena, peers->ruleset->feature_count, sizeof *features);
    struct hj_vector *vectors = hj_arena_new(block->arena, peers->count * sizeof *vectors);
    if (!features || !vectors) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < peers->count; i++) {
        enum hj_code code = get_counts(peers, i, block, &frames[i], &vectors[i], error);
        if (code != HJ_OK) {
            return code;
        }
        if (vectors[i].rows != input->rows) {
            return hj_error_memory(error);
        }
        features[peers->features[i]] = &vectors[i];
    }
    input->features = features;
    return HJ_OK;
}

enum hj_code hj_pass_peers_leave(const struct hj_pass_peers *peers, uint32_t block,
                                 const struct hj_span *frames, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; peers && peers->leave && i < peers->count && code == HJ_OK; i++) {
        if (peers->peers[i]) {
            code = hj_store_put_derived(peers->store, peers->snapshot, &peers->keys[i], block,
                                        frames[i], error);
        }
    }
    return code;
}
