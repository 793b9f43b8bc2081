/* SPDX-License-Identifier: MIT
 * The routes in explain: each with its conditions, and why it is the firm's or is not. It follows
 * decide/verdict.c, one firm at a time and telling. */
#include "campaign/explain.h"

const char *hj_route_why_name(enum hj_route_why why)
{
    static const char *const names[HJ_ROUTE_WHYS] = {
        [HJ_ROUTE_CHOSEN] = "chosen",
        [HJ_ROUTE_WHEN] = "when",
        [HJ_ROUTE_WHEN_UNKNOWN] = "when_unknown",
        [HJ_ROUTE_UNLESS] = "unless",
        [HJ_ROUTE_UNLESS_UNKNOWN] = "unless_unknown",
        [HJ_ROUTE_UNCHECKED] = "unchecked",
        [HJ_ROUTE_WEAK] = "weak",
        [HJ_ROUTE_NOTHING] = "nothing",
        [HJ_ROUTE_DRAFT] = "draft",
        [HJ_ROUTE_PROTECTED] = "protected",
        [HJ_ROUTE_BLOCKED] = "blocked",
        [HJ_ROUTE_EARLIER] = "earlier",
    };
    return names[why];
}

/* What the findings are good for. */
struct findings {
    bool any;    /* but protections */
    bool stable; /* one of no draft rule */
    bool strong; /* … that is neither a lead nor an info */
};

static struct findings weigh(const struct hj_ruleset *ruleset, const struct hj_explain *explain)
{
    struct findings findings = {0};
    for (uint32_t i = 0; i < explain->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        const struct hj_value *holds = &explain->rules[i].holds;
        if (holds->null || !holds->boolean || rule->rule_class == HJ_CLASS_PROTECT) {
            continue;
        }
        bool stable = rule->status != HJ_RULE_DRAFT;
        bool weak = rule->strength == HJ_STRENGTH_LEAD || rule->severity == HJ_SEVERITY_INFO;
        findings.any = true;
        findings.stable = findings.stable || stable;
        findings.strong = findings.strong || (stable && !weak);
    }
    return findings;
}

static bool is_true(const struct hj_explain_predicate *predicate)
{
    return predicate->count > 0 && !predicate->value.null && predicate->value.boolean;
}

/* What keeps the route away by itself; HJ_ROUTE_CHOSEN: nothing does. */
static enum hj_route_why own_reason(const struct hj_route *route,
                                    const struct hj_explain_route *explained)
{
    if (!explained->when.value.null && !explained->when.value.boolean) {
        return HJ_ROUTE_WHEN;
    }
    if (is_true(&explained->unless)) {
        return HJ_ROUTE_UNLESS;
    }
    if (explained->when.value.null) {
        return HJ_ROUTE_WHEN_UNKNOWN;
    }
    if (explained->unless.count > 0 && explained->unless.value.null &&
        route->unless_unknown != HJ_UNKNOWN_PASSES) {
        return HJ_ROUTE_UNLESS_UNKNOWN;
    }
    return explained->unchecked_count > 0 ? HJ_ROUTE_UNCHECKED : HJ_ROUTE_CHOSEN;
}

static enum hj_route_why reason(const struct hj_explain *explain, struct findings findings,
                                const struct hj_route *route,
                                const struct hj_explain_route *explained)
{
    bool moves = route->gone || route->becomes_count > 0;
    enum hj_route_why why = own_reason(route, explained);
    if (why != HJ_ROUTE_CHOSEN) {
        return why;
    }
    if (!findings.any) {
        return HJ_ROUTE_NOTHING;
    }
    if (!explain->protected_by.null) {
        return HJ_ROUTE_PROTECTED;
    }
    if (!explain->blocked_by.null) {
        return HJ_ROUTE_BLOCKED;
    }
    if (!findings.stable) {
        return HJ_ROUTE_DRAFT;
    }
    return moves && !findings.strong ? HJ_ROUTE_WEAK : HJ_ROUTE_EARLIER;
}

static enum hj_code explain_unchecked(const struct hj_explaining *explaining,
                                      const struct hj_route *route, struct hj_explain_route *result,
                                      struct hj_error *error)
{
    struct hj_span *unchecked =
        hj_arena_zero(explaining->arena, route->requires_count, sizeof *unchecked);
    if (!unchecked) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < route->requires_count; i++) {
        struct hj_explain_value value;
        enum hj_code code = hj_explain_name(explaining, route->requires_checked[i], &value, error);
        if (code != HJ_OK) {
            return code;
        }
        if (value.value.null) {
            unchecked[result->unchecked_count++] = value.name;
        }
    }
    result->unchecked = unchecked;
    return HJ_OK;
}

enum hj_code hj_explain_routes(const struct hj_explaining *explaining, struct hj_explain *explain,
                               struct hj_error *error)
{
    const struct hj_ruleset *ruleset = explaining->loaded->ruleset;
    struct findings findings = weigh(ruleset, explain);
    enum hj_code code = HJ_OK;
    struct hj_explain_route *routes =
        hj_arena_zero(explaining->arena, ruleset->route_count, sizeof *routes);
    if (!routes) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->route_count; i++) {
        const struct hj_route *route = &ruleset->routes[i];
        bool chosen = !explain->route.null && hj_span_equal(explain->route.text, route->id);
        routes[i] = (struct hj_explain_route){
            .id = route->id,
            .title_zh = route->title.zh,
            .title_en = route->title.en,
            .role = route->role,
        };
        HJ_TRY(hj_explain_predicate(explaining, &route->when, NULL, &routes[i].when, error));
        HJ_TRY(hj_explain_predicate(explaining, &route->unless, NULL, &routes[i].unless, error));
        HJ_TRY(explain_unchecked(explaining, route, &routes[i], error));
        routes[i].why = chosen ? HJ_ROUTE_CHOSEN : reason(explain, findings, route, &routes[i]);
    }
    explain->routes = routes;
    explain->route_count = ruleset->route_count;
done:
    return code;
}
