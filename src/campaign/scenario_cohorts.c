/* SPDX-License-Identifier: MIT
 * The cohorts of the campaign's own scenario, left by decide beside the verdicts. */
#include "campaign/cohorts.h"
#include "campaign/indicator.h"

enum hj_code hj_scenario_counting(const struct hj_campaign *campaign,
                                  const struct hj_ruleset *ruleset, struct hj_span id,
                                  uint32_t *counting, struct hj_error *error)
{
    const struct hj_indicator *indicator = ruleset->indicator;
    for (uint32_t c = 0; c < indicator->counting_count; c++) {
        if (hj_span_equal(indicator->countings[c].id, id)) {
            *counting = c;
            return HJ_OK;
        }
    }
    return hj_indicator_counting(campaign, ruleset, counting, error);
}

/* Whether there is a scenario on the campaign's own rules, read whole into the arena. What is wrong
 * with it is told by `simulate`. */
static enum hj_code read_own(struct hj_campaign *campaign, const struct hj_ruleset *ruleset,
                             struct hj_arena *arena, struct hj_scenario_file *file,
                             uint32_t *counting, bool *there, struct hj_error *error)
{
    struct hj_problems problems = {0};
    struct hj_scenario_context context = {.ruleset = ruleset,
                                          .counting = campaign->config.counting};
    enum hj_code code = HJ_OK;
    *there = false;
    if (!campaign->config.scenario || !ruleset->indicator) {
        return HJ_OK;
    }
    HJ_TRY(hj_scenario_read(campaign->config.scenario, arena, &problems, file, error));
    HJ_TRY(hj_indicator_scale(ruleset, &context.scale, error));
    HJ_TRY(hj_scenario_fill(&context, arena, &problems, file, error));
    HJ_TRY(hj_scenario_counting(campaign, ruleset, file->scenario.counting, counting, error));
    *there = problems.errors == 0 && file->setting_count == 0;
done:
    code = problems.memory_full ? hj_error_memory(error) : code;
    hj_problems_release(&problems);
    return code == HJ_MEMORY ? code : HJ_OK;
}

enum hj_code hj_scenario_keep_cohorts(struct hj_campaign *campaign, struct hj_store *store,
                                      const struct hj_loaded *loaded,
                                      const struct hj_digest *verdicts, bool *kept,
                                      struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_scenario_file file = {0};
    struct hj_cohorts cohorts;
    uint64_t left_out;
    bool there, found;
    struct hj_cohort_job job = {
        .campaign = campaign,
        .store = store,
        .loaded = loaded,
        .verdicts = verdicts,
        .sources = &file.sources,
        .arena = &arena,
    };
    enum hj_code code = HJ_OK;
    *kept = false;
    HJ_TRY(read_own(campaign, loaded->ruleset, &arena, &file, &job.counting, &there, error));
    if (!there) {
        goto done;
    }
    HJ_TRY(hj_cohorts_get(&job, &cohorts, &left_out, &found, error));
    if (!found) {
        HJ_TRY(hj_cohorts_make(&job, &cohorts, &left_out, error));
        HJ_TRY(hj_cohorts_put(&job, &cohorts, left_out, error));
        *kept = true;
    }
done:
    hj_arena_release(&arena);
    return code;
}
