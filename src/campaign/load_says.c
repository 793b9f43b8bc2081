/* SPDX-License-Identifier: MIT */
#include "campaign/load_says.h"

/* The encodings of the table's files, each once, in the order of the files. */
static struct hj_span encodings_of(const struct hj_input_result *result, char text[HJ_ERROR_VALUE])
{
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < result->file_count && used < HJ_ERROR_VALUE - 1; i++) {
        struct hj_span encoding = result->files[i].encoding;
        bool known = false;
        for (uint32_t before = 0; before < i; before++) {
            known = known || hj_span_equal(result->files[before].encoding, encoding);
        }
        if (!known) {
            used += (size_t)snprintf(text + used, HJ_ERROR_VALUE - used, "%s%.*s", i ? ", " : "",
                                     (int)encoding.size, encoding.data);
        }
    }
    return hj_span_of(text);
}

static void say_counts(const struct hj_campaign *campaign, const struct hj_snapshot *snapshot,
                       const struct hj_input_result *result)
{
    struct hj_error note;
    char encodings[HJ_ERROR_VALUE];
    hj_error_set(&note, HJ_NOTE_TABLE);
    hj_error_text(&note, "table", snapshot->table);
    hj_error_number(&note, "records", (int64_t)result->records);
    hj_error_number(&note, "stored", (int64_t)result->stored);
    hj_error_number(&note, "rejected", (int64_t)result->rejected);
    hj_error_text(&note, "encoding", encodings_of(result, encodings));
    hj_campaign_note(campaign, &note);
}

/* Which sheets of a book were read, where that was a choice. */
static void say_sheets(const struct hj_campaign *campaign, const struct hj_input_result *result)
{
    for (uint32_t i = 0; i < result->file_count; i++) {
        const struct hj_input_file *file = &result->files[i];
        struct hj_error note;
        if (file->skipped_sheets.size == 0 && file->sheet_count <= 1) {
            continue;
        }
        hj_error_set(&note, file->skipped_sheets.size ? HJ_NOTE_SHEETS : HJ_NOTE_ALL_SHEETS);
        hj_error_text(&note, "file", file->path);
        hj_error_text(&note, "sheets", file->sheet);
        hj_error_text(&note, "skipped", file->skipped_sheets);
        hj_campaign_note(campaign, &note);
    }
}

static const char *type_name(const struct hj_snapshot *snapshot, struct hj_span column)
{
    int index = hj_schema_find(&snapshot->schema, column);
    return index < 0 ? "value" : hj_type_name(snapshot->schema.columns[index].type);
}

static void say_misfits(const struct hj_campaign *campaign, const struct hj_snapshot *snapshot,
                        const struct hj_input_result *result)
{
    for (uint32_t i = 0; i < result->misfit_count; i++) {
        const struct hj_misfit *misfit = &result->misfits[i];
        struct hj_error note;
        char examples[HJ_ERROR_VALUE] = "";
        size_t used = 0;
        for (size_t e = 0; e < 5 && misfit->examples[e].data && used < sizeof examples - 1; e++) {
            int more = snprintf(examples + used, sizeof examples - used, "%s%.*s", e ? ", " : "",
                                (int)misfit->examples[e].size, misfit->examples[e].data);
            used += (size_t)more;
        }
        const char *type = type_name(snapshot, misfit->column);
        /* every text fits a text, but for a hashed number that is not whole */
        bool destroyed = !misfit->unmapped && strcmp(type, hj_type_name(HJ_TEXT)) == 0;
        hj_error_set(&note, misfit->unmapped ? HJ_NOTE_UNMAPPED
                            : destroyed      ? HJ_NOTE_DESTROYED
                                             : HJ_NOTE_MISFIT);
        hj_error_text(&note, "table", snapshot->table);
        hj_error_text(&note, "column", misfit->column);
        hj_error_number(&note, "count", (int64_t)misfit->count);
        hj_error_text(&note, "type", hj_span_of(type));
        hj_error_text(&note, "examples", hj_span_of(examples));
        hj_campaign_note(campaign, &note);
    }
}

void hj_load_say_table(const struct hj_campaign *campaign, const struct hj_snapshot *snapshot,
                       const struct hj_input_result *result)
{
    say_counts(campaign, snapshot, result);
    say_sheets(campaign, result);
    say_misfits(campaign, snapshot, result);
}

