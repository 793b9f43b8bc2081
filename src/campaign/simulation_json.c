/* SPDX-License-Identifier: MIT
 * A simulation as JSON: the pure room's object, and behind it what only the campaign knows. */
#include "base/json.h"
#include "hejian.h"

#include <math.h>

static bool put(struct hj_buffer *out, const char *text)
{
    return hj_buffer_append(out, hj_span_of(text));
}

static bool put_number(struct hj_buffer *out, const char *key, double value)
{
    return put(out, key) && (isfinite(value) ? hj_json_number(out, value) : put(out, "null"));
}

static bool put_count(struct hj_buffer *out, const char *key, int64_t value)
{
    return put(out, key) && hj_json_integer(out, value);
}

static bool put_effects(const struct hj_outlook *outlook, const struct hj_outlook_route *route,
                        struct hj_buffer *out)
{
    bool good = true;
    for (uint32_t c = 0; good && c < outlook->counting_count; c++) {
        const struct hj_effect *effect = &route->effects[c];
        good = put(out, c ? "," : "") && hj_json_string(out, outlook->countings[c]) &&
               put_count(out, ":{\"firms\":", effect->firms) &&
               put_count(out, ",\"denominator\":", -effect->denominator) &&
               put_count(out, ",\"numerator\":", -effect->numerator) && put(out, "}");
    }
    return good;
}

static bool put_routes(const struct hj_outlook *outlook, struct hj_buffer *out)
{
    bool good = put(out, ",\"routes\":[");
    for (uint32_t r = 0; good && r < outlook->route_count; r++) {
        const struct hj_outlook_route *route = &outlook->routes[r];
        good = put(out, r ? ",{\"route\":" : "{\"route\":") && hj_json_string(out, route->id) &&
               put_count(out, ",\"firms\":", route->firms) && put(out, ",\"effects\":{") &&
               put_effects(outlook, route, out) && put(out, "}}");
    }
    return good && put(out, "]");
}

static bool put_exact(const struct hj_exact *exact, struct hj_buffer *out)
{
    return put_number(out, ",\"exact\":{\"mean\":", exact->mean) &&
           put_number(out, ",\"p05\":", exact->ratio.p05) &&
           put_number(out, ",\"p25\":", exact->ratio.p25) &&
           put_number(out, ",\"p50\":", exact->ratio.p50) &&
           put_number(out, ",\"p75\":", exact->ratio.p75) &&
           put_number(out, ",\"p95\":", exact->ratio.p95) &&
           put_number(out, ",\"probability\":", exact->probability) &&
           put_count(out, ",\"removals\":", exact->removals) && put(out, "}");
}

static bool put_difference(const struct hj_difference *difference, struct hj_buffer *out)
{
    return put_number(out, ",\"difference\":{\"ratio\":", difference->ratio) &&
           put_number(out, ",\"standard_error\":", difference->standard_error) &&
           put_number(out, ",\"probability\":", difference->probability) && put(out, "}");
}

static bool put_rank(const struct hj_simulated *item, struct hj_buffer *out)
{
    return put_count(out, ",\"rank\":{\"today\":", item->rank_today) &&
           put_count(out, ",\"then\":", item->rank_then) &&
           put_count(out, ",\"of\":", item->ranked) && put(out, "}");
}

static bool put_item(const struct hj_simulated *item, const struct hj_outlook *outlook,
                     struct hj_buffer *more, struct hj_buffer *out)
{
    hj_buffer_clear(more);
    return put_count(more, ",\"cases_left_out\":", item->cases_left_out) &&
           (!item->exact || put_exact(item->exact, more)) &&
           (!item->difference || put_difference(item->difference, more)) &&
           (item->ranked == 0 || put_rank(item, more)) &&
           (!outlook || item->rules_set || put_routes(outlook, more)) &&
           hj_simulate_json(item->answers, hj_buffer_span(more), out);
}

enum hj_code hj_simulation_json(const struct hj_simulation *simulation,
                                const struct hj_outlook *outlook, struct hj_buffer *out,
                                struct hj_error *error)
{
    struct hj_buffer more = {0};
    bool several = simulation->count != 1;
    bool good = !several || put(out, "[");
    for (uint32_t i = 0; good && i < simulation->count; i++) {
        good = put(out, i ? ",\n" : "") && put_item(&simulation->items[i], outlook, &more, out);
    }
    good = good && (!several || put(out, "]")) && put(out, "\n");
    hj_buffer_release(&more);
    return good ? HJ_OK : hj_error_memory(error);
}
