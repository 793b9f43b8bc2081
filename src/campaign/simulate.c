/* SPDX-License-Identifier: MIT
 * Scenario files → answers: cohorts from the stored verdicts by one pass, then the pure room. */
#include "base/memory.h"
#include "campaign/cohorts.h"
#include "campaign/findings.h"
#include "campaign/history.h"
#include "campaign/indicator.h"
#include "campaign/rank.h"
#include "campaign/scenario.h"
#include "campaign/verdicts.h"
#include "campaign/what_if.h"
#include "simulate/exact.h"

struct owner {
    struct hj_arena arena;
    struct hj_simulation simulation;
    struct hj_simulated *items;
};

/* One scenario on its way to its answers. */
struct one {
    struct hj_campaign *campaign;
    const struct hj_simulation_options *options;
    const char *path;
    struct hj_arena *arena; /* the simulation's */
    struct hj_store *store;
    struct hj_campaign under; /* with `set:`: the campaign with other parameters */
    struct hj_loaded loaded;
    struct hj_scenario_file file;
    struct hj_digest verdicts;
    struct hj_cohorts *cohorts;
    struct hj_simulated *result;
};

static enum hj_code check_problems(const struct one *one, size_t before, struct hj_error *error)
{
    const struct hj_problems *problems = &one->campaign->problems;
    if (problems->memory_full) {
        return hj_error_memory(error);
    }
    if (problems->errors == before) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_SCENARIO_MISTAKES);
    hj_error_text(error, "file", hj_span_of(one->path));
    hj_error_number(error, "count", (int64_t)(problems->errors - before));
    return error->code;
}

static enum hj_code find_counting(const struct one *one, uint32_t *counting, struct hj_error *error)
{
    const struct hj_indicator *indicator = one->loaded.ruleset->indicator;
    for (uint32_t c = 0; c < indicator->counting_count; c++) {
        if (hj_span_equal(indicator->countings[c].id, one->file.scenario.counting)) {
            *counting = c;
            return HJ_OK;
        }
    }
    return hj_indicator_counting(one->campaign, one->loaded.ruleset, counting, error);
}

static enum hj_code find_verdicts(struct one *one, struct hj_error *error)
{
    struct hj_digest *findings;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_findings_keys(one->store, &one->loaded, &one->loaded.arena, &findings, error));
    one->verdicts = hj_verdicts_key(&one->loaded, findings);
    HJ_TRY(hj_verdicts_check(one->store, &one->verdicts, error));
done:
    return code;
}

/* Towns of `capacity:` that no firm on a route lies in are probably misspelt. */
static void check_towns(const struct one *one)
{
    const struct hj_scenario *scenario = &one->file.scenario;
    for (uint32_t c = 0; c < scenario->capacity_count; c++) {
        const struct hj_scenario_capacity *capacity = &scenario->capacities[c];
        bool found = capacity->of != HJ_CAPACITY_TOWN;
        for (uint32_t t = 0; t < one->cohorts->town_count && !found; t++) {
            found = hj_span_equal(one->cohorts->towns[t], capacity->name);
        }
        if (!found) {
            struct hj_problem *problem =
                hj_yaml_problem(&one->file.yaml, hj_yaml_get(one->file.yaml.root, "capacity"), 0,
                                HJ_SCENARIO_TOWN, true, &one->campaign->problems);
            hj_error_text(&problem->error, "town", capacity->name);
        }
    }
}

static enum hj_code make_cohorts(struct one *one, uint32_t counting, struct hj_error *error)
{
    uint64_t left_out = 0;
    const struct hj_cohort_job job = {
        .campaign = one->campaign,
        .store = one->store,
        .loaded = &one->loaded,
        .verdicts = &one->verdicts,
        .counting = counting,
        .sources = &one->file.sources,
        .arena = one->arena,
    };
    one->cohorts = hj_arena_zero(one->arena, 1, sizeof *one->cohorts);
    if (!one->cohorts) {
        return hj_error_memory(error);
    }
    size_t before = one->campaign->problems.errors;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_cohorts_make(&job, one->cohorts, &left_out, error));
    one->result->cases_left_out = (int64_t)left_out;
    if (one->file.history.given) {
        HJ_TRY(hj_history_add(&job, &one->file, error));
        HJ_TRY(check_problems(one, before, error));
    }
done:
    return code;
}

/* The campaign with the scenario's `set:` behind its own. Only the configuration is another. */
static bool add_settings(struct one *one)
{
    const struct hj_config *config = &one->campaign->config;
    uint32_t count = config->setting_count;
    struct hj_config_setting *settings =
        hj_arena_zero(one->arena, count + one->file.setting_count + 1u, sizeof *settings);
    if (!settings) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        settings[i] = config->settings[i];
    }
    for (uint32_t i = 0; i < one->file.setting_count; i++) {
        settings[count + i] = one->file.settings[i];
    }
    one->under = *one->campaign;
    one->under.problems = (struct hj_problems){0};
    one->under.config.settings = settings;
    one->under.config.setting_count = count + one->file.setting_count;
    return true;
}

/* Parameters that `set:` names must be there: told at their place in the scenario. */
static void check_settings(const struct one *one, const struct hj_ruleset *ruleset)
{
    const struct hj_yaml *set = hj_yaml_get(one->file.yaml.root, "set");
    struct hj_span *names = hj_arena_zero(one->arena, ruleset->parameter_count + 1u, sizeof *names);
    for (uint32_t p = 0; names && p < ruleset->parameter_count; p++) {
        names[p] = ruleset->parameters[p].name;
    }
    for (uint32_t i = 0; names && i < set->count; i++) {
        bool found = false;
        for (uint32_t p = 0; p < ruleset->parameter_count; p++) {
            found = found || hj_span_equal(names[p], set->keys[i]->text);
        }
        if (!found) {
            struct hj_problem *problem =
                hj_yaml_problem(&one->file.yaml, set->keys[i], 0, HJ_RULES_NO_PARAMETER, false,
                                &one->campaign->problems);
            hj_error_text(&problem->error, "name", set->keys[i]->text);
            problem->suggestion =
                hj_yaml_nearest(set->keys[i]->text, names, ruleset->parameter_count);
        }
    }
}

