/* SPDX-License-Identifier: MIT
 * Scenario files → answers: cohorts as decide left them, else from the stored verdicts by one
 * pass, then the pure room. */
#include "base/memory.h"
#include "campaign/rank.h"
#include "campaign/scenario_open.h"
#include "simulate/exact.h"

struct owner {
    struct hj_arena arena;
    struct hj_simulation simulation;
    struct hj_simulated *items;
};

/* One scenario on its way to its answers. */
struct one {
    const struct hj_simulation_options *options;
    struct hj_scenario_opened opened;
    struct hj_simulated *result;
};

static enum hj_code answer(struct one *one, struct hj_error *error)
{
    struct hj_answers *answers = hj_arena_zero(one->opened.arena, 1, sizeof *answers);
    struct hj_exact *exact = hj_arena_zero(one->opened.arena, 1, sizeof *exact);
    enum hj_code code = HJ_OK;
    if (!answers || !exact) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_simulate_answer(&one->opened.file.scenario, one->opened.cohorts,
                              one->opened.campaign->threads, one->opened.arena, answers, error));
    one->result->answers = answers;
    if (one->options->exact) {
        HJ_TRY(hj_simulate_exact(&one->opened.file.scenario, one->opened.cohorts, exact, error));
        one->result->exact = exact;
    }
done:
    return code;
}

static enum hj_code find_rank(struct one *one, struct hj_error *error)
{
    const struct hj_answers *answers = one->result->answers;
    /* The circular counts as the campaign does. */
    if (!hj_span_equal(answers->counting, one->opened.campaign->config.counting)) {
        return HJ_OK;
    }
    struct hj_rank rank;
    enum hj_code code = hj_rank_find(one->opened.campaign, one->opened.store, &one->opened.loaded,
                                     answers->ratio.p50 / (double)answers->scale, &rank, error);
    one->result->rank_today = rank.today;
    one->result->rank_then = rank.then;
    one->result->ranked = rank.of;
    one->result->peers_without_us = rank.without_us;
    return code;
}

static enum hj_code run_one(struct one *one, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_scenario_open(&one->opened, error));
    HJ_TRY(hj_scenario_count_cohorts(&one->opened, error));
    one->result->cases_left_out = one->opened.cases_left_out;
    one->result->rules_set = one->opened.file.setting_count > 0;
    HJ_TRY(answer(one, error));
    HJ_TRY(find_rank(one, error));
done:
    return code;
}

/* The differences to the first scenario; false: the memory is full. */
static bool compare(struct owner *owner)
{
    for (uint32_t i = 1; i < owner->simulation.count; i++) {
        struct hj_difference *difference = hj_arena_zero(&owner->arena, 1, sizeof *difference);
        if (!difference) {
            return false;
        }
        if (hj_simulate_difference(owner->items[0].answers, owner->items[i].answers, difference)) {
            owner->items[i].difference = difference;
        }
    }
    return true;
}

enum hj_code hj_simulation_new(struct hj_campaign *campaign,
                               const struct hj_simulation_options *options,
                               struct hj_simulation **result, struct hj_error *error)
{
    const char *own = campaign->config.scenario;
    const char *const *paths = options->count ? options->paths : &own;
    uint32_t count = options->count ? (uint32_t)options->count : own != NULL;
    struct owner *owner = hj_memory_zero(1, sizeof *owner);
    enum hj_code code = HJ_OK;
    struct hj_target target;
    *result = NULL;
    if (!owner) {
        return hj_error_memory(error);
    }
    owner->simulation.owner = owner;
    if (options->target && !hj_target_parse(hj_span_of(options->target), &target)) {
        code = hj_error_set(error, HJ_CAMPAIGN_TARGET);
        hj_error_text(error, "target", hj_span_of(options->target));
    }
    owner->items = hj_arena_zero(&owner->arena, count + 1u, sizeof *owner->items);
    if (code == HJ_OK && !owner->items) {
        code = hj_error_memory(error);
    }
    enum hj_drafts drafts = campaign->drafts;
    campaign->drafts = HJ_DRAFTS_NEVER;
    for (uint32_t i = 0; code == HJ_OK && i < count; i++) {
        struct one one = {
            .options = options,
            .opened = {.campaign = campaign,
                       .path = paths[i],
                       .target = options->target,
                       .arena = &owner->arena},
            .result = &owner->items[i],
        };
        code = run_one(&one, error);
        hj_scenario_close(&one.opened);
    }
    campaign->drafts = drafts;
    owner->simulation.items = owner->items;
    owner->simulation.count = count;
    if (code == HJ_OK && !compare(owner)) {
        code = hj_error_memory(error);
    }
    if (code != HJ_OK) {
        hj_simulation_free(&owner->simulation);
        return code;
    }
    *result = &owner->simulation;
    return HJ_OK;
}

void hj_simulation_free(struct hj_simulation *simulation)
{
    if (simulation) {
        struct owner *owner = simulation->owner;
        hj_arena_release(&owner->arena);
        hj_memory_free(owner);
    }
}
