/* SPDX-License-Identifier: MIT */
#include "campaign/scenario.h"

#include <inttypes.h>
#include <math.h>

bool hj_scenario_count(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                       int64_t least, int64_t most, int64_t *value)
{
    const char *text = node->kind == HJ_YAML_SCALAR ? node->text.data : "";
    size_t size = node->kind == HJ_YAML_SCALAR ? node->text.size : 0;
    bool digits = size > 0 && size < 19 && strspn(text, "0123456789") == size;
    int64_t number = digits ? strtoll(text, NULL, 10) : -1;
    if (number < least || number > most) {
        char expected[80];
        snprintf(expected, sizeof expected, "a whole number from %" PRId64 " to %" PRId64, least,
                 most);
        hj_config_shape(reader, node, key, expected);
        return false;
    }
    *value = number;
    return true;
}

void *hj_scenario_append(struct hj_config_reader *reader, const void *items, uint32_t count,
                         size_t size)
{
    char *longer = hj_arena_zero(reader->arena, count + 1u, size);
    if (!longer) {
        reader->memory_full = true;
        return NULL;
    }
    if (count) {
        memcpy(longer, items, count * size);
    }
    return longer;
}

bool hj_scenario_is_list(struct hj_config_reader *reader, const struct hj_yaml *node,
                         const char *key)
{
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_config_shape(reader, node, key, "a list");
        return false;
    }
    return true;
}

void hj_scenario_text(struct hj_config_reader *reader, const struct hj_yaml *node,
                      struct hj_span *text)
{
    hj_config_text(reader, node, text);
}

/* A number from 0 on. */
static bool parse_decimal(const struct hj_yaml *node, double *value)
{
    if (node->kind != HJ_YAML_SCALAR || node->text.size == 0 || node->text.size > 40 ||
        strspn(node->text.data, "0123456789.eE+-") != node->text.size) {
        return false;
    }
    char *end = NULL;
    *value = strtod(node->text.data, &end);
    return end == node->text.data + node->text.size && isfinite(*value) && *value >= 0.0;
}

bool hj_scenario_rate(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                      double most, double *value)
{
    if (!parse_decimal(node, value) || !(*value <= most)) {
        char expected[80];
        snprintf(expected, sizeof expected, "a number from 0 to %.0f", most);
        hj_config_shape(reader, node, key, expected);
        return false;
    }
    return true;
}

/* ---- shares ---- */

static bool read_beta(struct hj_config_reader *reader, const struct hj_yaml *node,
                      struct hj_share *share)
{
    double a = 0.0, b = 0.0;
    bool pair = node->kind == HJ_YAML_SEQUENCE && node->count == 2 &&
                parse_decimal(node->items[0], &a) && parse_decimal(node->items[1], &b);
    if (!pair || a + b <= 0.0 || a > 1e12 || b > 1e12) {
        hj_config_shape(reader, node, "a share",
                        "[a, b] of Beta(a, b): two numbers from 0 on, not both 0");
        return false;
    }
    *share = (struct hj_share){.a = a, .b = b};
    return true;
}

static bool read_fixed(struct hj_config_reader *reader, const struct hj_yaml *node,
                       struct hj_share *share)
{
    double value;
    if (!parse_decimal(node, &value) || value > 1.0) {
        hj_config_shape(reader, node, "a share", "a number from 0 to 1, or [a, b] of Beta(a, b)");
        return false;
    }
    *share = (struct hj_share){.fixed = true, .value = value};
    return true;
}

static void read_by(struct hj_config_reader *reader, const struct hj_yaml *node,
                    enum hj_share_by *by)
{
    static const char *const names[] = {"route", "batch", "town"};
    for (int i = 0; i < 3; i++) {
        if (node->kind == HJ_YAML_SCALAR && hj_span_is(node->text, names[i])) {
            *by = (enum hj_share_by)i;
            return;
        }
    }
    hj_config_shape(reader, node, "by", "route, batch or town");
}

struct share_target {
    struct hj_share *share;
    enum hj_share_by *by;
    bool good;
};

static void read_beta_field(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    struct share_target *share = target;
    share->good = read_beta(reader, node, share->share);
}

