/* SPDX-License-Identifier: MIT
 * plan: one row a firm whose case can be opened, in the order in which to open them, with the month
 * in which a scenario's hands come to it. The order: what `plan:` of the rules says (the easiest
 * exits first); firms that leave the count before those that do not; the severest finding; the
 * fewest things nobody has checked; the shorter route; the record. (Leads alone open no route that
 * moves a firm, so strength is the same for all.) */
#include "base/memory.h"
#include "campaign/cohort_firms.h"
#include "campaign/indicator.h"
#include "campaign/plan_order.h"
#include "campaign/rows.h"
#include "campaign/scenario_open.h"

enum column {
    ORDER,
    RECORD,
    USCC,
    NAME,
    TOWN,
    ROUTE,
    ROLE,
    MONTH,
    LAST_START,
    COUNTS,
    SEVERITY,
    UNCHECKED,
    RULES,
    COLUMNS
};

static const struct hj_result_column columns[COLUMNS] = {
    [ORDER] = {.name = "order", .type = HJ_INTEGER},
    [RECORD] = {.name = "record", .type = HJ_INTEGER},
    [USCC] = {.name = "uscc", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},
    [TOWN] = {.name = "town", .type = HJ_TEXT},
    [ROUTE] = {.name = "route", .type = HJ_TEXT},
    [ROLE] = {.name = "role", .type = HJ_TEXT},
    [MONTH] = {.name = "month", .type = HJ_TEXT},
    [LAST_START] = {.name = "last_start", .type = HJ_DATE},
    [COUNTS] = {.name = "counts", .type = HJ_INTEGER},
    [SEVERITY] = {.name = "severity", .type = HJ_TEXT},
    [UNCHECKED] = {.name = "unchecked", .type = HJ_TEXT},
    [RULES] = {.name = "rules", .type = HJ_TEXT},
};

struct state {
    struct hj_arena arena;
    struct hj_scenario_opened opened;
    struct hj_firm_sources sources;
    struct hj_schedule schedule;
    uint32_t uscc, name, town, order; /* roots; those of `plan:` follow one another from order */
    struct hj_indicator_roots today, *after; /* after: one a route */
    struct hj_planned *firms;
    size_t count, capacity, at;
    struct hj_planned **sorted;
    bool done;
};

/* ---- one firm ---- */

static bool is_true(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return hj_bits_get(block->results[root].truth.yes, row);
}

static uint32_t count_items(struct hj_value list)
{
    uint32_t count = !list.null && list.text.size > 0;
    for (size_t i = 0; !list.null && i < list.text.size; i++) {
        count += list.text.data[i] == ';';
    }
    return count;
}

