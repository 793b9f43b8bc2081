/* SPDX-License-Identifier: MIT
 * The parts of a scenario that are about the world rather than the plan: hands, flows, events,
 * certificates, cases, the source of the denominator. */
#include "campaign/scenario.h"

/* ---- capacity ---- */

struct capacity_target {
    struct hj_scenario_capacity capacity;
    const struct hj_yaml *name;
    int names;
    int64_t officers, officers_a_visit;
    double visits;
    bool per_month;
};

static void name_capacity(struct hj_config_reader *reader, const struct hj_yaml *node,
                          struct capacity_target *target, enum hj_capacity_of of)
{
    target->capacity.of = of;
    target->name = node;
    target->names++;
    hj_scenario_text(reader, node, &target->capacity.name);
}

static void read_role(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    name_capacity(reader, node, target, HJ_CAPACITY_ROLE);
}

static void read_route(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    name_capacity(reader, node, target, HJ_CAPACITY_ROUTE);
    hj_scenario_route_of((struct hj_scenario_reading *)(void *)reader, node);
}

static void read_town(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    name_capacity(reader, node, target, HJ_CAPACITY_TOWN);
}

static void read_per_month(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct capacity_target *of = target;
    of->per_month = true;
    hj_scenario_count(reader, node, "per_month", 0, HJ_SIMULATE_COUNT, &of->capacity.per_month);
}

static void read_officers(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct capacity_target *of = target;
    hj_scenario_count(reader, node, "officers", 1, 1000000, &of->officers);
}

static void read_officers_a_visit(struct hj_config_reader *reader, const struct hj_yaml *node,
                                  void *target)
{
    struct capacity_target *of = target;
    hj_scenario_count(reader, node, "officers_per_visit", 1, 1000, &of->officers_a_visit);
}

static void read_visits(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct capacity_target *of = target;
    hj_scenario_rate(reader, node, "visits_per_day", 1000.0, &of->visits);
}

static void check_role(struct hj_scenario_reading *reading, const struct capacity_target *target)
{
    const struct hj_ruleset *ruleset = reading->context->ruleset;
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        if (hj_span_equal(ruleset->routes[r].role, target->capacity.name)) {
            return;
        }
    }
    struct hj_problem *problem = hj_yaml_problem(reading->reader.file, target->name, 0,
                                                 HJ_SCENARIO_ROLE, false, reading->reader.problems);
    hj_error_text(&problem->error, "role", target->capacity.name);
}

void hj_scenario_read_capacity(struct hj_config_reader *reader, const struct hj_yaml *node,
                               void *target)
{
    static const struct hj_config_field fields[] = {
        {"role", read_role, false},
        {"route", read_route, false},
        {"town", read_town, false},
        {"per_month", read_per_month, false},
        {"officers", read_officers, false},
        {"visits_per_day", read_visits, false},
        {"officers_per_visit", read_officers_a_visit, false},
    };
    struct hj_scenario_file *file = target;
    for (uint32_t i = 0; hj_scenario_is_list(reader, node, "capacity") && i < node->count; i++) {
        struct capacity_target item = {.officers_a_visit = 0};
        hj_config_mapping(reader, node->items[i], fields, sizeof fields / sizeof fields[0], &item);
        bool visits = item.officers > 0 && item.visits > 0.0;
        if (item.names != 1 || item.per_month == visits || (visits && !item.officers_a_visit)) {
            hj_config_shape(reader, node->items[i], "this",
                            "one of role, route and town, with per_month or with officers, "
                            "visits_per_day and officers_per_visit");
            continue;
        }
        if (item.capacity.of == HJ_CAPACITY_ROLE) {
            check_role((struct hj_scenario_reading *)(void *)reader, &item);
        }
        item.capacity.visits =
            visits ? (double)item.officers * item.visits / (double)item.officers_a_visit : 0.0;
        struct hj_scenario_capacity *longer = hj_scenario_append(
            reader, file->scenario.capacities, file->scenario.capacity_count, sizeof *longer);
        if (longer) {
            longer[file->scenario.capacity_count++] = item.capacity;
            file->scenario.capacities = longer;
        }
    }
}

/* ---- flows ---- */

/* A rate, or twelve of them, January first, added to a flow: moves and restorations come on top. */
static void add_rate(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                     double flow[12])
{
    double rate;
    if (node->kind == HJ_YAML_SEQUENCE && node->count != 12) {
        hj_config_shape(reader, node, key, "one number, or twelve of them, January first");
    } else if (node->kind == HJ_YAML_SEQUENCE) {
        for (uint32_t m = 0; m < 12; m++) {
            if (hj_scenario_rate(reader, node->items[m], key, 10000000.0, &rate)) {
                flow[m] += rate;
            }
        }
    } else if (hj_scenario_rate(reader, node, key, 10000000.0, &rate)) {
        for (uint32_t m = 0; m < 12; m++) {
            flow[m] += rate;
        }
    }
}

