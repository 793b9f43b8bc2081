/* SPDX-License-Identifier: MIT
 * The stage decide: findings × routes → verdicts, one pass over the blocks. */
#include "campaign/cohorts.h"
#include "campaign/findings.h"
#include "campaign/leftovers.h"
#include "campaign/made_tables.h"
#include "campaign/outlook.h"
#include "campaign/pass.h"
#include "campaign/roots.h"
#include "campaign/verdicts.h"
#include "campaign/what_if.h"
#include "column/codec.h"
#include "rules/language.h"

struct name_list {
    uint32_t *names;
    uint32_t count;
};

struct decide {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct hj_loaded loaded;
    struct hj_digest *findings; /* one a rule */
    struct hj_digest key;
    /* Roots of the pass: two a route, then one a checked name. */
    struct hj_roots roots;
    struct name_list *rule_unless;  /* one a rule: the names of its `unless` */
    struct name_list *route_unless; /* one a route */
    struct hj_verdicts *verdicts;   /* one a thread */
    struct hj_codec *codecs;        /* likewise */
    struct hj_buffer *frames;
    uint64_t count, routed, protected_, blocked;
};

/* What read leaves for work, and work for merge. */
struct made {
    struct hj_rule_findings *findings; /* one a rule */
    struct hj_truth *truths;           /* likewise */
    struct hj_span frames[HJ_VERDICT_COLUMNS];
    uint64_t count, routed, protected_, blocked;
};

