/* SPDX-License-Identifier: MIT
 * clusters: firms in a cluster of two or more, cluster by cluster, proof before lead. */
#include "base/memory.h"
#include "campaign/clusters.h"
#include "campaign/findings.h"
#include "campaign/rows.h"
#include "campaign/verdicts.h"

#include <stdlib.h>

enum column { CLUSTER, RECORD, USCC, NAME, KEEP, PROBABILITY, STRENGTH, RULE, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [CLUSTER] = {.name = "cluster", .type = HJ_INTEGER},
    [RECORD] = {.name = "record", .type = HJ_INTEGER},
    [USCC] = {.name = "uscc", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},
    [KEEP] = {.name = "keep", .type = HJ_BOOLEAN},
    [PROBABILITY] = {.name = "probability", .type = HJ_NUMBER},
    [STRENGTH] = {.name = "strength", .type = HJ_TEXT},
    [RULE] = {.name = "rule", .type = HJ_TEXT},
};

/* Where a member's firm is, and which row of the result is its. */
struct member {
    uint32_t block, row;
    size_t result;
};

struct state {
    struct hj_value *values; /* in the order of clusters */
    struct member *members;  /* in the order of the registry */
    size_t count, capacity, next;
    uint32_t uscc, name, town; /* roots */
    struct hj_digest verdicts; /* where --route asks for them */
    bool done;
};

static int compare_members(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->block != y->block) {
        return x->block < y->block ? -1 : 1;
    }
    if (x->row != y->row) {
        return x->row < y->row ? -1 : 1;
    }
    return (x->result > y->result) - (x->result < y->result);
}

static enum hj_code take_block(struct hj_rows *rows,
                               const struct hj_vector block[HJ_CLUSTER_COLUMNS],
                               struct hj_error *error)
{
    struct state *state = rows->state;
    void *members = state->members;
    uint32_t count = block[HJ_CLUSTER_NUMBER].rows;
    if (hj_memory_grow(&members, &state->capacity, state->count + count, sizeof *state->members) !=
        0) {
        return hj_error_memory(error);
    }
    state->members = members;
    for (uint32_t i = 0; i < count; i++) {
        state->members[state->count] = (struct member){
            .block = (uint32_t)block[HJ_CLUSTER_BLOCK].integers[i],
            .row = (uint32_t)block[HJ_CLUSTER_ROW].integers[i],
            .result = state->count,
        };
        state->count++;
    }
    return HJ_OK;
}

static void fill_known(struct state *state, const struct hj_vector block[HJ_CLUSTER_COLUMNS],
                       size_t from)
{
    for (uint32_t i = 0; i < block[HJ_CLUSTER_NUMBER].rows; i++) {
        struct hj_value *cells = &state->values[(from + i) * COLUMNS];
        cells[CLUSTER] = hj_vector_value(&block[HJ_CLUSTER_NUMBER], i);
        cells[KEEP] = hj_vector_value(&block[HJ_CLUSTER_KEEP], i);
        cells[PROBABILITY] = (struct hj_value){.type = HJ_NUMBER, .null = true};
        cells[STRENGTH] = hj_vector_value(&block[HJ_CLUSTER_STRENGTH], i);
        cells[RULE] = hj_vector_value(&block[HJ_CLUSTER_RULE], i);
    }
}

static enum hj_code open_verdicts(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    struct hj_digest *findings;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_findings_keys(rows->store, &rows->loaded, &rows->loaded.arena, &findings, error));
    state->verdicts = hj_verdicts_key(&rows->loaded, findings);
    HJ_TRY(hj_verdicts_check(rows->store, &state->verdicts, error));
done:
    return code;
}

static enum hj_code open_clusters(struct hj_rows *rows, struct hj_error *error)
{
    struct hj_arena *arena = &rows->loaded.arena;
    struct state *state = hj_arena_zero(arena, 1, sizeof *state);
    uint32_t blocks = 0;
    bool found = false;
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    struct hj_digest key = hj_clusters_key(&rows->loaded);
    HJ_TRY(hj_clusters_blocks(rows->store, &key, &blocks, &found, error));
    if (!found && hj_clusters_asked(rows->loaded.ruleset)) {
        return hj_error_set(error, HJ_CAMPAIGN_NOT_LINKED);
    }
    struct hj_vector(*read)[HJ_CLUSTER_COLUMNS] = hj_arena_zero(arena, blocks, sizeof *read);
    if (!read) {
        return hj_error_memory(error);
    }
    for (uint32_t b = 0; b < blocks; b++) {
        HJ_TRY(hj_clusters_get(rows->store, &key, b, arena, read[b], error));
        HJ_TRY(take_block(rows, (const struct hj_vector *)read[b], error));
    }
    state->values = hj_arena_zero(arena, state->count * COLUMNS, sizeof *state->values);
    if (!state->values) {
        return hj_error_memory(error);
    }
    size_t from = 0;
    for (uint32_t b = 0; b < blocks; b++) {
        fill_known(state, (const struct hj_vector *)read[b], from);
        from += read[b][HJ_CLUSTER_NUMBER].rows;
    }
    if (state->count) {
        qsort(state->members, state->count, sizeof *state->members, compare_members);
    }
    if (rows->filter.route) {
        HJ_TRY(open_verdicts(rows, error));
    }
    HJ_TRY(hj_rows_begin_roots(rows, error));
    state->uscc = hj_roots_find(&rows->roots, "uscc");
    state->name = hj_roots_find(&rows->roots, "name");
    state->town = hj_roots_find(&rows->roots, "town");
done:
    return code;
}

