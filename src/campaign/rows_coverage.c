/* SPDX-License-Identifier: MIT
 * coverage: of how many firms each column has a value, how many have a record in each table, and
 * how many each rule could judge; in total, or by town and then in total. What stands here is known
 * before the rules run; rules come in once they did. */
#include "campaign/facts.h"
#include "campaign/findings.h"
#include "campaign/groups.h"
#include "campaign/population.h"
#include "column/codec.h"

enum column { KIND, NAME, TABLE, GROUP, FIRMS, HAVE, SHARE, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [KIND] = {.name = "kind", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},
    [TABLE] = {.name = "table", .type = HJ_TEXT},
    [GROUP] = {.name = "group", .type = HJ_TEXT},
    [FIRMS] = {.name = "firms", .type = HJ_INTEGER},
    [HAVE] = {.name = "have", .type = HJ_INTEGER},
    [SHARE] = {.name = "share", .type = HJ_NUMBER, .decimals = 4},
};

/* What is covered: a name of the firm scope, a fact table, or a rule. */
struct subject {
    const char *kind;
    struct hj_span name, table;
    uint32_t root; /* of a name */
};

struct state {
    uint32_t group; /* root; HJ_ROOT_NONE: the total alone */
    struct subject *subjects;
    uint32_t name_count, table_count, rule_count; /* in this order in subjects */
    struct hj_digest *findings;
    struct hj_groups groups; /* of int64_t: firms, then one a subject */
    int64_t *total;
    bool done;
};

/* Of a block: per fact table a bit a firm that has a record, per rule its findings. */
struct made {
    struct hj_vector *firms; /* parts of all tables, one behind the other */
    uint32_t *part_table;
    uint32_t part_count, part_capacity;
    struct hj_rule_findings *findings;
};

static const char *kind_of(const struct hj_ruleset *ruleset, const struct hj_name *name)
{
    switch (name->kind) {
    case HJ_NAME_COLUMN:
        return "column";
    case HJ_NAME_DERIVED:
        return "derived";
    case HJ_NAME_FEATURE:
        return ruleset->features[name->index].kind == HJ_FEATURE_PREDICATE ? "predicate"
                                                                           : "feature";
    case HJ_NAME_PARAMETER:
        break;
    }
    return NULL;
}

static struct hj_span table_of(const struct hj_ruleset *ruleset, const struct hj_name *name)
{
    if (name->kind == HJ_NAME_FEATURE &&
        ruleset->features[name->index].kind == HJ_FEATURE_AGGREGATE) {
        return ruleset->facts[ruleset->features[name->index].table].table;
    }
    return hj_span_of("registry");
}

static enum hj_code list_subjects(struct hj_rows *rows, struct state *state, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    size_t most = (size_t)ruleset->scope.count + ruleset->fact_count + ruleset->rule_count;
    state->subjects = hj_arena_zero(&rows->loaded.arena, most + 1, sizeof *state->subjects);
    if (!state->subjects) {
        return hj_error_memory(error);
    }
    struct subject *next = state->subjects;
    for (uint32_t i = 0; i < ruleset->scope.count; i++) {
        const struct hj_name *name = &ruleset->scope.names[i];
        const char *kind = kind_of(ruleset, name);
        if (kind) {
            *next++ = (struct subject){kind, name->name, table_of(ruleset, name),
                                       hj_roots_name(&rows->roots, i)};
        }
    }
    state->name_count = (uint32_t)(next - state->subjects);
    state->table_count = ruleset->fact_count;
    for (uint32_t i = 0; i < ruleset->fact_count; i++) {
        struct hj_span table = ruleset->facts[i].table;
        *next++ = (struct subject){"table", table, table, HJ_ROOT_NONE};
    }
    state->rule_count = state->findings ? ruleset->rule_count : 0;
    for (uint32_t i = 0; i < state->rule_count; i++) {
        *next++ = (struct subject){"rule", ruleset->rules[i].id, {NULL, 0}, HJ_ROOT_NONE};
    }
    return HJ_OK;
}