/* Rules once more under `set:`, in a transaction that is never committed. Mistakes that the new
 * values make are told at `set:`. */
static enum hj_code run_what_if(struct one *one, size_t before, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_loaded_open(one->campaign, one->store, &one->loaded, error));
    check_settings(one, one->loaded.ruleset);
    hj_loaded_release(&one->loaded);
    HJ_TRY(check_problems(one, before, error));
    if (!add_settings(one)) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_store_begin(one->store, error));
    HJ_TRY(hj_what_if_flag(&one->under, one->store, error));
    HJ_TRY(hj_what_if_link(&one->under, one->store, error));
    HJ_TRY(hj_what_if_decide(&one->under, one->store, error));
    HJ_TRY(hj_loaded_open(&one->under, one->store, &one->loaded, error));
done:
    if (one->under.problems.errors > 0) {
        struct hj_problem *problem =
            hj_yaml_problem(&one->file.yaml, hj_yaml_get(one->file.yaml.root, "set"), 0,
                            HJ_SCENARIO_SET, false, &one->campaign->problems);
        const struct hj_error *first = &one->under.problems.items[0]->error;
        char text[HJ_ERROR_VALUE];
        hj_error_render(first, hj_code_text(first->code), text, sizeof text);
        hj_error_text(&problem->error, "reason", hj_span_of(text));
        code = check_problems(one, before, error);
    }
    hj_problems_release(&one->under.problems);
    return code;
}

/* The scenario's file and the rules it is about, frozen under its `set:`. */
static enum hj_code open_scenario(struct one *one, struct hj_error *error)
{
    struct hj_campaign *campaign = one->campaign;
    size_t before = campaign->problems.errors;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_scenario_read(one->path, one->arena, &campaign->problems, &one->file, error));
    HJ_TRY(check_problems(one, before, error));
    bool what_if = one->file.setting_count > 0;
    HJ_TRY(hj_store_open(campaign->config.store, what_if ? HJ_STORE_CREATE : HJ_STORE_READ,
                         &one->store, error));
    if (what_if) {
        HJ_TRY(run_what_if(one, before, error));
    } else {
        HJ_TRY(hj_loaded_open(campaign, one->store, &one->loaded, error));
    }
done:
    return code;
}

static enum hj_code read_scenario(struct one *one, uint32_t *counting, struct hj_error *error)
{
    struct hj_campaign *campaign = one->campaign;
    size_t before = campaign->problems.errors;
    struct hj_scenario_context context = {
        .ruleset = one->loaded.ruleset,
        .counting = campaign->config.counting,
        .target = one->options->target,
    };
    enum hj_code code = HJ_OK;
    if (!one->loaded.ruleset->indicator) {
        return hj_error_set(error, HJ_CAMPAIGN_NO_INDICATOR);
    }
    HJ_TRY(hj_indicator_scale(one->loaded.ruleset, &context.scale, error));
    HJ_TRY(hj_scenario_fill(&context, one->arena, &campaign->problems, &one->file, error));
    HJ_TRY(check_problems(one, before, error));
    HJ_TRY(find_counting(one, counting, error));
done:
    return code;
}

static enum hj_code answer(struct one *one, struct hj_error *error)
{
    struct hj_answers *answers = hj_arena_zero(one->arena, 1, sizeof *answers);
    struct hj_exact *exact = hj_arena_zero(one->arena, 1, sizeof *exact);
    enum hj_code code = HJ_OK;
    if (!answers || !exact) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_simulate_answer(&one->file.scenario, one->cohorts, one->campaign->threads, one->arena,
                              answers, error));
    one->result->answers = answers;
    if (one->options->exact) {
        HJ_TRY(hj_simulate_exact(&one->file.scenario, one->cohorts, exact, error));
        one->result->exact = exact;
    }
done:
    return code;
}

static enum hj_code find_rank(struct one *one, struct hj_error *error)
{
    const struct hj_answers *answers = one->result->answers;
    int64_t n = answers->denominator;
    const double ours[2] = {n > 0 ? (double)answers->numerator / (double)n : 0.0,
                            answers->ratio.p50 / (double)answers->scale};
    /* The circular counts as the campaign does. */
    if (!hj_span_equal(answers->counting, one->campaign->config.counting)) {
        return HJ_OK;
    }
    struct hj_rank rank;
    enum hj_code code = hj_rank_find(one->campaign, one->store, &one->loaded, ours, &rank, error);
    one->result->rank_today = rank.today;
    one->result->rank_then = rank.then;
    one->result->ranked = rank.of;
    return code;
}

static enum hj_code run_one(struct one *one, struct hj_error *error)
{
    uint32_t counting = 0;
    enum hj_code code = HJ_OK;
    HJ_TRY(open_scenario(one, error));
    HJ_TRY(read_scenario(one, &counting, error));
    HJ_TRY(find_verdicts(one, error));
    HJ_TRY(make_cohorts(one, counting, error));
    check_towns(one);
    HJ_TRY(answer(one, error));
    HJ_TRY(find_rank(one, error));
done:
    hj_store_close(one->store);
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
            .campaign = campaign,
            .options = options,
            .path = paths[i],
            .arena = &owner->arena,
            .result = &owner->items[i],
        };
        code = run_one(&one, error);
        hj_loaded_release(&one.loaded);
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