static void read_share_field(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct share_target *share = target;
    share->good = read_fixed(reader, node, share->share);
}

static void read_by_field(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct share_target *share = target;
    read_by(reader, node, share->by);
}

bool hj_scenario_share(struct hj_config_reader *reader, const struct hj_yaml *node,
                       struct hj_share *share, enum hj_share_by *by)
{
    static const struct hj_config_field fields[] = {
        {"beta", read_beta_field, false},
        {"share", read_share_field, false},
        {"by", read_by_field, false},
    };
    enum hj_share_by unused;
    struct share_target target = {share, by ? by : &unused, true};
    if (node->kind == HJ_YAML_SCALAR) {
        return read_fixed(reader, node, share);
    }
    if (node->kind == HJ_YAML_SEQUENCE) {
        return read_beta(reader, node, share);
    }
    hj_config_mapping(reader, node, fields, by ? 3 : 2, &target);
    if (node->kind == HJ_YAML_MAPPING && hj_yaml_get(node, "beta") && hj_yaml_get(node, "share")) {
        hj_config_shape(reader, node, "a share", "either beta or share, not both");
        target.good = false;
    }
    return target.good;
}

/* ---- triangles ---- */

struct triangle_target {
    struct hj_triangle *triangle;
    bool good;
};

static void read_corner(struct hj_config_reader *reader, const struct hj_yaml *node,
                        struct triangle_target *target, double *corner)
{
    target->good =
        hj_scenario_rate(reader, node, "low, mode and high", 100000.0, corner) && target->good;
}

static void read_low(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct triangle_target *of = target;
    read_corner(reader, node, of, &of->triangle->low);
}

static void read_mode(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct triangle_target *of = target;
    read_corner(reader, node, of, &of->triangle->mode);
}

static void read_high(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct triangle_target *of = target;
    read_corner(reader, node, of, &of->triangle->high);
}

bool hj_scenario_triangle(struct hj_config_reader *reader, const struct hj_yaml *node,
                          struct hj_triangle *triangle)
{
    static const struct hj_config_field fields[] = {
        {"low", read_low, true}, {"mode", read_mode, true}, {"high", read_high, true}};
    struct triangle_target target = {triangle, true};
    *triangle = (struct hj_triangle){0.0, 0.0, 0.0};
    if (node->kind == HJ_YAML_MAPPING) {
        hj_config_mapping(reader, node, fields, 3, &target);
    } else if (node->kind == HJ_YAML_SEQUENCE && node->count == 3) {
        read_low(reader, node->items[0], &target);
        read_mode(reader, node->items[1], &target);
        read_high(reader, node->items[2], &target);
    } else if (node->kind == HJ_YAML_SCALAR) {
        read_low(reader, node, &target);
        triangle->mode = triangle->high = triangle->low;
    } else {
        hj_config_shape(reader, node, "low, mode and high", "three numbers that rise");
        target.good = false;
    }
    if (target.good && !(triangle->low <= triangle->mode && triangle->mode <= triangle->high)) {
        hj_config_shape(reader, node, "low, mode and high", "three numbers that rise");
        target.good = false;
    }
    return target.good;
}

/* ---- routes ---- */

uint32_t hj_scenario_route_of(struct hj_scenario_reading *reading, const struct hj_yaml *node)
{
    const struct hj_ruleset *ruleset = reading->context->ruleset;
    struct hj_span *ids =
        hj_arena_zero(reading->reader.arena, ruleset->route_count + 1u, sizeof *ids);
    for (uint32_t r = 0; ids && r < ruleset->route_count; r++) {
        ids[r] = ruleset->routes[r].id;
        if (node->kind == HJ_YAML_SCALAR && hj_span_equal(node->text, ids[r])) {
            return r;
        }
    }
    if (!ids) {
        reading->reader.memory_full = true;
        return UINT32_MAX;
    }
    struct hj_problem *problem = hj_yaml_problem(reading->reader.file, node, 0, HJ_SCENARIO_ROUTE,
                                                 false, reading->reader.problems);
    hj_error_text(&problem->error, "route", node->text);
    problem->suggestion = hj_yaml_nearest(node->text, ids, ruleset->route_count);
    return UINT32_MAX;
}
