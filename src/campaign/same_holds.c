/* SPDX-License-Identifier: MIT */
#include "campaign/same_holds.h"

#include "campaign/pass.h"
#include "campaign/roots.h"
#include "match/peers.h"

struct tuple {
    const struct hj_rule *rule;
    struct hj_same_holds *holds;
    struct hj_peers *peers;
    uint32_t keys; /* the first roots of the pass; then unless */
};

static enum hj_code make_keys(void *context, struct hj_pass_block *block, struct hj_error *error)
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
    for (uint32_t row = 0; tuple->rule->unless.root && row < block->rows; row++) {
        if (hj_bits_get(block->results[tuple->keys].truth.yes, row)) {
            keys[row] = (struct hj_peers_key){0, 0}; /* the rule is not about this firm */
        }
    }
    block->made = keys;
    return HJ_OK;
}

static enum hj_code add_keys(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct tuple *tuple = context;
    uint32_t *firsts = tuple->holds->firsts;
    firsts[block->block + 1] = firsts[block->block] + block->rows;
    return hj_peers_add(tuple->peers, block->block, block->made, block->rows, error);
}

static enum hj_code run_tuple(struct hj_campaign *campaign, struct hj_store *store,
                              struct hj_loaded *loaded, struct tuple *tuple,
                              const struct hj_same_tuple *same, struct hj_error *error)
{
    struct hj_roots roots;
    enum hj_code code = HJ_OK;
    tuple->keys = same->count;
    hj_roots_init(&roots, loaded->ruleset, &loaded->arena);
    for (uint32_t i = 0; i < same->count; i++) {
        hj_roots_name(&roots, same->names[i]);
    }
    hj_roots_add(&roots, tuple->rule->unless.root);
    if (roots.memory_full) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_peers_new(&tuple->peers, loaded->registry.blocks, true, error));
    const struct hj_pass pass = {
        .campaign = campaign,
        .store = store,
        .loaded = loaded,
        .roots = roots.roots,
        .root_count = roots.count,
        .context = tuple,
        .work = make_keys,
        .merge = add_keys,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    HJ_TRY(hj_peers_freeze(tuple->peers, campaign->threads, error));
    for (uint32_t g = 0; g < hj_peers_group_count(tuple->peers); g++) {
        uint32_t count;
        const uint32_t *firms = hj_peers_group(tuple->peers, g, &count);
        for (uint32_t i = 0; i < count; i++) {
            hj_bits_set(tuple->holds->firms, firms[i]);
        }
    }
done:
    hj_peers_free(tuple->peers);
    tuple->peers = NULL;
    return code;
}

enum hj_code hj_same_holds_find(struct hj_campaign *campaign, struct hj_store *store,
                                struct hj_loaded *loaded, const struct hj_rule *rule,
                                struct hj_same_holds *holds, struct hj_error *error)
{
    struct tuple tuple = {.rule = rule, .holds = holds};
    enum hj_code code = HJ_OK;
    size_t words = hj_bits_words((uint32_t)loaded->registry.stored);
    holds->firms = hj_arena_zero(&loaded->arena, words, sizeof *holds->firms);
    holds->firsts =
        hj_arena_zero(&loaded->arena, (size_t)loaded->registry.blocks + 1, sizeof *holds->firsts);
    if (!holds->firms || !holds->firsts) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; code == HJ_OK && i < rule->same_count; i++) {
        code = run_tuple(campaign, store, loaded, &tuple, &rule->same[i], error);
    }
    return code;
}
