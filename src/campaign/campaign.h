/* SPDX-License-Identifier: MIT
 * Inside of a campaign: what all stages share. A stage opens the store, reads ids, calls one pure
 * room, writes, commits; nothing of it stays in memory afterwards. */
#ifndef HJ_CAMPAIGN_CAMPAIGN_H
#define HJ_CAMPAIGN_CAMPAIGN_H

#include "campaign/config.h"
#include "campaign/tools.h"
#include "hejian.h"
#include "rules/builder.h"
#include "store/store.h"

/* Whether draft rules are among those that a stage or a result sees. */
enum hj_drafts {
    HJ_DRAFTS_AS_FLAGGED, /* where they are asked for, or the last flag ran them */
    HJ_DRAFTS_AS_ASKED,   /* by the settings alone: flag itself */
    HJ_DRAFTS_NEVER,      /* what leaves the office: lists, ratio, simulate */
};

struct hj_campaign {
    struct hj_settings settings;
    enum hj_drafts drafts;
    unsigned threads;
    struct hj_arena arena; /* of the configuration; lives as long as the campaign */
    struct hj_config config;
    struct hj_problems problems;
};

/* Reads all rule files of the campaign; mistakes become problems (then HJ_CAMPAIGN_RULES). */
enum hj_code hj_campaign_rules(struct hj_campaign *campaign, struct hj_rules_builder **builder,
                               struct hj_error *error) HJ_MUST_USE;

/* The same into a builder that is there; mistakes go to `problems` and fail nothing. */
enum hj_code hj_campaign_add_rules(const struct hj_campaign *campaign,
                                   struct hj_rules_builder *builder, struct hj_problems *problems,
                                   struct hj_error *error) HJ_MUST_USE;
/* HJ_CAMPAIGN_RULES when there are errors among the problems. */
enum hj_code hj_campaign_problems(const struct hj_problems *problems,
                                  struct hj_error *error) HJ_MUST_USE;

/* The path of a file beside the store; NULL when the memory is full. */
const char *hj_campaign_beside_store(const struct hj_campaign *campaign, struct hj_arena *arena,
                                     const char *name);

/* What is loaded, with schemas; and the rules frozen for it. Release in any case. */
struct hj_loaded {
    struct hj_arena arena;
    struct hj_snapshot registry;
    struct hj_snapshot *facts; /* one a fact of the ruleset; id 0: not loaded */
    struct hj_ruleset *ruleset;
    struct hj_tools *tools; /* the arena's; made when a pass needs them */
    bool drafts;            /* draft rules are among them */
    bool linked;            /* there are clusters for all this, under this digest */
    struct hj_digest clusters;
};

/* HJ_STORE_EMPTY when there is no registry. */
enum hj_code hj_loaded_open(struct hj_campaign *campaign, struct hj_store *store,
                            struct hj_loaded *loaded, struct hj_error *error) HJ_MUST_USE;
/* The same with rules of one's own; the caller frees the builder. */
enum hj_code hj_loaded_open_with(struct hj_campaign *campaign, struct hj_store *store,
                                 struct hj_rules_builder *builder, struct hj_loaded *loaded,
                                 struct hj_error *error) HJ_MUST_USE;
void hj_loaded_release(struct hj_loaded *loaded);

/* What flag leaves for HJ_DRAFTS_AS_FLAGGED: whether it ran draft rules. */
enum hj_code hj_drafts_put(struct hj_campaign *campaign, struct hj_store *store,
                           struct hj_error *error) HJ_MUST_USE;

/* Tells the caller what was done: begin with hj_error_set(&note, HJ_NOTE_…), add arguments. */
void hj_campaign_note(const struct hj_campaign *campaign, const struct hj_error *note);
/* A sentence of a result or a file, in the language that the caller asked for. */
void hj_campaign_sentence(const struct hj_campaign *campaign, const struct hj_error *error,
                          char *out, size_t size);

enum hj_code hj_campaign_load(struct hj_campaign *campaign, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_campaign_flag(struct hj_campaign *campaign, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_campaign_link(struct hj_campaign *campaign, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_campaign_decide(struct hj_campaign *campaign, struct hj_error *error) HJ_MUST_USE;

#endif
