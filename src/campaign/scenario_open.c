/* SPDX-License-Identifier: MIT */
#include "campaign/scenario_open.h"

#include "campaign/cohorts.h"
#include "campaign/findings.h"
#include "campaign/history.h"
#include "campaign/indicator.h"
#include "campaign/verdicts.h"
#include "campaign/what_if.h"

#include <sys/stat.h>

static enum hj_code check_problems(const struct hj_scenario_opened *opened, size_t before,
                                   struct hj_error *error)
{
    const struct hj_problems *problems = &opened->campaign->problems;
    if (problems->memory_full) {
        return hj_error_memory(error);
    }
    if (problems->errors == before) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_SCENARIO_MISTAKES);
    hj_error_text(error, "file", hj_span_of(opened->path));
    hj_error_number(error, "count", (int64_t)(problems->errors - before));
    return error->code;
}

static enum hj_code find_verdicts(struct hj_scenario_opened *opened, struct hj_error *error)
{
    struct hj_digest *findings;
    enum hj_code code = HJ_OK;
    HJ_TRY(
        hj_findings_keys(opened->store, &opened->loaded, &opened->loaded.arena, &findings, error));
    opened->verdicts = hj_verdicts_key(&opened->loaded, findings);
    HJ_TRY(hj_verdicts_check(opened->store, &opened->verdicts, error));
done:
    return code;
}

/* Towns of `capacity:` that no firm on a route lies in are probably misspelt. */
static void check_towns(const struct hj_scenario_opened *opened)
{
    const struct hj_scenario *scenario = &opened->file.scenario;
    for (uint32_t c = 0; c < scenario->capacity_count; c++) {
        const struct hj_scenario_capacity *capacity = &scenario->capacities[c];
        bool found = capacity->of != HJ_CAPACITY_TOWN;
        for (uint32_t t = 0; t < opened->cohorts->town_count && !found; t++) {
            found = hj_span_equal(opened->cohorts->towns[t], capacity->name);
        }
        if (!found) {
            struct hj_problem *problem =
                hj_yaml_problem(&opened->file.yaml, hj_yaml_get(opened->file.yaml.root, "capacity"),
                                0, HJ_SCENARIO_TOWN, true, &opened->campaign->problems);
            hj_error_text(&problem->error, "town", capacity->name);
        }
    }
}

enum hj_code hj_scenario_count_cohorts(struct hj_scenario_opened *opened, struct hj_error *error)
{
    uint64_t left_out = 0;
    const struct hj_cohort_job job = {
        .campaign = opened->campaign,
        .store = opened->store,
        .loaded = &opened->loaded,
        .verdicts = &opened->verdicts,
        .counting = opened->counting,
        .sources = &opened->file.sources,
        .arena = opened->arena,
    };
    opened->cohorts = hj_arena_zero(opened->arena, 1, sizeof *opened->cohorts);
    if (!opened->cohorts) {
        return hj_error_memory(error);
    }
    size_t before = opened->campaign->problems.errors;
    bool found;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_cohorts_get(&job, opened->cohorts, &left_out, &found, error));
    if (!found) {
        HJ_TRY(hj_cohorts_make(&job, opened->cohorts, &left_out, error));
    }
    opened->cases_left_out = (int64_t)left_out;
    if (opened->file.history.given) {
        HJ_TRY(hj_history_add(&job, &opened->file, error));
        HJ_TRY(check_problems(opened, before, error));
    }
    check_towns(opened);
done:
    return code;
}

/* The campaign with the scenario's `set:` behind its own. Only the configuration is another. There
 * is room for one more. */
static bool add_settings(struct hj_scenario_opened *opened)
{
    const struct hj_config *config = &opened->campaign->config;
    uint32_t count = config->setting_count;
    struct hj_config_setting *settings =
        hj_arena_zero(opened->arena, count + opened->file.setting_count + 1u, sizeof *settings);
    if (!settings) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        settings[i] = config->settings[i];
    }
    for (uint32_t i = 0; i < opened->file.setting_count; i++) {
        settings[count + i] = opened->file.settings[i];
    }
    opened->under = *opened->campaign;
    opened->under.problems = (struct hj_problems){0};
    opened->under.config.settings = settings;
    opened->under.config.setting_count = count + opened->file.setting_count;
    return true;
}