static enum hj_code open_coverage(struct hj_rows *rows, struct hj_error *error)
{
    struct hj_arena *arena = &rows->loaded.arena;
    struct state *state = hj_arena_zero(arena, 1, sizeof *state);
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    state->group = HJ_ROOT_NONE;
    code = hj_findings_keys(rows->store, &rows->loaded, arena, &state->findings, error);
    if (code == HJ_CAMPAIGN_NOT_FLAGGED) {
        state->findings = NULL;
        code = HJ_OK;
    }
    HJ_TRY(code);
    HJ_TRY(hj_rows_begin_roots(rows, error));
    HJ_TRY(list_subjects(rows, state, error));
    if (rows->filter.by) {
        HJ_TRY(hj_group_root(rows, rows->filter.by, &state->group, error));
    }
    size_t counts = 1 + (size_t)state->name_count + state->table_count + state->rule_count;
    state->groups = (struct hj_groups){.arena = arena, .value_size = counts * sizeof(int64_t)};
    state->total = hj_arena_zero(arena, counts, sizeof *state->total);
    if (!state->total) {
        return hj_error_memory(error);
    }
done:
    return code;
}

/* The #firm column of one part of a table's block; *there false: there is no such part. */
static enum hj_code read_part(const struct hj_rows *rows, const struct hj_snapshot *snapshot,
                              uint32_t block, struct hj_arena *arena, struct hj_vector *firms,
                              bool *there, struct hj_error *error)
{
    struct hj_buffer frame = {0};
    enum hj_code code = hj_store_find_block(rows->store, snapshot->id, snapshot->schema.count - 2,
                                            block, &frame, there, error);
    if (code == HJ_OK && *there) {
        struct hj_span copy = hj_arena_copy(arena, hj_buffer_span(&frame));
        code = copy.data ? hj_codec_decode(copy, arena, firms, error) : hj_error_memory(error);
    }
    hj_buffer_release(&frame);
    return code;
}

static enum hj_code read_table(const struct hj_rows *rows, uint32_t fact, uint32_t block,
                               struct hj_arena *arena, struct made *made, struct hj_error *error)
{
    const struct hj_snapshot *snapshot = &rows->loaded.facts[fact];
    enum hj_code code = HJ_OK;
    bool there = snapshot->id != 0;
    for (uint32_t part = 0; code == HJ_OK && there; part++) {
        uint32_t number = hj_fact_block(rows->loaded.registry.blocks, block, part);
        if (number >= snapshot->blocks) {
            break;
        }
        if (made->part_count == made->part_capacity) {
            uint32_t larger = made->part_capacity ? 2 * made->part_capacity : 32;
            struct hj_vector *firms = hj_arena_zero(arena, larger, sizeof *firms);
            uint32_t *tables = hj_arena_zero(arena, larger, sizeof *tables);
            if (!firms || !tables) {
                return hj_error_memory(error);
            }
            if (made->part_count > 0) {
                memcpy(firms, made->firms, made->part_count * sizeof *firms);
                memcpy(tables, made->part_table, made->part_count * sizeof *tables);
            }
            made->firms = firms;
            made->part_table = tables;
            made->part_capacity = larger;
        }
        code =
            read_part(rows, snapshot, number, arena, &made->firms[made->part_count], &there, error);
        made->part_table[made->part_count] = fact;
        made->part_count += there;
    }
    return code;
}

static enum hj_code read_block(void *context, uint32_t block, struct hj_arena *arena, void **result,
                               struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    struct made *made = hj_arena_zero(arena, 1, sizeof *made);
    enum hj_code code = HJ_OK;
    *result = made;
    if (!made ||
        !(made->findings = hj_arena_zero(arena, state->rule_count + 1, sizeof *made->findings))) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < state->table_count; i++) {
        HJ_TRY(read_table(rows, i, block, arena, made, error));
    }
    for (uint32_t i = 0; i < state->rule_count; i++) {
        HJ_TRY(hj_findings_get(rows->store, &state->findings[i], block, arena, &made->findings[i],
                               error));
    }
done:
    return code;
}

