/* SPDX-License-Identifier: MIT
 * What the cases of each route did in the first trials, for asking again with one thing moved: all
 * else draws the same numbers and need not draw them. */
#ifndef HJ_SIMULATE_KEPT_H
#define HJ_SIMULATE_KEPT_H

#include "simulate/plan.h"

/* Routes with cases, lowest first. */
struct hj_case_routes {
    uint32_t *items, count;
};

struct hj_kept {
    uint64_t count; /* trials; 0: nothing is kept, all is drawn again */
    uint32_t rows;  /* routes with cases */
    uint32_t *row;  /* one a route; HJ_KEPT_NONE: without cases */
    int32_t *exits; /* (trial * rows + row) * months + month */
    int32_t *hightech;
};
#define HJ_KEPT_NONE UINT32_MAX

/* False, of all three: the memory is full. */
bool hj_simulate_case_routes(const struct hj_plan *plan, struct hj_arena *arena,
                             struct hj_case_routes *routes) HJ_MUST_USE;
/* Room for `count` trials of the plan in the arena; none (count 0) where that would be too much. */
bool hj_simulate_keep(const struct hj_plan *plan, uint64_t count, struct hj_arena *arena,
                      struct hj_kept *kept) HJ_MUST_USE;
/* Exits and high-tech firms among them: route by route, one a month. On any thread. */
void hj_simulate_keep_trial(struct hj_kept *kept, const struct hj_plan *plan, uint32_t trial,
                            const int64_t *exits, const int64_t *hightech);

#endif