static void read_new(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    add_rate(reader, node, "new_firms_per_month", file->scenario.flow.founded);
}

static void read_exits(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    add_rate(reader, node, "exits_per_month", file->scenario.flow.closed);
}

static void read_moved_in(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    add_rate(reader, node, "moved_in_per_month", file->scenario.flow.founded);
}

static void read_moved_out(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct hj_scenario_file *file = target;
    add_rate(reader, node, "moved_out_per_month", file->scenario.flow.closed);
}

static void read_restored(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    add_rate(reader, node, "restored_per_month", file->scenario.flow.founded);
}

void hj_scenario_read_inflow(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    static const struct hj_config_field fields[] = {
        {"new_firms_per_month", read_new, false},
        {"exits_per_month", read_exits, false},
        {"moved_in_per_month", read_moved_in, false},
        {"moved_out_per_month", read_moved_out, false},
        {"restored_per_month", read_restored, false},
        {"history", hj_scenario_read_history, false},
    };
    hj_config_mapping(reader, node, fields, sizeof fields / sizeof fields[0], target);
}

static void read_months(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_count(reader, node, "months", 1, 1200, &file->history.months);
}

static void read_entered(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->history.entered);
}

static void read_left(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    file->history.left_given = true;
    hj_scenario_text(reader, node, &file->history.left);
}

static void read_was(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    if (node->kind != HJ_YAML_MAPPING || node->count != 1) {
        hj_config_shape(reader, node, "was", "one column and its value, as {status: active}");
        return;
    }
    file->history.was_column = node->keys[0]->text;
    hj_scenario_text(reader, node->items[0], &file->history.was_value);
}

/* A number of months, or {months, entered, left, was}. */
void hj_scenario_read_history(struct hj_config_reader *reader, const struct hj_yaml *node,
                              void *target)
{
    static const struct hj_config_field fields[] = {
        {"months", read_months, true},
        {"entered", read_entered, false},
        {"left", read_left, false},
        {"was", read_was, false},
    };
    struct hj_scenario_file *file = target;
    file->history = (struct hj_scenario_history){
        .given = true,
        .entered = hj_span_of("established"),
        .left = hj_span_of("deregistered_on"),
    };
    file->history_node = node;
    if (node->kind == HJ_YAML_MAPPING) {
        hj_config_mapping(reader, node, fields, 4, target);
    } else {
        read_months(reader, node, target);
    }
}

/* ---- events ---- */

/* 2026-10 is its first day in the plan. */
static void read_month(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_event *event = target;
    char text[11] = "";
    if (node->kind == HJ_YAML_SCALAR && node->text.size == 7) {
        snprintf(text, sizeof text, "%.7s-01", node->text.data);
    }
    if (!hj_date_parse_iso(hj_span_of(text), &event->day)) {
        hj_config_shape(reader, node, "month", "a month, as 2026-10");
        return;
    }
    hj_date as_of = ((struct hj_scenario_reading *)(void *)reader)->context->ruleset->as_of;
    hj_date next;
    if (event->day <= as_of && hj_date_add_months(event->day, 1, &next) && next > as_of + 1) {
        event->day = as_of + 1;
    }
}

static void read_new_firms(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct hj_scenario_event *event = target;
    hj_scenario_count(reader, node, "new_firms", 0, HJ_SIMULATE_COUNT, &event->new_firms);
}

static void read_event_exits(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_scenario_event *event = target;
    hj_scenario_count(reader, node, "exits", 0, HJ_SIMULATE_COUNT, &event->exits);
}

static void read_new_hightech(struct hj_config_reader *reader, const struct hj_yaml *node,
                              void *target)
{
    struct hj_scenario_event *event = target;
    hj_scenario_count(reader, node, "new_hightech", 0, 1000000, &event->new_hightech);
}

static void read_lost_hightech(struct hj_config_reader *reader, const struct hj_yaml *node,
                               void *target)
{
    struct hj_scenario_event *event = target;
    hj_scenario_count(reader, node, "lost_hightech", 0, 1000000, &event->lost_hightech);
}

void hj_scenario_read_events(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    static const struct hj_config_field fields[] = {
        {"month", read_month, true},
        {"new_firms", read_new_firms, false},
        {"exits", read_event_exits, false},
        {"new_hightech", read_new_hightech, false},
        {"lost_hightech", read_lost_hightech, false},
    };
    struct hj_scenario_file *file = target;
    for (uint32_t i = 0; hj_scenario_is_list(reader, node, "events") && i < node->count; i++) {
        struct hj_scenario_event *longer = hj_scenario_append(
            reader, file->scenario.events, file->scenario.event_count, sizeof *longer);
        if (!longer) {
            return;
        }
        hj_config_mapping(reader, node->items[i], fields, sizeof fields / sizeof fields[0],
                          &longer[file->scenario.event_count++]);
        file->scenario.events = longer;
    }
}
