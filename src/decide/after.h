/* SPDX-License-Identifier: MIT
 * Whether a firm counts after its route: the predicate with the columns that the route changes
 * replaced by what they become. Named predicates that rest on such a column are put in its place
 * and computed again; features keep the values they have (design.md section 10). */
#ifndef HJ_DECIDE_AFTER_H
#define HJ_DECIDE_AFTER_H

#include "base/arena.h"
#include "base/error.h"
#include "rules/ruleset.h"

/* The tree in the arena (shared with the old one where nothing changes). A route that lets the firm
 * go
 * (`becomes: gone`) gives FALSE. Fails with HJ_MEMORY alone. */
enum hj_code hj_decide_after(const struct hj_ruleset *ruleset, const struct hj_route *route,
                             const struct hj_expr *predicate, struct hj_arena *arena,
                             const struct hj_expr **after, struct hj_error *error) HJ_MUST_USE;

#endif
