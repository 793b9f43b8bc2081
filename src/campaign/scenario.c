/* SPDX-License-Identifier: MIT */
#include "campaign/scenario.h"

#include "simulate/calendar.h"

static struct hj_scenario_reading *reading_of(struct hj_config_reader *reader)
{
    /* The reader is the first member. */
    return (struct hj_scenario_reading *)(void *)reader;
}

static void set_text(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_span *text = target;
    hj_config_text(reader, node, text);
}

/* ---- the head ---- */

static void read_name(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    set_text(reader, node, &file->scenario.name);
}

static void read_counting(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    const struct hj_indicator *indicator = reading_of(reader)->context->ruleset->indicator;
    struct hj_span text = {NULL, 0}, *ids = NULL;
    if (!hj_config_text(reader, node, &text) || !indicator) {
        return;
    }
    ids = hj_arena_zero(reader->arena, indicator->counting_count, sizeof *ids);
    for (uint32_t c = 0; ids && c < indicator->counting_count; c++) {
        ids[c] = indicator->countings[c].id;
        if (hj_span_equal(ids[c], text)) {
            file->scenario.counting = text;
            return;
        }
    }
    struct hj_problem *problem =
        hj_yaml_problem(reader->file, node, 0, HJ_SCENARIO_COUNTING, false, reader->problems);
    hj_error_text(&problem->error, "counting", text);
    problem->suggestion = hj_yaml_nearest(text, ids, ids ? indicator->counting_count : 0);
}

static void read_deadline(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    hj_date as_of = file->scenario.as_of, deadline;
    if (!hj_config_date(reader, node, &deadline)) {
        return;
    }
    enum hj_code code = HJ_OK;
    if (deadline < as_of) {
        code = HJ_SCENARIO_DEADLINE;
    } else if (hj_date_months_between(as_of, deadline) >= HJ_SIMULATE_MONTHS - 2) {
        code = HJ_SCENARIO_FAR;
    }
    if (code != HJ_OK) {
        char text[11];
        struct hj_problem *problem =
            hj_yaml_problem(reader->file, node, 0, code, false, reader->problems);
        hj_date_format(as_of, text);
        hj_error_text(&problem->error, "as_of", hj_span_of(text));
        hj_error_text(&problem->error, "deadline", node->text);
        return;
    }
    file->scenario.deadline = deadline;
}

static void read_snapshot(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    hj_date day, as_of = reading_of(reader)->context->ruleset->as_of;
    if (hj_config_date(reader, node, &day)) {
        file->scenario.numerator_snapshot = day;
        if (day < as_of) {
            hj_scenario_tell_days(reader, node, HJ_SCENARIO_SNAPSHOT, false, as_of);
        }
    }
}

static void read_target(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    file->target_text = node->text;
    if (node->kind != HJ_YAML_SCALAR || !hj_target_parse(node->text, &file->scenario.target)) {
        hj_config_shape(reader, node, "target", "a positive number, as 120.00");
    }
}

static void read_confidence(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    struct hj_scenario_file *file = target;
    struct hj_target confidence;
    bool good = node->kind == HJ_YAML_SCALAR && node->text.size <= 12 &&
                hj_target_parse(node->text, &confidence);
    if (!good || hj_target_value(confidence) >= 1.0) {
        hj_config_shape(reader, node, "confidence", "a number between 0 and 1, as 0.90");
        return;
    }
    file->scenario.confidence = confidence;
}

static void read_trials(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    int64_t trials;
    if (hj_scenario_count(reader, node, "trials", 1, HJ_SIMULATE_TRIALS, &trials)) {
        file->scenario.trials = (uint64_t)trials;
    }
}

static void read_seed(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    int64_t seed;
    if (hj_scenario_count(reader, node, "seed", 0, (INT64_C(1) << 53) - 1, &seed)) {
        file->scenario.seed = (uint64_t)seed;
    }
}

/* ---- open ---- */

