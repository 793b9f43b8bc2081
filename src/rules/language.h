/* SPDX-License-Identifier: MIT
 * The predicate language (design.md section 9): text → checked tree. Three steps in three files:
 * lex.c (text → tokens), parse.c (tokens → untyped tree), check.c (names, types, constants, patterns
 * → struct hj_expr). No evaluation here. All mistakes of a text go to `problems`, with a caret. */
#ifndef HJ_RULES_LANGUAGE_H
#define HJ_RULES_LANGUAGE_H

#include "rules/ruleset.h"
#include "rules/yaml.h"

struct hj_language {
    const struct hj_scope *scope;
    const struct hj_parameter *parameters; /* for names of kind PARAMETER */
    hj_date as_of;
    /* flagged('id') in routes: the rules; NULL where flagged is not allowed */
    const struct hj_rule *rules;
    uint32_t rule_count;
    /* peers(x, …): gives the scope index of the feature, adding it if need be; -1: memory is full.
     * NULL where peers is not allowed (in a fact table's scope, in a parameter). */
    int (*peers)(void *context, const struct hj_expr *const *keys, uint32_t count);
    void *peers_context;
    struct hj_arena *arena;                /* the trees' */
    struct hj_problems *problems;
};

/* What the text must be: one of enum hj_type, or HJ_ANY_TYPE. */
enum { HJ_ANY_TYPE = 0 };

/* Parses and checks one text. The place of a mistake is found through file and node (hj_yaml_locate),
 * or, with file NULL, is `name` line 1. On a mistake predicate->root is NULL and problems tell. */
enum hj_code hj_language_compile(const struct hj_language *language, struct hj_span text, int wanted,
                                 const struct hj_yaml_file *file, const struct hj_yaml *node,
                                 const char *name, struct hj_predicate *predicate,
                                 struct hj_error *error) HJ_MUST_USE;

/* The value of a tree without columns (parameters, bounds): computed by the checker's constant
 * folding with the same arithmetic as the evaluators; false: not constant. */
bool hj_language_constant(const struct hj_expr *expr, struct hj_value *value);

/* Calls visit for every COLUMN name of the tree, in order of writing, each name once. */
void hj_language_names(const struct hj_expr *expr, void (*visit)(void *context, uint32_t name), void *context);

#endif
