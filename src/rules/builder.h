/* SPDX-License-Identifier: MIT
 * Rule files in, a frozen ruleset out. The builder collects files and settings; what is wrong with
 * them goes to `problems`, all of it, and freezing goes on as far as it can so that one run reports
 * every mistake of every file.
 *
 *     builder = hj_rules_builder_new(error);
 *     hj_rules_add_path(builder, "rules/cn", problems, error);  file, or folder read recursively
 *     hj_rules_set(builder, …); hj_rules_disable(builder, …);
 *     hj_rules_dictionaries(builder, …);                 dictionaries alone, before a load
 *     hj_rules_freeze(builder, &options, problems, &ruleset, error);
 *     hj_rules_builder_free(builder);                    the ruleset stays */
#ifndef HJ_RULES_BUILDER_H
#define HJ_RULES_BUILDER_H

#include "rules/ruleset.h"
#include "rules/yaml.h"

struct hj_rules_builder;

enum hj_code hj_rules_builder_new(struct hj_rules_builder **builder,
                                  struct hj_error *error) HJ_MUST_USE;
void hj_rules_builder_free(struct hj_rules_builder *builder);

/* Reads a .yaml/.yml file, or all such files under a folder in byte order. A path that cannot be
 * read fails; what is wrong inside is a problem, with the file named as `path` was given. */
enum hj_code hj_rules_add_path(struct hj_rules_builder *builder, const char *path,
                               struct hj_problems *problems, struct hj_error *error) HJ_MUST_USE;
/* The file, or the files of the folder, are passed over when a later path holds them. */
enum hj_code hj_rules_leave_out(struct hj_rules_builder *builder, const char *path,
                                struct hj_error *error) HJ_MUST_USE;
/* The same for one file's bytes, which are copied; `path` is for messages. */
enum hj_code hj_rules_add_text(struct hj_rules_builder *builder, const char *path,
                               struct hj_span bytes, struct hj_problems *problems,
                               struct hj_error *error) HJ_MUST_USE;
/* Where the campaign sets a parameter or switches a rule off. Without yaml there is no more to show
 * than file and line; with it the file and its nodes outlive the builder. */
struct hj_setting_place {
    struct hj_span file;
    uint32_t line;
    const struct hj_yaml_file *yaml;
    const struct hj_yaml *name, *value; /* value: of `set:` */
};

/* Overrides a parameter (an expression's text) or switches a rule off. */
enum hj_code hj_rules_set(struct hj_rules_builder *builder, struct hj_span parameter,
                          struct hj_span expression, struct hj_setting_place place,
                          struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_rules_disable(struct hj_rules_builder *builder, struct hj_span id,
                              struct hj_setting_place place, struct hj_error *error) HJ_MUST_USE;

/* What a load needs: dictionaries, currency words and word lists of the files added so far. The
 * builder owns them. What is wrong in them goes to problems; freezing reads them again and says it
 * again, so give the two different lists. */
struct hj_dictionaries {
    const struct hj_table *tables;
    uint32_t table_count;
    const struct hj_currency_word *currencies;
    uint32_t currency_count;
    const struct hj_word_list *names;
    uint32_t name_count;
};
enum hj_code hj_rules_dictionaries(struct hj_rules_builder *builder, struct hj_problems *problems,
                                   struct hj_dictionaries *dictionaries,
                                   struct hj_error *error) HJ_MUST_USE;

/* What a campaign knows of one loaded (or configured) table when the rules are frozen. */
struct hj_table_facts {
    struct hj_span table;
    const struct hj_schema *schema; /* of the snapshot; NULL: only the dictionary is known */
    bool loaded;
    bool partial_given, partial; /* else the dictionary's default_partial */
    bool covers;
    hj_date covers_from, covers_to;
};

/* A parameter that has this value whatever its file and the campaign say: what an inline test of a
 * rule gives. All that is computed from the parameter follows. */
struct hj_parameter_given {
    struct hj_span name;
    struct hj_value value;
};

struct hj_freeze_options {
    hj_date as_of;
    const struct hj_table_facts *tables; /* the registry among them, if there is one */
    uint32_t table_count;
    bool draft;   /* draft rules too */
    bool retired; /* for `rules check` and `rules list`: everything */
    const struct hj_parameter_given *given;
    uint32_t given_count;
};

/* Always gives a ruleset unless the memory is full; it may only be run with when problems->errors
 * is 0. Its scope: stored columns in schema order, those of origin HJ_FROM_RECORD left out (without
 * a snapshot: the dictionary's, with <name>_raw and <name>_currency), then derived columns,
 * features, parameters. */
enum hj_code hj_rules_freeze(struct hj_rules_builder *builder,
                             const struct hj_freeze_options *options, struct hj_problems *problems,
                             struct hj_ruleset **ruleset, struct hj_error *error) HJ_MUST_USE;

/* For --where and the like: one predicate over firms against a frozen ruleset's scope; peers() may
 * only be asked as a feature of the rules asks it. `name` is what the message calls it. The result
 * lives in the arena. regexes compiled here go to the ruleset. */
enum hj_code hj_rules_compile(const struct hj_ruleset *ruleset, struct hj_span text,
                              const char *name, struct hj_arena *arena,
                              struct hj_problems *problems, struct hj_predicate *predicate,
                              struct hj_error *error) HJ_MUST_USE;

#endif