static enum hj_code read_findings(void *context, uint32_t block, struct hj_arena *arena,
                                  void **result, struct hj_error *error)
{
    struct decide *decide = context;
    uint32_t rules = decide->loaded.ruleset->rule_count;
    struct made *made = hj_arena_zero(arena, 1, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    made->findings = hj_arena_zero(arena, rules, sizeof *made->findings);
    made->truths = hj_arena_zero(arena, rules, sizeof *made->truths);
    if (!made->findings || !made->truths) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < rules; i++) {
        enum hj_code code = hj_findings_get(decide->store, &decide->findings[i], block, arena,
                                            &made->findings[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    *result = made;
    return HJ_OK;
}

static enum hj_code fill_flagged(void *context, struct hj_pass_block *block,
                                 struct hj_truth *flagged, struct hj_error *error)
{
    struct decide *decide = context;
    struct made *made = block->made;
    for (uint32_t i = 0; i < decide->loaded.ruleset->rule_count; i++) {
        enum hj_code code =
            hj_findings_truth(&made->findings[i].holds, &made->findings[i].unknown,
                              block->input->rows, block->arena, &made->truths[i], error);
        if (code != HJ_OK) {
            return code;
        }
        if (hj_findings_tell_routes(&decide->loaded.ruleset->rules[i], &decide->findings[i])) {
            flagged[i] = made->truths[i];
        }
    }
    return HJ_OK;
}

/* Checks for a list of names: the rows where each is NULL. */
static struct hj_decide_check *make_checks(const struct decide *decide,
                                           const struct hj_pass_block *block, const uint32_t *names,
                                           uint32_t count)
{
    struct hj_decide_check *checks = hj_arena_zero(block->arena, count, sizeof *checks);
    for (uint32_t i = 0; checks && i < count; i++) {
        const struct hj_match_result *result = &block->results[decide->roots.of_name[names[i]]];
        checks[i].name = decide->loaded.ruleset->scope.names[names[i]].name;
        checks[i].unknown = result->vector.nulls;
    }
    return checks;
}

static enum hj_code make_rules(const struct decide *decide, struct hj_pass_block *block,
                               struct hj_decide_input *input, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = decide->loaded.ruleset;
    struct made *made = block->made;
    struct hj_decide_rule *rules = hj_arena_zero(block->arena, ruleset->rule_count, sizeof *rules);
    if (!rules) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_vector *unchecked = &made->findings[i].unchecked;
        rules[i].rule = &ruleset->rules[i];
        rules[i].truth = made->truths[i];
        if (unchecked->rows == 0) {
            continue;
        }
        uint64_t *bits = hj_arena_zero(block->arena, hj_bits_words(block->rows), sizeof *bits);
        rules[i].checks =
            make_checks(decide, block, decide->rule_unless[i].names, decide->rule_unless[i].count);
        if (!bits || !rules[i].checks) {
            return hj_error_memory(error);
        }
        for (uint32_t r = 0; r < unchecked->rows; r++) {
            hj_bits_set(bits, (uint32_t)unchecked->integers[r]);
        }
        rules[i].unchecked = bits;
        rules[i].check_count = decide->rule_unless[i].count;
    }
    input->rules = rules;
    input->rule_count = ruleset->rule_count;
    return HJ_OK;
}

static enum hj_code make_routes(const struct decide *decide, struct hj_pass_block *block,
                                struct hj_decide_input *input, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = decide->loaded.ruleset;
    struct hj_decide_route *routes =
        hj_arena_zero(block->arena, ruleset->route_count, sizeof *routes);
    if (!routes) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        const struct hj_route *route = &ruleset->routes[i];
        routes[i].route = route;
        routes[i].when = block->results[2 * i].truth;
        routes[i].unless = block->results[2 * i + 1].truth;
        routes[i].check_count = route->requires_count;
        routes[i].checks =
            make_checks(decide, block, route->requires_checked, route->requires_count);
        routes[i].unless_check_count = decide->route_unless[i].count;
        routes[i].unless_checks = make_checks(decide, block, decide->route_unless[i].names,
                                              decide->route_unless[i].count);
        if (!routes[i].checks || !routes[i].unless_checks) {
            return hj_error_memory(error);
        }
    }
    input->routes = routes;
    input->route_count = ruleset->route_count;
    return HJ_OK;
}

static void count_verdicts(struct made *made, const struct hj_verdicts *verdicts)
{
    struct hj_vector columns[HJ_VERDICT_COLUMNS];
    for (int i = 0; i < HJ_VERDICT_COLUMNS; i++) {
        columns[i] = hj_vector_builder_view(&verdicts->column[i]);
    }
    made->count = columns[HJ_VERDICT_ROW].rows;
    for (uint32_t row = 0; row < made->count; row++) {
        made->routed += !hj_vector_is_null(&columns[HJ_VERDICT_ROUTE], row);
        made->protected_ += !hj_vector_is_null(&columns[HJ_VERDICT_PROTECTED_BY], row);
        made->blocked += !hj_vector_is_null(&columns[HJ_VERDICT_BLOCKED_BY], row);
    }
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct decide *decide = context;
    struct made *made = block->made;
    struct hj_verdicts *verdicts = &decide->verdicts[block->thread];
    struct hj_buffer *frame = &decide->frames[block->thread];
    struct hj_decide_input input = {.rows = block->rows};
    enum hj_code code = HJ_OK;
    HJ_TRY(make_rules(decide, block, &input, error));
    HJ_TRY(make_routes(decide, block, &input, error));
    HJ_TRY(hj_decide_block(&input, verdicts, error));
    count_verdicts(made, verdicts);
    for (int i = 0; made->count > 0 && i < HJ_VERDICT_COLUMNS; i++) {
        struct hj_vector view = hj_vector_builder_view(&verdicts->column[i]);
        hj_buffer_clear(frame);
        HJ_TRY(
            hj_codec_encode(&decide->codecs[block->thread], &view, HJ_COMPRESS_LZ4, frame, error));
        made->frames[i] = hj_arena_copy(block->arena, hj_buffer_span(frame));
        if (!made->frames[i].data) {
            return hj_error_memory(error);
        }
    }
done:
    return code;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct decide *decide = context;
    const struct made *made = block->made;
    decide->count += made->count;
    decide->routed += made->routed;
    decide->protected_ += made->protected_;
    decide->blocked += made->blocked;
    return made->count ? hj_verdicts_put(decide->store, decide->loaded.registry.id, &decide->key,
                                         block->block, made->frames, error)
                       : HJ_OK;
}

/* ---- roots ---- */

static void add_name(void *context, uint32_t name)
{
    struct name_list *list = context;
    list->names[list->count++] = name;
}

/* The names that an `unless` (NULL: none) rests on, the arena's. */
static enum hj_code list_names(struct decide *decide, const struct hj_expr *unless,
                               struct name_list *list, struct hj_error *error)
{
    if (!unless) {
        return HJ_OK;
    }
    list->names = hj_arena_zero(&decide->loaded.arena, decide->loaded.ruleset->scope.count,
                                sizeof *list->names);
    return list->names && hj_language_names(unless, add_name, list) ? HJ_OK
                                                                    : hj_error_memory(error);
}

static enum hj_code list_unless_names(struct decide *decide, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = decide->loaded.ruleset;
    struct hj_arena *arena = &decide->loaded.arena;
    enum hj_code code = HJ_OK;
    decide->rule_unless = hj_arena_zero(arena, ruleset->rule_count, sizeof *decide->rule_unless);
    decide->route_unless = hj_arena_zero(arena, ruleset->route_count, sizeof *decide->route_unless);
    if (!decide->rule_unless || !decide->route_unless) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; code == HJ_OK && i < ruleset->rule_count; i++) {
        code = list_names(decide, ruleset->rules[i].unless.root, &decide->rule_unless[i], error);
    }
    for (uint32_t i = 0; code == HJ_OK && i < ruleset->route_count; i++) {
        code = list_names(decide, ruleset->routes[i].unless.root, &decide->route_unless[i], error);
    }
    return code;
}

