/* SPDX-License-Identifier: MIT
 * What can be said of a scenario only when all its keys are read: days that do not fit together,
 * tables and columns that are not there, too much at once. */
#include "campaign/scenario.h"

/* A problem with the day that the node says and the as-of date. */
void hj_scenario_tell_days(struct hj_config_reader *reader, const struct hj_yaml *node,
                           enum hj_code code, bool warning, hj_date as_of)
{
    char text[11];
    struct hj_problem *problem =
        hj_yaml_problem(reader->file, node, 0, code, warning, reader->problems);
    hj_date_format(as_of, text);
    hj_error_text(&problem->error, "day", node->text);
    hj_error_text(&problem->error, "as_of", hj_span_of(text));
}

/* Keys that every scenario needs; its own place where it is empty. */
void hj_scenario_tell_empty(const struct hj_scenario_reading *reading)
{
    static const char *const keys[] = {"deadline", "target"};
    for (int i = 0; i < (reading->context->target ? 1 : 2); i++) {
        struct hj_problem *problem =
            hj_problems_add(reading->reader.problems, HJ_YAML_MISSING, false);
        hj_error_place(&problem->error, reading->file->yaml.path.data, 1, 1);
        hj_error_text(&problem->error, "key", hj_span_of(keys[i]));
    }
}

static const struct hj_yaml *member(const struct hj_yaml *node, const char *key)
{
    return node && node->kind == HJ_YAML_MAPPING ? hj_yaml_get(node, key) : NULL;
}

static void check_target(const struct hj_scenario_reading *reading)
{
    const struct hj_yaml *root = reading->file->yaml.root;
    if (!reading->context->target && !hj_yaml_get(root, "target")) {
        struct hj_problem *problem = hj_yaml_problem(reading->reader.file, root, 0, HJ_YAML_MISSING,
                                                     false, reading->reader.problems);
        hj_error_text(&problem->error, "key", hj_span_of("target"));
    }
}

/* ---- days ---- */

/* An event outside the plan is left out, and said. */
static void check_events(const struct hj_scenario_reading *reading)
{
    const struct hj_scenario *scenario = &reading->file->scenario;
    const struct hj_yaml *events = hj_yaml_get(reading->file->yaml.root, "events");
    for (uint32_t i = 0; i < scenario->event_count && i < events->count; i++) {
        hj_date day = scenario->events[i].day; /* 0: no month, which is told */
        if (day == 0) {
            continue;
        }
        if (day <= scenario->as_of || day > scenario->deadline) {
            hj_yaml_problem(reading->reader.file, events->items[i], 0, HJ_SCENARIO_OUTSIDE, true,
                            reading->reader.problems);
        }
    }
}

/* Routes that begin when all is over. */
static void check_openings(const struct hj_scenario_reading *reading)
{
    const struct hj_scenario *scenario = &reading->file->scenario;
    const struct hj_yaml *open = hj_yaml_get(reading->file->yaml.root, "open");
    for (uint32_t r = 0; r < scenario->route_count; r++) {
        const struct hj_scenario_route *route = &scenario->routes[r];
        bool there = route->opened && route->order < open->count;
        const struct hj_yaml *from = there ? member(open->items[route->order], "from") : NULL;
        if (from && route->from > scenario->deadline) {
            struct hj_problem *problem = hj_yaml_problem(
                reading->reader.file, from, 0, HJ_SCENARIO_LATE, true, reading->reader.problems);
            hj_error_text(&problem->error, "route", route->route->id);
            hj_error_text(&problem->error, "day", from->text);
        }
    }
}

/* A day of high-tech firms: by as_of the tables should have what was granted; after the day on
 * which they are counted it adds nothing. 0: no day, which is told. */
static void check_granted(struct hj_scenario_reading *reading, const struct hj_yaml *node,
                          hj_date day, bool may_be_past)
{
    const struct hj_scenario *scenario = &reading->file->scenario;
    if (!node || node->kind != HJ_YAML_SCALAR || day == 0) {
        return;
    }
    if (day <= scenario->as_of && !may_be_past) {
        hj_scenario_tell_days(&reading->reader, node, HJ_SCENARIO_PAST, true, scenario->as_of);
    } else if (day > scenario->numerator_snapshot) {
        hj_scenario_tell_days(&reading->reader, node, HJ_SCENARIO_AFTER, true,
                              scenario->numerator_snapshot);
    }
}

static void check_hightech_days(struct hj_scenario_reading *reading)
{
    const struct hj_scenario *scenario = &reading->file->scenario;
    const struct hj_yaml *hightech = hj_yaml_get(reading->file->yaml.root, "hightech");
    const struct hj_yaml *approvals = member(hightech, "approvals");
    for (uint32_t i = 0; i < scenario->approval_count && i < approvals->count; i++) {
        check_granted(reading, member(approvals->items[i], "date"), scenario->approvals[i].date,
                      false);
    }
    if (scenario->renewal_date_given) {
        check_granted(reading, member(member(hightech, "renewals"), "date"), scenario->renewal_date,
                      true);
    }
}

/* N is counted at the deadline at the latest. */
static void check_denominator(struct hj_scenario_reading *reading)
{
    const struct hj_scenario *scenario = &reading->file->scenario;
    const struct hj_yaml *date =
        member(hj_yaml_get(reading->file->yaml.root, "denominator"), "date");
    if (date && scenario->denominator_date != HJ_DATE_MAX &&
        scenario->denominator_date > scenario->deadline) {
        hj_scenario_tell_days(&reading->reader, date, HJ_SCENARIO_BEYOND, true, scenario->deadline);
    }
}

