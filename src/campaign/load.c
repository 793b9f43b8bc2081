/* SPDX-License-Identifier: MIT
 * The stage load: files → input → store. The registry first, then each fact table, whose records
 * are sorted by firm. One transaction: what cannot be taken leaves the store as it was. */
#include "base/memory.h"
#include "campaign/campaign.h"
#include "campaign/changes.h"
#include "campaign/content.h"
#include "campaign/firm_id.h"
#include "campaign/firm_indexes.h"
#include "campaign/load_says.h"
#include "campaign/personal_key.h"
#include "campaign/rejects.h"
#include "campaign/runs.h"
#include "campaign/towns.h"

#include <errno.h>
#include <sys/stat.h>

static const char registry_name[] = "registry";

struct load {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct hj_rules_builder *builder;
    struct hj_dictionaries dictionaries; /* the builder's */
    struct hj_content content;
    struct hj_rejects rejects;
    struct hj_arena arena;               /* texts of the registry's schema */
    struct hj_snapshot registry, before; /* before: id 0 where there was none */
    struct hj_firm_indexes indexes;
    struct hj_changes changes;
    uint64_t too_many; /* tables with too many rejects */
    const struct hj_config_table *worst;
    struct hj_input_result worst_result;
};

/* One table on its way; the context of the sink. */
struct table_load {
    struct load *load;
    const struct hj_config_table *table;
    struct hj_snapshot snapshot, before; /* before: id 0 where there was none */
    struct hj_schema schema;             /* as input gave it */
    struct hj_frames frames;             /* of a fact table */
    bool fact;
    struct hj_arena arena;
    struct hj_span *rejected; /* keys of rejects, the arena's */
    size_t rejected_count, rejected_capacity;
};

static enum hj_code registry_schema(struct table_load *table, const struct hj_schema *schema,
                                    struct hj_error *error)
{
    struct hj_schema with_id;
    enum hj_code code = hj_firm_id_schema(schema, &table->arena, &with_id, error);
    table->snapshot.schema = with_id;
    if (code == HJ_OK && hj_towns_given(table->load->campaign)) {
        code = hj_towns_schema(&with_id, &table->arena, &table->snapshot.schema, error);
    }
    return code;
}

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    struct table_load *table = context;
    table->schema = *schema;
    table->snapshot.schema = *schema;
    hj_frames_init(&table->frames, schema->count);
    enum hj_code code = HJ_OK;
    if (table->fact) {
        code = hj_fact_schema(schema, &table->arena, &table->snapshot.schema, error);
    } else if (strcmp(table->table->name, registry_name) == 0) {
        code = registry_schema(table, schema, error);
    }
    if (code != HJ_OK) {
        return code;
    }
    return hj_store_add_snapshot(table->load->store, &table->snapshot, error);
}

static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    struct table_load *table = context;
    if (table->fact) {
        return hj_frames_add(&table->frames, column, block, frame, error);
    }
    return hj_store_put_block(table->load->store, table->snapshot.id, column, block, frame, error);
}

static enum hj_code take_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    struct table_load *table = context;
    if (reject->key.size > 0) {
        void *keys = table->rejected;
        if (hj_memory_grow(&keys, &table->rejected_capacity, table->rejected_count + 1,
                           sizeof *table->rejected) != 0) {
            return hj_error_memory(error);
        }
        table->rejected = keys;
        struct hj_span key = hj_arena_copy(&table->arena, reject->key);
        if (!key.data) {
            return hj_error_memory(error);
        }
        table->rejected[table->rejected_count++] = key;
    }
    return hj_rejects_add(&table->load->rejects, table->snapshot.table, reject, error);
}

static void table_release(struct table_load *table)
{
    hj_frames_release(&table->frames);
    hj_memory_free(table->rejected);
    hj_arena_release(&table->arena);
}

static const struct hj_table *find_dictionary(const struct load *load, struct hj_span table)
{
    for (uint32_t i = 0; i < load->dictionaries.table_count; i++) {
        if (hj_span_equal(load->dictionaries.tables[i].name, table)) {
            return &load->dictionaries.tables[i];
        }
    }
    return NULL;
}

