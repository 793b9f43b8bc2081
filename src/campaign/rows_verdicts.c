/* SPDX-License-Identifier: MIT
 * verdicts: one row a firm with a finding or a protection, by record. */
#include "campaign/findings.h"
#include "campaign/rows.h"
#include "campaign/verdicts.h"

enum column {
    RECORD,
    USCC,
    NAME,
    TOWN,
    CLASS,
    ROUTE,
    ROLE,
    PROTECTED_BY,
    BLOCKED_BY,
    UNCHECKED,
    RULES,
    COLUMNS
};

static const struct hj_result_column columns[COLUMNS] = {
    [RECORD] = {.name = "record", .type = HJ_INTEGER},
    [USCC] = {.name = "uscc", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},
    [TOWN] = {.name = "town", .type = HJ_TEXT},
    [CLASS] = {.name = "class", .type = HJ_TEXT},
    [ROUTE] = {.name = "route", .type = HJ_TEXT},
    [ROLE] = {.name = "role", .type = HJ_TEXT},
    [PROTECTED_BY] = {.name = "protected_by", .type = HJ_TEXT},
    [BLOCKED_BY] = {.name = "blocked_by", .type = HJ_TEXT},
    [UNCHECKED] = {.name = "unchecked", .type = HJ_TEXT},
    [RULES] = {.name = "rules", .type = HJ_TEXT},
};

struct state {
    struct hj_digest key;
    uint32_t uscc, name, town; /* roots */
};

static enum hj_code open_verdicts(struct hj_rows *rows, struct hj_error *error)
{
    struct hj_arena *arena = &rows->loaded.arena;
    struct state *state = hj_arena_zero(arena, 1, sizeof *state);
    struct hj_digest *findings;
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_findings_keys(rows->store, &rows->loaded, arena, &findings, error));
    state->key = hj_verdicts_key(&rows->loaded, findings);
    HJ_TRY(hj_verdicts_check(rows->store, &state->key, error));
    HJ_TRY(hj_rows_begin_roots(rows, error));
    state->uscc = hj_roots_find(&rows->roots, "uscc");
    state->name = hj_roots_find(&rows->roots, "name");
    state->town = hj_roots_find(&rows->roots, "town");
done:
    return code;
}

static enum hj_code read_verdicts(void *context, uint32_t block, struct hj_arena *arena,
                                  void **made, struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    return hj_verdicts_read(rows->store, &state->key, block, arena, made, error);
}

static bool equals(struct hj_value value, const char *text)
{
    return !value.null && hj_span_is(value.text, text);
}

static bool is_wanted(const struct hj_filter *filter,
                      const struct hj_value verdict[HJ_VERDICT_COLUMNS])
{
    return (!filter->rule_class || equals(verdict[HJ_VERDICT_CLASS], filter->rule_class)) &&
           (!filter->route || equals(verdict[HJ_VERDICT_ROUTE], filter->route)) &&
           (!filter->rule || hj_rows_lists(verdict[HJ_VERDICT_RULES], filter->rule) ||
            hj_rows_lists(verdict[HJ_VERDICT_PROTECTED_BY], filter->rule));
}

static bool add_verdict(const struct hj_rows *rows, struct hj_pass_block *block, uint32_t row,
                        const struct hj_value verdict[HJ_VERDICT_COLUMNS])
{
    const struct state *state = rows->state;
    struct hj_value *cells = hj_rows_add(block->made, COLUMNS, block->arena);
    if (!cells) {
        return false;
    }
    cells[RECORD] = hj_vector_value(block->records, row);
    cells[USCC] = hj_rows_value(block, state->uscc, row);
    cells[NAME] = hj_rows_value(block, state->name, row);
    cells[TOWN] = hj_rows_value(block, state->town, row);
    cells[CLASS] = verdict[HJ_VERDICT_CLASS];
    cells[ROUTE] = verdict[HJ_VERDICT_ROUTE];
    if (!cells[ROUTE].null) {
        int route = hj_route_find(rows->loaded.ruleset, cells[ROUTE].text);
        cells[ROLE] = hj_text_value(route < 0 ? (struct hj_span){NULL, 0}
                                              : rows->loaded.ruleset->routes[route].role);
    }
    cells[PROTECTED_BY] = verdict[HJ_VERDICT_PROTECTED_BY];
    cells[BLOCKED_BY] = verdict[HJ_VERDICT_BLOCKED_BY];
    cells[UNCHECKED] = verdict[HJ_VERDICT_UNCHECKED];
    cells[RULES] = verdict[HJ_VERDICT_RULES];
    return true;
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    const struct hj_vector *verdicts = block->made;
    struct hj_rows_batch *batch = hj_arena_zero(block->arena, 1, sizeof *batch);
    if (!batch) {
        return hj_error_memory(error);
    }
    block->made = batch;
    for (uint32_t i = 0; i < verdicts[HJ_VERDICT_ROW].rows; i++) {
        struct hj_value verdict[HJ_VERDICT_COLUMNS];
        for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
            verdict[c] = hj_vector_value(&verdicts[c], i);
        }
        uint32_t row = (uint32_t)verdict[HJ_VERDICT_ROW].integer;
        if (is_wanted(&rows->filter, verdict) && hj_rows_wanted(rows, block, state->town, row) &&
            !add_verdict(rows, block, row, verdict)) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    return hj_rows_pass_batch(rows, &(struct hj_pass){.read = read_verdicts, .work = work}, error);
}

const struct hj_rows_kind hj_rows_verdicts = {
    .name = "verdicts",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_verdicts,
    .batch = batch,
    .filters =
        HJ_FILTER_RULE | HJ_FILTER_CLASS | HJ_FILTER_TOWN | HJ_FILTER_ROUTE | HJ_FILTER_WHERE,
};
