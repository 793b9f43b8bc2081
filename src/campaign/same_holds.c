/* SPDX-License-Identifier: MIT */
#include "campaign/same_holds.h"

#include "campaign/same_peers.h"

static void mark_groups(const struct hj_peers *peers, uint64_t *firms)
{
    for (uint32_t g = 0; g < hj_peers_group_count(peers); g++) {
        uint32_t count;
        const uint32_t *group = hj_peers_group(peers, g, &count);
        for (uint32_t i = 0; i < count; i++) {
            hj_bits_set(firms, group[i]);
        }
    }
}

enum hj_code hj_same_holds_find(struct hj_campaign *campaign, struct hj_store *store,
                                struct hj_loaded *loaded, const struct hj_rule *rule,
                                struct hj_same_holds *holds, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    size_t words = hj_bits_words((uint32_t)loaded->registry.stored);
    holds->firms = hj_arena_zero(&loaded->arena, words, sizeof *holds->firms);
    holds->firsts =
        hj_arena_zero(&loaded->arena, (size_t)loaded->registry.blocks + 1, sizeof *holds->firsts);
    if (!holds->firms || !holds->firsts) {
        return hj_error_memory(error);
    }
    const struct hj_same_search search = {.campaign = campaign,
                                          .store = store,
                                          .loaded = loaded,
                                          .rule = rule,
                                          .firsts = holds->firsts};
    for (uint32_t i = 0; code == HJ_OK && i < rule->same_count; i++) {
        struct hj_peers *peers;
        code = hj_same_peers_find(&search, &rule->same[i], &peers, error);
        if (code == HJ_OK) {
            mark_groups(peers, holds->firms);
        }
        hj_peers_free(peers);
    }
    return code;
}
