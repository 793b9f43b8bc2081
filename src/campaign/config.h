/* SPDX-License-Identifier: MIT
 * campaign.yaml as plain structs (design.md section 6). Paths are joined to the campaign's folder,
 * so that they open from where the program runs. Everything is the arena's. */
#ifndef HJ_CAMPAIGN_CONFIG_H
#define HJ_CAMPAIGN_CONFIG_H

#include "base/date.h"
#include "base/problem.h"

struct hj_config_place {
    uint32_t line, column; /* in campaign.yaml; 0: not given there */
};

struct hj_config_table {
    const char *name;
    const char **files; /* in order; a glob's matches in byte order */
    uint32_t file_count;
    bool partial_given, partial;
    bool covers;
    hj_date covers_from, covers_to;
    bool extracted_given;
    hj_date extracted;
    struct hj_config_place place;
};

struct hj_config_setting { /* `set: {parameter: value}` of a rules entry */
    struct hj_span parameter, value;
    struct hj_config_place place;
    const struct hj_yaml_file *yaml; /* of the arena; NULL: made by the program */
    const struct hj_yaml *name_node, *value_node;
};

struct hj_config_path {
    const char *path;
    struct hj_config_place place;
};

struct hj_config_role {
    struct hj_span role, name;
};

struct hj_config_official {
    bool given;
    int64_t numerator, denominator;
    bool as_of_given;
    hj_date as_of;
    struct hj_span source;
};

struct hj_config {
    const char *file;   /* campaign.yaml, as found */
    const char *folder; /* "" for the working folder, else ending in / */
    struct hj_span name;
    hj_date as_of;
    const char *store;
    struct hj_config_path *rules;
    uint32_t rule_count;
    struct hj_config_setting *settings;
    uint32_t setting_count;
    struct hj_config_setting *disabled; /* parameter is the rule's id */
    uint32_t disabled_count;
    struct hj_config_table *tables; /* in the file's order */
    uint32_t table_count;
    struct hj_span counting; /* empty: not chosen */
    struct hj_config_place counting_place;
    struct hj_config_official official;
    const struct hj_span *waived; /* names of certificates that need no firm */
    uint32_t waived_count;
    struct hj_config_role *roles;
    uint32_t role_count;
    bool rejects_share; /* max_rejects is a share of the records, else a number */
    double rejects_limit;
    const char *scenario; /* NULL: none */
    const char *lists;    /* folder; "lists" if not given */
    const char *report;
    struct hj_digest_text {
        char hex[33];
    } digest; /* of the file's bytes */
};

/* path: a campaign.yaml or the folder that has one; NULL: the working folder. Mistakes in the file
 * are problems. */
enum hj_code hj_config_read(const char *path, struct hj_arena *arena, struct hj_problems *problems,
                            struct hj_config *config, struct hj_error *error) HJ_MUST_USE;

/* The table of that name, or NULL. */
const struct hj_config_table *hj_config_table(const struct hj_config *config, const char *name);

#endif
