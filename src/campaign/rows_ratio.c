/* SPDX-License-Identifier: MIT
 * ratio: the indicator today by the campaign's counting, in total and by groups; groups in the
 * order of their text, firms without one first, the total last. */
#include "base/memory.h"
#include "campaign/indicator.h"
#include "campaign/rows.h"

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

struct group {
    struct hj_span name; /* the arena's; data NULL: no value */
    struct hj_counts counts;
};

struct state {
    struct group *groups; /* sorted */
    size_t count, capacity;
    struct hj_counts total;
    uint32_t by; /* root; HJ_ROOT_NONE: the total alone */
    uint32_t town;
    struct hj_indicator_roots roots;
    int64_t scale;
    bool done;
};

static const char *const group_names[] = {"town", "authority", "type"};

static enum hj_code find_group_root(struct hj_rows *rows, struct state *state,
                                    struct hj_error *error)
{
    state->by = HJ_ROOT_NONE;
    if (!rows->filter.by) {
        return HJ_OK;
    }
    for (size_t i = 0; i < sizeof group_names / sizeof *group_names; i++) {
        if (strcmp(group_names[i], rows->filter.by) == 0) {
            state->by = hj_roots_find(&rows->roots, group_names[i]);
            if (state->by != HJ_ROOT_NONE) {
                return HJ_OK;
            }
        }
    }
    hj_error_set(error, HJ_CAMPAIGN_GROUP);
    hj_error_text(error, "group", hj_span_of(rows->filter.by));
    hj_error_text(error, "expected", hj_span_of("town, authority, type"));
    return error->code;
}

static enum hj_code open_ratio(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_arena_zero(&rows->loaded.arena, 1, sizeof *state);
    uint32_t counting = 0;
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_indicator_counting(rows->campaign, rows->loaded.ruleset, &counting, error));
    HJ_TRY(hj_indicator_scale(rows->loaded.ruleset, &state->scale, error));
    HJ_TRY(hj_rows_begin_roots(rows, error));
    HJ_TRY(hj_indicator_roots(&rows->roots, counting, NULL, &state->roots, error));
    HJ_TRY(find_group_root(rows, state, error));
    state->town = hj_roots_find(&rows->roots, "town");
done:
    return code;
}

/* The group of that name, put in its place if it is new; NULL when the memory is full. */
static struct group *find_group(struct hj_rows *rows, struct state *state, struct hj_span name)
{
    size_t low = 0, high = state->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = hj_span_compare(state->groups[middle].name, name);
        if (order == 0) {
            return &state->groups[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    void *groups = state->groups;
    struct hj_span copy = hj_arena_copy(&rows->loaded.arena, name);
    if (!copy.data ||
        hj_memory_grow(&groups, &state->capacity, state->count + 1, sizeof *state->groups) != 0) {
        return NULL;
    }
    state->groups = groups;
    memmove(&state->groups[low + 1], &state->groups[low],
            (state->count - low) * sizeof *state->groups);
    state->groups[low] = (struct group){.name = copy};
    state->count++;
    return &state->groups[low];
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
        struct hj_value value = hj_rows_value(block, state->by, row);
        struct hj_span name =
            value.null || value.type != HJ_TEXT ? (struct hj_span){"", 0} : value.text;
        struct group *group = find_group(rows, state, name);
        if (!group) {
            return hj_error_memory(error);
        }
        count_row(&group->counts, block, &state->roots, row);
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
    struct hj_value *values =
        hj_arena_zero(&rows->loaded.arena, (state->count + 1) * COLUMNS, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < state->count; i++) {
        fill(&values[i * COLUMNS], state->groups[i].name, &state->groups[i].counts, state->scale);
    }
    fill(&values[state->count * COLUMNS], hj_span_of("total"), &state->total, state->scale);
    rows->values = values;
    rows->count = state->count + 1;
    return HJ_OK;
}

static void close_ratio(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_memory_free(state->groups);
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