static enum hj_code keep_text(struct hj_rows *rows, struct hj_value value, struct hj_value *cell,
                              struct hj_error *error)
{
    *cell = value;
    if (!value.null && value.type == HJ_TEXT) {
        cell->text = hj_arena_copy(&rows->loaded.arena, value.text);
    }
    return value.null || cell->text.data ? HJ_OK : hj_error_memory(error);
}

/* Whether --rule is one of the rules that made the cluster (joined by `;`). Rules that make
 * clusters are of one class. */
static bool has_rule(const struct hj_rows *rows, struct hj_value rules)
{
    const char *wanted_class = rows->filter.rule_class;
    return (!rows->filter.rule || hj_rows_lists(rules, rows->filter.rule)) &&
           (!wanted_class || strcmp(wanted_class, hj_rule_class_name(HJ_CLASS_DUPLICATE)) == 0);
}

static enum hj_code read_verdicts(void *context, uint32_t block, struct hj_arena *arena,
                                  void **made, struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    return hj_verdicts_read(rows->store, &state->verdicts, block, arena, made, error);
}

/* Whether the firm's verdict has the route of the filter; members come in the order of rows. */
static bool has_route(const struct hj_rows *rows, const struct hj_pass_block *block, uint32_t row)
{
    const struct hj_vector *verdicts = block->made;
    if (!rows->filter.route) {
        return true;
    }
    for (uint32_t i = 0; i < verdicts[HJ_VERDICT_ROW].rows; i++) {
        if (verdicts[HJ_VERDICT_ROW].integers[i] == (int64_t)row) {
            struct hj_value route = hj_vector_value(&verdicts[HJ_VERDICT_ROUTE], i);
            return !route.null && hj_span_is(route.text, rows->filter.route);
        }
    }
    return false;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    for (; state->next < state->count && state->members[state->next].block == block->block;
         state->next++) {
        const struct member *member = &state->members[state->next];
        struct hj_value *cells = &state->values[member->result * COLUMNS];
        cells[RECORD] = hj_vector_value(block->records, member->row);
        enum hj_code code =
            keep_text(rows, hj_rows_value(block, state->uscc, member->row), &cells[USCC], error);
        if (code == HJ_OK) {
            code = keep_text(rows, hj_rows_value(block, state->name, member->row), &cells[NAME],
                             error);
        }
        if (code != HJ_OK) {
            return code;
        }
        if (!hj_rows_wanted(rows, block, state->town, member->row) ||
            !has_rule(rows, cells[RULE]) || !has_route(rows, block, member->row)) {
            cells[CLUSTER].null = true; /* left out below */
        }
    }
    return HJ_OK;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    if (state->done || state->count == 0) {
        return HJ_OK;
    }
    state->done = true;
    const struct hj_pass pass = {.read = rows->filter.route ? read_verdicts : NULL, .merge = merge};
    enum hj_code code = hj_rows_run_pass(rows, &pass, error);
    for (size_t i = 0; code == HJ_OK && i < state->count; i++) {
        if (!state->values[i * COLUMNS + CLUSTER].null) {
            memmove(&state->values[rows->count * COLUMNS], &state->values[i * COLUMNS],
                    COLUMNS * sizeof *state->values);
            rows->count++;
        }
    }
    rows->values = state->values;
    return code;
}

static void close_clusters(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_memory_free(state->members);
    }
}

const struct hj_rows_kind hj_rows_clusters = {
    .name = "clusters",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_clusters,
    .batch = batch,
    .close = close_clusters,
    .filters =
        HJ_FILTER_RULE | HJ_FILTER_CLASS | HJ_FILTER_TOWN | HJ_FILTER_ROUTE | HJ_FILTER_WHERE,
};
