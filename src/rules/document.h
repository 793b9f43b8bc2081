/* SPDX-License-Identifier: MIT
 * What the builder holds: the files as trees, and their sections by kind. Mutable, until it is
 * freed. Frozen structs are made of it afresh each time, so a builder may be frozen more than once.
 */
#ifndef HJ_RULES_DOCUMENT_H
#define HJ_RULES_DOCUMENT_H

#include "rules/builder.h"
#include "rules/yaml.h"

/* X(name, key): what a file may hold; its top key says it. */
#define HJ_SECTIONS(X)                                                                             \
    X(TABLE, "table")                                                                              \
    X(CURRENCIES, "currencies")                                                                    \
    X(NAMES, "names")                                                                              \
    X(PARAMETERS, "parameters")                                                                    \
    X(FEATURES, "features")                                                                        \
    X(RULES, "rules")                                                                              \
    X(MODELS, "models")                                                                            \
    X(SURVIVOR, "survivor")                                                                        \
    X(ROUTES, "routes")                                                                            \
    X(INDICATOR, "indicator")                                                                      \
    X(PLAN, "plan")                                                                                \
    X(WATCH, "watch")                                                                              \
    X(LAWS, "laws")                                                                                \
    X(CALENDAR, "calendar")                                                                        \
    X(LISTS, "lists")                                                                              \
    X(LETTERS, "letters")

enum hj_section_kind {
#define HJ_SECTION_ENUM(name, key) HJ_SECTION_##name,
    HJ_SECTIONS(HJ_SECTION_ENUM)
#undef HJ_SECTION_ENUM
        HJ_SECTION_COUNT
};

struct hj_section {
    enum hj_section_kind kind;
    const struct hj_yaml_file *file;
    const struct hj_yaml *root;  /* the file's mapping: `table` and `indicator` have siblings */
    const struct hj_yaml *value; /* under the kind's key */
};

struct hj_document {
    struct hj_yaml_file file;
    uint64_t device, inode; /* a file named twice is read once; 0: bytes in memory */
};

struct hj_setting {
    struct hj_span name;       /* of a parameter, or the id of a rule */
    struct hj_span expression; /* empty for `disable` */
    struct hj_setting_place place;
};

struct hj_rules_builder {
    struct hj_arena arena;
    struct hj_document **documents;
    size_t document_count, document_capacity;
    struct hj_section *sections; /* in the order of the files */
    size_t section_count, section_capacity;
    struct hj_setting *settings;
    size_t setting_count, setting_capacity;
    struct hj_setting *disabled;
    size_t disabled_count, disabled_capacity;
};

/* The next section of the kind from *at on, which moves behind it; NULL: no more. */
const struct hj_section *hj_section_next(const struct hj_rules_builder *builder,
                                         enum hj_section_kind kind, size_t *at);
/* How many items (of sequences and mappings) all sections of the kind hold together. */
uint32_t hj_section_items(const struct hj_rules_builder *builder, enum hj_section_kind kind);

/* All .yaml and .yml files under a folder, sorted by the bytes of their paths; in the arena. */
enum hj_code hj_folder_files(const char *path, struct hj_arena *arena, const char *const **paths,
                             size_t *count, struct hj_error *error) HJ_MUST_USE;

/* Finds the sections of a file that has just been read. False: the memory is full. */
bool hj_document_sections(struct hj_rules_builder *builder, const struct hj_yaml_file *file,
                          struct hj_problems *problems) HJ_MUST_USE;

#endif
