/* SPDX-License-Identifier: MIT */
#include "campaign/campaign.h"

#include "campaign/clusters.h"

/* What the campaign says about a table, and its snapshot if there is one. */
static struct hj_table_facts table_facts(const struct hj_config_table *table,
                                         const struct hj_snapshot *snapshot)
{
    return (struct hj_table_facts){
        .table = hj_span_of(table->name),
        .schema = snapshot->id ? &snapshot->schema : NULL,
        .loaded = snapshot->id != 0,
        .partial_given = table->partial_given,
        .partial = table->partial,
        .covers = table->covers,
        .covers_from = table->covers_from,
        .covers_to = table->covers_to,
    };
}

static enum hj_code read_snapshots(struct hj_campaign *campaign, struct hj_store *store,
                                   struct hj_loaded *loaded, struct hj_snapshot *snapshots,
                                   struct hj_error *error)
{
    for (uint32_t i = 0; i < campaign->config.table_count; i++) {
        const char *name = campaign->config.tables[i].name;
        enum hj_code code = hj_store_current(store, name, &loaded->arena, &snapshots[i], error);
        if (code != HJ_OK) {
            return code;
        }
        if (strcmp(name, "registry") == 0) {
            loaded->registry = snapshots[i];
        }
    }
    return loaded->registry.id ? HJ_OK : hj_error_set(error, HJ_STORE_EMPTY);
}

static const char drafts_group[] = "drafts", drafts_name[] = "flag";

enum hj_code hj_drafts_put(struct hj_campaign *campaign, struct hj_store *store,
                           struct hj_error *error)
{
    struct hj_span value = hj_span_of(campaign->settings.draft ? "yes" : "no");
    return hj_store_put_entry(store, drafts_group, drafts_name, value, error);
}

static enum hj_code wants_drafts(struct hj_campaign *campaign, struct hj_store *store,
                                 struct hj_loaded *loaded, bool *wanted, struct hj_error *error)
{
    struct hj_span flagged = {NULL, 0};
    enum hj_code code = HJ_OK;
    *wanted = campaign->settings.draft && campaign->drafts != HJ_DRAFTS_NEVER;
    if (!*wanted && campaign->drafts == HJ_DRAFTS_AS_FLAGGED) {
        code =
            hj_store_get_entry(store, drafts_group, drafts_name, &loaded->arena, &flagged, error);
        *wanted = flagged.data && hj_span_is(flagged, "yes");
    }
    return code;
}

static enum hj_code freeze(struct hj_campaign *campaign, const struct hj_snapshot *snapshots,
                           struct hj_rules_builder *builder, bool drafts, struct hj_loaded *loaded,
                           struct hj_error *error)
{
    const struct hj_config *config = &campaign->config;
    enum hj_code code = HJ_OK;
    struct hj_table_facts *tables =
        hj_arena_zero(&loaded->arena, config->table_count, sizeof *tables);
    if (!tables) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < config->table_count; i++) {
        tables[i] = table_facts(&config->tables[i], &snapshots[i]);
    }
    struct hj_freeze_options options = {
        .as_of = config->as_of,
        .tables = tables,
        .table_count = config->table_count,
        .draft = drafts,
    };
    HJ_TRY(hj_rules_freeze(builder, &options, &campaign->problems, &loaded->ruleset, error));
    HJ_TRY(hj_campaign_problems(&campaign->problems, error));
done:
    return code;
}

/* Snapshots of the campaign's tables in the order of the ruleset's facts. */
static enum hj_code order_facts(struct hj_campaign *campaign, const struct hj_snapshot *snapshots,
                                struct hj_loaded *loaded, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    loaded->facts = hj_arena_zero(&loaded->arena, ruleset->fact_count, sizeof *loaded->facts);
    if (!loaded->facts) {
        return hj_error_memory(error);
    }
    for (uint32_t f = 0; f < ruleset->fact_count; f++) {
        for (uint32_t i = 0; i < campaign->config.table_count; i++) {
            if (hj_span_is(ruleset->facts[f].table, campaign->config.tables[i].name)) {
                loaded->facts[f] = snapshots[i];
            }
        }
    }
    return HJ_OK;
}

enum hj_code hj_loaded_open_with(struct hj_campaign *campaign, struct hj_store *store,
                                 struct hj_rules_builder *builder, struct hj_loaded *loaded,
                                 struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    *loaded = (struct hj_loaded){0};
    struct hj_snapshot *snapshots =
        hj_arena_zero(&loaded->arena, campaign->config.table_count, sizeof *snapshots);
    if (!snapshots) {
        return hj_error_memory(error);
    }
    HJ_TRY(read_snapshots(campaign, store, loaded, snapshots, error));
    bool drafts = false;
    HJ_TRY(wants_drafts(campaign, store, loaded, &drafts, error));
    HJ_TRY(freeze(campaign, snapshots, builder, drafts, loaded, error));
    for (uint32_t i = 0; i < loaded->ruleset->rule_count; i++) {
        loaded->drafts = loaded->drafts || loaded->ruleset->rules[i].status == HJ_RULE_DRAFT;
    }
    HJ_TRY(order_facts(campaign, snapshots, loaded, error));
    loaded->tools = hj_arena_zero(&loaded->arena, 1, sizeof *loaded->tools);
    if (!loaded->tools) {
        return hj_error_memory(error);
    }
    uint32_t blocks;
    loaded->clusters = hj_clusters_key(loaded);
    HJ_TRY(hj_clusters_blocks(store, &loaded->clusters, &blocks, &loaded->linked, error));
done:
    return code;
}

enum hj_code hj_loaded_open(struct hj_campaign *campaign, struct hj_store *store,
                            struct hj_loaded *loaded, struct hj_error *error)
{
    struct hj_rules_builder *builder = NULL;
    *loaded = (struct hj_loaded){0};
    enum hj_code code = hj_campaign_rules(campaign, &builder, error);
    if (code == HJ_OK) {
        code = hj_loaded_open_with(campaign, store, builder, loaded, error);
    }
    hj_rules_builder_free(builder);
    return code;
}

void hj_loaded_release(struct hj_loaded *loaded)
{
    if (loaded) {
        if (loaded->tools) {
            hj_tools_release(loaded->tools);
        }
        hj_ruleset_free(loaded->ruleset);
        hj_arena_release(&loaded->arena);
        *loaded = (struct hj_loaded){0};
    }
}