/* A file that is not there is a mistake in campaign.yaml, found before anything is read. */
static enum hj_code check_files(const struct load *load, const struct hj_config_table *table,
                                struct hj_error *error)
{
    for (uint32_t i = 0; i < table->file_count; i++) {
        struct stat found;
        if (stat(table->files[i], &found) != 0 && errno == ENOENT) {
            hj_error_set(error, HJ_CAMPAIGN_FILE);
            hj_error_text(error, "table", hj_span_of(table->name));
            hj_error_text(error, "file", hj_span_of(table->files[i]));
            hj_error_place(error, load->campaign->config.file, table->place.line,
                           table->place.column);
            return error->code;
        }
    }
    return HJ_OK;
}

/* Input of one table into its snapshot; for a fact table into frames. */
static enum hj_code read_table(struct load *load, struct table_load *table,
                               struct hj_input_result *result, struct hj_error *error)
{
    struct hj_campaign *campaign = load->campaign;
    const struct hj_input_sink sink = {table, take_schema, take_frame, take_reject};
    struct hj_input_options options = {
        .table = table->snapshot.table,
        .dictionary = find_dictionary(load, table->snapshot.table),
        .currencies = load->dictionaries.currencies,
        .currency_count = load->dictionaries.currency_count,
        .files = table->table->files,
        .file_count = table->table->file_count,
        .threads = campaign->threads,
        .compression = HJ_COMPRESS_LZ4,
        .personal_key = load->content.personal_key,
        .progress = campaign->settings.progress,
        .progress_context = campaign->settings.context,
    };
    enum hj_code code = check_files(load, table->table, error);
    if (code == HJ_OK) {
        code =
            hj_store_current(load->store, table->table->name, &table->arena, &table->before, error);
    }
    if (code == HJ_OK) {
        code = hj_input_load(&options, &sink, &table->arena, result, error);
    }
    if (code != HJ_OK) {
        hj_error_place(error, campaign->config.file, table->table->place.line,
                       table->table->place.column);
        return code;
    }
    table->snapshot.records = result->records;
    table->snapshot.stored = result->stored;
    table->snapshot.rejected = result->rejected;
    table->snapshot.blocks = result->blocks;
    hj_load_say_table(campaign, &table->snapshot, result);
    hj_rejects_say(&load->rejects, table->snapshot.table);
    if (hj_load_too_many(&campaign->config, result) && load->too_many++ == 0) {
        load->worst = table->table;
        load->worst_result = *result;
    }
    code =
        hj_content_put(load->store, &load->content, table->table, result, &table->snapshot, error);
    return code == HJ_OK ? hj_load_check_columns(campaign, table->table, &table->before,
                                                 &table->snapshot, error)
                         : code;
}

static enum hj_code make_current(struct load *load, struct hj_snapshot *snapshot,
                                 struct hj_error *error)
{
    enum hj_code code = hj_store_set_counts(load->store, snapshot, error);
    return code == HJ_OK ? hj_store_set_current(load->store, snapshot->id, error) : code;
}

/* The column that the table's records are joined on: the dictionary's; without a dictionary, uscc.
 * A dictionary without a key is of a table that is not about firms. */
static struct hj_span key_of(const struct load *load, struct hj_span table)
{
    const struct hj_table *dictionary = find_dictionary(load, table);
    return dictionary ? dictionary->key : hj_span_of("uscc");
}

static enum hj_code make_firm_ids(struct load *load, const struct hj_snapshot *registry,
                                  struct hj_error *error)
{
    int key = hj_schema_find(&registry->schema, key_of(load, hj_span_of(registry_name)));
    return hj_firm_id_store(load->store, registry, key, load->campaign->threads, error);
}

static enum hj_code load_registry(struct load *load, struct hj_error *error)
{
    struct table_load table = {.load = load,
                               .table = hj_config_table(&load->campaign->config, registry_name)};
    struct hj_input_result result = {0};
    enum hj_code code = HJ_OK;
    if (!table.table) {
        hj_error_set(error, HJ_CAMPAIGN_TABLE);
        hj_error_text(error, "table", hj_span_of(registry_name));
        hj_error_place(error, load->campaign->config.file, 1, 1);
        return error->code;
    }
    table.snapshot.table = hj_span_of(registry_name);
    HJ_TRY(read_table(load, &table, &result, error));
    HJ_TRY(make_firm_ids(load, &table.snapshot, error));
    HJ_TRY(make_current(load, &table.snapshot, error));
done:
    load->registry = table.snapshot;
    load->before = table.before;
    load->arena = table.arena; /* the schema's texts live on */
    table.arena = (struct hj_arena){0};
    table_release(&table);
    return code;
}

