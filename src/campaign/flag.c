/* SPDX-License-Identifier: MIT
 * The stage flag: rules × blocks → findings. Rules whose findings are in the store under today's
 * digest are not run again; all others run in one pass. Then the stage says what could not be
 * judged. */
#include "campaign/findings.h"
#include "campaign/made_tables.h"
#include "campaign/missing.h"
#include "campaign/pass.h"
#include "campaign/rests.h"
#include "campaign/what_if.h"
#include "column/codec.h"

struct flag {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct hj_loaded loaded;
    uint32_t *run; /* rules to run: indices into the ruleset's; without peers first */
    uint32_t run_count;
    struct hj_digest *keys;           /* one a rule of the ruleset */
    struct hj_finding_counts *counts; /* likewise */
    struct hj_codec *codecs;          /* one a thread */
    struct hj_buffer *frames; /* one a thread: the frame before it moves to the slot's arena */
};

/* Rules that are run in one pass. */
struct batch {
    struct flag *flag;
    const uint32_t *rules; /* indices into the ruleset's */
    uint32_t count;
};

/* What work leaves for merge: one a rule of the batch. */
struct made {
    struct hj_finding_frames frames;
    struct hj_finding_counts counts;
};

static enum hj_code encode(struct flag *flag, struct hj_pass_block *block,
                           const struct hj_vector *vector, struct hj_span *frame,
                           struct hj_error *error)
{
    if (vector->rows == 0) {
        return HJ_OK;
    }
    struct hj_buffer *buffer = &flag->frames[block->thread];
    hj_buffer_clear(buffer);
    enum hj_code code =
        hj_codec_encode(&flag->codecs[block->thread], vector, HJ_COMPRESS_LZ4, buffer, error);
    if (code == HJ_OK) {
        *frame = hj_arena_copy(block->arena, hj_buffer_span(buffer));
        code = frame->data ? HJ_OK : hj_error_memory(error);
    }
    return code;
}

static enum hj_code work(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct batch *batch = context;
    struct flag *flag = batch->flag;
    struct made *made = hj_arena_zero(block->arena, batch->count, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; i < batch->count; i++) {
        struct hj_rule_findings findings;
        const struct hj_match_result *results = &block->results[2 * i];
        HJ_TRY(hj_findings_make(results, block->rows, block->arena, &findings, error));
        made[i].counts.holds = findings.holds.rows;
        made[i].counts.unchecked = findings.unchecked.rows;
        made[i].counts.unknown = findings.unknown.rows;
        for (int fault = 0; fault < HJ_FAULT_COUNT; fault++) {
            made[i].counts.faults[fault] = results[0].faults[fault] + results[1].faults[fault];
        }
        HJ_TRY(encode(flag, block, &findings.holds, &made[i].frames.frame[0], error));
        HJ_TRY(encode(flag, block, &findings.unchecked, &made[i].frames.frame[1], error));
        HJ_TRY(encode(flag, block, &findings.unknown, &made[i].frames.frame[2], error));
    }
    block->made = made;
done:
    return code;
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    const struct batch *batch = context;
    struct flag *flag = batch->flag;
    const struct made *made = block->made;
    for (uint32_t i = 0; i < batch->count; i++) {
        uint32_t rule = batch->rules[i];
        struct hj_finding_counts *counts = &flag->counts[rule];
        enum hj_code code =
            hj_findings_put(flag->store, flag->loaded.registry.id, &flag->keys[rule], block->block,
                            &made[i].frames, error);
        if (code != HJ_OK) {
            return code;
        }
        counts->holds += made[i].counts.holds;
        counts->unchecked += made[i].counts.unchecked;
        counts->unknown += made[i].counts.unknown;
        for (int fault = 0; fault < HJ_FAULT_COUNT; fault++) {
            counts->faults[fault] += made[i].counts.faults[fault];
        }
    }
    return HJ_OK;
}

