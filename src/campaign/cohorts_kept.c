/* SPDX-License-Identifier: MIT
 * Cohorts in the store: a simulation that finds them reads no firm. Two derived columns under the
 * digest of all that the cohorts rest on, numbers and towns. */
#include "base/memory.h"
#include "campaign/cohorts.h"
#include "campaign/derived.h"
#include "campaign/indicator.h"
#include "column/codec.h"

/* The numbers: numerator, denominator, cases left out, how many cohorts, how many certificates;
 * then these many of a cohort and of a certificate. */
enum { HEAD = 5, A_COHORT = 6, A_CERTIFICATE = 2 };

static struct hj_digest chain_title(struct hj_digest digest, const struct hj_title *title)
{
    return hj_derived_chain(hj_derived_chain(digest, title->zh), title->en);
}

/* By what names a case is told to be on a route and in a step. */
static struct hj_digest chain_names(struct hj_digest digest, const struct hj_route *route)
{
    digest = chain_title(digest, &route->title);
    for (uint32_t s = 0; s < route->step_count; s++) {
        digest = chain_title(digest, &route->steps[s].name);
    }
    return digest;
}

static struct hj_digest kept_key(const struct hj_cohort_job *job, const char *column)
{
    const struct hj_scenario_sources *sources = job->sources;
    const struct hj_ruleset *ruleset = job->loaded->ruleset;
    const struct hj_span texts[] = {
        ruleset->indicator->countings[job->counting].id,
        sources->hightech_table,
        sources->valid_until,
        sources->cases_table,
        sources->case_route,
        sources->case_stage,
        sources->case_date,
        hj_span_of(column),
    };
    struct hj_digest digest = hj_indicator_key(job->loaded, job->verdicts);
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        digest = chain_names(digest, &ruleset->routes[r]);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        digest = hj_derived_chain(digest, texts[i]);
    }
    return digest;
}

/* ---- into the store ---- */

static void write_numbers(const struct hj_cohorts *cohorts, uint64_t cases_left_out, int64_t *to)
{
    const int64_t head[HEAD] = {cohorts->numerator, cohorts->denominator, (int64_t)cases_left_out,
                                cohorts->count, cohorts->certificate_count};
    memcpy(to, head, sizeof head);
    to += HEAD;
    for (uint32_t i = 0; i < cohorts->count; i++, to += A_COHORT) {
        const struct hj_cohort *cohort = &cohorts->items[i];
        const int64_t numbers[A_COHORT] = {cohort->route, cohort->stage,    cohort->since,
                                           cohort->town,  cohort->hightech, cohort->firms};
        memcpy(to, numbers, sizeof numbers);
    }
    for (uint32_t i = 0; i < cohorts->certificate_count; i++, to += A_CERTIFICATE) {
        to[0] = cohorts->certificates[i].end;
        to[1] = cohorts->certificates[i].firms;
    }
}

static enum hj_code put_towns(const struct hj_cohort_job *job, const struct hj_cohorts *cohorts,
                              struct hj_error *error)
{
    const struct hj_digest key = kept_key(job, "towns");
    struct hj_vector_builder builder;
    struct hj_codec codec = {0};
    struct hj_buffer frame = {0};
    enum hj_code code = HJ_OK;
    hj_vector_builder_init(&builder, HJ_TEXT);
    for (uint32_t t = 0; t < cohorts->town_count; t++) {
        if (!hj_vector_append_text(&builder, cohorts->towns[t])) {
            HJ_TRY(hj_error_memory(error));
        }
    }
    struct hj_vector vector = hj_vector_builder_view(&builder);
    HJ_TRY(hj_codec_encode(&codec, &vector, HJ_COMPRESS_LZ4, &frame, error));
    HJ_TRY(hj_store_put_derived(job->store, job->loaded->registry.id, &key, 0,
                                hj_buffer_span(&frame), error));
done:
    hj_codec_release(&codec);
    hj_buffer_release(&frame);
    hj_vector_builder_release(&builder);
    return code;
}

enum hj_code hj_cohorts_put(const struct hj_cohort_job *job, const struct hj_cohorts *cohorts,
                            uint64_t cases_left_out, struct hj_error *error)
{
    size_t count = HEAD + (size_t)cohorts->count * A_COHORT +
                   (size_t)cohorts->certificate_count * A_CERTIFICATE;
    int64_t *numbers = hj_memory_zero(count, sizeof *numbers);
    enum hj_code code = HJ_OK;
    if (!numbers) {
        return hj_error_memory(error);
    }
    write_numbers(cohorts, cases_left_out, numbers);
    if (cohorts->town_count < HJ_BLOCK_ROWS) { /* more are no towns */
        HJ_TRY(hj_derived_put_numbers(job->store, job->loaded->registry.id,
                                      kept_key(job, "numbers"), numbers, count, error));
        HJ_TRY(put_towns(job, cohorts, error));
    }
done:
    hj_memory_free(numbers);
    return code;
}

/* ---- out of the store ---- */

