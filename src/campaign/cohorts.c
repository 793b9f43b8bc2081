/* SPDX-License-Identifier: MIT */
#include "campaign/cohorts.h"

#include "base/memory.h"
#include "campaign/fact_columns.h"
#include "campaign/facts.h"
#include "campaign/indicator.h"
#include "campaign/tallies.h"
#include "campaign/verdicts.h"

#include <stdlib.h>

enum { CASE_COLUMNS = 3, CERTIFICATE_COLUMNS = 1 };

/* A fact table and the columns that are wanted of it; no snapshot: there is none. */
struct source {
    struct hj_fact_reading reading;
    int firm;                  /* column #firm */
    int columns[CASE_COLUMNS]; /* -1: no such column */
};

struct making {
    const struct hj_cohort_job *job;
    struct hj_roots roots;
    struct hj_indicator_roots today;
    struct hj_indicator_roots *after; /* one a route; those that move nothing are not asked */
    uint32_t town;                    /* root, or HJ_ROOT_NONE */
    struct source cases, certificates;
    struct hj_tally *tallies;
    size_t tally_count, tally_capacity;
    struct hj_certificates *ends;
    size_t end_count, end_capacity;
    struct hj_cohorts *cohorts;
    uint64_t left_out;
};

/* What read leaves for work, and work for merge. */
struct made {
    struct hj_vector verdicts[HJ_VERDICT_COLUMNS];
    struct hj_vector cases[CASE_COLUMNS + 1];               /* the last: of which firm */
    struct hj_vector certificates[CERTIFICATE_COLUMNS + 1]; /* likewise */
    struct hj_tally *tallies;
    size_t tally_count;
    struct hj_certificates *ends;
    size_t end_count;
    int64_t numerator, denominator;
    uint64_t left_out;
};

/* ---- sources ---- */

static void find_source(const struct making *making, struct source *source,
                        const struct hj_snapshot *snapshot)
{
    source->reading.store = making->job->store;
    source->firm = snapshot ? hj_schema_find(&snapshot->schema, hj_span_of(HJ_FACT_FIRM)) : -1;
    source->reading.snapshot = source->firm >= 0 ? snapshot : NULL;
}

static void find_sources(struct making *making)
{
    const struct hj_loaded *loaded = making->job->loaded;
    const struct hj_scenario_sources *sources = making->job->sources;
    struct source *certificates = &making->certificates, *cases = &making->cases;
    uint32_t fact = hj_cohorts_certificates(loaded, sources);
    if (fact != UINT32_MAX) {
        find_source(making, certificates, &loaded->facts[fact]);
        certificates->columns[0] =
            hj_fact_column(&loaded->facts[fact], sources->valid_until, HJ_DATE);
    }
    const struct hj_snapshot *snapshot = hj_fact_snapshot(loaded, sources->cases_table);
    if (snapshot) {
        find_source(making, cases, snapshot);
        cases->columns[0] = hj_fact_column(snapshot, sources->case_route, HJ_TEXT);
        cases->columns[1] = hj_fact_column(snapshot, sources->case_stage, HJ_TEXT);
        cases->columns[2] = hj_fact_column(snapshot, sources->case_date, HJ_DATE);
        if (cases->columns[0] < 0) {
            cases->reading.snapshot = NULL;
        }
    }
}

static enum hj_code read_source(struct source *source, uint32_t block, struct hj_arena *arena,
                                struct hj_vector *vectors, int count, struct hj_error *error)
{
    const struct hj_snapshot *snapshot = source->reading.snapshot;
    enum hj_code code = HJ_OK;
    if (!snapshot || block >= snapshot->blocks) {
        return HJ_OK;
    }
    HJ_TRY(hj_fact_read(&source->reading, source->firm, block, arena, &vectors[count], error));
    for (int c = 0; c < count; c++) {
        HJ_TRY(
            hj_fact_read(&source->reading, source->columns[c], block, arena, &vectors[c], error));
    }
done:
    return code;
}

static enum hj_code read_block(void *context, uint32_t block, struct hj_arena *arena, void **result,
                               struct hj_error *error)
{
    struct making *making = context;
    struct made *made = hj_arena_zero(arena, 1, sizeof *made);
    enum hj_code code = HJ_OK;
    if (!made) {
        return hj_error_memory(error);
    }
    *result = made;
    if (making->job->verdicts) {
        HJ_TRY(hj_verdicts_get(making->job->store, making->job->verdicts, block, arena,
                               made->verdicts, error));
    }
    HJ_TRY(read_source(&making->cases, block, arena, made->cases, CASE_COLUMNS, error));
    HJ_TRY(read_source(&making->certificates, block, arena, made->certificates, CERTIFICATE_COLUMNS,
                       error));
done:
    return code;
}