/* Parameters that `set:` names must be there: told at their place in the scenario. */
static void check_settings(const struct hj_scenario_opened *opened,
                           const struct hj_ruleset *ruleset)
{
    const struct hj_yaml *set = hj_yaml_get(opened->file.yaml.root, "set");
    struct hj_span *names =
        hj_arena_zero(opened->arena, ruleset->parameter_count + 1u, sizeof *names);
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
                hj_yaml_problem(&opened->file.yaml, set->keys[i], 0, HJ_RULES_NO_PARAMETER, false,
                                &opened->campaign->problems);
            hj_error_text(&problem->error, "name", set->keys[i]->text);
            problem->suggestion =
                hj_yaml_nearest(set->keys[i]->text, names, ruleset->parameter_count);
        }
    }
}

/* Mistakes that the new values make are told at `set:`. */
static enum hj_code told_at_set(struct hj_scenario_opened *opened, size_t before, enum hj_code code,
                                struct hj_error *error)
{
    if (opened->under.problems.errors > 0) {
        struct hj_problem *problem =
            hj_yaml_problem(&opened->file.yaml, hj_yaml_get(opened->file.yaml.root, "set"), 0,
                            HJ_SCENARIO_SET, false, &opened->campaign->problems);
        const struct hj_error *first = &opened->under.problems.items[0]->error;
        char text[HJ_ERROR_VALUE];
        hj_error_render(first, hj_code_text(first->code), text, sizeof text);
        hj_error_text(&problem->error, "reason", hj_span_of(text));
        code = check_problems(opened, before, error);
    }
    hj_problems_release(&opened->under.problems);
    return code;
}

/* Rules once more under `set:`, in a transaction that is never committed. */
static enum hj_code run_what_if(struct hj_scenario_opened *opened, size_t before,
                                struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_loaded_open(opened->campaign, opened->store, &opened->loaded, error));
    check_settings(opened, opened->loaded.ruleset);
    hj_loaded_release(&opened->loaded);
    HJ_TRY(check_problems(opened, before, error));
    if (!add_settings(opened)) {
        return hj_error_memory(error);
    }
    HJ_TRY(hj_store_begin(opened->store, error));
    HJ_TRY(hj_what_if_flag(&opened->under, opened->store, error));
    HJ_TRY(hj_what_if_link(&opened->under, opened->store, error));
    HJ_TRY(hj_what_if_decide(&opened->under, opened->store, error));
    HJ_TRY(hj_loaded_open(&opened->under, opened->store, &opened->loaded, error));
done:
    return told_at_set(opened, before, code, error);
}

/* As given; where nothing bears that name, the one in the campaign's folder (-C), if there is one.
 */
static const char *find_file(const struct hj_scenario_opened *opened)
{
    const char *folder = opened->campaign->config.folder;
    struct stat found;
    if (opened->path[0] == '/' || !folder[0] || stat(opened->path, &found) == 0) {
        return opened->path;
    }
    size_t size = strlen(folder) + strlen(opened->path) + 1;
    char *joined = hj_arena_new(opened->arena, size);
    if (joined) {
        snprintf(joined, size, "%s%s", folder, opened->path);
    }
    return joined && stat(joined, &found) == 0 ? joined : opened->path;
}

/* before: the errors there were. */
static enum hj_code read_file(struct hj_scenario_opened *opened, size_t before,
                              struct hj_error *error)
{
    opened->path = find_file(opened);
    enum hj_code code = hj_scenario_read(opened->path, opened->arena, &opened->campaign->problems,
                                         &opened->file, error);
    return code == HJ_OK ? check_problems(opened, before, error) : code;
}

/* The scenario's file and the rules it is about, frozen under its `set:`. */
static enum hj_code open_scenario(struct hj_scenario_opened *opened, struct hj_error *error)
{
    struct hj_campaign *campaign = opened->campaign;
    size_t before = campaign->problems.errors;
    enum hj_code code = HJ_OK;
    HJ_TRY(read_file(opened, before, error));
    bool what_if = opened->file.setting_count > 0;
    HJ_TRY(hj_store_open(campaign->config.store, what_if ? HJ_STORE_CREATE : HJ_STORE_READ,
                         &opened->store, error));
    if (what_if) {
        HJ_TRY(run_what_if(opened, before, error));
    } else {
        HJ_TRY(hj_loaded_open(campaign, opened->store, &opened->loaded, error));
    }
done:
    return code;
}

