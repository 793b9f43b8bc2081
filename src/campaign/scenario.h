/* SPDX-License-Identifier: MIT
 * scenario.yaml as the plain struct of simulate/scenario.h (design.md section 11; docs/scenario.md
 * has every key). Read in two steps, because `set:` changes the rules that the rest is checked
 * against. Every mistake is a problem at its place. Everything is the arena's. */
#ifndef HJ_CAMPAIGN_SCENARIO_H
#define HJ_CAMPAIGN_SCENARIO_H

#include "campaign/config_fields.h"
#include "rules/ruleset.h"
#include "simulate/scenario.h"

/* Where facts stand that no rule names: tables and their columns. */
struct hj_scenario_sources {
    struct hj_span hightech_table; /* empty: what the numerator rests on */
    struct hj_span valid_until;
    struct hj_span cases_table, case_route, case_stage, case_date;
};

/* `history:`: rates of founding and closing from the registry's own dates. */
struct hj_scenario_history {
    bool given;
    int64_t months;
    struct hj_span entered, left; /* columns of the registry */
    bool left_given;
    struct hj_span was_column,
        was_value; /* what firms that have left were before; empty: the commonest */
};

struct hj_scenario_file {
    struct hj_yaml_file yaml;
    const struct hj_config_setting *settings; /* `set:` */
    uint32_t setting_count;
    struct hj_scenario scenario;
    struct hj_scenario_sources sources;
    struct hj_scenario_history history;
    struct hj_span target_text;
    struct hj_scenario_route *routes; /* the scenario's, one a route of the rules */
    const struct hj_yaml *history_node;
};

/* Step 1: the file and its `set:`. */
enum hj_code hj_scenario_read(const char *path, struct hj_arena *arena,
                              struct hj_problems *problems, struct hj_scenario_file *file,
                              struct hj_error *error) HJ_MUST_USE;

struct hj_scenario_context {
    const struct hj_ruleset *ruleset; /* frozen under `set:` */
    struct hj_span counting;          /* the campaign's; the scenario may name another */
    int64_t scale;
    const char *target; /* in place of the file's; NULL: the file's */
};

/* Step 2: everything else. Mistakes are problems and the result is then no scenario. */
enum hj_code hj_scenario_fill(const struct hj_scenario_context *context, struct hj_arena *arena,
                              struct hj_problems *problems, struct hj_scenario_file *file,
                              struct hj_error *error) HJ_MUST_USE;

/* ---- scenario_fields.c: values that several keys share ---- */

struct hj_scenario_reading {
    struct hj_config_reader reader;
    const struct hj_scenario_context *context;
    struct hj_scenario_file *file;
};

/* A whole number from least to most. */
bool hj_scenario_count(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                       int64_t least, int64_t most, int64_t *value);
/* A number from 0 to most. */
bool hj_scenario_rate(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                      double most, double *value);
/* [a, b], {beta: [a, b]}, a number from 0 to 1, or {share: number}; in mappings `by` may stand
 * beside. */
bool hj_scenario_share(struct hj_config_reader *reader, const struct hj_yaml *node,
                       struct hj_share *share, enum hj_share_by *by);
/* [low, mode, high], {low:, mode:, high:}, or one number. */
bool hj_scenario_triangle(struct hj_config_reader *reader, const struct hj_yaml *node,
                          struct hj_triangle *triangle);
/* A copy of the list with room for one more item, for lists of a few; NULL: the memory is full. */
void *hj_scenario_append(struct hj_config_reader *reader, const void *items, uint32_t count,
                         size_t size);
/* Whether the node is a list; else a problem. */
bool hj_scenario_is_list(struct hj_config_reader *reader, const struct hj_yaml *node,
                         const char *key);
/* The text, where it is one. */
void hj_scenario_text(struct hj_config_reader *reader, const struct hj_yaml *node,
                      struct hj_span *text);
/* The index of the route that a scalar names, or UINT32_MAX and a problem. */
uint32_t hj_scenario_route_of(struct hj_scenario_reading *reading, const struct hj_yaml *node);

/* ---- scenario_checks.c: what can be said when all keys are read ---- */

/* A problem with the day that the node says and another (`as_of`). */
void hj_scenario_tell_days(struct hj_config_reader *reader, const struct hj_yaml *node,
                           enum hj_code code, bool warning, hj_date as_of);
/* The file has nothing in it: the keys that it needs. */
void hj_scenario_tell_empty(const struct hj_scenario_reading *reading);
void hj_scenario_check(struct hj_scenario_reading *reading);

/* ---- scenario_parts.c, scenario_world.c: one reader a key ---- */

void hj_scenario_read_capacity(struct hj_config_reader *reader, const struct hj_yaml *node,
                               void *target);
void hj_scenario_read_inflow(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target);
void hj_scenario_read_history(struct hj_config_reader *reader, const struct hj_yaml *node,
                              void *target);
void hj_scenario_read_events(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target);
void hj_scenario_read_hightech(struct hj_config_reader *reader, const struct hj_yaml *node,
                               void *target);
void hj_scenario_read_cases(struct hj_config_reader *reader, const struct hj_yaml *node,
                            void *target);
void hj_scenario_read_denominator(struct hj_config_reader *reader, const struct hj_yaml *node,
                                  void *target);
void hj_scenario_read_served(struct hj_config_reader *reader, const struct hj_yaml *node,
                             void *target);

#endif
