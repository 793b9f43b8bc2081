/* SPDX-License-Identifier: MIT
 * The stage link: duplicate rules with `same:` → findings and clusters. Each tuple of columns takes
 * one pass over its keys; what shares all values of a tuple is joined, in the partition of the
 * rule's strength. What then becomes of the clusters: link_clusters.c. */
#include "campaign/link.h"

#include "campaign/clusters.h"
#include "campaign/findings.h"
#include "campaign/made_tables.h"
#include "campaign/same_peers.h"
#include "campaign/what_if.h"

static void join_groups(struct hj_clusters *clusters, const struct hj_peers *peers, uint64_t *holds)
{
    for (uint32_t g = 0; g < hj_peers_group_count(peers); g++) {
        uint32_t count;
        const uint32_t *firms = hj_peers_group(peers, g, &count);
        for (uint32_t i = 0; i < count; i++) {
            hj_bits_set(holds, firms[i]);
            hj_clusters_join(clusters, firms[0], firms[i]);
        }
    }
}

/* ---- findings of a rule ---- */

enum hj_code hj_link_encode(struct hj_link *link, const struct hj_vector *vector,
                            struct hj_error *error)
{
    hj_buffer_clear(&link->frame);
    return hj_codec_encode(&link->codec, vector, HJ_COMPRESS_LZ4, &link->frame, error);
}

/* One part of a rule's findings in a block: the rows of the bits, as a frame in the arena; empty
 * where there are none. */
static enum hj_code encode_rows(struct hj_link *link, const uint64_t *bits, uint32_t block,
                                struct hj_vector_builder *rows, struct hj_span *frame,
                                struct hj_error *error)
{
    bool room = true;
    enum hj_code code = HJ_OK;
    hj_vector_builder_clear(rows);
    for (uint32_t firm = link->firsts[block]; room && firm < link->firsts[block + 1]; firm++) {
        room =
            !hj_bits_get(bits, firm) || hj_vector_append_integer(rows, firm - link->firsts[block]);
    }
    if (!room) {
        return hj_error_memory(error);
    }
    struct hj_vector view = hj_vector_builder_view(rows);
    *frame = (struct hj_span){NULL, 0};
    if (view.rows > 0) {
        code = hj_link_encode(link, &view, error);
        *frame = code == HJ_OK ? hj_arena_copy(&link->block, hj_buffer_span(&link->frame)) : *frame;
        code = code == HJ_OK && !frame->data ? hj_error_memory(error) : code;
    }
    return code;
}

static enum hj_code store_findings(struct hj_link *link, const struct hj_rule *rule,
                                   const uint64_t *holds, const uint64_t *unchecked,
                                   struct hj_error *error)
{
    struct hj_digest key = hj_findings_key(&link->loaded, rule);
    struct hj_finding_counts counts = {.holds = hj_bits_count(holds, link->firms),
                                       .unchecked = hj_bits_count(unchecked, link->firms)};
    struct hj_vector_builder rows;
    enum hj_code code = HJ_OK;
    hj_vector_builder_init(&rows, HJ_INTEGER);
    for (uint32_t block = 0; block < link->loaded.registry.blocks; block++) {
        struct hj_finding_frames frames = {{{NULL, 0}}};
        hj_arena_clear(&link->block);
        HJ_TRY(encode_rows(link, holds, block, &rows, &frames.frame[0], error));
        HJ_TRY(encode_rows(link, unchecked, block, &rows, &frames.frame[1], error));
        HJ_TRY(hj_findings_put(link->store, link->loaded.registry.id, &key, block, &frames, error));
    }
    HJ_TRY(hj_findings_put_counts(link->store, &key, &counts, error));
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_RULE);
    hj_error_text(&note, "rule", rule->id);
    hj_error_number(&note, "hits", (int64_t)counts.holds);
    hj_campaign_note(link->campaign, &note);
done:
    hj_vector_builder_release(&rows);
    return code;
}

static enum hj_code run_rule(struct hj_link *link, uint32_t index, struct hj_error *error)
{
    const struct hj_rule *rule = &link->loaded.ruleset->rules[index];
    bool proof = rule->strength == HJ_STRENGTH_PROOF;
    size_t words = hj_bits_words(link->firms);
    uint64_t *holds = hj_arena_zero(&link->loaded.arena, words, sizeof *holds);
    uint64_t *unchecked = hj_arena_zero(&link->loaded.arena, words, sizeof *unchecked);
    enum hj_code code = HJ_OK;
    if (!holds || !unchecked) {
        return hj_error_memory(error);
    }
    const struct hj_same_search search = {.campaign = link->campaign,
                                          .store = link->store,
                                          .loaded = &link->loaded,
                                          .rule = rule,
                                          .firsts = link->firsts,
                                          .unchecked = unchecked};
    for (uint32_t i = 0; i < rule->same_count; i++) {
        struct hj_peers *peers;
        code = hj_same_peers_find(&search, &rule->same[i], &peers, error);
        if (code == HJ_OK) {
            join_groups(link->clusters[proof ? HJ_LINK_PROOF : HJ_LINK_LEAD], peers, holds);
        }
        hj_peers_free(peers);
        HJ_TRY(code);
    }
    for (size_t word = 0; word < words; word++) {
        unchecked[word] &= holds[word];
    }
    link->holds[index] = holds;
    HJ_TRY(store_findings(link, rule, holds, unchecked, error));
done:
    return code;
}

