/* SPDX-License-Identifier: MIT
 * Records that the indicator's numerator rests on and that mean no firm: a valid certificate
 * without a firm would silently protect nobody, so it stops the lists until it is resolved or
 * waived by name. Without an indicator they are those of the protections that say `unknown:
 * blocks`: the one of valid certificates must (design.md section 10).
 *
 * Which records these are is told by the rules alone: those that an `agg: exists` or `count`
 * feature below the predicate takes. The records without a firm stand in the last block of their
 * table (campaign/facts.h); the feature itself is asked about them, each as if it were a firm's
 * only record. */
#include "campaign/facts.h"
#include "campaign/lists.h"
#include "column/codec.h"
#include "match/worker.h"
#include "rules/language.h"

enum { SHOWN = 20 }; /* of the records, one note each */

struct search {
    struct hj_list_run *run;
    bool *seen;         /* features */
    uint32_t *features; /* found */
    uint32_t count;
    bool memory_full;
};

static void visit(void *context, uint32_t index)
{
    struct search *search = context;
    const struct hj_ruleset *ruleset = search->run->loaded.ruleset;
    const struct hj_name *name = &ruleset->scope.names[index];
    if (name->kind != HJ_NAME_FEATURE || search->seen[name->index]) {
        return;
    }
    const struct hj_feature *feature = &ruleset->features[name->index];
    search->seen[name->index] = true;
    if (feature->kind == HJ_FEATURE_PREDICATE) {
        search->memory_full |= !hj_language_names(feature->when.root, visit, search);
    } else if (feature->kind == HJ_FEATURE_AGGREGATE &&
               (feature->aggregate == HJ_AGG_EXISTS || feature->aggregate == HJ_AGG_COUNT)) {
        search->features[search->count++] = index;
    }
}

/* ---- the records of a table that mean no firm ---- */

struct orphans {
    struct hj_list_run *run;
    const struct hj_snapshot *snapshot;
    uint32_t block;        /* of the table: a part of those that mean no firm */
    struct hj_arena arena; /* of the part */
    struct hj_buffer frame;
    const struct hj_vector **columns; /* by the schema; NULL: not read */
    struct hj_match_input input;
    const struct hj_vector *record, *reason;
};

static enum hj_code read_column(struct orphans *orphans, uint32_t column, struct hj_error *error)
{
    const struct hj_column *definition = &orphans->snapshot->schema.columns[column];
    if (orphans->columns[column] ||
        (definition->header.size == 0 && definition->origin != HJ_FROM_RECORD)) {
        return HJ_OK;
    }
    struct hj_list_run *run = orphans->run;
    struct hj_vector *vector = hj_arena_zero(&orphans->arena, 1, sizeof *vector);
    bool found = false;
    hj_buffer_clear(&orphans->frame);
    enum hj_code code = vector ? HJ_OK : hj_error_memory(error);
    if (code == HJ_OK) {
        code = hj_store_find_block(run->store, orphans->snapshot->id, column, orphans->block,
                                   &orphans->frame, &found, error);
    }
    if (code == HJ_OK && found) {
        struct hj_span copy = hj_arena_copy(&orphans->arena, hj_buffer_span(&orphans->frame));
        code = copy.data ? hj_codec_decode(copy, &orphans->arena, vector, error)
                         : hj_error_memory(error);
        orphans->columns[column] = vector;
    }
    return code;
}

/* Each record becomes the only one of a firm of its own. */
static enum hj_code make_input(struct orphans *orphans, uint32_t fact, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = orphans->run->loaded.ruleset;
    uint32_t rows = orphans->record->rows;
    struct hj_match_facts *facts =
        hj_arena_zero(&orphans->arena, ruleset->fact_count, sizeof *facts);
    struct hj_match_part *part = hj_arena_zero(&orphans->arena, 1, sizeof *part);
    uint32_t *firms = hj_arena_zero(&orphans->arena, rows, sizeof *firms);
    if (!facts || !part || !firms) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < rows; i++) {
        firms[i] = i;
    }
    *part = (struct hj_match_part){rows, firms, orphans->columns, orphans->snapshot->schema.count};
    facts[fact] = (struct hj_match_facts){.parts = part, .part_count = 1};
    orphans->input = (struct hj_match_input){.rows = rows, .facts = facts};
    return HJ_OK;
}