/* ---- one block ---- */

/* What is known of each firm of the block. */
struct firms {
    int32_t *route; /* of its verdict or its case; -1: none */
    int32_t *stage; /* HJ_COHORT_STOCK */
    hj_date *since;
    hj_date *until; /* the end of its last certificate; HJ_DATE_MIN: none is known */
};

static bool vector_known(const struct hj_vector *vector, uint32_t row)
{
    return vector->rows > row && !hj_vector_is_null(vector, row);
}

static void take_verdicts(const struct making *making, const struct made *made, struct firms *firms)
{
    const struct hj_vector *rows = &made->verdicts[HJ_VERDICT_ROW];
    const struct hj_vector *routes = &made->verdicts[HJ_VERDICT_ROUTE];
    for (uint32_t i = 0; i < rows->rows; i++) {
        if (vector_known(routes, i)) {
            firms->route[rows->integers[i]] =
                hj_route_find(making->job->loaded->ruleset, hj_vector_text(routes, i));
        }
    }
}

static bool is_title(const struct hj_title *title, struct hj_span text)
{
    return hj_span_equal(title->zh, text) || hj_span_equal(title->en, text);
}

/* By id or title; -1: no such route. */
static int case_route(const struct hj_ruleset *ruleset, const struct hj_vector *routes,
                      uint32_t row)
{
    struct hj_span text =
        vector_known(routes, row) ? hj_vector_text(routes, row) : (struct hj_span){NULL, 0};
    int found = text.size ? hj_route_find(ruleset, text) : -1;
    for (uint32_t r = 0; found < 0 && text.size && r < ruleset->route_count; r++) {
        found = is_title(&ruleset->routes[r].title, text) ? (int)r : -1;
    }
    return found;
}

/* The step that a stage names; the first where it names none. */
static int32_t case_stage(const struct hj_route *route, const struct hj_vector *stages,
                          uint32_t row)
{
    for (uint32_t s = 0; vector_known(stages, row) && s < route->step_count; s++) {
        if (is_title(&route->steps[s].name, hj_vector_text(stages, row))) {
            return (int32_t)s;
        }
    }
    return 0;
}

/* Of several cases of a firm the latest counts; without a date it begins today. */
static void take_cases(const struct making *making, struct made *made, struct firms *firms)
{
    const struct hj_ruleset *ruleset = making->job->loaded->ruleset;
    for (uint32_t i = 0; i < made->cases[CASE_COLUMNS].rows; i++) {
        size_t firm = (size_t)made->cases[CASE_COLUMNS].integers[i];
        int route = case_route(ruleset, &made->cases[0], i);
        if (route < 0) {
            made->left_out++;
            continue;
        }
        hj_date since = vector_known(&made->cases[2], i) ? made->cases[2].dates[i] : ruleset->as_of;
        if (firms->stage[firm] == HJ_COHORT_STOCK || since >= firms->since[firm]) {
            firms->route[firm] = route;
            firms->stage[firm] = case_stage(&ruleset->routes[route], &made->cases[1], i);
            firms->since[firm] = since;
        }
    }
}

static void take_certificates(const struct made *made, struct firms *firms)
{
    const struct hj_vector *until = &made->certificates[0];
    for (uint32_t i = 0; i < made->certificates[CERTIFICATE_COLUMNS].rows; i++) {
        size_t firm = (size_t)made->certificates[CERTIFICATE_COLUMNS].integers[i];
        if (vector_known(until, i) && until->dates[i] > firms->until[firm]) {
            firms->until[firm] = until->dates[i];
        }
    }
}

static bool is_true(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return hj_bits_get(block->results[root].truth.yes, row);
}

/* Whether the firm is on a route that takes it out of the denominator: fills its tally. A firm of
 * the numerator has no case opened: it is never listed (design.md section 4). */
