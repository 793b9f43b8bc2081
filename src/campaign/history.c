/* SPDX-License-Identifier: MIT */
#include "campaign/history.h"

#include "campaign/indicator.h"

enum { MOST_VALUES = 256 };

/* Firms in the window by calendar month. */
struct flows {
    int64_t founded[12], closed[12];
};

/* A value of the column that exits change, among firms that count today. */
struct value {
    struct hj_span text;
    int64_t firms;
};

struct making {
    const struct hj_cohort_job *job;
    struct hj_roots roots;
    uint32_t today, before; /* roots: counts today; counts with the exit undone */
    uint32_t entered, left; /* roots; left may be HJ_ROOT_NONE */
    uint32_t column;        /* root of the first pass: what exits change */
    hj_date first, last;    /* the window */
    struct flows flows;
    struct value values[MOST_VALUES];
    uint32_t value_count;
};

/* ---- what a firm was before it left ---- */

/* The first column that a route changes: what an exit is told by. UINT32_MAX: none. */
static uint32_t changed_column(const struct hj_ruleset *ruleset)
{
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        for (uint32_t b = 0; b < ruleset->routes[r].becomes_count; b++) {
            uint32_t name = ruleset->routes[r].becomes[b].name;
            if (ruleset->scope.names[name].type == HJ_TEXT) {
                return name;
            }
        }
    }
    return UINT32_MAX;
}

static enum hj_code add_value(struct making *making, struct hj_span text, struct hj_error *error)
{
    for (uint32_t i = 0; i < making->value_count; i++) {
        if (hj_span_equal(making->values[i].text, text)) {
            making->values[i].firms++;
            return HJ_OK;
        }
    }
    if (making->value_count < MOST_VALUES) {
        struct hj_span copy = hj_arena_copy(making->job->arena, text);
        if (!copy.data) {
            return hj_error_memory(error);
        }
        making->values[making->value_count++] = (struct value){copy, 1};
    }
    return HJ_OK;
}

static enum hj_code count_values(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct making *making = context;
    const struct hj_vector *column = &block->results[making->column].vector;
    for (uint32_t row = 0; row < block->rows; row++) {
        if (hj_bits_get(block->results[making->today].truth.yes, row) &&
            !hj_vector_is_null(column, row)) {
            enum hj_code code = add_value(making, hj_vector_text(column, row), error);
            if (code != HJ_OK) {
                return code;
            }
        }
    }
    return HJ_OK;
}

static enum hj_code run_pass(const struct making *making,
                             enum hj_code (*merge)(void *, struct hj_pass_block *,
                                                   struct hj_error *),
                             struct hj_error *error)
{
    const struct hj_pass pass = {
        .campaign = making->job->campaign,
        .store = making->job->store,
        .loaded = making->job->loaded,
        .roots = making->roots.roots,
        .root_count = making->roots.count,
        .keep_results = true,
        .context = (void *)(uintptr_t)making,
        .merge = merge,
    };
    return hj_pass_run(&pass, error);
}

/* The commonest value of the column among firms that count. */
static enum hj_code find_was(struct making *making, struct hj_scenario_history *history,
                             struct hj_error *error)
{
    const struct hj_ruleset *ruleset = making->job->loaded->ruleset;
    uint32_t name = changed_column(ruleset);
    struct hj_arena arena = {0};
    struct hj_indicator_roots today;
    enum hj_code code = HJ_OK;
    if (name == UINT32_MAX) {
        return HJ_OK;
    }
    hj_roots_init(&making->roots, ruleset, &arena);
    HJ_TRY(hj_indicator_roots(&making->roots, making->job->counting, NULL, &today, error));
    making->today = today.denominator;
    making->column = hj_roots_name(&making->roots, name);
    HJ_TRY(making->roots.memory_full ? hj_error_memory(error) : HJ_OK);
    HJ_TRY(run_pass(making, count_values, error));
    int64_t most = 0;
    for (uint32_t i = 0; i < making->value_count; i++) {
        if (making->values[i].firms > most) {
            most = making->values[i].firms;
            history->was_column = ruleset->scope.names[name].name;
            history->was_value = making->values[i].text;
        }
    }
done:
    hj_arena_release(&arena);
    return code;
}

/* ---- the flows ---- */

static void count_date(const struct making *making, const struct hj_vector *dates, uint32_t row,
                       int64_t counts[12])
{
    if (hj_vector_is_null(dates, row)) {
        return;
    }
    hj_date date = dates->dates[row];
    if (date >= making->first && date <= making->last) {
        counts[hj_date_to_civil(date).month - 1]++;
    }
}

static enum hj_code count_block(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct making *making = context;
    const struct hj_vector *entered = &block->results[making->entered].vector;
    const struct hj_vector *left =
        making->left == HJ_ROOT_NONE ? NULL : &block->results[making->left].vector;
    (void)error;
    for (uint32_t row = 0; row < block->rows; row++) {
        bool gone = left && !hj_vector_is_null(left, row);
        uint32_t root = gone ? making->before : making->today;
        if (hj_bits_get(block->results[root].truth.yes, row)) {
            count_date(making, entered, row, making->flows.founded);
            if (gone) {
                count_date(making, left, row, making->flows.closed);
            }
        }
    }
    return HJ_OK;
}

