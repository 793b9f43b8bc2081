/* SPDX-License-Identifier: MIT
 * survey: what the visits say of all firms, by group (town) and in total; groups in the order of
 * their text, firms without one first, the total last. */
#include "assess/survey.h"
#include "campaign/groups.h"
#include "campaign/population.h"

enum column {
    GROUP,
    FIRMS,
    SURVEYED,
    DEAD,
    SHARE,
    SHARE_LOW,
    SHARE_HIGH,
    NUMBER,
    NUMBER_LOW,
    NUMBER_HIGH,
    COLUMNS
};

static const struct hj_result_column columns[COLUMNS] = {
    [GROUP] = {.name = "group", .type = HJ_TEXT},
    [FIRMS] = {.name = "firms", .type = HJ_INTEGER},
    [SURVEYED] = {.name = "surveyed", .type = HJ_INTEGER},
    [DEAD] = {.name = "dead", .type = HJ_INTEGER},
    [SHARE] = {.name = "share", .type = HJ_NUMBER, .decimals = 4},
    [SHARE_LOW] = {.name = "share_low", .type = HJ_NUMBER, .decimals = 4},
    [SHARE_HIGH] = {.name = "share_high", .type = HJ_NUMBER, .decimals = 4},
    [NUMBER] = {.name = "number", .type = HJ_INTEGER},
    [NUMBER_LOW] = {.name = "number_low", .type = HJ_INTEGER},
    [NUMBER_HIGH] = {.name = "number_high", .type = HJ_INTEGER},
};

static const double confidence = 0.95;

/* All visits, and those drawn at random. */
struct cell {
    struct hj_stratum all, random;
};

struct state {
    struct hj_survey_roots survey;
    uint32_t group, population; /* roots */
    struct hj_groups groups;    /* of struct cell */
    int64_t random;             /* visits drawn at random */
    /* Firms, and visits that count, of those that visits are aimed at. */
    int64_t aimed_firms, aimed_visits;
    bool done;
};

static enum hj_code open_survey(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_arena_zero(&rows->loaded.arena, 1, sizeof *state);
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    state->groups =
        (struct hj_groups){.arena = &rows->loaded.arena, .value_size = sizeof(struct cell)};
    HJ_TRY(hj_rows_begin_roots(rows, error));
    HJ_TRY(hj_population_root(rows, &state->population, error));
    HJ_TRY(hj_survey_roots(rows, &state->survey, error));
    HJ_TRY(hj_group_root(rows, rows->filter.by, &state->group, error));
done:
    return code;
}

static bool is_true(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return root != HJ_ROOT_NONE && hj_bits_get(block->results[root].truth.yes, row);
}

static void count(struct state *state, struct cell *cell, const struct hj_pass_block *block,
                  uint32_t row)
{
    int result = hj_survey_result(block, &state->survey, row);
    bool random = result >= 0 && is_true(block, state->survey.random, row);
    bool aimed = is_true(block, state->survey.aim, row);
    cell->all.population++;
    cell->all.sampled += result >= 0;
    cell->all.hits += result == 1;
    cell->random.population++;
    cell->random.sampled += random;
    cell->random.hits += random && result == 1;
    state->random += random;
    state->aimed_firms += aimed;
    state->aimed_visits += aimed && result >= 0;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    for (uint32_t row = 0; row < block->rows; row++) {
        if (!hj_population_has(block, state->population, row)) {
            continue;
        }
        struct cell *cell =
            hj_groups_value(&state->groups, hj_group_name(block, state->group, row));
        if (!cell) {
            return hj_error_memory(error);
        }
        count(state, cell, block, row);
    }
    return HJ_OK;
}

static struct hj_value integer(int64_t value, bool given)
{
    return (struct hj_value){.type = HJ_INTEGER, .null = !given, .integer = given ? value : 0};
}

static struct hj_value number(double value, bool given)
{
    return (struct hj_value){.type = HJ_NUMBER, .null = !given, .number = given ? value : 0};
}