/* The counts of each row's group; NULL: the row is not wanted. */
static int64_t **groups_of(const struct hj_rows *rows, const struct hj_pass_block *block)
{
    struct state *state = rows->state;
    int64_t **groups = hj_arena_zero(block->arena, block->rows + 1, sizeof *groups);
    for (uint32_t row = 0; groups && row < block->rows; row++) {
        if (hj_rows_wanted(rows, block, HJ_ROOT_NONE, row)) {
            groups[row] =
                state->group == HJ_ROOT_NONE
                    ? state->total
                    : hj_groups_value(&state->groups, hj_group_name(block, state->group, row));
            if (!groups[row]) {
                return NULL;
            }
            groups[row][0]++;
        }
    }
    return groups;
}

/* One more, or one less, for the firms listed; a firm listed twice in a row counts once. */
static void count_rows(int64_t **groups, const struct hj_vector *rows, uint32_t subject, int step)
{
    for (uint32_t i = 0; i < rows->rows; i++) {
        if (groups[rows->integers[i]] && (i == 0 || rows->integers[i] != rows->integers[i - 1])) {
            groups[rows->integers[i]][1 + subject] += step;
        }
    }
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    const struct made *made = block->made;
    int64_t **groups = groups_of(rows, block);
    if (!groups) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < state->name_count; i++) {
        const struct hj_vector *vector = &block->results[state->subjects[i].root].vector;
        for (uint32_t row = 0; row < block->rows; row++) {
            if (groups[row]) {
                groups[row][1 + i] += !hj_vector_is_null(vector, row);
            }
        }
    }
    for (uint32_t i = 0; i < made->part_count; i++) {
        count_rows(groups, &made->firms[i], state->name_count + made->part_table[i], 1);
    }
    uint32_t rules = state->name_count + state->table_count;
    for (uint32_t i = 0; i < state->rule_count; i++) {
        for (uint32_t row = 0; row < block->rows; row++) {
            if (groups[row]) {
                groups[row][1 + rules + i]++;
            }
        }
        count_rows(groups, &made->findings[i].unknown, rules + i, -1);
    }
    return HJ_OK;
}

static void put(struct hj_value *cells, const struct subject *subject, struct hj_span group,
                int64_t firms, int64_t have)
{
    cells[KIND] = hj_text_value(hj_span_of(subject->kind));
    cells[NAME] = hj_text_value(subject->name);
    cells[TABLE] = hj_text_value(subject->table);
    cells[GROUP] = hj_text_value(group);
    cells[FIRMS] = (struct hj_value){.type = HJ_INTEGER, .integer = firms};
    cells[HAVE] = (struct hj_value){.type = HJ_INTEGER, .integer = have};
    cells[SHARE] = (struct hj_value){
        .type = HJ_NUMBER, .null = firms == 0, .number = firms ? (double)have / (double)firms : 0};
}

static bool fill(struct hj_rows *rows, struct hj_rows_batch *batch)
{
    struct state *state = rows->state;
    uint32_t subjects = state->name_count + state->table_count + state->rule_count;
    for (size_t g = 0; g < state->groups.count; g++) {
        const int64_t *counts = state->groups.items[g].value;
        for (uint32_t i = 0; i <= subjects; i++) {
            state->total[i] += counts[i];
        }
    }
    for (uint32_t i = 0; i < subjects; i++) {
        for (size_t g = 0; g <= state->groups.count; g++) {
            bool last = g == state->groups.count;
            const int64_t *counts = last ? state->total : state->groups.items[g].value;
            struct hj_value *cells = hj_rows_add(batch, COLUMNS, &rows->loaded.arena);
            if (!cells) {
                return false;
            }
            put(cells, &state->subjects[i],
                last ? hj_span_of("total") : state->groups.items[g].name, counts[0], counts[1 + i]);
        }
    }
    return true;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    struct hj_rows_batch batch = {0};
    if (state->done) {
        return HJ_OK;
    }
    state->done = true;
    enum hj_code code =
        hj_rows_run_pass(rows, &(struct hj_pass){.read = read_block, .merge = merge}, error);
    if (code == HJ_OK && !fill(rows, &batch)) {
        code = hj_error_memory(error);
    }
    rows->values = batch.values;
    rows->count = batch.count;
    return code;
}

static void close_coverage(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_groups_release(&state->groups);
    }
}

const struct hj_rows_kind hj_rows_coverage = {
    .name = "coverage",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_coverage,
    .batch = batch,
    .close = close_coverage,
    .filters = HJ_FILTER_BY | HJ_FILTER_WHERE,
};
