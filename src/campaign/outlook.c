/* SPDX-License-Identifier: MIT
 * The indicator today by every counting, and what it becomes when the firms of each route leave:
 * one pass in which every counting stands as it is and as it is after each route, unless decide has
 * left the counts. */
#include "campaign/outlook.h"
#include "base/memory.h"
#include "campaign/derived.h"
#include "campaign/findings.h"
#include "campaign/indicator.h"
#include "campaign/verdicts.h"
#include "decide/target.h"
#include "rules/yaml.h"

struct building {
    struct hj_campaign *campaign;
    struct hj_store *store;
    const struct hj_loaded *loaded;
    struct hj_arena *arena; /* the outlook's */
    struct hj_arena scratch;
    struct hj_outlook *outlook;
    struct hj_roots roots;
    struct hj_indicator_roots *today; /* one a counting */
    struct hj_indicator_roots *after; /* route * countings + counting */
    struct hj_digest verdicts;
    struct hj_counts *counts; /* the outlook's, while they grow */
    struct hj_outlook_route *routes;
    struct hj_effect *effects; /* route * countings + counting */
};

/* What read leaves for work, and work for merge. */
struct made {
    struct hj_vector verdicts[HJ_VERDICT_COLUMNS];
    struct hj_counts *counts;
    int64_t *firms;
    struct hj_effect *effects;
};

struct owner {
    struct hj_arena arena;
    struct hj_outlook outlook;
};