static enum hj_code sort_fact(struct load *load, struct table_load *table, struct hj_error *error)
{
    struct hj_span key = key_of(load, table->snapshot.table);
    struct hj_fact_load fact = {
        .schema = &table->schema,
        .frames = &table->frames,
        .key = hj_schema_find(&table->schema, key),
        .name = hj_schema_find(&table->schema, hj_span_of("name")),
        .rejected = table->rejected,
        .rejected_count = table->rejected_count,
    };
    struct hj_fact_counts counts;
    struct hj_fact_firms firms;
    bool by_name = fact.name >= 0 && !hj_span_is(key, "name");
    enum hj_code code = hj_firm_indexes_need(&load->indexes, load->store, &load->registry, key,
                                             by_name, &firms, error);
    if (code != HJ_OK) {
        return code;
    }
    if (!firms.keys) {
        hj_error_set(error, HJ_CAMPAIGN_NO_KEY);
        hj_error_text(error, "table", table->snapshot.table);
        hj_error_text(error, "key", key);
        hj_error_place(error, load->campaign->config.file, table->table->place.line,
                       table->table->place.column);
        return error->code;
    }
    code = hj_fact_store(load->store, &table->snapshot, &fact, &firms, &counts, error);
    if (code == HJ_OK) {
        hj_load_say_firms(load->campaign, table->snapshot.table, &counts);
        code = make_current(load, &table->snapshot, error);
    }
    return code;
}

static enum hj_code load_fact(struct load *load, const struct hj_config_table *config,
                              struct hj_error *error)
{
    struct table_load table = {.load = load, .table = config};
    struct hj_input_result result = {0};
    table.snapshot.table = hj_span_of(config->name);
    table.fact = key_of(load, table.snapshot.table).size > 0;
    enum hj_code code = read_table(load, &table, &result, error);
    if (code == HJ_OK) {
        code = table.fact ? sort_fact(load, &table, error)
                          : make_current(load, &table.snapshot, error);
    }
    table_release(&table);
    return code;
}

static enum hj_code fill_towns(struct load *load, struct hj_error *error)
{
    struct hj_town_counts counts;
    struct hj_error note;
    if (!hj_towns_given(load->campaign)) {
        return HJ_OK;
    }
    enum hj_code code =
        hj_towns_store(load->store, &load->registry, &load->dictionaries, &counts, error);
    if (code == HJ_OK) {
        hj_error_set(&note, HJ_NOTE_TOWNS);
        hj_error_number(&note, "found", (int64_t)counts.found);
        hj_error_number(&note, "by_address", (int64_t)counts.by_address);
        hj_error_number(&note, "ambiguous", (int64_t)counts.ambiguous);
        hj_error_number(&note, "none", (int64_t)counts.none);
        hj_campaign_note(load->campaign, &note);
    }
    return code;
}

/* What the new snapshot of the registry changes; said, and refused where it looks wrong. Comes
 * last, since the town of a firm is known only then. */
static enum hj_code accept_registry(struct load *load, struct hj_error *error)
{
    const struct hj_campaign *campaign = load->campaign;
    if (!load->before.id || load->worst) {
        return HJ_OK; /* nothing to compare with, or rejects that are the first thing to mend */
    }
    enum hj_code code =
        hj_changes_make(load->store, &load->before, &load->registry, &load->changes, error);
    if (code == HJ_OK) {
        hj_changes_note(campaign, &load->changes, &load->before, &load->registry);
        code = hj_load_check_firms(campaign, hj_config_table(&campaign->config, registry_name),
                                   &load->before, &load->registry, error);
    }
    return code;
}

static enum hj_code load_tables(struct load *load, struct hj_error *error)
{
    const struct hj_config *config = &load->campaign->config;
    enum hj_code code = load_registry(load, error);
    for (uint32_t i = 0; code == HJ_OK && i < config->table_count; i++) {
        if (strcmp(config->tables[i].name, registry_name) != 0) {
            code = load_fact(load, &config->tables[i], error);
        }
    }
    if (code == HJ_OK) {
        code = fill_towns(load, error);
    }
    return code == HJ_OK ? accept_registry(load, error) : code;
}

