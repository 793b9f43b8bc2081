/* SPDX-License-Identifier: MIT
 * ratio: the indicator today by the campaign's counting, in total and by groups; groups in the
 * order of their text, firms without one first, the total last. */
#include "campaign/groups.h"
#include "campaign/indicator.h"
#include "campaign/population.h"

enum column {
    GROUP,
    NUMERATOR,
    DENOMINATOR,
    RATIO,
    NUMERATOR_UNKNOWN,
    DENOMINATOR_UNKNOWN,
    COLUMNS
};

static const struct hj_result_column columns[COLUMNS] = {
    [GROUP] = {.name = "group", .type = HJ_TEXT},
    [NUMERATOR] = {.name = "numerator", .type = HJ_INTEGER},
    [DENOMINATOR] = {.name = "denominator", .type = HJ_INTEGER},
    [RATIO] = {.name = "ratio", .type = HJ_NUMBER, .decimals = 4},
    [NUMERATOR_UNKNOWN] = {.name = "numerator_unknown", .type = HJ_INTEGER},
    [DENOMINATOR_UNKNOWN] = {.name = "denominator_unknown", .type = HJ_INTEGER},
};

struct state {
    struct hj_groups groups; /* of struct hj_counts */
    struct hj_counts total;
    uint32_t by; /* root; HJ_ROOT_NONE: the total alone */
    uint32_t town;
    struct hj_indicator_roots roots;
    int64_t scale;
    bool done;
};

static enum hj_code open_ratio(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_arena_zero(&rows->loaded.arena, 1, sizeof *state);
    uint32_t counting = 0;
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    state->groups =
        (struct hj_groups){.arena = &rows->loaded.arena, .value_size = sizeof(struct hj_counts)};
    state->by = HJ_ROOT_NONE;
    HJ_TRY(hj_indicator_counting(rows->campaign, rows->loaded.ruleset, &counting, error));
    HJ_TRY(hj_indicator_scale(rows->loaded.ruleset, &state->scale, error));
    HJ_TRY(hj_rows_begin_roots(rows, error));
    HJ_TRY(hj_indicator_roots(&rows->roots, counting, NULL, &state->roots, error));
    if (rows->filter.by) {
        HJ_TRY(hj_group_root(rows, rows->filter.by, &state->by, error));
    }
    state->town = hj_roots_find(&rows->roots, "town");
done:
    return code;
}

static void count_row(struct hj_counts *counts, const struct hj_pass_block *block,
                      const struct hj_indicator_roots *roots, uint32_t row)
{
    struct hj_truth numerator = block->results[roots->numerator].truth;
    struct hj_truth denominator = block->results[roots->denominator].truth;
    counts->numerator += hj_bits_get(numerator.yes, row);
    counts->denominator += hj_bits_get(denominator.yes, row);
    counts->numerator_unknown += hj_bits_get(numerator.unknown, row);
    counts->denominator_unknown += hj_bits_get(denominator.unknown, row);
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    for (uint32_t row = 0; row < block->rows; row++) {
        if (!hj_rows_wanted(rows, block, state->town, row)) {
            continue;
        }
        count_row(&state->total, block, &state->roots, row);
        if (state->by == HJ_ROOT_NONE) {
            continue;
        }
        struct hj_counts *counts =
            hj_groups_value(&state->groups, hj_group_name(block, state->by, row));
        if (!counts) {
            return hj_error_memory(error);
        }
        count_row(counts, block, &state->roots, row);
    }
    return HJ_OK;
}

double hj_ratio(int64_t numerator, int64_t denominator, int64_t scale)
{
    return denominator ? (double)numerator * (double)scale / (double)denominator : 0;
}

static void fill(struct hj_value *cells, struct hj_span name, const struct hj_counts *counts,
                 int64_t scale)
{
    const int64_t numbers[COLUMNS] = {
        [NUMERATOR] = counts->numerator,
        [DENOMINATOR] = counts->denominator,
        [NUMERATOR_UNKNOWN] = counts->numerator_unknown,
        [DENOMINATOR_UNKNOWN] = counts->denominator_unknown,
    };
    for (int i = NUMERATOR; i < COLUMNS; i++) {
        cells[i] = (struct hj_value){.type = HJ_INTEGER, .integer = numbers[i]};
    }
    cells[GROUP] = hj_text_value(name);
    cells[RATIO] = (struct hj_value){
        .type = HJ_NUMBER,
        .null = counts->denominator == 0,
        .number = hj_ratio(counts->numerator, counts->denominator, scale),
    };
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    if (state->done) {
        return HJ_OK;
    }
    state->done = true;
    enum hj_code code = hj_rows_run_pass(rows, &(struct hj_pass){.merge = merge}, error);
    if (code != HJ_OK) {
        return code;
    }
    size_t count = state->groups.count;
    struct hj_value *values =
        hj_arena_zero(&rows->loaded.arena, (count + 1) * COLUMNS, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        const struct hj_group *group = &state->groups.items[i];
        fill(&values[i * COLUMNS], group->name, group->value, state->scale);
    }
    fill(&values[count * COLUMNS], hj_span_of("total"), &state->total, state->scale);
    rows->values = values;
    rows->count = count + 1;
    return HJ_OK;
}

static void close_ratio(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_groups_release(&state->groups);
    }
}

const struct hj_rows_kind hj_rows_ratio = {
    .name = "ratio",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_ratio,
    .batch = batch,
    .close = close_ratio,
    .filters = HJ_FILTER_BY | HJ_FILTER_TOWN | HJ_FILTER_WHERE,
};