static void read_per_month(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct hj_scenario_route *route = target;
    hj_scenario_count(reader, node, "per_month", 0, HJ_SIMULATE_COUNT, &route->per_month);
}

static void read_from(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_route *route = target;
    hj_config_date(reader, node, &route->from);
}

static void read_batch_size(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    struct hj_scenario_route *route = target;
    hj_scenario_count(reader, node, "size", 0, HJ_SIMULATE_COUNT, &route->per_month);
}

static void read_batch_every(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_scenario_route *route = target;
    int64_t every;
    if (hj_scenario_count(reader, node, "every", 1, HJ_SIMULATE_MONTHS, &every)) {
        route->every = (uint32_t)every;
    }
}

static void read_batch(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    static const struct hj_config_field fields[] = {{"size", read_batch_size, true},
                                                    {"every", read_batch_every, true}};
    hj_config_mapping(reader, node, fields, 2, target);
}

static void open_route(struct hj_config_reader *reader, const struct hj_yaml *node,
                       struct hj_scenario_route *route)
{
    static const struct hj_config_field fields[] = {{"per_month", read_per_month, false},
                                                    {"from", read_from, false},
                                                    {"batch", read_batch, false}};
    if (node->kind == HJ_YAML_SCALAR) {
        read_per_month(reader, node, route);
        return;
    }
    hj_config_mapping(reader, node, fields, 3, route);
    bool per_month = hj_yaml_get(node, "per_month"), batch = hj_yaml_get(node, "batch");
    if (node->kind == HJ_YAML_MAPPING && per_month == batch) {
        hj_config_shape(reader, node, "this", "a mapping with either per_month or batch");
    }
}

static void read_open(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "open", "a mapping from routes to {per_month, from}");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        uint32_t r = hj_scenario_route_of(reading_of(reader), node->keys[i]);
        if (r == UINT32_MAX) {
            continue;
        }
        struct hj_scenario_route *route = &file->routes[r];
        route->opened = true;
        route->order = i;
        open_route(reader, node->items[i], route);
        if (!route->route->gone && route->route->becomes_count == 0) {
            struct hj_problem *problem = hj_yaml_problem(
                reader->file, node->keys[i], 0, HJ_SCENARIO_MOVES_NOTHING, true, reader->problems);
            hj_error_text(&problem->error, "route", route->route->id);
        }
    }
}

static void read_success(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "success", "a mapping from routes to shares");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        uint32_t r = hj_scenario_route_of(reading_of(reader), node->keys[i]);
        if (r != UINT32_MAX) {
            hj_scenario_share(reader, node->items[i], &file->routes[r].share, &file->routes[r].by);
        }
    }
}

/* ---- two steps ---- */

static void read_set(struct hj_config_reader *reader, const struct hj_yaml *node,
                     struct hj_scenario_file *file)
{
    struct hj_config_setting *settings = NULL;
    if (node->kind != HJ_YAML_MAPPING) {
        hj_config_shape(reader, node, "set", "a mapping from parameters to values");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        hj_config_add_setting(reader, &settings, &file->setting_count, node->keys[i],
                              node->items[i]);
    }
    file->settings = settings;
}

enum hj_code hj_scenario_read(const char *path, struct hj_arena *arena,
                              struct hj_problems *problems, struct hj_scenario_file *file,
                              struct hj_error *error)
{
    *file = (struct hj_scenario_file){0};
    enum hj_code code = hj_yaml_read(path, arena, &file->yaml, problems, error);
    if (code != HJ_OK || !file->yaml.root) {
        return code;
    }
    struct hj_config_reader reader = {&file->yaml, "", arena, problems, false};
    const struct hj_yaml *set =
        file->yaml.root->kind == HJ_YAML_MAPPING ? hj_yaml_get(file->yaml.root, "set") : NULL;
    if (set) {
        read_set(&reader, set, file);
    }
    return reader.memory_full ? hj_error_memory(error) : HJ_OK;
}