static void add_roots(struct hj_roots *roots, const uint32_t *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        hj_roots_name(roots, names[i]);
    }
}

static enum hj_code make_roots(struct decide *decide, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = decide->loaded.ruleset;
    struct hj_roots *roots = &decide->roots;
    hj_roots_init(roots, ruleset, &decide->loaded.arena);
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        hj_roots_add(roots, ruleset->routes[i].when.root);
        hj_roots_add(roots, ruleset->routes[i].unless.root);
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        const struct hj_route *route = &ruleset->routes[i];
        add_roots(roots, route->requires_checked, route->requires_count);
        add_roots(roots, decide->route_unless[i].names, decide->route_unless[i].count);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        add_roots(roots, decide->rule_unless[i].names, decide->rule_unless[i].count);
    }
    return roots->memory_full ? hj_error_memory(error) : HJ_OK;
}

static enum hj_code prepare(struct decide *decide, struct hj_error *error)
{
    struct hj_arena *arena = &decide->loaded.arena;
    unsigned threads = decide->campaign->threads;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_findings_keys(decide->store, &decide->loaded, arena, &decide->findings, error));
    decide->key = hj_verdicts_key(&decide->loaded, decide->findings);
    HJ_TRY(list_unless_names(decide, error));
    HJ_TRY(make_roots(decide, error));
    decide->verdicts = hj_arena_zero(arena, threads, sizeof *decide->verdicts);
    decide->codecs = hj_arena_zero(arena, threads, sizeof *decide->codecs);
    decide->frames = hj_arena_zero(arena, threads, sizeof *decide->frames);
    if (!decide->verdicts || !decide->codecs || !decide->frames) {
        return hj_error_memory(error);
    }
    for (unsigned i = 0; i < threads; i++) {
        hj_verdicts_init(&decide->verdicts[i]);
    }
done:
    return code;
}

static void decide_release(struct decide *decide)
{
    for (unsigned i = 0; decide->frames && i < decide->campaign->threads; i++) {
        hj_verdicts_release(&decide->verdicts[i]);
        hj_codec_release(&decide->codecs[i]);
        hj_buffer_release(&decide->frames[i]);
    }
    hj_loaded_release(&decide->loaded);
    hj_store_close(decide->store);
}

static void note_counts(const struct decide *decide)
{
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_DECIDE);
    hj_error_number(&note, "verdicts", (int64_t)decide->count);
    hj_error_number(&note, "routed", (int64_t)decide->routed);
    hj_error_number(&note, "protected", (int64_t)decide->protected_);
    hj_error_number(&note, "blocked", (int64_t)decide->blocked);
    hj_campaign_note(decide->campaign, &note);
}