/* The severest of the rules in a list joined by ; */
static enum hj_severity severest(const struct hj_ruleset *ruleset, struct hj_value list)
{
    enum hj_severity severity = HJ_SEVERITY_INFO;
    struct hj_span rest = list.null ? (struct hj_span){"", 0} : list.text;
    while (rest.size > 0) {
        const char *end = memchr(rest.data, ';', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        struct hj_span id = hj_span_slice(rest, 0, size);
        for (uint32_t r = 0; r < ruleset->rule_count; r++) {
            if (hj_span_equal(ruleset->rules[r].id, id) && ruleset->rules[r].severity > severity) {
                severity = ruleset->rules[r].severity;
            }
        }
        rest = end ? hj_span_slice(rest, size + 1, rest.size - size - 1) : (struct hj_span){"", 0};
    }
    return severity;
}

static bool keep(struct hj_arena *arena, struct hj_value *value)
{
    if (!value->null && value->type == HJ_TEXT) {
        value->text = hj_arena_copy(arena, value->text);
        return value->text.data != NULL;
    }
    return true;
}

static bool keep_order(struct state *state, const struct hj_pass_block *block, uint32_t row,
                       uint32_t count, struct hj_planned *firm)
{
    struct hj_value *order = hj_arena_zero(&state->arena, count + 1u, sizeof *order);
    bool kept = order != NULL;
    for (uint32_t i = 0; kept && i < count; i++) {
        order[i] = hj_vector_value(&block->results[state->order + i].vector, row);
        kept = keep(&state->arena, &order[i]);
    }
    firm->order = order;
    return kept;
}

static bool add_firm(struct hj_rows *rows, const struct hj_pass_block *block,
                     const struct hj_vector verdicts[HJ_VERDICT_COLUMNS], uint32_t verdict,
                     uint32_t route)
{
    struct state *state = rows->state;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    uint32_t row = (uint32_t)verdicts[HJ_VERDICT_ROW].integers[verdict];
    struct hj_planned firm = {
        .record = hj_vector_value(block->records, row).integer,
        .uscc = hj_rows_value(block, state->uscc, row),
        .name = hj_rows_value(block, state->name, row),
        .town = hj_rows_value(block, state->town, row),
        .unchecked = hj_vector_value(&verdicts[HJ_VERDICT_UNCHECKED], verdict),
        .rules = hj_vector_value(&verdicts[HJ_VERDICT_RULES], verdict),
        .route = route,
        .counted = is_true(block, state->today.denominator, row) &&
                   !is_true(block, state->after[route].denominator, row),
        .wanted =
            hj_rows_wanted(rows, block, state->town, row) &&
            (!rows->filter.route || hj_span_is(ruleset->routes[route].id, rows->filter.route)),
        .day = HJ_DATE_MIN,
    };
    firm.severity = severest(ruleset, firm.rules);
    firm.unchecked_count = count_items(firm.unchecked);
    void *firms = state->firms;
    if (hj_memory_grow(&firms, &state->capacity, state->count + 1, sizeof firm) != 0) {
        return false;
    }
    state->firms = firms;
    bool kept = keep(&state->arena, &firm.uscc) && keep(&state->arena, &firm.name) &&
                keep(&state->arena, &firm.town) && keep(&state->arena, &firm.unchecked) &&
                keep(&state->arena, &firm.rules) &&
                keep_order(state, block, row, ruleset->plan_count, &firm);
    state->firms[state->count++] = firm;
    return kept;
}

/* ---- the pass ---- */

static enum hj_code read_block(void *context, uint32_t block, struct hj_arena *arena, void **facts,
                               struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    return hj_firm_sources_read(&state->sources, block, arena, facts, error);
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct hj_rows *rows = context;
    return hj_firm_facts_fill(rows->loaded.ruleset, block->rows, block->arena, block->made)
               ? HJ_OK
               : hj_error_memory(error);
}

/* Firms with a route that moves them, no case yet, and not of the numerator: a valid high-tech firm
 * is on no list. */
static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    const struct state *state = rows->state;
    const struct hj_firm_facts *facts = block->made;
    const struct hj_vector *verdicts = facts->verdicts;
    for (uint32_t i = 0; i < verdicts[HJ_VERDICT_ROW].rows; i++) {
        uint32_t row = (uint32_t)verdicts[HJ_VERDICT_ROW].integers[i];
        int32_t route = facts->route[row];
        if (route < 0 || facts->stage[row] != HJ_COHORT_STOCK ||
            is_true(block, state->today.numerator, row)) {
            continue;
        }
        const struct hj_route *of = &rows->loaded.ruleset->routes[route];
        if ((of->gone || of->becomes_count > 0) &&
            !add_firm(rows, block, verdicts, i, (uint32_t)route)) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

/* ---- the result ---- */

static enum hj_code open_scenario(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    struct hj_scenario_opened *opened = &state->opened;
    const char *own = rows->campaign->config.scenario;
    enum hj_code code = HJ_OK;
    opened->campaign = rows->campaign;
    opened->path = rows->filter.scenario ? rows->filter.scenario : own;
    opened->arena = &state->arena;
    if (!opened->path) {
        return hj_error_set(error, HJ_SCENARIO_NONE);
    }
    HJ_TRY(hj_scenario_open(opened, error));
    HJ_TRY(hj_scenario_count_cohorts(opened, error));
    HJ_TRY(hj_simulate_schedule(&opened->file.scenario, opened->cohorts, &state->arena,
                                &state->schedule, error));
    hj_scenario_hand_over(opened, &rows->store, &rows->loaded);
done:
    return code;
}

static enum hj_code add_roots(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    uint32_t counting = state->opened.counting;
    enum hj_code code = HJ_OK;
    state->after = hj_arena_zero(&state->arena, ruleset->route_count + 1u, sizeof *state->after);
    if (!state->after) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_rows_begin_roots(rows, error));
    state->uscc = hj_roots_find(&rows->roots, "uscc");
    state->name = hj_roots_find(&rows->roots, "name");
    state->town = hj_roots_find(&rows->roots, "town");
    HJ_TRY(hj_indicator_roots(&rows->roots, counting, NULL, &state->today, error));
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        if (ruleset->routes[r].gone || ruleset->routes[r].becomes_count > 0) {
            HJ_TRY(hj_indicator_roots(&rows->roots, counting, &ruleset->routes[r], &state->after[r],
                                      error));
        }
    }
    state->order = rows->roots.count;
    for (uint32_t i = 0; i < ruleset->plan_count; i++) {
        hj_roots_add(&rows->roots, ruleset->plan[i].root);
    }
done:
    return code;
}

static enum hj_code open_plan(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_memory_zero(1, sizeof *state);
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    HJ_TRY(open_scenario(rows, error));
    HJ_TRY(add_roots(rows, error));
    state->sources = (struct hj_firm_sources){
        .store = rows->store, .loaded = &rows->loaded, .verdicts = &state->opened.verdicts};
    hj_firm_sources_find(&state->sources, &state->opened.file.sources);
done:
    return code;
}