static bool tally_firm(const struct making *making, const struct hj_pass_block *block,
                       const struct firms *firms, uint32_t row, struct hj_tally *tally)
{
    int32_t route = firms->route[row];
    const struct hj_ruleset *ruleset = making->job->loaded->ruleset;
    if (route < 0 || !(ruleset->routes[route].gone || ruleset->routes[route].becomes_count)) {
        return false;
    }
    const struct hj_indicator_roots *after = &making->after[route];
    bool hightech = is_true(block, making->today.numerator, row);
    bool counted =
        is_true(block, making->today.denominator, row) && !is_true(block, after->denominator, row);
    if (!counted || (hightech && firms->stage[row] == HJ_COHORT_STOCK)) {
        return false;
    }
    tally->cohort = (struct hj_cohort){
        .route = (uint32_t)route,
        .stage = firms->stage[row],
        .since = firms->stage[row] == HJ_COHORT_STOCK ? 0 : firms->since[row],
        .counted = true,
        .hightech = hightech,
        .firms = 1,
    };
    const struct hj_vector *town =
        making->town != HJ_ROOT_NONE ? &block->results[making->town].vector : NULL;
    tally->town = town && !hj_vector_is_null(town, row) ? hj_vector_text(town, row)
                                                        : (struct hj_span){NULL, 0};
    return true;
}

/* Towns are texts of the worker, gone when it takes its next block. */
static bool keep_towns(struct made *made, struct hj_arena *arena)
{
    bool kept = true;
    for (size_t i = 0; i < made->tally_count; i++) {
        struct hj_tally *tally = &made->tallies[i];
        if (tally->town.data) {
            tally->town = hj_arena_copy(arena, tally->town);
            kept = kept && tally->town.data;
        }
    }
    return kept;
}

static bool tally_block(const struct making *making, const struct hj_pass_block *block,
                        const struct firms *firms, struct made *made)
{
    for (uint32_t row = 0; row < block->rows; row++) {
        struct hj_tally *tally = &made->tallies[made->tally_count];
        bool numerator = is_true(block, making->today.numerator, row);
        bool on_route = tally_firm(making, block, firms, row, tally);
        made->tally_count += on_route;
        made->denominator += is_true(block, making->today.denominator, row);
        made->numerator += numerator;
        if (numerator && !on_route && firms->until[row] > HJ_DATE_MIN) {
            made->ends[made->end_count++] = (struct hj_certificates){firms->until[row], 1};
        }
    }
    made->tally_count = hj_tallies_collapse(made->tallies, made->tally_count);
    made->end_count = hj_ends_collapse(made->ends, made->end_count);
    return keep_towns(made, block->arena);
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct making *making = context;
    struct made *made = block->made;
    uint32_t rows = block->rows;
    struct firms firms = {
        .route = hj_arena_new(block->arena, rows * sizeof *firms.route),
        .stage = hj_arena_new(block->arena, rows * sizeof *firms.stage),
        .since = hj_arena_zero(block->arena, rows, sizeof *firms.since),
        .until = hj_arena_new(block->arena, rows * sizeof *firms.until),
    };
    made->tallies = hj_arena_new(block->arena, ((size_t)rows + 1) * sizeof *made->tallies);
    made->ends = hj_arena_new(block->arena, ((size_t)rows + 1) * sizeof *made->ends);
    if (!firms.route || !firms.stage || !firms.since || !firms.until || !made->tallies ||
        !made->ends) {
        return hj_error_memory(error);
    }
    for (uint32_t row = 0; row < rows; row++) {
        firms.route[row] = -1;
        firms.stage[row] = HJ_COHORT_STOCK;
        firms.until[row] = HJ_DATE_MIN;
    }
    take_verdicts(making, made, &firms);
    take_cases(making, made, &firms);
    take_certificates(made, &firms);
    return tally_block(making, block, &firms, made) ? HJ_OK : hj_error_memory(error);
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct making *making = context;
    const struct made *made = block->made;
    void *tallies = making->tallies, *ends = making->ends;
    if (hj_memory_grow(&tallies, &making->tally_capacity, making->tally_count + made->tally_count,
                       sizeof *making->tallies) != 0) {
        return hj_error_memory(error);
    }
    making->tallies = tallies;
    if (hj_memory_grow(&ends, &making->end_capacity, making->end_count + made->end_count,
                       sizeof *making->ends) != 0) {
        return hj_error_memory(error);
    }
    making->ends = ends;
    for (size_t i = 0; i < made->tally_count; i++) {
        struct hj_tally *tally = &making->tallies[making->tally_count++];
        *tally = made->tallies[i];
        if (tally->town.data) {
            tally->town = hj_arena_copy(making->job->arena, tally->town);
            if (!tally->town.data) {
                return hj_error_memory(error);
            }
        }
    }
    for (size_t i = 0; i < made->end_count; i++) {
        making->ends[making->end_count++] = made->ends[i];
    }
    making->cohorts->numerator += made->numerator;
    making->cohorts->denominator += made->denominator;
    making->left_out += made->left_out;
    return HJ_OK;
}

/* ---- all of it ---- */

