/* SPDX-License-Identifier: MIT
 * Inside of what reads rule files without a run: the files asked for, with the campaign's own where
 * there is one, frozen with everything (drafts and retired rules too). */
#ifndef HJ_CAMPAIGN_CHECK_H
#define HJ_CAMPAIGN_CHECK_H

#include "campaign/campaign.h"

struct hj_rule_files {
    struct hj_campaign *campaign; /* NULL: the files stand alone */
    const char *const *paths;
    size_t path_count;
    struct hj_problems *problems; /* the caller's */
    struct hj_problems all;       /* of all files, the campaign's other ones among them */
    struct hj_rules_builder *builder;
    struct hj_dictionaries dictionaries;
    struct hj_freeze_options options; /* what the ruleset was frozen with */
    struct hj_ruleset *ruleset;
    struct hj_store *store;
    struct hj_arena arena;
};

/* Fill campaign, paths and problems first; release in any case. */
enum hj_code hj_rule_files_read(struct hj_rule_files *check, struct hj_error *error) HJ_MUST_USE;
void hj_rule_files_release(struct hj_rule_files *check);
/* Hands the problems of the files asked for to the caller. */
void hj_rule_files_report(struct hj_rule_files *check);
/* One more for the caller. */
void hj_rule_files_copy_problem(struct hj_rule_files *check, const struct hj_problem *problem);
/* The value that a test beside a rule gives or rests on, `*` where the registry's column is
 * personal. */
struct hj_value hj_rule_files_shown(const struct hj_ruleset *ruleset, struct hj_span name,
                                    struct hj_value value);
/* Whether a file is one of the paths or under one of them; without paths every file is. */
bool hj_rule_paths_hold(const char *const *paths, size_t count, const char *file);
/* Whether the rule stands in a file asked for; without paths every rule does. */
bool hj_rule_files_asks(const struct hj_rule_files *check, const struct hj_rule *rule);
void hj_rule_files_count(const struct hj_rule_files *check, struct hj_rules_tested *counts);

#endif
