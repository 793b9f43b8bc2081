/* SPDX-License-Identifier: MIT
 * Where the campaign stands: what is loaded, which stages are current on it, the runs, and what to
 * do next. Reads only. */
#include "base/memory.h"
#include "campaign/content.h"
#include "campaign/findings.h"
#include "campaign/verdicts.h"

#include <sys/stat.h>

struct owner {
    struct hj_arena arena;
    struct hj_store *store;
    struct hj_loaded loaded;
    struct hj_standing status;
};

/* Whether the files have the sizes they had at the load; their bytes are not read. */
static bool same_sizes(const struct hj_config_table *table, uint64_t bytes)
{
    uint64_t now = 0;
    for (uint32_t i = 0; i < table->file_count; i++) {
        struct stat found;
        if (stat(table->files[i], &found) != 0) {
            return false;
        }
        now += (uint64_t)found.st_size;
    }
    return now == bytes;
}

static enum hj_code read_tables(const struct hj_campaign *campaign, struct owner *owner,
                                struct hj_error *error)
{
    const struct hj_config *config = &campaign->config;
    struct hj_standing_table *tables =
        hj_arena_zero(&owner->arena, config->table_count, sizeof *tables);
    enum hj_code code = HJ_OK;
    if (!tables) {
        return hj_error_memory(error);
    }
    owner->status.tables = tables;
    owner->status.table_count = config->table_count;
    for (uint32_t i = 0; i < config->table_count; i++) {
        struct hj_content_note note = {0};
        struct hj_snapshot snapshot = {0};
        tables[i].name = hj_span_of(config->tables[i].name);
        tables[i].extracted_given = config->tables[i].extracted_given;
        tables[i].extracted = config->tables[i].extracted;
        if (owner->store) {
            HJ_TRY(hj_store_current(owner->store, config->tables[i].name, &owner->arena, &snapshot,
                                    error));
            HJ_TRY(
                hj_content_note(owner->store, config->tables[i].name, &owner->arena, &note, error));
        }
        tables[i].loaded = snapshot.id != 0;
        tables[i].records = snapshot.records;
        tables[i].stored = snapshot.stored;
        tables[i].rejected = snapshot.rejected;
        tables[i].encoding = note.encoding;
        tables[i].as_files = snapshot.id != 0 && same_sizes(&config->tables[i], note.bytes);
    }
done:
    return code;
}

static bool has_link_rules(const struct hj_ruleset *ruleset)
{
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        if (hj_findings_by_link(&ruleset->rules[i])) {
            return true;
        }
    }
    return false;
}

static void read_stages(struct owner *owner)
{
    struct hj_standing *status = &owner->status;
    struct hj_digest *keys;
    struct hj_error ignored;
    status->rules = owner->loaded.ruleset->rule_count;
    status->current[HJ_STAGE_LOAD] = true;
    status->current[HJ_STAGE_LINK] = owner->loaded.linked;
    if (hj_findings_keys(owner->store, &owner->loaded, &owner->arena, &keys, &ignored) == HJ_OK) {
        struct hj_digest key = hj_verdicts_key(&owner->loaded, keys);
        status->current[HJ_STAGE_FLAG] = true;
        status->current[HJ_STAGE_DECIDE] = hj_verdicts_check(owner->store, &key, &ignored) == HJ_OK;
    }
}

static enum hj_code read_runs(struct owner *owner, struct hj_error *error)
{
    struct hj_store_entry *entries;
    size_t count;
    enum hj_code code =
        hj_store_list_entries(owner->store, "run", &owner->arena, &entries, &count, error);
    if (code != HJ_OK || count == 0) {
        return code;
    }
    struct hj_span *runs = hj_arena_zero(&owner->arena, count, sizeof *runs);
    if (!runs) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        runs[i] = entries[i].value;
    }
    owner->status.runs = runs;
    owner->status.run_count = (uint32_t)count;
    return HJ_OK;
}

static const char *next_step(const struct owner *owner)
{
    const bool *current = owner->status.current;
    bool as_files = current[HJ_STAGE_LOAD];
    for (uint32_t i = 0; as_files && i < owner->status.table_count; i++) {
        as_files = owner->status.tables[i].as_files;
    }
    if (!as_files) {
        return "load";
    }
    if (!current[HJ_STAGE_FLAG]) {
        return "flag";
    }
    if (!current[HJ_STAGE_LINK] && has_link_rules(owner->loaded.ruleset)) {
        return "link";
    }
    return current[HJ_STAGE_DECIDE] ? "lists" : "decide";
}

/* Whether a rule names a column that the next load brings. */
static bool has_unloaded(const struct hj_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        if (problems->items[i]->error.code == HJ_RULES_UNLOADED) {
            return true;
        }
    }
    return false;
}

static enum hj_code read_all(struct hj_campaign *campaign, struct owner *owner,
                             struct hj_error *error)
{
    enum hj_code code = hj_store_open(campaign->config.store, HJ_STORE_READ, &owner->store, error);
    bool empty = code == HJ_STORE_EMPTY;
    if (code != HJ_OK && !empty) {
        return code;
    }
    HJ_TRY(read_tables(campaign, owner, error));
    if (owner->store) {
        HJ_TRY(read_runs(owner, error));
        code = hj_loaded_open(campaign, owner->store, &owner->loaded, error);
        empty = code == HJ_STORE_EMPTY;
        if (code == HJ_OK) {
            read_stages(owner);
        } else if (code == HJ_CAMPAIGN_RULES) {
            /* The problems tell what is wrong; a dictionary that changed is one reason. */
            bool stale = has_unloaded(&campaign->problems);
            owner->status.current[HJ_STAGE_LOAD] = !stale;
            owner->status.next = stale ? "load" : "rules check";
            return HJ_OK;
        } else if (!empty) {
            return code;
        }
    }
    owner->status.next = next_step(owner);
    code = HJ_OK;
done:
    return code;
}

enum hj_code hj_standing_new(struct hj_campaign *campaign, struct hj_standing **status,
                             struct hj_error *error)
{
    struct owner *owner = hj_memory_zero(1, sizeof *owner);
    if (!owner) {
        return hj_error_memory(error);
    }
    owner->status.owner = owner;
    *status = &owner->status;
    return read_all(campaign, owner, error);
}

void hj_standing_free(struct hj_standing *status)
{
    if (status) {
        struct owner *owner = status->owner;
        hj_loaded_release(&owner->loaded);
        hj_store_close(owner->store);
        hj_arena_release(&owner->arena);
        hj_memory_free(owner);
    }
}