static void put(struct hj_value *cells, struct hj_span group, const struct hj_stratum *stratum,
                const struct hj_estimate *estimate)
{
    bool given = estimate->given;
    cells[GROUP] = hj_text_value(group);
    cells[FIRMS] = integer(stratum->population, true);
    cells[SURVEYED] = integer(stratum->sampled, true);
    cells[DEAD] = integer(stratum->hits, true);
    cells[SHARE] = number(estimate->share, given);
    cells[SHARE_LOW] = number(estimate->shares.low, given);
    cells[SHARE_HIGH] = number(estimate->shares.high, given);
    cells[NUMBER] = integer(estimate->number, given);
    cells[NUMBER_LOW] = integer(estimate->numbers.low, given);
    cells[NUMBER_HIGH] = integer(estimate->numbers.high, given);
}

/* Groups without a visit are in no estimate: said, since the total then stands for fewer firms. */
static void say_left_out(const struct hj_rows *rows, int64_t firms, int64_t covered)
{
    struct hj_error note;
    if (covered < firms) {
        hj_error_set(&note, HJ_NOTE_SURVEY_LEFT_OUT);
        hj_error_number(&note, "firms", firms - covered);
        hj_error_number(&note, "covered", covered);
        hj_campaign_note(rows->campaign, &note);
    }
}

/* Visits aimed at suspects say nothing of all firms: said where chance does not explain it. */
static void say_aimed(const struct hj_rows *rows, const struct hj_stratum *total)
{
    const struct state *state = rows->state;
    struct hj_error note;
    if (state->random > 0) {
        hj_error_set(&note, HJ_NOTE_SURVEY_RANDOM);
        hj_error_number(&note, "random", state->random);
        hj_campaign_note(rows->campaign, &note);
        return;
    }
    if (hj_assess_aimed(state->aimed_visits, total->sampled, state->aimed_firms,
                        total->population)) {
        hj_error_set(&note, HJ_NOTE_SURVEY_AIMED);
        hj_error_number(&note, "visited", 100 * state->aimed_visits / total->sampled);
        hj_error_number(&note, "all", 100 * state->aimed_firms / total->population);
        hj_error_text(&note, "name", hj_span_of(HJ_SURVEY_AIM));
        hj_campaign_note(rows->campaign, &note);
    }
}

static enum hj_code fill(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    size_t count = state->groups.count;
    struct hj_arena *arena = &rows->loaded.arena;
    struct hj_stratum *strata = hj_arena_zero(arena, count + 1, sizeof *strata);
    struct hj_value *values = hj_arena_zero(arena, (count + 1) * COLUMNS, sizeof *values);
    struct hj_stratum total = {0};
    int64_t covered;
    if (!strata || !values) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        const struct cell *cell = state->groups.items[i].value;
        strata[i] = state->random > 0 ? cell->random : cell->all;
        struct hj_estimate estimate = hj_assess_stratum(&strata[i], confidence);
        put(&values[i * COLUMNS], state->groups.items[i].name, &strata[i], &estimate);
        total.population += strata[i].population;
        total.sampled += strata[i].sampled;
        total.hits += strata[i].hits;
    }
    struct hj_estimate estimate = hj_assess_total(strata, count, confidence, &covered);
    say_aimed(rows, &total);
    say_left_out(rows, total.population, covered);
    put(&values[count * COLUMNS], hj_span_of("total"), &total, &estimate);
    rows->values = values;
    rows->count = count + 1;
    return HJ_OK;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    if (state->done) {
        return HJ_OK;
    }
    state->done = true;
    enum hj_code code = hj_rows_run_pass(rows, &(struct hj_pass){.merge = merge}, error);
    return code == HJ_OK ? fill(rows, error) : code;
}

static void close_survey(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        hj_groups_release(&state->groups);
    }
}

const struct hj_rows_kind hj_rows_survey = {
    .name = "survey",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_survey,
    .batch = batch,
    .close = close_survey,
    .filters = HJ_FILTER_BY | HJ_FILTER_WHERE,
};
