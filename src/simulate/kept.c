/* SPDX-License-Identifier: MIT */
#include "simulate/kept.h"

enum { MOST_KEPT = 1 << 23 };

bool hj_simulate_case_routes(const struct hj_plan *plan, struct hj_arena *arena,
                             struct hj_case_routes *routes)
{
    uint32_t count = plan->scenario->route_count;
    bool *has = hj_arena_zero(arena, count + 1u, sizeof *has);
    *routes = (struct hj_case_routes){NULL, 0};
    routes->items = hj_arena_zero(arena, count + 1u, sizeof *routes->items);
    if (!has || !routes->items) {
        return false;
    }
    for (uint32_t o = 0; o < plan->opening_count; o++) {
        has[plan->openings[o].route] = true;
    }
    for (uint32_t r = 0; r < count; r++) {
        if (has[r]) {
            routes->items[routes->count++] = r;
        }
    }
    return true;
}

bool hj_simulate_keep(const struct hj_plan *plan, uint64_t count, struct hj_arena *arena,
                      struct hj_kept *kept)
{
    struct hj_case_routes routes;
    uint32_t all = plan->scenario->route_count;
    *kept = (struct hj_kept){.row = hj_arena_zero(arena, all + 1u, sizeof *kept->row)};
    if (!kept->row || !hj_simulate_case_routes(plan, arena, &routes)) {
        return false;
    }
    memset(kept->row, 0xff, all * sizeof *kept->row);
    for (uint32_t i = 0; i < routes.count; i++) {
        kept->row[routes.items[i]] = i;
    }
    kept->rows = routes.count;
    uint64_t cells = count * routes.count * plan->month_count;
    if (cells > MOST_KEPT) {
        return true;
    }
    kept->exits = hj_arena_zero(arena, cells + 1, sizeof *kept->exits);
    kept->hightech = hj_arena_zero(arena, cells + 1, sizeof *kept->hightech);
    kept->count = count;
    return kept->exits && kept->hightech;
}

void hj_simulate_keep_trial(struct hj_kept *kept, const struct hj_plan *plan, uint32_t trial,
                            const int64_t *exits, const int64_t *hightech)
{
    for (uint32_t r = 0; trial < kept->count && r < plan->scenario->route_count; r++) {
        if (kept->row[r] == HJ_KEPT_NONE) {
            continue;
        }
        size_t to = ((size_t)trial * kept->rows + kept->row[r]) * plan->month_count;
        size_t from = (size_t)r * plan->month_count;
        for (uint32_t m = 0; m < plan->month_count; m++) {
            kept->exits[to + m] = (int32_t)exits[from + m];
            kept->hightech[to + m] = (int32_t)hightech[from + m];
        }
    }
}
