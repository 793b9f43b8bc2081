/* SPDX-License-Identifier: MIT
 * Findings → verdicts, one block at a time: for each firm with a finding or a protection its class,
 * the first lawful route open to it, what protects it and what nobody has checked. Pure and
 * thread-safe.
 *
 * The order of decision (design.md section 10):
 *   class       the first of duplicate (proof), zombie, abnormal, duplicate (lead) among its
 * findings protection  a rule of class protect that holds; one that cannot judge blocks, unless it
 * says `unknown: passes`. With either there is no route. route       in the order of the file the
 * first whose `when` holds, whose `unless` does not (unknown counts as holding, unless it says
 * `unknown: passes`) and none of whose `requires_checked` is unknown. A route that moves the firm
 * (`becomes`) needs a finding that is neither a lead, nor of severity info, nor of a draft rule: a
 * lead beside an info is no more than either. Without any finding but of draft rules there is none.
 */
#ifndef HJ_DECIDE_VERDICT_H
#define HJ_DECIDE_VERDICT_H

#include "column/vector.h"
#include "rules/ruleset.h"

/* A value that must be known: bit set in unknown: it is NULL for the firm. NULL: known for all. */
struct hj_decide_check {
    struct hj_span name;
    const uint64_t *unknown;
};

struct hj_decide_rule {
    const struct hj_rule *rule;
    struct hj_truth truth;                /* holds; cannot judge. yes NULL: holds for no firm */
    const uint64_t *unchecked;            /* holds, but its `unless` is unknown; NULL: none */
    const struct hj_decide_check *checks; /* what its `unless` rests on */
    uint32_t check_count;
};

struct hj_decide_route {
    const struct hj_route *route;
    struct hj_truth when, unless;         /* yes NULL: not given */
    const struct hj_decide_check *checks; /* requires_checked */
    uint32_t check_count;
    const struct hj_decide_check *unless_checks; /* what `unless` rests on */
    uint32_t unless_check_count;
};

struct hj_decide_input {
    uint32_t rows;
    const struct hj_decide_rule *rules; /* sorted by id */
    uint32_t rule_count;
    const struct hj_decide_route *routes;
    uint32_t route_count;
};

/* Verdicts of a block, one column a member; all of the same number of rows. Lists are ids or names
 * joined by ; in order, NULL where empty. */
enum hj_verdict_column {
    HJ_VERDICT_ROW,          /* INTEGER: row of the firm in the block, ascending */
    HJ_VERDICT_CLASS,        /* TEXT: abnormal, zombie, duplicate; NULL: only protected */
    HJ_VERDICT_ROUTE,        /* TEXT: id; NULL: none */
    HJ_VERDICT_PROTECTED_BY, /* TEXT: rules */
    HJ_VERDICT_BLOCKED_BY,   /* TEXT: rules */
    HJ_VERDICT_UNCHECKED,    /* TEXT: names, and protections that nobody could judge */
    HJ_VERDICT_RULES,        /* TEXT: findings */
    HJ_VERDICT_COLUMNS
};

/* Reused from block to block; one a worker. All zero is ready after hj_verdicts_init. */
struct hj_verdicts {
    struct hj_vector_builder column[HJ_VERDICT_COLUMNS];
    struct hj_buffer list;
};

void hj_verdicts_init(struct hj_verdicts *verdicts);
void hj_verdicts_release(struct hj_verdicts *verdicts);

/* Replaces what verdicts holds by the verdicts of the block. Fails with HJ_MEMORY alone. */
enum hj_code hj_decide_block(const struct hj_decide_input *input, struct hj_verdicts *verdicts,
                             struct hj_error *error) HJ_MUST_USE;

extern const char *const hj_verdict_column_names[HJ_VERDICT_COLUMNS];

#endif
