/* SPDX-License-Identifier: MIT */
#include "campaign/plan_order.h"

#include "base/memory.h"
#include "campaign/value_order.h"

#include <stdlib.h>

/* ---- the order ---- */

/* Working days are seven fifths of a day here: enough to tell a short route from a long one. */
static double route_days(const struct hj_route *route)
{
    double days = 0.0;
    for (uint32_t s = 0; s < route->step_count; s++) {
        days += route->steps[s].days + 1.4 * route->steps[s].working_days;
    }
    return route->has_duration ? route->mode : days;
}

/* qsort has no context, and a cursor is one thread's: the rules stand beside each firm. */
struct sorted {
    struct hj_planned *firm;
    const struct hj_ruleset *ruleset;
};

static int compare(const void *a, const void *b)
{
    const struct sorted *left = a, *right = b;
    const struct hj_planned *x = left->firm, *y = right->firm;
    for (uint32_t i = 0; i < left->ruleset->plan_count; i++) {
        int decision = hj_value_order(&x->order[i], &y->order[i]);
        if (decision != 0) {
            return decision;
        }
    }
    if (x->counted != y->counted) {
        return x->counted ? -1 : 1;
    }
    if (x->severity != y->severity) {
        return x->severity > y->severity ? -1 : 1;
    }
    if (x->unchecked_count != y->unchecked_count) {
        return x->unchecked_count < y->unchecked_count ? -1 : 1;
    }
    double x_days = route_days(&left->ruleset->routes[x->route]);
    double y_days = route_days(&left->ruleset->routes[y->route]);
    if (x_days < y_days || x_days > y_days) {
        return x_days < y_days ? -1 : 1;
    }
    return x->record < y->record ? -1 : x->record > y->record;
}

bool hj_plan_sort(const struct hj_ruleset *ruleset, struct hj_planned *firms, size_t count,
                  struct hj_planned **in_order)
{
    struct sorted *sorted = hj_memory_new((count + 1) * sizeof *sorted);
    if (!sorted) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (struct sorted){&firms[i], ruleset};
    }
    if (count > 0) {
        qsort(sorted, count, sizeof *sorted, compare);
    }
    for (size_t i = 0; i < count; i++) {
        in_order[i] = sorted[i].firm;
    }
    hj_memory_free(sorted);
    return true;
}

/* ---- months ---- */

static uint32_t town_of(const struct hj_cohorts *cohorts, struct hj_value town)
{
    for (uint32_t t = 0; !town.null && t < cohorts->town_count; t++) {
        if (hj_span_equal(cohorts->towns[t], town.text)) {
            return t;
        }
    }
    return HJ_TOWN_NONE;
}

static bool takes(const struct hj_scheduled *item, uint32_t route, uint32_t town, int64_t taken)
{
    return item->route == route && (item->town == town || item->town == HJ_TOWN_ANY) &&
           taken < item->firms;
}

bool hj_plan_take_months(const struct hj_schedule *schedule, const struct hj_cohorts *cohorts,
                         struct hj_planned *const *in_order, size_t count, size_t routes)
{
    size_t towns = cohorts->town_count + 1u;
    /* at: the scheduled item that a route and town have come to; taken: of its firms */
    uint32_t *at = hj_memory_zero(towns * routes + 1, sizeof *at);
    int64_t *taken = hj_memory_zero(schedule->count + 1u, sizeof *taken);
    bool room = at && taken;
    for (size_t i = 0; room && i < count; i++) {
        struct hj_planned *firm = in_order[i];
        if (!firm->counted) {
            continue;
        }
        uint32_t town = town_of(cohorts, firm->town);
        uint32_t *item = &at[firm->route * towns + (town == HJ_TOWN_NONE ? towns - 1 : town)];
        while (*item < schedule->count &&
               !takes(&schedule->items[*item], firm->route, town, taken[*item])) {
            (*item)++;
        }
        if (*item < schedule->count) {
            firm->day = schedule->items[*item].day;
            taken[*item]++;
        }
    }
    hj_memory_free(at);
    hj_memory_free(taken);
    return room;
}