/* `set:` was read in step 1. */
static void skip(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    (void)reader;
    (void)node;
    (void)target;
}

static bool start(const struct hj_scenario_context *context, struct hj_arena *arena,
                  struct hj_scenario_file *file)
{
    const struct hj_ruleset *ruleset = context->ruleset;
    file->routes = hj_arena_zero(arena, ruleset->route_count + 1u, sizeof *file->routes);
    if (!file->routes) {
        return false;
    }
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        const struct hj_route *route = &ruleset->routes[r];
        file->routes[r] = (struct hj_scenario_route){
            .route = route,
            .share = {route->success_a, route->success_b, !route->has_success, 1.0},
            .from = ruleset->as_of + 1,
            .order = r,
        };
    }
    file->scenario = (struct hj_scenario){
        .name = hj_span_of("scenario"),
        .counting = context->counting,
        .as_of = ruleset->as_of,
        .deadline = ruleset->as_of,
        .numerator_snapshot = HJ_DATE_MIN,
        .denominator_date = HJ_DATE_MAX,
        .scale = context->scale,
        .confidence = {9, 1},
        .trials = 100000,
        .seed = 1,
        .routes = file->routes,
        .route_count = ruleset->route_count,
        .calendar = &ruleset->calendar,
    };
    file->sources = (struct hj_scenario_sources){
        .valid_until = hj_span_of("valid_until"),
        .cases_table = hj_span_of("cases"),
        .case_route = hj_span_of("route"),
        .case_stage = hj_span_of("stage"),
        .case_date = hj_span_of("date"),
    };
    return true;
}

/* What follows from several keys. */
static void finish(struct hj_scenario_reading *reading)
{
    struct hj_scenario *scenario = &reading->file->scenario;
    const char *target = reading->context->target;
    if (target) {
        reading->file->target_text = hj_span_of(target);
        (void)hj_target_parse(reading->file->target_text, &scenario->target); /* checked before */
    }
    if (scenario->numerator_snapshot == HJ_DATE_MIN) {
        scenario->numerator_snapshot = scenario->deadline;
    }
    hj_scenario_check(reading);
    if (scenario->denominator_date > scenario->deadline) {
        scenario->denominator_date = scenario->deadline;
    }
}

enum hj_code hj_scenario_fill(const struct hj_scenario_context *context, struct hj_arena *arena,
                              struct hj_problems *problems, struct hj_scenario_file *file,
                              struct hj_error *error)
{
    static const struct hj_config_field fields[] = {
        {"scenario", read_name, false},
        {"counting", read_counting, false},
        {"deadline", read_deadline, true},
        {"numerator_snapshot", read_snapshot, false},
        {"target", read_target, false},
        {"confidence", read_confidence, false},
        {"trials", read_trials, false},
        {"seed", read_seed, false},
        {"open", read_open, false},
        {"success", read_success, false},
        {"capacity", hj_scenario_read_capacity, false},
        {"inflow", hj_scenario_read_inflow, false},
        {"history", hj_scenario_read_history, false},
        {"events", hj_scenario_read_events, false},
        {"hightech", hj_scenario_read_hightech, false},
        {"cases", hj_scenario_read_cases, false},
        {"denominator", hj_scenario_read_denominator, false},
        {"towns_serve", hj_scenario_read_served, false},
        {"set", skip, false},
    };
    struct hj_scenario_reading reading = {
        .reader = {&file->yaml, "", arena, problems, false}, .context = context, .file = file};
    if (!start(context, arena, file)) {
        return hj_error_memory(error);
    }
    if (!file->yaml.root) {
        hj_scenario_tell_empty(&reading);
        return HJ_OK;
    }
    hj_config_mapping(&reading.reader, file->yaml.root, fields, sizeof fields / sizeof fields[0],
                      file);
    if (file->yaml.root->kind == HJ_YAML_MAPPING) {
        finish(&reading);
    }
    return reading.reader.memory_full ? hj_error_memory(error) : HJ_OK;
}