static int compare_towns(const void *a, const void *b)
{
    return hj_span_compare(*(const struct hj_span *)a, *(const struct hj_span *)b);
}

static uint32_t find_town(const struct hj_cohorts *cohorts, struct hj_span town)
{
    const struct hj_span *found =
        town.data ? bsearch(&town, cohorts->towns, cohorts->town_count, sizeof town, compare_towns)
                  : NULL;
    return found ? (uint32_t)(found - cohorts->towns) : HJ_TOWN_NONE;
}

static bool list_towns(struct making *making)
{
    struct hj_span *towns =
        hj_arena_zero(making->job->arena, making->tally_count + 1, sizeof *towns);
    uint32_t count = 0, kept = 0;
    if (!towns) {
        return false;
    }
    for (size_t i = 0; i < making->tally_count; i++) {
        if (making->tallies[i].town.data) {
            towns[count++] = making->tallies[i].town;
        }
    }
    qsort(towns, count, sizeof *towns, compare_towns);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || !hj_span_equal(towns[kept - 1], towns[i])) {
            towns[kept++] = towns[i];
        }
    }
    making->cohorts->towns = towns;
    making->cohorts->town_count = kept;
    return true;
}

static bool finish(struct making *making)
{
    struct hj_cohorts *cohorts = making->cohorts;
    struct hj_arena *arena = making->job->arena;
    making->tally_count = hj_tallies_collapse(making->tallies, making->tally_count);
    making->end_count = hj_ends_collapse(making->ends, making->end_count);
    struct hj_cohort *items = hj_arena_zero(arena, making->tally_count + 1, sizeof *items);
    struct hj_certificates *ends = hj_arena_zero(arena, making->end_count + 1, sizeof *ends);
    if (!items || !ends || !list_towns(making)) {
        return false;
    }
    for (size_t i = 0; i < making->tally_count; i++) {
        items[i] = making->tallies[i].cohort;
        items[i].town = find_town(cohorts, making->tallies[i].town);
    }
    for (size_t i = 0; i < making->end_count; i++) {
        ends[i] = making->ends[i];
    }
    cohorts->items = items;
    cohorts->count = (uint32_t)making->tally_count;
    cohorts->certificates = ends;
    cohorts->certificate_count = (uint32_t)making->end_count;
    return true;
}

static enum hj_code make_roots(struct making *making, struct hj_arena *arena,
                               struct hj_error *error)
{
    const struct hj_ruleset *ruleset = making->job->loaded->ruleset;
    enum hj_code code = HJ_OK;
    hj_roots_init(&making->roots, ruleset, arena);
    making->after = hj_arena_zero(arena, ruleset->route_count + 1u, sizeof *making->after);
    if (!making->after) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_indicator_roots(&making->roots, making->job->counting, NULL, &making->today, error));
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        if (ruleset->routes[r].gone || ruleset->routes[r].becomes_count) {
            HJ_TRY(hj_indicator_roots(&making->roots, making->job->counting, &ruleset->routes[r],
                                      &making->after[r], error));
        }
    }
    int town = hj_scope_find(&ruleset->scope, hj_span_of("town"));
    bool is_text = town >= 0 && ruleset->scope.names[town].type == HJ_TEXT;
    making->town = is_text ? hj_roots_name(&making->roots, (uint32_t)town) : HJ_ROOT_NONE;
    if (making->roots.memory_full) {
        code = hj_error_memory(error);
    }
done:
    return code;
}

enum hj_code hj_cohorts_make(const struct hj_cohort_job *job, struct hj_cohorts *cohorts,
                             uint64_t *cases_left_out, struct hj_error *error)
{
    struct making making = {.job = job, .cohorts = cohorts};
    struct hj_arena arena = {0};
    enum hj_code code = HJ_OK;
    *cohorts = (struct hj_cohorts){0};
    find_sources(&making);
    HJ_TRY(make_roots(&making, &arena, error));
    const struct hj_pass pass = {
        .campaign = job->campaign,
        .store = job->store,
        .loaded = job->loaded,
        .roots = making.roots.roots,
        .root_count = making.roots.count,
        .context = &making,
        .read = read_block,
        .work = work,
        .merge = merge,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    if (!finish(&making)) {
        code = hj_error_memory(error);
    }
    *cases_left_out = making.left_out;
done:
    hj_memory_free(making.tallies);
    hj_memory_free(making.ends);
    hj_buffer_release(&making.cases.reading.frame);
    hj_buffer_release(&making.certificates.reading.frame);
    hj_arena_release(&arena);
    return code;
}
