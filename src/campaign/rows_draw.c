/* SPDX-License-Identifier: MIT
 * draw: whom to visit next. Of the firms of the population that no visit told of, so many of each
 * stratum as the allocation says, those with the least numbers of the seed; by record. The number
 * is that of the firm (campaign/firm_id.h), not of its record, so that who is drawn does not depend
 * on the order of the extract. */
#include "assess/survey.h"
#include "base/hash.h"
#include "base/memory.h"
#include "campaign/firm_id.h"
#include "campaign/groups.h"
#include "campaign/population.h"

#include <stdlib.h>

enum column { RECORD, USCC, NAME, TOWN, STRATUM, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [RECORD] = {.name = "record", .type = HJ_INTEGER}, [USCC] = {.name = "uscc", .type = HJ_TEXT},
    [NAME] = {.name = "name", .type = HJ_TEXT},        [TOWN] = {.name = "town", .type = HJ_TEXT},
    [STRATUM] = {.name = "stratum", .type = HJ_TEXT},
};

struct candidate {
    uint64_t order;
    int64_t record;
};

struct stratum {
    struct hj_stratum counts;
    struct candidate *candidates;
    size_t count, capacity;
};

struct state {
    struct hj_survey_roots survey;
    uint32_t group, population, uscc, name, town; /* roots */
    uint32_t who[3];         /* roots: the first that has a value tells the firm */
    struct hj_groups groups; /* of struct stratum */
    enum hj_allocation allocation;
    int64_t *chosen; /* records, ascending; the arena's */
    size_t chosen_count;
};

static enum hj_code read_allocation(const struct hj_filter *filter, enum hj_allocation *allocation,
                                    struct hj_error *error)
{
    const char *given = filter->allocation;
    *allocation =
        given && strcmp(given, "optimal") == 0 ? HJ_ALLOCATION_OPTIMAL : HJ_ALLOCATION_PROPORTIONAL;
    if (given && strcmp(given, "optimal") != 0 && strcmp(given, "proportional") != 0) {
        hj_error_set(error, HJ_OPTION_VALUE);
        hj_error_text(error, "option", hj_span_of("allocation"));
        hj_error_text(error, "value", hj_span_of(given));
        return error->code;
    }
    return HJ_OK;
}

static enum hj_code open_draw(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = hj_arena_zero(&rows->loaded.arena, 1, sizeof *state);
    enum hj_code code = HJ_OK;
    rows->state = state;
    if (!state) {
        return hj_error_memory(error);
    }
    state->groups =
        (struct hj_groups){.arena = &rows->loaded.arena, .value_size = sizeof(struct stratum)};
    HJ_TRY(read_allocation(&rows->filter, &state->allocation, error));
    HJ_TRY(hj_rows_begin_roots(rows, error));
    HJ_TRY(hj_population_root(rows, &state->population, error));
    HJ_TRY(hj_survey_roots(rows, &state->survey, error));
    HJ_TRY(hj_group_root(rows, rows->filter.by, &state->group, error));
    state->uscc = hj_roots_find(&rows->roots, "uscc");
    state->name = hj_roots_find(&rows->roots, "name");
    state->town = hj_roots_find(&rows->roots, "town");
    state->who[0] = hj_roots_find(&rows->roots, HJ_FIRM_ID);
    state->who[1] = state->uscc; /* which firm_id is, where it is not made yet */
    state->who[2] = state->name;
done:
    return code;
}

/* What the random number is keyed by. Firms with one key have one number; their records tell them
 * apart. */
static uint64_t number_of(const struct state *state, const struct hj_pass_block *block,
                          uint32_t row, int64_t record)
{
    for (size_t i = 0; i < sizeof state->who / sizeof *state->who; i++) {
        struct hj_value who = hj_rows_value(block, state->who[i], row);
        if (!who.null && who.type == HJ_TEXT) {
            return hj_hash_bytes(who.text);
        }
    }
    return (uint64_t)record;
}