static struct hj_span text_of(const struct orphans *orphans, const char *name, uint32_t row)
{
    int index = hj_schema_find(&orphans->snapshot->schema, hj_span_of(name));
    const struct hj_vector *vector = index < 0 ? NULL : orphans->columns[index];
    bool given =
        vector && vector->type == HJ_TEXT && row < vector->rows && !hj_vector_is_null(vector, row);
    return given ? hj_vector_text(vector, row) : (struct hj_span){"", 0};
}

/* ---- waiving ---- */

static bool is_waived(const struct orphans *orphans, struct hj_span name, struct hj_arena *scratch,
                      bool *waived)
{
    const struct hj_config *config = &orphans->run->campaign->config;
    *waived = false;
    if (name.size == 0 || config->waived_count == 0) {
        return true;
    }
    struct hj_text_normal *normal = NULL;
    struct hj_error error;
    enum hj_code code = hj_text_normal_new(&normal, &error);
    struct hj_span form = {NULL, 0};
    if (code == HJ_OK) {
        form = hj_text_normalise(normal, name, scratch);
    }
    for (uint32_t i = 0; form.data && i < config->waived_count && !*waived; i++) {
        struct hj_span other = hj_text_normalise(normal, config->waived[i], scratch);
        *waived = other.data && hj_span_equal(other, form);
    }
    hj_text_normal_free(normal);
    return form.data != NULL;
}

/* ---- asking the feature ---- */

struct found {
    uint64_t count, waived;
    char names[HJ_ERROR_VALUE];
    size_t used;
    bool full;
    struct hj_span table;
};

/* Whole names, as many as there is room for. */
static void add_name(struct found *found, struct hj_span name)
{
    static const char more[] = ", …";
    size_t room = sizeof found->names - found->used - sizeof more;
    const char *between = found->used ? ", " : "";
    if (found->full) {
        return;
    }
    found->full = name.size + strlen(between) > room;
    int size = found->full ? snprintf(found->names + found->used, sizeof more, "%s", more)
                           : snprintf(found->names + found->used, room + 1, "%s%.*s", between,
                                      (int)name.size, name.data);
    found->used += size > 0 ? (size_t)size : 0;
}

static void remember(struct orphans *orphans, uint32_t row, struct found *found)
{
    struct hj_span name = text_of(orphans, "name", row), key = text_of(orphans, "uscc", row);
    struct hj_error note;
    if (found->count++ < SHOWN) {
        hj_error_set(&note, HJ_NOTE_UNMATCHED);
        hj_error_text(&note, "table", orphans->snapshot->table);
        hj_error_number(&note, "record", orphans->record->integers[row]);
        hj_error_text(&note, "name", name);
        hj_error_text(&note, "key", key.size ? key : hj_span_of("-"));
        hj_campaign_note(orphans->run->campaign, &note);
    }
    found->table = orphans->snapshot->table;
    add_name(found, name);
}

static enum hj_code ask(struct orphans *orphans, uint32_t name, struct found *found,
                        struct hj_error *error)
{
    struct hj_list_run *run = orphans->run;
    struct hj_roots roots;
    struct hj_program *program = NULL;
    struct hj_worker *worker = NULL;
    const struct hj_match_result *results;
    enum hj_code code = HJ_OK;
    hj_roots_init(&roots, run->loaded.ruleset, &orphans->arena);
    hj_roots_name(&roots, name);
    struct hj_program_options options = {
        .ruleset = run->loaded.ruleset, .roots = roots.roots, .root_count = roots.count};
    if (roots.memory_full) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_program_new(&program, &options, error));
    const struct hj_program_needs *needs = hj_program_needs(program);
    for (uint32_t f = 0; f < needs->fact_count; f++) {
        for (uint32_t c = 0; c < needs->facts[f].column_count; c++) {
            HJ_TRY(read_column(orphans, needs->facts[f].columns[c], error));
        }
    }
    HJ_TRY(hj_worker_new(&worker, program, error));
    HJ_TRY(hj_worker_run(worker, &orphans->input, &results, error));
    for (uint32_t row = 0; row < orphans->input.rows; row++) {
        struct hj_value value = hj_vector_value(&results[0].vector, row);
        bool holds = !value.null && (value.type == HJ_BOOLEAN ? value.boolean : value.integer > 0);
        bool waived = false;
        /* firms that share the record's code have no value, which blocks them: nothing is lost */
        holds = holds && orphans->reason->integers[row] != HJ_NO_FIRM_SHARED;
        if (holds && !is_waived(orphans, text_of(orphans, "name", row), &orphans->arena, &waived)) {
            code = hj_error_memory(error);
            goto done;
        }
        found->waived += holds && waived;
        if (holds && !waived) {
            remember(orphans, row, found);
        }
    }