/* Which rules have no findings yet, and the counts of those that have. */
static enum hj_code choose_rules(struct flag *flag, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = flag->loaded.ruleset;
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        bool found;
        flag->keys[i] = hj_findings_key(&flag->loaded, &ruleset->rules[i]);
        enum hj_code code =
            hj_findings_get_counts(flag->store, &flag->keys[i], &flag->counts[i], &found, error);
        if (code != HJ_OK) {
            return code;
        }
        if (!found && !hj_findings_by_link(&ruleset->rules[i])) {
            flag->run[flag->run_count++] = i;
        }
    }
    return HJ_OK;
}

static struct hj_pass pass_of(struct batch *batch, const struct hj_expr *const *roots)
{
    return (struct hj_pass){
        .campaign = batch->flag->campaign,
        .store = batch->flag->store,
        .loaded = &batch->flag->loaded,
        .roots = roots,
        .root_count = 2 * batch->count,
        .leave_derived = true,
        .context = batch,
        .work = work,
        .merge = merge,
    };
}

/* Rules that rest on peers wait until those are counted; the others run meanwhile. */
static enum hj_code run_batches(struct flag *flag, uint32_t without_peers,
                                const struct hj_expr *const *roots, struct hj_error *error)
{
    struct batch early = {flag, flag->run, without_peers};
    struct batch late = {flag, flag->run + without_peers, flag->run_count - without_peers};
    const struct hj_pass first = pass_of(&early, roots);
    struct hj_pass second = pass_of(&late, roots + first.root_count);
    if (late.count == 0) {
        return hj_pass_run(&first, error);
    }
    second.early = early.count ? &first : NULL;
    return hj_pass_run(&second, error);
}

/* The rules to run, those without peers first; *count of them. */
static bool sort_rules(struct flag *flag, uint32_t *count)
{
    const struct hj_ruleset *ruleset = flag->loaded.ruleset;
    uint32_t *others = hj_arena_new(&flag->loaded.arena, flag->run_count * sizeof *others);
    uint32_t other_count = 0;
    *count = 0;
    if (!others) {
        return false;
    }
    for (uint32_t i = 0; i < flag->run_count; i++) {
        const struct hj_expr *roots[2];
        hj_findings_roots(ruleset, &flag->run[i], 1, roots);
        if (hj_rests_of(ruleset, roots, 2).peers) {
            others[other_count++] = flag->run[i];
        } else {
            flag->run[(*count)++] = flag->run[i];
        }
    }
    memcpy(flag->run + *count, others, other_count * sizeof *others);
    return true;
}

static enum hj_code run_rules(struct flag *flag, struct hj_error *error)
{
    uint32_t without_peers;
    const struct hj_expr **roots =
        hj_arena_zero(&flag->loaded.arena, 2 * flag->run_count, sizeof *roots);
    if (!roots || !sort_rules(flag, &without_peers)) {
        return hj_error_memory(error);
    }
    hj_findings_roots(flag->loaded.ruleset, flag->run, flag->run_count, roots);
    enum hj_code code = run_batches(flag, without_peers, roots, error);
    for (uint32_t i = 0; code == HJ_OK && i < flag->run_count; i++) {
        uint32_t rule = flag->run[i];
        code = hj_findings_put_counts(flag->store, &flag->keys[rule], &flag->counts[rule], error);
    }
    return code;
}

static void note_rule(const struct flag *flag, uint32_t index)
{
    const struct hj_rule *rule = &flag->loaded.ruleset->rules[index];
    const struct hj_finding_counts *counts = &flag->counts[index];
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_RULE);
    hj_error_text(&note, "rule", rule->id);
    hj_error_number(&note, "hits", (int64_t)counts->holds);
    hj_campaign_note(flag->campaign, &note);
    if (counts->unknown > 0) {
        char missing[HJ_ERROR_VALUE];
        hj_missing_inputs(&flag->loaded, rule, missing, sizeof missing);
        hj_error_set(&note, HJ_NOTE_UNKNOWN);
        hj_error_text(&note, "rule", rule->id);
        hj_error_number(&note, "unknown", (int64_t)counts->unknown);
        hj_error_number(&note, "firms", (int64_t)flag->loaded.registry.stored);
        hj_error_text(&note, "missing", hj_span_of(missing));
        hj_campaign_note(flag->campaign, &note);
    }
    for (int fault = 0; fault < HJ_FAULT_COUNT; fault++) {
        if (counts->faults[fault] > 0) {
            hj_error_set(&note, HJ_NOTE_FAULTS);
            hj_error_text(&note, "rule", rule->id);
            hj_error_number(&note, "count", (int64_t)counts->faults[fault]);
            hj_error_text(&note, "fault", hj_span_of(hj_fault_name((enum hj_fault)fault)));
            hj_campaign_note(flag->campaign, &note);
        }
    }
}

