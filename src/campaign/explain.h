/* SPDX-License-Identifier: MIT
 * Inside of explain: finding the firm, and taking predicates apart for it. */
#ifndef HJ_CAMPAIGN_EXPLAIN_H
#define HJ_CAMPAIGN_EXPLAIN_H

#include "campaign/campaign.h"
#include "match/reference.h"

struct hj_firm_place {
    uint32_t block, row;
};

/* Finds the firm by its code (uscc or old number), its name, or its record number, in this order.
 */
enum hj_code hj_explain_find(struct hj_campaign *campaign, struct hj_store *store,
                             const struct hj_loaded *loaded, const char *who,
                             struct hj_firm_place *place, struct hj_error *error) HJ_MUST_USE;

/* The record numbers of firms, one a place. */
enum hj_code hj_explain_records(struct hj_store *store, const struct hj_loaded *loaded,
                                const struct hj_firm_place *places, uint32_t count,
                                int64_t *records, struct hj_error *error) HJ_MUST_USE;

/* Takes predicates apart for one firm; everything it makes is the arena's. */
struct hj_explaining {
    const struct hj_loaded *loaded;
    struct hj_reference *reference; /* begun with the firm */
    struct hj_arena *arena;
    bool
        invented; /* the firm of a test: loaded has the ruleset alone, nothing is masked or lacks */
};

/* The value of a name, masked. */
enum hj_code hj_explain_name(const struct hj_explaining *explaining, uint32_t name,
                             struct hj_explain_value *value, struct hj_error *error) HJ_MUST_USE;
/* Root first, operands below; AND, OR, NOT and named predicates are opened. What a file has not of
 * `needs` (NULL: none) stands before. */
enum hj_code hj_explain_predicate(const struct hj_explaining *explaining,
                                  const struct hj_predicate *predicate,
                                  const struct hj_needs *needs, struct hj_explain_predicate *result,
                                  struct hj_error *error) HJ_MUST_USE;

/* What a rule with `same:` joins the firm by. */
enum hj_code hj_explain_same(const struct hj_explaining *explaining, const struct hj_rule *rule,
                             struct hj_explain_rule *result, struct hj_error *error) HJ_MUST_USE;
/* The clusters of the firm, if link has been run. */
enum hj_code hj_explain_clusters(struct hj_store *store, const struct hj_loaded *loaded,
                                 struct hj_firm_place place, struct hj_arena *arena,
                                 struct hj_explain *explain, struct hj_error *error) HJ_MUST_USE;

/* The routes, each with why it is the firm's or is not; the verdict and the rules are there. */
enum hj_code hj_explain_routes(const struct hj_explaining *explaining, struct hj_explain *explain,
                               struct hj_error *error) HJ_MUST_USE;

#endif
