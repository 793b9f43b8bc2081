/* SPDX-License-Identifier: MIT */
#include "campaign/cohorts.h"

#include "base/memory.h"
#include "campaign/cohort_firms.h"
#include "campaign/indicator.h"
#include "campaign/tallies.h"

#include <stdlib.h>

struct making {
    const struct hj_cohort_job *job;
    struct hj_roots roots;
    struct hj_indicator_roots today;
    struct hj_indicator_roots *after; /* one a route; those that move nothing are not asked */
    uint32_t town;                    /* root, or HJ_ROOT_NONE */
    struct hj_firm_sources sources;
    struct hj_tally *tallies;
    size_t tally_count, tally_capacity;
    struct hj_certificates *ends;
    size_t end_count, end_capacity;
    struct hj_cohorts *cohorts;
    uint64_t left_out;
};

/* What work leaves for merge. */
struct made {
    struct hj_tally *tallies;
    size_t tally_count;
    struct hj_certificates *ends;
    size_t end_count;
    int64_t numerator, denominator;
    uint64_t left_out;
};

static enum hj_code read_block(void *context, uint32_t block, struct hj_arena *arena, void **facts,
                               struct hj_error *error)
{
    struct making *making = context;
    return hj_firm_sources_read(&making->sources, block, arena, facts, error);
}

/* ---- one block ---- */

static bool is_true(const struct hj_pass_block *block, uint32_t root, uint32_t row)
{
    return hj_bits_get(block->results[root].truth.yes, row);
}

/* Whether the firm is on a route that takes it out of the denominator: fills its tally. A firm of
 * the numerator has no case opened: it is never listed (design.md section 4). */
static bool tally_firm(const struct making *making, const struct hj_pass_block *block,
                       const struct hj_firm_facts *firms, uint32_t row, struct hj_tally *tally)
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
                        const struct hj_firm_facts *firms, struct made *made)
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
    struct hj_firm_facts *firms = block->made;
    struct made *made = hj_arena_zero(block->arena, 1, sizeof *made);
    uint32_t rows = block->rows;
    if (!made) {
        return hj_error_memory(error);
    }
    block->made = made;
    made->tallies = hj_arena_new(block->arena, ((size_t)rows + 1) * sizeof *made->tallies);
    made->ends = hj_arena_new(block->arena, ((size_t)rows + 1) * sizeof *made->ends);
    if (!made->tallies || !made->ends ||
        !hj_firm_facts_fill(making->job->loaded->ruleset, rows, block->arena, firms)) {
        return hj_error_memory(error);
    }
    made->left_out = firms->cases_left_out;
    return tally_block(making, block, firms, made) ? HJ_OK : hj_error_memory(error);
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
    making.sources = (struct hj_firm_sources){
        .store = job->store, .loaded = job->loaded, .verdicts = job->verdicts};
    hj_firm_sources_find(&making.sources, job->sources);
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
    hj_firm_sources_release(&making.sources);
    hj_arena_release(&arena);
    return code;
}
