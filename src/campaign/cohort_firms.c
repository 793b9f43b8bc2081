/* SPDX-License-Identifier: MIT */
#include "campaign/cohort_firms.h"

#include "campaign/cohorts.h"
#include "campaign/facts.h"

/* ---- sources ---- */

static void find_source(const struct hj_firm_sources *firm_sources, struct hj_firm_source *source,
                        const struct hj_snapshot *snapshot)
{
    source->reading.store = firm_sources->store;
    source->firm = snapshot ? hj_schema_find(&snapshot->schema, hj_span_of(HJ_FACT_FIRM)) : -1;
    source->reading.snapshot = source->firm >= 0 ? snapshot : NULL;
}

void hj_firm_sources_find(struct hj_firm_sources *firm_sources,
                          const struct hj_scenario_sources *sources)
{
    const struct hj_loaded *loaded = firm_sources->loaded;
    struct hj_firm_source *certificates = &firm_sources->certificates,
                          *cases = &firm_sources->cases;
    uint32_t fact = hj_cohorts_certificates(loaded, sources);
    if (fact != UINT32_MAX) {
        find_source(firm_sources, certificates, &loaded->facts[fact]);
        certificates->columns[0] =
            hj_fact_column(&loaded->facts[fact], sources->valid_until, HJ_DATE);
    }
    const struct hj_snapshot *snapshot = hj_fact_snapshot(loaded, sources->cases_table);
    if (snapshot) {
        find_source(firm_sources, cases, snapshot);
        cases->columns[0] = hj_fact_column(snapshot, sources->case_route, HJ_TEXT);
        cases->columns[1] = hj_fact_column(snapshot, sources->case_stage, HJ_TEXT);
        cases->columns[2] = hj_fact_column(snapshot, sources->case_date, HJ_DATE);
        if (cases->columns[0] < 0) {
            cases->reading.snapshot = NULL;
        }
    }
}

static enum hj_code read_source(struct hj_firm_source *source, uint32_t block,
                                struct hj_arena *arena, struct hj_vector *vectors, int count,
                                struct hj_error *error)
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

enum hj_code hj_firm_sources_read(struct hj_firm_sources *firm_sources, uint32_t block,
                                  struct hj_arena *arena, void **result, struct hj_error *error)
{
    struct hj_firm_facts *facts = hj_arena_zero(arena, 1, sizeof *facts);
    enum hj_code code = HJ_OK;
    *result = facts;
    if (!facts) {
        return hj_error_memory(error);
    }
    if (firm_sources->verdicts) {
        HJ_TRY(hj_verdicts_get(firm_sources->store, firm_sources->verdicts, block, arena,
                               facts->verdicts, error));
    }
    HJ_TRY(read_source(&firm_sources->cases, block, arena, facts->cases, HJ_CASE_COLUMNS, error));
    HJ_TRY(read_source(&firm_sources->certificates, block, arena, facts->certificates,
                       HJ_CERTIFICATE_COLUMNS, error));
done:
    return code;
}

void hj_firm_sources_release(struct hj_firm_sources *firm_sources)
{
    hj_buffer_release(&firm_sources->cases.reading.frame);
    hj_buffer_release(&firm_sources->certificates.reading.frame);
}

/* ---- one block ---- */

static bool vector_known(const struct hj_vector *vector, uint32_t row)
{
    return vector->rows > row && !hj_vector_is_null(vector, row);
}

static void take_verdicts(const struct hj_ruleset *ruleset, struct hj_firm_facts *facts)
{
    const struct hj_vector *rows = &facts->verdicts[HJ_VERDICT_ROW];
    const struct hj_vector *routes = &facts->verdicts[HJ_VERDICT_ROUTE];
    for (uint32_t i = 0; i < rows->rows; i++) {
        if (vector_known(routes, i)) {
            facts->route[rows->integers[i]] = hj_route_find(ruleset, hj_vector_text(routes, i));
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
static void take_cases(const struct hj_ruleset *ruleset, struct hj_firm_facts *facts)
{
    for (uint32_t i = 0; i < facts->cases[HJ_CASE_COLUMNS].rows; i++) {
        size_t firm = (size_t)facts->cases[HJ_CASE_COLUMNS].integers[i];
        int route = case_route(ruleset, &facts->cases[0], i);
        if (route < 0) {
            facts->cases_left_out++;
            continue;
        }
        hj_date since =
            vector_known(&facts->cases[2], i) ? facts->cases[2].dates[i] : ruleset->as_of;
        if (facts->stage[firm] == HJ_COHORT_STOCK || since >= facts->since[firm]) {
            facts->route[firm] = route;
            facts->stage[firm] = case_stage(&ruleset->routes[route], &facts->cases[1], i);
            facts->since[firm] = since;
        }
    }
}

static void take_certificates(struct hj_firm_facts *facts)
{
    const struct hj_vector *until = &facts->certificates[0];
    for (uint32_t i = 0; i < facts->certificates[HJ_CERTIFICATE_COLUMNS].rows; i++) {
        size_t firm = (size_t)facts->certificates[HJ_CERTIFICATE_COLUMNS].integers[i];
        if (vector_known(until, i) && until->dates[i] > facts->until[firm]) {
            facts->until[firm] = until->dates[i];
        }
    }
}

bool hj_firm_facts_fill(const struct hj_ruleset *ruleset, uint32_t rows, struct hj_arena *arena,
                        struct hj_firm_facts *facts)
{
    facts->route = hj_arena_new(arena, rows * sizeof *facts->route);
    facts->stage = hj_arena_new(arena, rows * sizeof *facts->stage);
    facts->since = hj_arena_zero(arena, rows, sizeof *facts->since);
    facts->until = hj_arena_new(arena, rows * sizeof *facts->until);
    if (!facts->route || !facts->stage || !facts->since || !facts->until) {
        return false;
    }
    for (uint32_t row = 0; row < rows; row++) {
        facts->route[row] = -1;
        facts->stage[row] = HJ_COHORT_STOCK;
        facts->until[row] = HJ_DATE_MIN;
    }
    take_verdicts(ruleset, facts);
    take_cases(ruleset, facts);
    take_certificates(facts);
    return true;
}
