/* SPDX-License-Identifier: MIT
 * Reading YAML mappings by a table of fields: what campaign.yaml and scenario.yaml are read with. A
 * wrong value is a problem at its place, and reading goes on. */
#ifndef HJ_CAMPAIGN_CONFIG_FIELDS_H
#define HJ_CAMPAIGN_CONFIG_FIELDS_H

#include "campaign/config.h"
#include "rules/yaml.h"

#define HJ_CONFIG_DEFAULT_STORE "campaign.db"
#define HJ_CONFIG_DEFAULT_LISTS "lists"

struct hj_config_reader {
    const struct hj_yaml_file *file;
    const char *folder;
    struct hj_arena *arena;
    struct hj_problems *problems;
    bool memory_full;
};

struct hj_config_field {
    const char *key;
    void (*read)(struct hj_config_reader *reader, const struct hj_yaml *node, void *target);
    bool required;
};

/* Reads each key of the mapping by its field; unknown and missing keys are problems. */
void hj_config_mapping(struct hj_config_reader *reader, const struct hj_yaml *node,
                       const struct hj_config_field *fields, size_t count, void *target);
/* "{key} must be {expected}" at the node. */
void hj_config_shape(struct hj_config_reader *reader, const struct hj_yaml *node, const char *key,
                     const char *expected);

/* Scalars; false (and a problem) when the node is something else. */
bool hj_config_text(struct hj_config_reader *reader, const struct hj_yaml *node,
                    struct hj_span *text);
bool hj_config_date(struct hj_config_reader *reader, const struct hj_yaml *node, hj_date *date);
bool hj_config_boolean(struct hj_config_reader *reader, const struct hj_yaml *node, bool *value);
/* A whole number from 0 on. */
bool hj_config_count(struct hj_config_reader *reader, const struct hj_yaml *node, int64_t *value);
/* "1 %" and "1%" are a share; a whole number is a number. */
bool hj_config_share(struct hj_config_reader *reader, const struct hj_yaml *node, bool *share,
                     double *value);

/* A path joined to the campaign's folder, NUL after it; NULL (and a problem) when it is none. */
const char *hj_config_path_of(struct hj_config_reader *reader, const struct hj_yaml *node);
const char *hj_config_join(struct hj_config_reader *reader, const char *path);

void hj_config_add_setting(struct hj_config_reader *reader, struct hj_config_setting **settings,
                           uint32_t *count, const struct hj_yaml *key, const struct hj_yaml *value);

#endif
