/* SPDX-License-Identifier: MIT
 * The list of roots of a pass, built up one by one: predicates, and names of the firm scope whose
 * values are wanted. A name stands in the list once. */
#ifndef HJ_CAMPAIGN_ROOTS_H
#define HJ_CAMPAIGN_ROOTS_H

#include "base/arena.h"
#include "rules/ruleset.h"

#define HJ_ROOT_NONE UINT32_MAX

struct hj_roots {
    const struct hj_ruleset *ruleset;
    struct hj_arena *arena;
    const struct hj_expr **roots;
    uint32_t count, capacity;
    uint32_t *of_name; /* by name of the scope; HJ_ROOT_NONE: not asked for */
    bool memory_full;
};

/* Everything lives in the arena. */
void hj_roots_init(struct hj_roots *roots, const struct hj_ruleset *ruleset,
                   struct hj_arena *arena);
/* Adds a predicate (NULL: FALSE for every firm) and returns its root. */
uint32_t hj_roots_add(struct hj_roots *roots, const struct hj_expr *expr);
/* The root of a name, added at the first call. */
uint32_t hj_roots_name(struct hj_roots *roots, uint32_t name);
/* The same by its text; HJ_ROOT_NONE when the scope has no such name. */
uint32_t hj_roots_find(struct hj_roots *roots, const char *name);

#endif
