/* SPDX-License-Identifier: MIT */
#include "campaign/indicator.h"

#include "campaign/derived.h"
#include "decide/after.h"

#include <math.h>

static void list_countings(const struct hj_indicator *indicator, struct hj_error *error)
{
    char list[HJ_ERROR_VALUE] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < indicator->counting_count; i++) {
        struct hj_span id = indicator->countings[i].id;
        int more = snprintf(list + used, sizeof list - used, "%s%.*s", i ? ", " : "", (int)id.size,
                            id.data);
        used += (size_t)more < sizeof list - used ? (size_t)more : 0;
    }
    hj_error_text(error, "expected", hj_span_of(list));
}

enum hj_code hj_indicator_counting(const struct hj_campaign *campaign,
                                   const struct hj_ruleset *ruleset, uint32_t *counting,
                                   struct hj_error *error)
{
    const struct hj_config *config = &campaign->config;
    const struct hj_indicator *indicator = ruleset->indicator;
    if (!indicator) {
        return hj_error_set(error, HJ_CAMPAIGN_NO_INDICATOR);
    }
    for (uint32_t i = 0; i < indicator->counting_count; i++) {
        if (hj_span_equal(indicator->countings[i].id, config->counting)) {
            *counting = i;
            return HJ_OK;
        }
    }
    hj_error_set(error, config->counting.size ? HJ_CAMPAIGN_COUNTING : HJ_CAMPAIGN_NO_COUNTING);
    hj_error_text(error, "counting", config->counting);
    list_countings(indicator, error);
    hj_error_place(error, config->file, config->counting_place.line, config->counting_place.column);
    return error->code;
}

enum hj_code hj_indicator_scale(const struct hj_ruleset *ruleset, int64_t *scale,
                                struct hj_error *error)
{
    double value = ruleset->indicator->scale;
    if (!(value >= 1 && value <= 1e6) || floor(value) != value) {
        hj_error_set(error, HJ_CAMPAIGN_SCALE);
        return error->code;
    }
    *scale = (int64_t)value;
    return HJ_OK;
}

enum hj_code hj_indicator_roots(struct hj_roots *roots, uint32_t counting,
                                const struct hj_route *route, struct hj_indicator_roots *result,
                                struct hj_error *error)
{
    const struct hj_ruleset *ruleset = roots->ruleset;
    const struct hj_expr *counted = ruleset->indicator->countings[counting].when.root;
    const struct hj_expr *numerator = ruleset->indicator->numerator.root;
    struct hj_expr *both = hj_arena_zero(roots->arena, 1, sizeof *both);
    const struct hj_expr **operands = hj_arena_zero(roots->arena, 2, sizeof *operands);
    enum hj_code code = HJ_OK;
    if (!both || !operands) {
        return hj_error_memory(error);
    }
    if (route) {
        HJ_TRY(hj_decide_after(ruleset, route, counted, roots->arena, &counted, error));
        HJ_TRY(hj_decide_after(ruleset, route, numerator, roots->arena, &numerator, error));
    }
    operands[0] = counted;
    operands[1] = numerator;
    *both = (struct hj_expr){.op = HJ_OP_AND, .type = HJ_BOOLEAN, .count = 2, .operands = operands};
    result->denominator = hj_roots_add(roots, counted);
    result->numerator = hj_roots_add(roots, both);
    if (roots->memory_full) {
        code = hj_error_memory(error);
    }
done:
    return code;
}

struct hj_digest hj_indicator_key(const struct hj_loaded *loaded, const struct hj_digest *verdicts)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    const struct hj_indicator *indicator = ruleset->indicator;
    const struct hj_span clusters = {(const char *)loaded->clusters.bytes,
                                     loaded->linked ? sizeof loaded->clusters.bytes : 0};
    struct hj_digest digest = hj_derived_chain(*verdicts, indicator->numerator.text);
    for (uint32_t c = 0; c < indicator->counting_count; c++) {
        digest = hj_derived_chain(digest, indicator->countings[c].id);
        digest = hj_derived_chain(digest, indicator->countings[c].when.text);
    }
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        const struct hj_route *route = &ruleset->routes[r];
        digest = hj_derived_chain(digest, route->id);
        for (uint32_t b = 0; b < route->becomes_count; b++) {
            digest = hj_derived_chain(digest, ruleset->scope.names[route->becomes[b].name].name);
            digest = hj_derived_chain_value(digest, &route->becomes[b].value);
        }
    }
    return hj_derived_chain(digest, clusters);
}