static void load_release(struct load *load)
{
    hj_rejects_release(&load->rejects);
    hj_changes_release(&load->changes);
    hj_firm_indexes_release(&load->indexes);
    hj_rules_builder_free(load->builder);
    hj_store_close(load->store);
    hj_arena_release(&load->arena);
}

static enum hj_code open_load(struct load *load, struct hj_arena *paths, struct hj_error *error)
{
    struct hj_campaign *campaign = load->campaign;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_campaign_rules(campaign, &load->builder, error));
    HJ_TRY(hj_rules_dictionaries(load->builder, &campaign->problems, &load->dictionaries, error));
    HJ_TRY(hj_campaign_problems(&campaign->problems, error));
    load->content = (struct hj_content){.campaign = campaign, .dictionaries = &load->dictionaries};
    HJ_TRY(
        hj_personal_key(campaign, &load->dictionaries, paths, &load->content.personal_key, error));
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_CREATE, &load->store, error));
    HJ_TRY(hj_store_begin(load->store, error));
done:
    return code;
}

/* Whether there is nothing to do; with `accept` everything is read again in any case. */
static enum hj_code is_unchanged(struct load *load, const char *rejects, bool *unchanged,
                                 struct hj_error *error)
{
    struct hj_error note;
    struct stat found;
    *unchanged = false;
    if (load->campaign->settings.accept || stat(rejects, &found) != 0) {
        return HJ_OK;
    }
    enum hj_code code = hj_content_unchanged(load->store, &load->content, unchanged, error);
    if (code == HJ_OK && *unchanged) {
        hj_error_set(&note, HJ_NOTE_UNCHANGED);
        hj_error_text(&note, "stage", hj_span_of("load"));
        hj_campaign_note(load->campaign, &note);
    }
    return code;
}

/* The changes of this load go with it: without a snapshot before there are none. */
static enum hj_code record_load(struct load *load, struct hj_error *error)
{
    struct hj_error counts;
    hj_error_set(&counts, HJ_NOTE_CHANGES);
    hj_error_number(&counts, "records", (int64_t)load->registry.records);
    hj_error_number(&counts, "stored", (int64_t)load->registry.stored);
    hj_error_number(&counts, "rejected", (int64_t)load->registry.rejected);
    hj_error_number(&counts, "arrived", (int64_t)load->changes.counts[HJ_ARRIVED]);
    hj_error_number(&counts, "left", (int64_t)load->changes.counts[HJ_LEFT]);
    hj_error_number(&counts, "changed", (int64_t)load->changes.counts[HJ_STATUS_CHANGED]);
    return hj_run_record(load->campaign, load->store, HJ_STAGE_LOAD, NULL, &counts, error);
}

enum hj_code hj_campaign_load(struct hj_campaign *campaign, struct hj_error *error)
{
    struct load load = {.campaign = campaign};
    struct hj_arena paths = {0};
    bool unchanged;
    enum hj_code code = HJ_OK;
    const char *rejects = hj_campaign_beside_store(campaign, &paths, "rejects.csv");
    if (!rejects) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(open_load(&load, &paths, error));
    HJ_TRY(is_unchanged(&load, rejects, &unchanged, error));
    if (unchanged) {
        goto done;
    }
    HJ_TRY(hj_rejects_open(&load.rejects, campaign, load.store, rejects, error));
    HJ_TRY(load_tables(&load, error));
    HJ_TRY(hj_rejects_finish(&load.rejects, error));
    if (load.worst) {
        code = hj_load_refuse_rejects(campaign, load.worst, &load.worst_result, rejects, error);
    }
    if (code == HJ_OK) {
        HJ_TRY(record_load(&load, error));
        HJ_TRY(hj_store_commit(load.store, error));
        HJ_TRY(hj_output_close(&load.rejects.file, error));
        hj_load_say_rejects(campaign, load.rejects.snapshot.records, rejects);
    } else {
        /* The store stays as it was; the file says what was wrong with the load. */
        struct hj_error ignored;
        hj_store_rollback(load.store);
        if (hj_output_close(&load.rejects.file, &ignored) != HJ_OK) {
            *error = ignored;
            code = ignored.code;
        }
    }
done:
    load_release(&load);
    hj_arena_release(&paths);
    return code;
}