/* Chance and season are one in less than two years. */
static void check_history(const struct hj_scenario_reading *reading)
{
    enum { LEAST = 24 };
    const struct hj_scenario_history *history = &reading->file->history;
    if (history->given && history->months > 0 && history->months < LEAST) {
        struct hj_problem *problem =
            hj_yaml_problem(reading->reader.file, reading->file->history_node, 0, HJ_SCENARIO_SHORT,
                            true, reading->reader.problems);
        hj_error_number(&problem->error, "months", history->months);
    }
}

/* ---- tables and columns ---- */

static const struct hj_fact *find_table(const struct hj_scenario_reading *reading,
                                        struct hj_span table)
{
    const struct hj_ruleset *ruleset = reading->context->ruleset;
    for (uint32_t f = 0; f < ruleset->fact_count; f++) {
        if (hj_span_equal(ruleset->facts[f].table, table)) {
            return &ruleset->facts[f];
        }
    }
    return NULL;
}

static const struct hj_fact *check_table(const struct hj_scenario_reading *reading,
                                         const struct hj_yaml *node, struct hj_span table)
{
    const struct hj_ruleset *ruleset = reading->context->ruleset;
    const struct hj_fact *fact = find_table(reading, table);
    if (!fact && node && node->kind == HJ_YAML_SCALAR) {
        struct hj_problem *problem = hj_yaml_problem(
            reading->reader.file, node, 0, HJ_SCENARIO_TABLE, false, reading->reader.problems);
        hj_error_text(&problem->error, "table", table);
        if (ruleset->fact_count > 0) {
            problem->suggestion = hj_yaml_nearest_member(
                table, &ruleset->facts->table, ruleset->fact_count, sizeof *ruleset->facts);
        }
    }
    return fact;
}

/* A column that the scenario names must be one of the table. */
static void check_column(const struct hj_scenario_reading *reading, const struct hj_fact *fact,
                         const struct hj_yaml *node, enum hj_type type)
{
    if (!fact || !node || node->kind != HJ_YAML_SCALAR) {
        return;
    }
    int name = hj_scope_find(&fact->scope, node->text);
    if (name < 0 || fact->scope.names[name].type != type) {
        struct hj_problem *problem =
            hj_yaml_problem(reading->reader.file, node, 0,
                            type == HJ_DATE ? HJ_SCENARIO_COLUMN : HJ_SCENARIO_NO_COLUMN, false,
                            reading->reader.problems);
        hj_error_text(&problem->error, "table", fact->table);
        hj_error_text(&problem->error, "column", node->text);
    }
}

static void check_cases(const struct hj_scenario_reading *reading)
{
    const struct hj_yaml *cases = hj_yaml_get(reading->file->yaml.root, "cases");
    const struct hj_fact *fact =
        check_table(reading, member(cases, "table"), reading->file->sources.cases_table);
    check_column(reading, fact, member(cases, "route"), HJ_TEXT);
    check_column(reading, fact, member(cases, "stage"), HJ_TEXT);
    check_column(reading, fact, member(cases, "date"), HJ_DATE);
}

/* Without `table:` the numerator says which table it is: then some table must have the column. */
static void check_certificates(const struct hj_scenario_reading *reading)
{
    const struct hj_ruleset *ruleset = reading->context->ruleset;
    const struct hj_yaml *hightech = hj_yaml_get(reading->file->yaml.root, "hightech");
    const struct hj_yaml *table = member(hightech, "table"),
                         *until = member(hightech, "valid_until");
    struct hj_span column = reading->file->sources.valid_until;
    if (table) {
        const struct hj_fact *fact =
            check_table(reading, table, reading->file->sources.hightech_table);
        if (until) {
            check_column(reading, fact, until, HJ_DATE);
        }
        return;
    }
    for (uint32_t f = 0; until && f < ruleset->fact_count; f++) {
        int name = hj_scope_find(&ruleset->facts[f].scope, column);
        if (name >= 0 && ruleset->facts[f].scope.names[name].type == HJ_DATE) {
            return;
        }
    }
    if (until && until->kind == HJ_YAML_SCALAR) {
        struct hj_problem *problem = hj_yaml_problem(
            reading->reader.file, until, 0, HJ_SCENARIO_NO_DATE, false, reading->reader.problems);
        hj_error_text(&problem->error, "column", column);
    }
}

/* ---- size ---- */

/* All trials are kept month by month until the answers are read off. */
static void check_size(const struct hj_scenario_reading *reading)
{
    enum { MOST = 200000000 };
    const struct hj_scenario *scenario = &reading->file->scenario;
    int64_t months = hj_date_months_between(scenario->as_of, scenario->deadline) + 2;
    if ((int64_t)scenario->trials * months > MOST) {
        const struct hj_yaml *trials = hj_yaml_get(reading->file->yaml.root, "trials");
        struct hj_problem *problem =
            hj_yaml_problem(reading->reader.file, trials ? trials : reading->file->yaml.root, 0,
                            HJ_SCENARIO_MUCH, false, reading->reader.problems);
        hj_error_number(&problem->error, "trials", (int64_t)scenario->trials);
        hj_error_number(&problem->error, "months", months);
    }
}

void hj_scenario_check(struct hj_scenario_reading *reading)
{
    check_target(reading);
    check_events(reading);
    check_openings(reading);
    check_hightech_days(reading);
    check_denominator(reading);
    check_history(reading);
    check_cases(reading);
    check_certificates(reading);
    check_size(reading);
}