done:
    hj_worker_free(worker);
    hj_program_free(program);
    return code;
}

/* The vector of a column by name; NULL where the part has none. */
static enum hj_code read_named(struct orphans *orphans, const char *name,
                               const struct hj_vector **vector, struct hj_error *error)
{
    int index = hj_schema_find(&orphans->snapshot->schema, hj_span_of(name));
    enum hj_code code = index < 0 ? HJ_OK : read_column(orphans, (uint32_t)index, error);
    *vector = index < 0 ? NULL : orphans->columns[index];
    return code;
}

static enum hj_code look_at_part(struct orphans *orphans, uint32_t fact, uint32_t name,
                                 struct found *found, struct hj_error *error)
{
    const struct hj_vector *ignored;
    enum hj_code code = HJ_OK;
    hj_arena_clear(&orphans->arena);
    orphans->columns =
        hj_arena_zero(&orphans->arena, orphans->snapshot->schema.count, sizeof *orphans->columns);
    if (!orphans->columns) {
        return hj_error_memory(error);
    }
    HJ_TRY(read_named(orphans, "#record", &orphans->record, error));
    HJ_TRY(read_named(orphans, HJ_FACT_FIRM, &orphans->reason, error));
    HJ_TRY(read_named(orphans, "name", &ignored, error));
    HJ_TRY(read_named(orphans, "uscc", &ignored, error));
    if (orphans->record && orphans->reason && orphans->record->rows > 0) {
        HJ_TRY(make_input(orphans, fact, error));
        HJ_TRY(ask(orphans, name, found, error));
    }
done:
    return code;
}

static enum hj_code look_at(struct hj_list_run *run, uint32_t name, struct found *found,
                            struct hj_error *error)
{
    const struct hj_ruleset *ruleset = run->loaded.ruleset;
    const struct hj_feature *feature = &ruleset->features[ruleset->scope.names[name].index];
    struct orphans orphans = {.run = run, .snapshot = &run->loaded.facts[feature->table]};
    uint32_t blocks = run->loaded.registry.blocks;
    enum hj_code code = HJ_OK;
    for (uint32_t part = 0; code == HJ_OK && orphans.snapshot->id != 0; part++) {
        orphans.block = hj_fact_block(blocks, blocks, part);
        code = look_at_part(&orphans, feature->table, name, found, error);
        if (!orphans.record || orphans.record->rows == 0) {
            break;
        }
    }
    hj_buffer_release(&orphans.frame);
    hj_arena_release(&orphans.arena);
    return code;
}

static bool find_features(const struct hj_ruleset *ruleset, struct search *search)
{
    bool room = true;
    if (ruleset->indicator) {
        room = hj_language_names(ruleset->indicator->numerator.root, visit, search);
    }
    for (uint32_t i = 0; !ruleset->indicator && room && i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        if (rule->rule_class == HJ_CLASS_PROTECT && rule->blocks_said) {
            room = hj_language_names(rule->when.root, visit, search);
        }
    }
    return room && !search->memory_full;
}

enum hj_code hj_list_unmatched(struct hj_list_run *run, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = run->loaded.ruleset;
    struct search search = {.run = run};
    struct found found = {0};
    enum hj_code code = HJ_OK;
    search.seen = hj_arena_zero(&run->loaded.arena, ruleset->feature_count, sizeof *search.seen);
    search.features =
        hj_arena_zero(&run->loaded.arena, ruleset->feature_count, sizeof *search.features);
    if (!search.seen || !search.features || !find_features(ruleset, &search)) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; code == HJ_OK && i < search.count; i++) {
        code = look_at(run, search.features[i], &found, error);
    }
    if (code == HJ_OK && found.count > 0) {
        hj_error_set(error, HJ_CAMPAIGN_UNMATCHED);
        hj_error_number(error, "count", (int64_t)found.count);
        hj_error_text(error, "table", found.table);
        hj_error_text(error, "names", hj_span_of(found.names));
        code = error->code;
    }
    return code;
}