/* All but the transaction, which is the caller's. *unchanged: the verdicts are there already. */
static enum hj_code decide_in(struct decide *decide, bool *unchanged, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_error not_yet;
    HJ_TRY(hj_loaded_open(decide->campaign, decide->store, &decide->loaded, error));
    HJ_TRY(prepare(decide, error));
    *unchanged = hj_verdicts_check(decide->store, &decide->key, &not_yet) == HJ_OK;
    if (*unchanged) {
        return HJ_OK;
    }
    const struct hj_pass pass = {
        .campaign = decide->campaign,
        .store = decide->store,
        .loaded = &decide->loaded,
        .roots = decide->roots.roots,
        .root_count = decide->roots.count,
        .context = decide,
        .read = read_findings,
        .flagged = fill_flagged,
        .work = work,
        .merge = merge,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    HJ_TRY(hj_verdicts_done(decide->store, &decide->key, error));
done:
    return code;
}

/* Lists, ratio and simulate go without draft rules: what they need is made in the same go. */
static enum hj_code without_drafts(struct hj_campaign *campaign, struct hj_store *store,
                                   struct hj_error *error)
{
    enum hj_drafts drafts = campaign->drafts;
    campaign->drafts = HJ_DRAFTS_NEVER;
    enum hj_code code = hj_what_if_decide(campaign, store, error);
    campaign->drafts = drafts;
    return code;
}

/* What the indicator and the scenario need of the firms, beside the verdicts. */
static enum hj_code keep_counts(struct decide *decide, bool *kept, struct hj_error *error)
{
    bool outlook, cohorts = false;
    *kept = false;
    if (decide->loaded.drafts) {
        return HJ_OK; /* those who ask go without draft rules: these verdicts are not theirs */
    }
    enum hj_code code = hj_outlook_keep(decide->campaign, decide->store, &decide->loaded,
                                        &decide->key, &outlook, error);
    if (code == HJ_OK) {
        code = hj_scenario_keep_cohorts(decide->campaign, decide->store, &decide->loaded,
                                        &decide->key, &cohorts, error);
    }
    *kept = outlook || cohorts;
    return code;
}

enum hj_code hj_campaign_decide(struct hj_campaign *campaign, struct hj_error *error)
{
    struct decide decide = {.campaign = campaign};
    enum hj_code code = HJ_OK;
    bool unchanged = false, kept;
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_CREATE, &decide.store, error));
    HJ_TRY(hj_store_begin(decide.store, error));
    HJ_TRY(decide_in(&decide, &unchanged, error));
    /* Draft rules are a trial: what was there before it is wanted again. */
    if (!unchanged && !decide.loaded.drafts) {
        HJ_TRY(hj_leftovers_drop(decide.store, &decide.loaded, &decide.key, error));
    }
    HJ_TRY(keep_counts(&decide, &kept, error));
    if (unchanged) {
        if (kept) {
            HJ_TRY(hj_store_commit(decide.store, error));
        }
        hj_error_set(error, HJ_NOTE_UNCHANGED);
        hj_error_text(error, "stage", hj_span_of("decide"));
        hj_campaign_note(campaign, error);
        goto done;
    }
    if (decide.loaded.drafts) {
        HJ_TRY(without_drafts(campaign, decide.store, error));
    }
    HJ_TRY(hj_stage_commit(campaign, decide.store, HJ_STAGE_DECIDE, &decide.loaded, error));
    note_counts(&decide);
done:
    decide_release(&decide);
    return code;
}

enum hj_code hj_what_if_decide(struct hj_campaign *campaign, struct hj_store *store,
                               struct hj_error *error)
{
    struct decide decide = {.campaign = campaign, .store = store};
    bool unchanged;
    enum hj_code code = decide_in(&decide, &unchanged, error);
    decide.store = NULL;
    decide_release(&decide);
    return code;
}