static enum hj_code read_verdicts(void *context, uint32_t block, struct hj_arena *arena,
                                  void **result, struct hj_error *error)
{
    struct building *building = context;
    struct made *made = hj_arena_zero(arena, 1, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    *result = made;
    return building->outlook->decided ? hj_verdicts_get(building->store, &building->verdicts, block,
                                                        arena, made->verdicts, error)
                                      : HJ_OK;
}

static int64_t count_and(const uint64_t *a, const uint64_t *b, uint32_t rows)
{
    int64_t count = 0;
    for (size_t i = 0; i < hj_bits_words(rows); i++) {
        count += __builtin_popcountll(a[i] & b[i]);
    }
    return count;
}

static int64_t count_lost(const uint64_t *rows_of, const uint64_t *before, const uint64_t *after,
                          uint32_t rows)
{
    int64_t count = 0;
    for (size_t i = 0; i < hj_bits_words(rows); i++) {
        count += __builtin_popcountll(rows_of[i] & before[i]);
        count -= __builtin_popcountll(rows_of[i] & after[i]);
    }
    return count;
}

static void count_today(const struct building *building, const struct hj_pass_block *block,
                        struct made *made)
{
    for (uint32_t c = 0; c < building->outlook->counting_count; c++) {
        struct hj_truth numerator = block->results[building->today[c].numerator].truth;
        struct hj_truth denominator = block->results[building->today[c].denominator].truth;
        made->counts[c] = (struct hj_counts){
            .numerator = hj_bits_count(numerator.yes, block->rows),
            .denominator = hj_bits_count(denominator.yes, block->rows),
            .numerator_unknown = hj_bits_count(numerator.unknown, block->rows),
            .denominator_unknown = hj_bits_count(denominator.unknown, block->rows),
        };
    }
}

static void count_route(const struct building *building, const struct hj_pass_block *block,
                        struct made *made, uint32_t route, const uint64_t *firms)
{
    uint32_t countings = building->outlook->counting_count;
    made->firms[route] = hj_bits_count(firms, block->rows);
    for (uint32_t c = 0; c < countings; c++) {
        const struct hj_indicator_roots *today = &building->today[c];
        const struct hj_indicator_roots *after = &building->after[route * countings + c];
        const uint64_t *denominator = block->results[today->denominator].truth.yes;
        const uint64_t *numerator = block->results[today->numerator].truth.yes;
        struct hj_effect *effect = &made->effects[route * countings + c];
        effect->firms = count_and(firms, denominator, block->rows);
        if (building->routes[route].moves) {
            effect->denominator = count_lost(
                firms, denominator, block->results[after->denominator].truth.yes, block->rows);
            effect->numerator = count_lost(firms, numerator,
                                           block->results[after->numerator].truth.yes, block->rows);
        }
    }
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct building *building = context;
    const struct hj_outlook *outlook = building->outlook;
    struct made *made = block->made;
    uint32_t routes = outlook->route_count;
    size_t words = hj_bits_words(block->rows);
    made->counts = hj_arena_zero(block->arena, outlook->counting_count, sizeof *made->counts);
    made->firms = hj_arena_zero(block->arena, routes, sizeof *made->firms);
    made->effects =
        hj_arena_zero(block->arena, routes * outlook->counting_count, sizeof *made->effects);
    uint64_t *bits = hj_arena_zero(block->arena, routes * words, sizeof *bits);
    if (!made->counts || !made->firms || !made->effects || !bits) {
        return hj_error_memory(error);
    }
    count_today(building, block, made);
    const struct hj_vector *rows = &made->verdicts[HJ_VERDICT_ROW];
    for (uint32_t i = 0; i < rows->rows; i++) {
        struct hj_value id = hj_vector_value(&made->verdicts[HJ_VERDICT_ROUTE], i);
        int route = id.null ? -1 : hj_route_find(building->loaded->ruleset, id.text);
        if (route >= 0) {
            hj_bits_set(&bits[(size_t)route * words], (uint32_t)rows->integers[i]);
        }
    }
    for (uint32_t route = 0; route < routes; route++) {
        count_route(building, block, made, route, &bits[route * words]);
    }
    return HJ_OK;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct building *building = context;
    const struct made *made = block->made;
    uint32_t countings = building->outlook->counting_count;
    (void)error;
    for (uint32_t c = 0; c < countings; c++) {
        building->counts[c].numerator += made->counts[c].numerator;
        building->counts[c].denominator += made->counts[c].denominator;
        building->counts[c].numerator_unknown += made->counts[c].numerator_unknown;
        building->counts[c].denominator_unknown += made->counts[c].denominator_unknown;
    }
    for (uint32_t r = 0; r < building->outlook->route_count; r++) {
        building->routes[r].firms += made->firms[r];
        for (uint32_t c = 0; c < countings; c++) {
            struct hj_effect *effect = &building->effects[r * countings + c];
            effect->firms += made->effects[r * countings + c].firms;
            effect->denominator += made->effects[r * countings + c].denominator;
            effect->numerator += made->effects[r * countings + c].numerator;
        }
    }
    return HJ_OK;
}

static struct hj_span keep(struct building *building, struct hj_span text)
{
    return text.data ? hj_arena_copy(building->arena, text) : text;
}

static enum hj_code describe_routes(struct building *building, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = building->loaded->ruleset;
    struct hj_outlook *outlook = building->outlook;
    uint32_t countings = outlook->counting_count;
    outlook->route_count = outlook->decided ? ruleset->route_count : 0;
    building->routes =
        hj_arena_zero(building->arena, outlook->route_count, sizeof *building->routes);
    building->effects =
        hj_arena_zero(building->arena, outlook->route_count * countings, sizeof *building->effects);
    building->after =
        hj_arena_zero(building->arena, outlook->route_count * countings, sizeof *building->after);
    if (!building->routes || !building->effects || !building->after) {
        return hj_error_memory(error);
    }
    for (uint32_t r = 0; r < outlook->route_count; r++) {
        const struct hj_route *route = &ruleset->routes[r];
        building->routes[r] = (struct hj_outlook_route){
            .id = keep(building, route->id),
            .title_zh = keep(building, route->title.zh),
            .title_en = keep(building, route->title.en),
            .role = keep(building, route->role),
            .moves = route->gone || route->becomes_count > 0,
            .effects = &building->effects[r * countings],
        };
        for (uint32_t c = 0; building->routes[r].moves && c < countings; c++) {
            enum hj_code code = hj_indicator_roots(&building->roots, c, route,
                                                   &building->after[r * countings + c], error);
            if (code != HJ_OK) {
                return code;
            }
        }
    }
    outlook->routes = building->routes;
    return HJ_OK;
}

static enum hj_code describe_countings(struct building *building, struct hj_error *error)
{
    const struct hj_indicator *indicator = building->loaded->ruleset->indicator;
    struct hj_outlook *outlook = building->outlook;
    struct hj_span *names =
        hj_arena_zero(building->arena, indicator->counting_count, sizeof *names);
    outlook->counting_count = indicator->counting_count;
    building->counts =
        hj_arena_zero(building->arena, indicator->counting_count, sizeof *building->counts);
    building->today =
        hj_arena_zero(building->arena, indicator->counting_count, sizeof *building->today);
    if (!names || !building->counts || !building->today) {
        return hj_error_memory(error);
    }
    for (uint32_t c = 0; c < indicator->counting_count; c++) {
        names[c] = keep(building, indicator->countings[c].id);
        enum hj_code code =
            hj_indicator_roots(&building->roots, c, NULL, &building->today[c], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    outlook->countings = names;
    outlook->counts = building->counts;
    outlook->indicator = keep(building, indicator->id);
    outlook->title_zh = keep(building, indicator->title.zh);
    outlook->title_en = keep(building, indicator->title.en);
    return HJ_OK;
}

/* Verdicts are wanted but not needed: without them there is no what-if. */
static enum hj_code find_verdicts(struct building *building, struct hj_error *error)
{
    struct hj_digest *findings;
    enum hj_code code =
        hj_findings_keys(building->store, building->loaded, &building->scratch, &findings, error);
    if (code == HJ_OK) {
        building->verdicts = hj_verdicts_key(building->loaded, findings);
        code = hj_verdicts_check(building->store, &building->verdicts, error);
    }
    building->outlook->decided = code == HJ_OK;
    return code == HJ_CAMPAIGN_NOT_FLAGGED || code == HJ_CAMPAIGN_NOT_DECIDED ? HJ_OK : code;
}

static enum hj_code set_targets(struct building *building, struct hj_span text,
                                struct hj_error *error)
{
    struct hj_outlook *outlook = building->outlook;
    struct hj_target target;
    if (text.size == 0) {
        return HJ_OK;
    }
    if (!hj_target_parse(text, &target)) {
        hj_error_set(error, HJ_CAMPAIGN_TARGET);
        hj_error_text(error, "target", text);
        return error->code;
    }
    struct hj_outlook_target *targets =
        hj_arena_zero(building->arena, outlook->counting_count, sizeof *targets);
    if (!targets) {
        return hj_error_memory(error);
    }
    for (uint32_t c = 0; c < outlook->counting_count; c++) {
        int64_t h = outlook->counts[c].numerator, n = outlook->counts[c].denominator;
        targets[c].max_denominator = hj_target_max_denominator(target, outlook->scale, h);
        targets[c].min_removals = hj_target_min_removals(target, outlook->scale, h, n);
        targets[c].min_new = hj_target_min_new(target, outlook->scale, h, n);
    }
    outlook->has_target = true;
    outlook->target_text = keep(building, text);
    outlook->target = hj_target_value(target);
    outlook->targets = targets;
    return HJ_OK;
}

bool hj_outlook_reaches(const struct hj_outlook *outlook, int64_t numerator, int64_t denominator)
{
    struct hj_target target;
    return outlook->has_target && hj_target_parse(outlook->target_text, &target) &&
           hj_target_holds(target, outlook->scale, numerator, denominator);
}

/* ---- kept in the store beside the verdicts ---- */

static struct hj_digest kept_key(const struct building *building)
{
    return hj_derived_chain(hj_indicator_key(building->loaded, &building->verdicts),
                            hj_span_of("outlook"));
}

/* How many numbers there are, and where each stands. */
static size_t list_numbers(const struct building *building, int64_t **numbers)
{
    uint32_t countings = building->outlook->counting_count;
    uint32_t routes = building->outlook->route_count;
    size_t count = 0;
    for (uint32_t c = 0; c < countings; c++) {
        struct hj_counts *counts = &building->counts[c];
        numbers[count++] = &counts->numerator;
        numbers[count++] = &counts->denominator;
        numbers[count++] = &counts->numerator_unknown;
        numbers[count++] = &counts->denominator_unknown;
    }
    for (uint32_t r = 0; r < routes; r++) {
        numbers[count++] = &building->routes[r].firms;
        for (uint32_t c = 0; c < countings; c++) {
            struct hj_effect *effect = &building->effects[r * countings + c];
            numbers[count++] = &effect->firms;
            numbers[count++] = &effect->denominator;
            numbers[count++] = &effect->numerator;
        }
    }
    return count;
}

static enum hj_code run_pass(struct building *building, struct hj_error *error)
{
    const struct hj_pass pass = {
        .campaign = building->campaign,
        .store = building->store,
        .loaded = building->loaded,
        .roots = building->roots.roots,
        .root_count = building->roots.count,
        .context = building,
        .read = read_verdicts,
        .work = work,
        .merge = merge,
    };
    return hj_pass_run(&pass, error);
}

/* Fills the counts; *kept: they were not in the store, and are now where `keep` says so. */
static enum hj_code count_firms(struct building *building, bool keep, bool *kept,
                                struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    bool found = false;
    *kept = false;
    hj_roots_init(&building->roots, building->loaded->ruleset, &building->scratch);
    HJ_TRY(describe_countings(building, error));
    HJ_TRY(describe_routes(building, error));
    size_t room = (4u + 3u * building->outlook->route_count) * building->outlook->counting_count +
                  building->outlook->route_count;
    int64_t **numbers = hj_arena_zero(&building->scratch, room, sizeof *numbers);
    if (!numbers) {
        HJ_TRY(hj_error_memory(error));
    }
    size_t count = list_numbers(building, numbers);
    if (building->outlook->decided) {
        HJ_TRY(hj_derived_get_counts(building->store, kept_key(building), numbers, count, &found,
                                     error));
    }
    if (!found) {
        HJ_TRY(run_pass(building, error));
    }
    if (!found && keep) {
        HJ_TRY(hj_derived_put_counts(building->store, building->loaded->registry.id,
                                     kept_key(building), numbers, count, error));
        *kept = true;
    }
done:
    return code;
}

enum hj_code hj_outlook_keep(struct hj_campaign *campaign, struct hj_store *store,
                             const struct hj_loaded *loaded, const struct hj_digest *verdicts,
                             bool *kept, struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_outlook outlook = {.decided = true};
    struct building building = {
        .campaign = campaign,
        .store = store,
        .loaded = loaded,
        .arena = &arena,
        .outlook = &outlook,
        .verdicts = *verdicts,
    };
    enum hj_code code = HJ_OK;
    *kept = false;
    if (loaded->ruleset->indicator) {
        code = count_firms(&building, true, kept, error);
    }
    hj_arena_release(&building.scratch);
    hj_arena_release(&arena);
    return code;
}

/* ---- all of it ---- */

static enum hj_code build(struct building *building, struct hj_error *error)
{
    bool kept;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_indicator_counting(building->campaign, building->loaded->ruleset,
                                 &building->outlook->chosen, error));
    HJ_TRY(hj_indicator_scale(building->loaded->ruleset, &building->outlook->scale, error));
    HJ_TRY(find_verdicts(building, error));
    HJ_TRY(count_firms(building, false, &kept, error));
done:
    return code;
}

/* The target as the scenario's file has it; empty where there is no scenario or it names none. What
 * is wrong with the file is told by `simulate`. */
static enum hj_code scenario_target(struct building *building, struct hj_span *text,
                                    struct hj_error *error)
{
    struct hj_campaign *campaign = building->campaign;
    struct hj_problems problems = {0};
    struct hj_yaml_file file = {0};
    enum hj_code code = HJ_OK;
    if (campaign->config.scenario) {
        code = hj_yaml_read(campaign->config.scenario, building->arena, &file, &problems, error);
    }
    if (code == HJ_OK && file.root && file.root->kind == HJ_YAML_MAPPING) {
        const struct hj_yaml *target = hj_yaml_get(file.root, "target");
        *text = target && target->kind == HJ_YAML_SCALAR ? target->text : *text;
    }
    hj_problems_release(&problems);
    return code == HJ_MEMORY ? code : HJ_OK;
}

static void set_official(struct building *building)
{
    const struct hj_config_official *official = &building->campaign->config.official;
    struct hj_outlook *outlook = building->outlook;
    outlook->official = official->given;
    outlook->official_numerator = official->numerator;
    outlook->official_denominator = official->denominator;
    outlook->official_source = keep(building, official->source);
}

enum hj_code hj_outlook_new(struct hj_campaign *campaign, const char *target,
                            struct hj_outlook **result, struct hj_error *error)
{
    struct hj_loaded loaded = {.ruleset = NULL};
    struct building building = {.campaign = campaign, .loaded = &loaded};
    enum hj_drafts drafts = campaign->drafts;
    struct owner *owner = hj_memory_zero(1, sizeof *owner);
    enum hj_code code = HJ_OK;
    *result = NULL;
    if (!owner) {
        return hj_error_memory(error);
    }
    owner->outlook.owner = owner;
    campaign->drafts = HJ_DRAFTS_NEVER;
    building.arena = &owner->arena;
    building.outlook = &owner->outlook;
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &building.store, error));
    HJ_TRY(hj_loaded_open(campaign, building.store, &loaded, error));
    HJ_TRY(build(&building, error));
    set_official(&building);
    struct hj_span text = hj_span_of(target);
    if (!target) {
        HJ_TRY(scenario_target(&building, &text, error));
    }
    HJ_TRY(set_targets(&building, text, error));
    *result = &owner->outlook;
done:
    campaign->drafts = drafts;
    hj_loaded_release(&loaded);
    hj_arena_release(&building.scratch);
    hj_store_close(building.store);
    if (code != HJ_OK) {
        hj_outlook_free(&owner->outlook);
    }
    return code;
}

void hj_outlook_free(struct hj_outlook *outlook)
{
    if (outlook) {
        struct owner *owner = outlook->owner;
        hj_arena_release(&owner->arena);
        hj_memory_free(owner);
    }
}
