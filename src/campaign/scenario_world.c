/* SPDX-License-Identifier: MIT
 * The parts of a scenario about certificates, cases in flight, the source of the denominator and
 * what towns serve. */
#include "campaign/scenario.h"

/* ---- high-tech firms ---- */

static void read_date(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_approval *approval = target;
    hj_config_date(reader, node, &approval->date);
}

static void read_applicants(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    struct hj_scenario_approval *approval = target;
    hj_scenario_count(reader, node, "applicants", 0, 1000000, &approval->applicants);
}

static void read_pass(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_approval *approval = target;
    hj_scenario_share(reader, node, &approval->pass, NULL);
}

static void read_approvals(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    static const struct hj_config_field fields[] = {{"date", read_date, true},
                                                    {"applicants", read_applicants, true},
                                                    {"pass", read_pass, true}};
    struct hj_scenario_file *file = target;
    for (uint32_t i = 0; hj_scenario_is_list(reader, node, "approvals") && i < node->count; i++) {
        struct hj_scenario_approval *longer = hj_scenario_append(
            reader, file->scenario.approvals, file->scenario.approval_count, sizeof *longer);
        if (!longer) {
            return;
        }
        hj_config_mapping(reader, node->items[i], fields, 3,
                          &longer[file->scenario.approval_count++]);
        file->scenario.approvals = longer;
    }
}

static void read_renewal_pass(struct hj_config_reader *reader, const struct hj_yaml *node,
                              void *target)
{
    struct hj_scenario_file *file = target;
    file->scenario.renewed = hj_scenario_share(reader, node, &file->scenario.renewal, NULL);
}

static void read_renewal_date(struct hj_config_reader *reader, const struct hj_yaml *node,
                              void *target)
{
    struct hj_scenario_file *file = target;
    file->scenario.renewal_date_given = hj_config_date(reader, node, &file->scenario.renewal_date);
}

static void read_renewals(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    static const struct hj_config_field fields[] = {{"pass", read_renewal_pass, true},
                                                    {"date", read_renewal_date, false}};
    hj_config_mapping(reader, node, fields, 2, target);
}

static void read_table(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->sources.hightech_table);
}

static void read_valid_until(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->sources.valid_until);
}

void hj_scenario_read_hightech(struct hj_config_reader *reader, const struct hj_yaml *node,
                               void *target)
{
    static const struct hj_config_field fields[] = {
        {"approvals", read_approvals, false},
        {"renewals", read_renewals, false},
        {"table", read_table, false},
        {"valid_until", read_valid_until, false},
    };
    hj_config_mapping(reader, node, fields, 4, target);
}

/* ---- cases, the denominator's source, towns ---- */

static void read_cases_table(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->sources.cases_table);
}

static void read_case_route(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->sources.case_route);
}

static void read_case_stage(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->sources.case_stage);
}

static void read_case_date(struct hj_config_reader *reader, const struct hj_yaml *node,
                           void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->sources.case_date);
}

void hj_scenario_read_cases(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target)
{
    static const struct hj_config_field fields[] = {
        {"table", read_cases_table, false},
        {"route", read_case_route, false},
        {"stage", read_case_stage, false},
        {"date", read_case_date, false},
    };
    hj_config_mapping(reader, node, fields, 4, target);
}

static void read_source(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    hj_scenario_text(reader, node, &file->scenario.denominator_source);
}

static void read_source_date(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_scenario_file *file = target;
    hj_config_date(reader, node, &file->scenario.denominator_date);
}

static void read_lag(struct hj_config_reader *reader, const struct hj_yaml *node, void *target)
{
    struct hj_scenario_file *file = target;
    file->scenario.lagged =
        hj_scenario_triangle(reader, node, &file->scenario.lag) && file->scenario.lag.high > 0.0;
}

void hj_scenario_read_denominator(struct hj_config_reader *reader, const struct hj_yaml *node,
                                  void *target)
{
    static const struct hj_config_field fields[] = {
        {"source", read_source, false},
        {"date", read_source_date, false},
        {"update_lag", read_lag, false},
    };
    struct hj_scenario_file *file = target;
    file->scenario.denominator_given = true;
    hj_config_mapping(reader, node, fields, 3, target);
}

void hj_scenario_read_served(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target)
{
    struct hj_scenario_reading *reading = (struct hj_scenario_reading *)(void *)reader;
    struct hj_scenario_file *file = target;
    bool *served = hj_arena_zero(reader->arena, file->scenario.route_count + 1u, sizeof *served);
    if (!served) {
        reader->memory_full = true;
        return;
    }
    for (uint32_t i = 0; hj_scenario_is_list(reader, node, "towns_serve") && i < node->count; i++) {
        uint32_t r = hj_scenario_route_of(reading, node->items[i]);
        if (r != UINT32_MAX) {
            served[r] = true;
        }
    }
    file->scenario.served = served;
}