static struct hj_value last_start(const struct state *state, struct hj_span route)
{
    struct hj_value value = {.type = HJ_DATE, .null = true};
    for (uint32_t i = 0; i < state->schedule.start_count; i++) {
        const struct hj_answer_start *start = &state->schedule.starts[i];
        if (hj_span_equal(start->route, route) && start->any && start->useful) {
            value.null = false;
            value.date = start->date;
        }
    }
    return value;
}

/* How much of the plan comes too late to be as likely as not to count. */
static void say(const struct hj_rows *rows)
{
    const struct state *state = rows->state;
    int64_t opened = 0, late = 0;
    for (size_t i = 0; i < state->count; i++) {
        const struct hj_planned *firm = &state->firms[i];
        struct hj_value last = last_start(state, rows->loaded.ruleset->routes[firm->route].id);
        opened += firm->day > HJ_DATE_MIN;
        late += firm->day > HJ_DATE_MIN && (last.null || firm->day > last.date);
    }
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_PLAN);
    hj_error_number(&note, "opened", opened);
    hj_error_number(&note, "firms", (int64_t)state->count);
    hj_error_number(&note, "late", late);
    hj_campaign_note(rows->campaign, &note);
}

static enum hj_code make_plan(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    enum hj_code code = hj_rows_run_pass(
        rows, &(struct hj_pass){.read = read_block, .work = work, .merge = merge}, error);
    if (code != HJ_OK) {
        return code;
    }
    state->sorted = hj_arena_zero(&state->arena, state->count + 1, sizeof(struct hj_planned *));
    if (!state->sorted ||
        !hj_plan_sort(rows->loaded.ruleset, state->firms, state->count, state->sorted) ||
        !hj_plan_take_months(&state->schedule, state->opened.cohorts, state->sorted, state->count,
                             rows->loaded.ruleset->route_count)) {
        return hj_error_memory(error);
    }
    say(rows);
    return HJ_OK;
}

static bool fill(struct hj_rows *rows, const struct hj_planned *firm, int64_t order,
                 struct hj_value *cells)
{
    const struct state *state = rows->state;
    const struct hj_route *route = &rows->loaded.ruleset->routes[firm->route];
    char month[11];
    cells[ORDER] = (struct hj_value){.type = HJ_INTEGER, .integer = order};
    cells[RECORD] = (struct hj_value){.type = HJ_INTEGER, .integer = firm->record};
    cells[USCC] = firm->uscc;
    cells[NAME] = firm->name;
    cells[TOWN] = firm->town;
    cells[ROUTE] = hj_text_value(route->id);
    cells[ROLE] = hj_text_value(route->role);
    if (firm->day > HJ_DATE_MIN) {
        hj_date_format(firm->day, month);
        cells[MONTH] =
            hj_text_value(hj_arena_copy(&rows->loaded.arena, (struct hj_span){month, 7}));
        if (cells[MONTH].null) {
            return false;
        }
    }
    cells[LAST_START] = last_start(state, route->id);
    cells[COUNTS] = (struct hj_value){.type = HJ_INTEGER, .integer = firm->counted ? -1 : 0};
    cells[SEVERITY] = hj_text_value(hj_span_of(hj_severity_name(firm->severity)));
    cells[UNCHECKED] = firm->unchecked;
    cells[RULES] = firm->rules;
    return true;
}

/* `order` is the place in the whole plan, also where a filter shows a part of it. */
static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    enum { ROWS = 1024 };
    struct state *state = rows->state;
    struct hj_rows_batch batch = {0};
    if (!state->done) {
        enum hj_code code = make_plan(rows, error);
        if (code != HJ_OK) {
            return code;
        }
        state->done = true;
    }
    while (state->at < state->count && batch.count < ROWS) {
        const struct hj_planned *firm = state->sorted[state->at++];
        if (!firm->wanted) {
            continue;
        }
        struct hj_value *cells = hj_rows_add(&batch, COLUMNS, &rows->loaded.arena);
        if (!cells || !fill(rows, firm, (int64_t)state->at, cells)) {
            return hj_error_memory(error);
        }
    }
    rows->values = batch.values;
    rows->count = batch.count;
    return HJ_OK;
}

static void close_plan(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_scenario_close(&state->opened);
        hj_firm_sources_release(&state->sources);
        hj_memory_free(state->firms);
        hj_arena_release(&state->arena);
        hj_memory_free(state);
    }
}

const struct hj_rows_kind hj_rows_plan = {
    .name = "plan",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_plan,
    .batch = batch,
    .close = close_plan,
    .filters = HJ_FILTER_TOWN | HJ_FILTER_ROUTE | HJ_FILTER_WHERE,
};