static bool add_candidate(struct stratum *stratum, uint64_t order, int64_t record)
{
    void *candidates = stratum->candidates;
    if (hj_memory_grow(&candidates, &stratum->capacity, stratum->count + 1,
                       sizeof *stratum->candidates) != 0) {
        return false;
    }
    stratum->candidates = candidates;
    stratum->candidates[stratum->count++] = (struct candidate){order, record};
    return true;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_rows *rows = context;
    struct state *state = rows->state;
    for (uint32_t row = 0; row < block->rows; row++) {
        if (!hj_population_has(block, state->population, row)) {
            continue;
        }
        struct stratum *stratum =
            hj_groups_value(&state->groups, hj_group_name(block, state->group, row));
        if (!stratum) {
            return hj_error_memory(error);
        }
        int result = hj_survey_result(block, &state->survey, row);
        int64_t record = hj_vector_value(block->records, row).integer;
        stratum->counts.population++;
        stratum->counts.sampled += result >= 0;
        stratum->counts.hits += result == 1;
        if (result >= 0) {
            continue;
        }
        uint64_t firm = number_of(state, block, row, record);
        if (!add_candidate(stratum, hj_assess_order(rows->filter.seed, firm), record)) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

static int by_order(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->order != right->order) {
        return left->order < right->order ? -1 : 1;
    }
    return left->record < right->record ? -1 : left->record > right->record;
}

static int by_record(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

static void say(const struct hj_rows *rows, int64_t drawn, int64_t strata)
{
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_SURVEY_DRAWN);
    hj_error_number(&note, "drawn", drawn);
    hj_error_number(&note, "wanted", rows->filter.draw);
    hj_error_number(&note, "strata", strata);
    hj_campaign_note(rows->campaign, &note);
}

static enum hj_code choose(struct hj_rows *rows, struct hj_error *error)
{
    struct state *state = rows->state;
    size_t count = state->groups.count;
    struct hj_arena *arena = &rows->loaded.arena;
    struct hj_stratum *strata = hj_arena_zero(arena, count + 1, sizeof *strata);
    int64_t *sizes = hj_arena_zero(arena, count + 1, sizeof *sizes);
    int64_t drawn = 0;
    if (!strata || !sizes) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        strata[i] = ((const struct stratum *)state->groups.items[i].value)->counts;
    }
    drawn = hj_assess_allocate(strata, count, rows->filter.draw, state->allocation, sizes);
    state->chosen = hj_arena_zero(arena, (size_t)drawn + 1, sizeof *state->chosen);
    if (!state->chosen) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        struct stratum *stratum = state->groups.items[i].value;
        if (stratum->count > 0) {
            qsort(stratum->candidates, stratum->count, sizeof *stratum->candidates, by_order);
        }
        for (int64_t k = 0; k < sizes[i]; k++) {
            state->chosen[state->chosen_count++] = stratum->candidates[k].record;
        }
    }
    qsort(state->chosen, state->chosen_count, sizeof *state->chosen, by_record);
    say(rows, drawn, (int64_t)count);
    return HJ_OK;
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct hj_rows *rows = context;
    const struct state *state = rows->state;
    struct hj_rows_batch *batch = hj_arena_zero(block->arena, 1, sizeof *batch);
    if (!batch) {
        return hj_error_memory(error);
    }
    block->made = batch;
    for (uint32_t row = 0; row < block->rows; row++) {
        struct hj_value record = hj_vector_value(block->records, row);
        if (!bsearch(&record.integer, state->chosen, state->chosen_count, sizeof *state->chosen,
                     by_record)) {
            continue;
        }
        struct hj_value *cells = hj_rows_add(batch, COLUMNS, block->arena);
        if (!cells) {
            return hj_error_memory(error);
        }
        cells[RECORD] = record;
        cells[USCC] = hj_rows_value(block, state->uscc, row);
        cells[NAME] = hj_rows_value(block, state->name, row);
        cells[TOWN] = hj_rows_value(block, state->town, row);
        cells[STRATUM] = hj_rows_value(block, state->group, row);
    }
    return HJ_OK;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    if (!rows->passing) {
        HJ_TRY(hj_rows_run_pass(rows, &(struct hj_pass){.merge = merge}, error));
        HJ_TRY(choose(rows, error));
    }
    code = hj_rows_pass_batch(rows, &(struct hj_pass){.work = work}, error);
done:
    return code;
}

static void close_draw(struct hj_rows *rows)
{
    struct state *state = rows->state;
    if (state) {
        for (size_t i = 0; i < state->groups.count; i++) {
            hj_memory_free(((struct stratum *)state->groups.items[i].value)->candidates);
        }
        hj_groups_release(&state->groups);
    }
}

const struct hj_rows_kind hj_rows_draw = {
    .name = "draw",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_draw,
    .batch = batch,
    .close = close_draw,
    .filters = HJ_FILTER_BY | HJ_FILTER_WHERE,
};