static enum hj_code read_scenario(struct hj_scenario_opened *opened, struct hj_error *error)
{
    struct hj_campaign *campaign = opened->campaign;
    size_t before = campaign->problems.errors;
    struct hj_scenario_context context = {
        .ruleset = opened->loaded.ruleset,
        .counting = campaign->config.counting,
        .target = opened->target,
    };
    enum hj_code code = HJ_OK;
    if (!opened->loaded.ruleset->indicator) {
        return hj_error_set(error, HJ_CAMPAIGN_NO_INDICATOR);
    }
    HJ_TRY(hj_indicator_scale(opened->loaded.ruleset, &context.scale, error));
    HJ_TRY(hj_scenario_fill(&context, opened->arena, &campaign->problems, &opened->file, error));
    HJ_TRY(check_problems(opened, before, error));
    HJ_TRY(hj_scenario_counting(campaign, opened->loaded.ruleset, opened->file.scenario.counting,
                                &opened->counting, error));
done:
    return code;
}

enum hj_code hj_scenario_open(struct hj_scenario_opened *opened, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(open_scenario(opened, error));
    HJ_TRY(read_scenario(opened, error));
    HJ_TRY(find_verdicts(opened, error));
done:
    return code;
}

/* The parameter `snapshot`, where the rules have one, is the scenario's day. */
static bool set_snapshot(struct hj_scenario_opened *opened)
{
    const struct hj_ruleset *ruleset = opened->loaded.ruleset;
    struct hj_config_setting *settings = opened->under.config.settings;
    for (uint32_t p = 0; p < ruleset->parameter_count; p++) {
        if (hj_span_is(ruleset->parameters[p].name, HJ_SNAPSHOT_PARAMETER)) {
            char day[11], text[32];
            hj_date_format(opened->file.scenario.numerator_snapshot, day);
            snprintf(text, sizeof text, "DATE '%s'", day);
            struct hj_span value = hj_arena_copy(opened->arena, hj_span_of(text));
            settings[opened->under.config.setting_count++] = (struct hj_config_setting){
                .parameter = hj_span_of(HJ_SNAPSHOT_PARAMETER), .value = value};
            return value.data != NULL;
        }
    }
    return true;
}

enum hj_code hj_scenario_open_names(struct hj_scenario_opened *opened, struct hj_error *error)
{
    struct hj_campaign *campaign = opened->campaign;
    size_t before = campaign->problems.errors;
    enum hj_code code = HJ_OK;
    HJ_TRY(read_file(opened, before, error));
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &opened->store, error));
    HJ_TRY(hj_loaded_open(campaign, opened->store, &opened->loaded, error));
    if (opened->file.setting_count > 0) {
        check_settings(opened, opened->loaded.ruleset);
        HJ_TRY(check_problems(opened, before, error));
    }
    HJ_TRY(read_scenario(opened, error));
    if (!add_settings(opened) || !set_snapshot(opened)) {
        return hj_error_memory(error);
    }
    hj_loaded_release(&opened->loaded);
    opened->file.scenario.routes = NULL; /* of the rules that are gone */
    opened->file.scenario.route_count = 0;
    code = hj_loaded_open(&opened->under, opened->store, &opened->loaded, error);
    HJ_TRY(told_at_set(opened, before, code, error));
done:
    return code;
}

void hj_scenario_hand_over(struct hj_scenario_opened *opened, struct hj_store **store,
                           struct hj_loaded *loaded)
{
    hj_loaded_release(loaded);
    hj_store_close(*store);
    *loaded = opened->loaded;
    *store = opened->store;
    opened->loaded = (struct hj_loaded){0};
    opened->store = NULL;
}

void hj_scenario_close(struct hj_scenario_opened *opened)
{
    hj_loaded_release(&opened->loaded);
    hj_store_close(opened->store);
    opened->store = NULL;
}