void hj_load_say_firms(const struct hj_campaign *campaign, struct hj_span table,
                       const struct hj_fact_counts *counts)
{
    if (counts->no_firm + counts->shared + counts->no_key + counts->by_name == 0) {
        return;
    }
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_NO_FIRM);
    hj_error_text(&note, "table", table);
    hj_error_number(&note, "no_firm", (int64_t)counts->no_firm);
    hj_error_number(&note, "shared", (int64_t)counts->shared);
    hj_error_number(&note, "no_key", (int64_t)counts->no_key);
    hj_error_number(&note, "by_name", (int64_t)counts->by_name);
    hj_campaign_note(campaign, &note);
}

enum hj_code hj_load_refuse_rejects(const struct hj_campaign *campaign,
                                    const struct hj_config_table *table,
                                    const struct hj_input_result *result, const char *path,
                                    struct hj_error *error)
{
    const struct hj_config *config = &campaign->config;
    char limit[32];
    if (config->rejects_share) {
        snprintf(limit, sizeof limit, "%g %%", config->rejects_limit * 100);
    } else {
        snprintf(limit, sizeof limit, "%g", config->rejects_limit);
    }
    hj_error_set(error, HJ_CAMPAIGN_REJECTS);
    hj_error_text(error, "table", hj_span_of(table->name));
    hj_error_number(error, "rejected", (int64_t)result->rejected);
    hj_error_number(error, "records", (int64_t)result->records);
    hj_error_text(error, "limit", hj_span_of(limit));
    hj_error_text(error, "file", hj_span_of(path));
    hj_error_place(error, config->file, table->place.line, table->place.column);
    return error->code;
}

void hj_load_say_rejects(const struct hj_campaign *campaign, uint64_t rejects, const char *path)
{
    struct hj_error note;
    if (rejects > 0) {
        hj_error_set(&note, HJ_NOTE_REJECTS);
        hj_error_number(&note, "count", (int64_t)rejects);
        hj_error_text(&note, "file", hj_span_of(path));
        hj_campaign_note(campaign, &note);
    }
}

bool hj_load_too_many(const struct hj_config *config, const struct hj_input_result *result)
{
    double limit = config->rejects_limit;
    if (config->rejects_share) {
        limit *= (double)result->records;
    }
    return (double)result->rejected > limit;
}

static bool is_of_files(const struct hj_column *column)
{
    return column->header.size > 0 &&
           (column->origin == HJ_FROM_INPUT || column->origin == HJ_FROM_HEADER);
}

/* A column is there while its name or its header is: a dictionary may give a header another name.
 */
static bool is_there(const struct hj_schema *schema, const struct hj_column *column)
{
    for (uint32_t i = 0; i < schema->count; i++) {
        const struct hj_column *now = &schema->columns[i];
        if (is_of_files(now) && (hj_span_equal(now->name, column->name) ||
                                 hj_span_equal(now->header, column->header))) {
            return true;
        }
    }
    return false;
}

enum hj_code hj_load_check_columns(const struct hj_campaign *campaign,
                                   const struct hj_config_table *table,
                                   const struct hj_snapshot *before, const struct hj_snapshot *now,
                                   struct hj_error *error)
{
    const struct hj_column *gone = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; before->id && i < before->schema.count; i++) {
        const struct hj_column *column = &before->schema.columns[i];
        if (is_of_files(column) && !is_there(&now->schema, column)) {
            gone = gone ? gone : column;
            count++;
        }
    }
    if (!gone || campaign->settings.accept) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_CAMPAIGN_VANISHED);
    hj_error_text(error, "table", hj_span_of(table->name));
    hj_error_text(error, "column", gone->name);
    hj_error_text(error, "header", gone->header);
    hj_error_number(error, "count", count);
    hj_error_place(error, campaign->config.file, table->place.line, table->place.column);
    return error->code;
}

enum hj_code hj_load_check_firms(const struct hj_campaign *campaign,
                                 const struct hj_config_table *table,
                                 const struct hj_snapshot *before, const struct hj_snapshot *now,
                                 struct hj_error *error)
{
    /* Fewer than four fifths. */
    if (!before->id || now->stored * 5 >= before->stored * 4 || campaign->settings.accept) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_CAMPAIGN_FEWER);
    hj_error_text(error, "table", hj_span_of(table->name));
    hj_error_number(error, "now", (int64_t)now->stored);
    hj_error_number(error, "before", (int64_t)before->stored);
    hj_error_place(error, campaign->config.file, table->place.line, table->place.column);
    return error->code;
}