static enum hj_code get_towns(const struct hj_cohort_job *job, struct hj_cohorts *cohorts,
                              bool *found, struct hj_error *error)
{
    struct hj_vector towns = {.type = HJ_TEXT};
    enum hj_code code =
        hj_derived_get(job->store, kept_key(job, "towns"), 0, job->arena, &towns, found, error);
    *found = code == HJ_OK && *found && towns.type == HJ_TEXT && !towns.nulls;
    if (*found) {
        struct hj_span *names = hj_arena_zero(job->arena, towns.rows + 1u, sizeof *names);
        for (uint32_t t = 0; names && t < towns.rows; t++) {
            names[t] = hj_vector_text(&towns, t);
        }
        cohorts->towns = names;
        cohorts->town_count = towns.rows;
        code = names ? HJ_OK : hj_error_memory(error);
    }
    return code;
}

static bool is_within(int64_t number, int64_t least, int64_t most)
{
    return number >= least && number <= most;
}

/* False: no cohort that these rules could have made. */
static bool read_cohort(const struct hj_cohort_job *job, uint32_t towns, const int64_t *from,
                        struct hj_cohort *cohort)
{
    const struct hj_ruleset *ruleset = job->loaded->ruleset;
    if (!is_within(from[0], 0, (int64_t)ruleset->route_count - 1) ||
        !is_within(from[1], HJ_COHORT_STOCK, ruleset->routes[from[0]].step_count) ||
        !is_within(from[2], HJ_DATE_MIN, HJ_DATE_MAX) ||
        (from[3] != HJ_TOWN_NONE && !is_within(from[3], 0, (int64_t)towns - 1)) ||
        !is_within(from[5], 1, (int64_t)job->loaded->registry.stored)) {
        return false;
    }
    *cohort = (struct hj_cohort){
        .route = (uint32_t)from[0],
        .stage = (int32_t)from[1],
        .since = (hj_date)from[2],
        .town = (uint32_t)from[3],
        .counted = true,
        .hightech = from[4] != 0,
        .firms = from[5],
    };
    return true;
}

/* Whether the numbers are those of cohorts, whoever wrote them. */
static bool read_numbers(const struct hj_cohort_job *job, const struct hj_derived_numbers *numbers,
                         struct hj_cohorts *cohorts, struct hj_cohort *items,
                         struct hj_certificates *certificates)
{
    const int64_t *from = numbers->items + HEAD;
    bool right = true;
    for (uint32_t i = 0; right && i < cohorts->count; i++, from += A_COHORT) {
        right = read_cohort(job, cohorts->town_count, from, &items[i]);
    }
    for (uint32_t i = 0; right && i < cohorts->certificate_count; i++, from += A_CERTIFICATE) {
        right = is_within(from[0], HJ_DATE_MIN, HJ_DATE_MAX) && from[1] > 0;
        certificates[i] = (struct hj_certificates){(hj_date)from[0], from[1]};
    }
    cohorts->items = items;
    cohorts->certificates = certificates;
    return right;
}

/* Counts of the head that the rest is long enough for; false: they are not. */
static bool read_head(const struct hj_cohort_job *job, const struct hj_derived_numbers *numbers,
                      struct hj_cohorts *cohorts)
{
    const int64_t *head = numbers->items;
    int64_t firms = (int64_t)job->loaded->registry.stored;
    if (numbers->count < HEAD || !is_within(head[3], 0, firms) || !is_within(head[4], 0, firms) ||
        (int64_t)numbers->count != HEAD + head[3] * A_COHORT + head[4] * A_CERTIFICATE) {
        return false;
    }
    cohorts->numerator = head[0];
    cohorts->denominator = head[1];
    cohorts->count = (uint32_t)head[3];
    cohorts->certificate_count = (uint32_t)head[4];
    return true;
}

enum hj_code hj_cohorts_get(const struct hj_cohort_job *job, struct hj_cohorts *cohorts,
                            uint64_t *cases_left_out, bool *found, struct hj_error *error)
{
    struct hj_derived_numbers numbers = {0};
    enum hj_code code = HJ_OK;
    *cohorts = (struct hj_cohorts){0};
    *found = false;
    HJ_TRY(hj_derived_get_numbers(job->store, kept_key(job, "numbers"), &numbers, error));
    if (!read_head(job, &numbers, cohorts)) {
        goto done;
    }
    HJ_TRY(get_towns(job, cohorts, found, error));
    if (*found) {
        struct hj_cohort *items = hj_arena_zero(job->arena, cohorts->count + 1u, sizeof *items);
        struct hj_certificates *certificates =
            hj_arena_zero(job->arena, cohorts->certificate_count + 1u, sizeof *certificates);
        if (!items || !certificates) {
            HJ_TRY(hj_error_memory(error));
        }
        *found = read_numbers(job, &numbers, cohorts, items, certificates);
        *cases_left_out = (uint64_t)numbers.items[2];
    }
done:
    hj_memory_free(numbers.items);
    return code;
}