static void note_all(const struct flag *flag)
{
    struct hj_error note;
    uint64_t findings = 0;
    uint32_t rules = 0;
    for (uint32_t i = 0; i < flag->loaded.ruleset->rule_count; i++) {
        findings += flag->counts[i].holds;
        rules += !hj_findings_by_link(&flag->loaded.ruleset->rules[i]);
    }
    hj_error_set(&note, HJ_NOTE_FLAG);
    hj_error_number(&note, "rules", rules);
    hj_error_number(&note, "firms", (int64_t)flag->loaded.registry.stored);
    hj_error_number(&note, "findings", (int64_t)findings);
    hj_error_number(&note, "reused", rules - flag->run_count);
    hj_campaign_note(flag->campaign, &note);
    for (uint32_t i = 0; i < flag->loaded.ruleset->rule_count; i++) {
        if (!hj_findings_by_link(&flag->loaded.ruleset->rules[i])) {
            note_rule(flag, i);
        }
    }
    hj_findings_say_models(flag->campaign, flag->loaded.ruleset);
}

static enum hj_code prepare(struct flag *flag, struct hj_error *error)
{
    uint32_t rules = flag->loaded.ruleset->rule_count;
    struct hj_arena *arena = &flag->loaded.arena;
    flag->run = hj_arena_zero(arena, rules, sizeof *flag->run);
    flag->keys = hj_arena_zero(arena, rules, sizeof *flag->keys);
    flag->counts = hj_arena_zero(arena, rules, sizeof *flag->counts);
    flag->codecs = hj_arena_zero(arena, flag->campaign->threads, sizeof *flag->codecs);
    flag->frames = hj_arena_zero(arena, flag->campaign->threads, sizeof *flag->frames);
    if (!flag->run || !flag->keys || !flag->counts || !flag->codecs || !flag->frames) {
        return hj_error_memory(error);
    }
    return choose_rules(flag, error);
}

static void flag_release(struct flag *flag)
{
    for (unsigned i = 0; flag->codecs && flag->frames && i < flag->campaign->threads; i++) {
        hj_codec_release(&flag->codecs[i]);
        hj_buffer_release(&flag->frames[i]);
    }
    hj_loaded_release(&flag->loaded);
    hj_store_close(flag->store);
}

/* All but the transaction, which is the caller's. */
static enum hj_code flag_in(struct flag *flag, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_loaded_open(flag->campaign, flag->store, &flag->loaded, error));
    HJ_TRY(prepare(flag, error));
    if (flag->run_count > 0) {
        HJ_TRY(run_rules(flag, error));
    }
done:
    return code;
}

enum hj_code hj_campaign_flag(struct hj_campaign *campaign, struct hj_error *error)
{
    struct flag flag = {.campaign = campaign};
    enum hj_drafts drafts = campaign->drafts;
    enum hj_code code = HJ_OK;
    campaign->drafts = HJ_DRAFTS_AS_ASKED;
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_CREATE, &flag.store, error));
    HJ_TRY(hj_store_begin(flag.store, error));
    HJ_TRY(flag_in(&flag, error));
    HJ_TRY(hj_drafts_put(campaign, flag.store, error));
    HJ_TRY(hj_stage_commit(campaign, flag.store, HJ_STAGE_FLAG, &flag.loaded, error));
    note_all(&flag);
done:
    campaign->drafts = drafts;
    flag_release(&flag);
    return code;
}

enum hj_code hj_what_if_flag(struct hj_campaign *campaign, struct hj_store *store,
                             struct hj_error *error)
{
    struct flag flag = {.campaign = campaign, .store = store};
    enum hj_code code = flag_in(&flag, error);
    flag.store = NULL;
    flag_release(&flag);
    return code;
}