/* How many months of each calendar month the window has, partial ones by their days. */
static void count_months(const struct making *making, double months[12])
{
    for (hj_date day = making->first; day <= making->last; day++) {
        struct hj_civil civil = hj_date_to_civil(day);
        hj_date begin = day - (civil.day - 1), next = begin + 31;
        if (!hj_date_add_months(begin, 1, &next)) {
            next = begin + 31;
        }
        months[civil.month - 1] += 1.0 / (double)(next - begin);
    }
}

/* By season where the window has every calendar month, else the same each month. */
static void add_flow(const int64_t counts[12], const double months[12], bool by_season,
                     double flow[12])
{
    double all = 0.0, length = 0.0;
    for (int m = 0; m < 12; m++) {
        all += (double)counts[m];
        length += months[m];
    }
    for (int m = 0; m < 12; m++) {
        flow[m] += by_season ? (double)counts[m] / months[m] : length > 0.0 ? all / length : 0.0;
    }
}

/* A registry that holds only the living founds too few, and nobody leaves it. */
static void tell_if_none_left(const struct making *making, struct hj_scenario_file *file)
{
    for (int m = 0; m < 12; m++) {
        if (making->flows.closed[m] > 0) {
            return;
        }
    }
    struct hj_problem *problem =
        hj_yaml_problem(&file->yaml, file->history_node, 0, HJ_SCENARIO_NONE_LEFT, true,
                        &making->job->campaign->problems);
    hj_error_number(&problem->error, "months", file->history.months);
}

/* ---- columns ---- */

static uint32_t find_column(const struct making *making, struct hj_scenario_file *file,
                            struct hj_span name, enum hj_type type, bool wanted)
{
    const struct hj_scope *scope = &making->job->loaded->ruleset->scope;
    int index = hj_scope_find(scope, name);
    if (index >= 0 && scope->names[index].type == type) {
        return (uint32_t)index;
    }
    if (wanted) {
        struct hj_problem *problem =
            hj_yaml_problem(&file->yaml, file->history_node, 0, HJ_SCENARIO_COLUMN, false,
                            &making->job->campaign->problems);
        hj_error_text(&problem->error, "table", hj_span_of("registry"));
        hj_error_text(&problem->error, "column", name);
    }
    return UINT32_MAX;
}

static enum hj_code make_roots(struct making *making, struct hj_scenario_file *file,
                               struct hj_arena *arena, uint32_t entered, uint32_t left,
                               struct hj_error *error)
{
    const struct hj_scenario_history *history = &file->history;
    const struct hj_ruleset *ruleset = making->job->loaded->ruleset;
    struct hj_indicator_roots roots;
    struct hj_becomes was = {0, {.type = HJ_TEXT, .text = history->was_value}};
    struct hj_route undo = {.becomes = &was, .becomes_count = 1};
    enum hj_code code = HJ_OK;
    hj_roots_init(&making->roots, ruleset, arena);
    HJ_TRY(hj_indicator_roots(&making->roots, making->job->counting, NULL, &roots, error));
    making->today = making->before = roots.denominator;
    if (history->was_column.size) {
        was.name = find_column(making, file, history->was_column, HJ_TEXT, true);
        if (was.name != UINT32_MAX) {
            HJ_TRY(hj_indicator_roots(&making->roots, making->job->counting, &undo, &roots, error));
            making->before = roots.denominator;
        }
    }
    making->entered = hj_roots_name(&making->roots, entered);
    making->left = left == UINT32_MAX ? HJ_ROOT_NONE : hj_roots_name(&making->roots, left);
    code = making->roots.memory_full ? hj_error_memory(error) : HJ_OK;
done:
    return code;
}

enum hj_code hj_history_add(const struct hj_cohort_job *job, struct hj_scenario_file *file,
                            struct hj_error *error)
{
    struct making making = {.job = job, .last = job->loaded->ruleset->as_of};
    struct hj_scenario_history *history = &file->history;
    struct hj_arena arena = {0};
    double months[12] = {0.0};
    enum hj_code code = HJ_OK;
    uint32_t entered = find_column(&making, file, history->entered, HJ_DATE, true);
    uint32_t left = find_column(&making, file, history->left, HJ_DATE, history->left_given);
    if (entered == UINT32_MAX ||
        !hj_date_add_months(making.last + 1, -history->months, &making.first)) {
        return HJ_OK;
    }
    if (left != UINT32_MAX && history->was_column.size == 0) {
        HJ_TRY(find_was(&making, history, error));
    }
    HJ_TRY(make_roots(&making, file, &arena, entered, left, error));
    HJ_TRY(run_pass(&making, count_block, error));
    count_months(&making, months);
    tell_if_none_left(&making, file);
    bool by_season = history->months >= 12;
    add_flow(making.flows.founded, months, by_season, file->scenario.flow.founded);
    add_flow(making.flows.closed, months, by_season, file->scenario.flow.closed);
done:
    hj_arena_release(&arena);
    return code;
}
