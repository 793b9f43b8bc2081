/* SPDX-License-Identifier: MIT
 * Findings in the store: for one rule and one block the rows where it holds, those of them whose
 * `unless` nobody could judge, and the rows that the rule could not judge. They stand under the
 * digest of all they were made from (the rule, the as-of date, the snapshots), which is the whole
 * cache: what is there under today's digest is right, and a rule whose digest has no findings has
 * not been run. */
#ifndef HJ_CAMPAIGN_FINDINGS_H
#define HJ_CAMPAIGN_FINDINGS_H

#include "campaign/campaign.h"
#include "match/findings.h"

/* Rules with `same` or `model` are the business of the stage link, all others of flag. */
static inline bool hj_findings_by_link(const struct hj_rule *rule)
{
    return rule->same_count > 0 || rule->model.size > 0;
}

/* Tells of the rules with `model` that they find nothing: nothing is left out silently. */
void hj_findings_say_models(const struct hj_campaign *campaign, const struct hj_ruleset *ruleset);

/* What a run said of one rule; kept in the store. */
struct hj_finding_counts {
    uint64_t holds, unchecked, unknown;
    uint64_t faults[HJ_FAULT_COUNT];
};

/* The digest of a rule's findings on what is loaded. */
struct hj_digest hj_findings_key(const struct hj_loaded *loaded, const struct hj_rule *rule);

/* Counts of the rule's findings; *found false: the rule has not been run on this. */
enum hj_code hj_findings_get_counts(struct hj_store *store, const struct hj_digest *key,
                                    struct hj_finding_counts *counts, bool *found,
                                    struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_findings_put_counts(struct hj_store *store, const struct hj_digest *key,
                                    const struct hj_finding_counts *counts,
                                    struct hj_error *error) HJ_MUST_USE;

/* The rule's findings in a block; what is not there is empty. Vectors live in the arena. */
enum hj_code hj_findings_get(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                             struct hj_arena *arena, struct hj_rule_findings *findings,
                             struct hj_error *error) HJ_MUST_USE;

/* The three frames of a block on their way into the store; size 0: no rows. */
struct hj_finding_frames {
    struct hj_span frame[3];
};
enum hj_code hj_findings_put(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                             uint32_t block, const struct hj_finding_frames *frames,
                             struct hj_error *error) HJ_MUST_USE;

/* The notes that say which keys have findings: their counts. */
#define HJ_FINDINGS_NOTES "findings"

/* The digests of the derived blocks of a key: holds, unchecked, unknown. */
void hj_findings_part_keys(const struct hj_digest *key, struct hj_digest parts[3]);
/* Where the rows for which a rule holds stand: the first of them. */
struct hj_digest hj_findings_holds_key(const struct hj_digest *key);

/* The keys of all rules, one a rule of the ruleset, in the arena; HJ_CAMPAIGN_NOT_FLAGGED when one
 * of them has not been run. Those of link may be missing: their key is then all zero and has no
 * findings. */
enum hj_code hj_findings_keys(struct hj_store *store, const struct hj_loaded *loaded,
                              struct hj_arena *arena, struct hj_digest **keys,
                              struct hj_error *error) HJ_MUST_USE;

/* Whether the rule of this key (of hj_findings_keys) has been run. */
bool hj_findings_run(const struct hj_digest *key);

/* What flagged('…') in routes knows of the rule: nothing (UNKNOWN for every firm) of a draft, which
 * gives no route, and of one that link has not run yet. */
bool hj_findings_tell_routes(const struct hj_rule *rule, const struct hj_digest *key);

#endif