/* ---- the stage ---- */

static enum hj_code run_link(struct hj_link *link, struct hj_error *error)
{
    uint32_t rules = link->loaded.ruleset->rule_count;
    enum hj_code code = HJ_OK;
    link->holds = hj_arena_zero(&link->loaded.arena, rules, sizeof *link->holds);
    link->firsts = hj_arena_zero(&link->loaded.arena, (size_t)link->loaded.registry.blocks + 1,
                                 sizeof *link->firsts);
    if (!link->holds || !link->firsts) {
        return hj_error_memory(error);
    }
    for (int p = 0; p < HJ_LINK_PARTITIONS; p++) {
        HJ_TRY(hj_clusters_new(&link->clusters[p], link->firms, error));
    }
    for (uint32_t i = 0; i < rules; i++) {
        if (link->loaded.ruleset->rules[i].same_count > 0) {
            HJ_TRY(run_rule(link, i, error));
        }
    }
    for (int p = 0; p < HJ_LINK_PARTITIONS; p++) {
        HJ_TRY(hj_clusters_freeze(link->clusters[p], error));
    }
    HJ_TRY(hj_link_write_clusters(link, error));
done:
    return code;
}

static void link_release(struct hj_link *link)
{
    hj_arena_release(&link->block);
    for (int p = 0; p < HJ_LINK_PARTITIONS; p++) {
        hj_clusters_free(link->clusters[p]);
    }
    hj_codec_release(&link->codec);
    hj_buffer_release(&link->frame);
    hj_loaded_release(&link->loaded);
    hj_store_close(link->store);
}

static void note(const struct hj_link *link, bool unchanged)
{
    struct hj_error text;
    hj_error_set(&text, unchanged ? HJ_NOTE_UNCHANGED : HJ_NOTE_LINK);
    hj_error_text(&text, "stage", hj_span_of("link"));
    hj_error_number(&text, "clusters", (int64_t)link->cluster_count);
    hj_error_number(&text, "firms", (int64_t)link->member_count);
    hj_campaign_note(link->campaign, &text);
}

/* All but the transaction, which is the caller's. *nothing: the clusters are there already, or no
 * rule asks for any. */
static enum hj_code link_in(struct hj_link *link, bool *found, bool *nothing,
                            struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    uint32_t blocks;
    HJ_TRY(hj_loaded_open(link->campaign, link->store, &link->loaded, error));
    link->firms = (uint32_t)link->loaded.registry.stored;
    link->key = hj_clusters_key(&link->loaded);
    HJ_TRY(hj_clusters_blocks(link->store, &link->key, &blocks, found, error));
    *nothing = *found || !hj_clusters_asked(link->loaded.ruleset);
    if (!*nothing) {
        HJ_TRY(run_link(link, error));
    }
done:
    return code;
}

/* Lists, ratio and simulate go without draft rules: what they need is made in the same go. */
static enum hj_code without_drafts(struct hj_campaign *campaign, struct hj_store *store,
                                   struct hj_error *error)
{
    enum hj_drafts drafts = campaign->drafts;
    campaign->drafts = HJ_DRAFTS_NEVER;
    enum hj_code code = hj_what_if_link(campaign, store, error);
    campaign->drafts = drafts;
    return code;
}

enum hj_code hj_campaign_link(struct hj_campaign *campaign, struct hj_error *error)
{
    struct hj_link link = {.campaign = campaign};
    enum hj_code code = HJ_OK;
    bool found = false, nothing = false;
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_CREATE, &link.store, error));
    HJ_TRY(hj_store_begin(link.store, error));
    HJ_TRY(link_in(&link, &found, &nothing, error));
    if (!nothing && link.loaded.drafts) {
        HJ_TRY(without_drafts(campaign, link.store, error));
    }
    if (!nothing) {
        HJ_TRY(hj_stage_commit(campaign, link.store, HJ_STAGE_LINK, &link.loaded, error));
    }
    hj_findings_say_models(campaign, link.loaded.ruleset);
    note(&link, found);
done:
    link_release(&link);
    return code;
}

enum hj_code hj_what_if_link(struct hj_campaign *campaign, struct hj_store *store,
                             struct hj_error *error)
{
    struct hj_link link = {.campaign = campaign, .store = store};
    bool found, nothing;
    enum hj_code code = link_in(&link, &found, &nothing, error);
    link.store = NULL;
    link_release(&link);
    return code;
}
