/* SPDX-License-Identifier: MIT
 * The predicate language (design.md section 9): text → checked tree. Three steps in three files:
 * lex.c (text → tokens), parse.c (tokens → untyped tree), check.c (names, types, constants,
 * patterns → struct hj_expr). All mistakes of a text go to `problems`, with a caret; a mistake of
 * syntax ends its text, mistakes of names and types do not. Constants are folded with the
 * evaluators' arithmetic (scalar.h).
 *
 * A name of the scope whose type is 0 stands for one whose own definition is at fault: what names
 * it comes to nothing, without another message. */
#ifndef HJ_RULES_LANGUAGE_H
#define HJ_RULES_LANGUAGE_H

#include "rules/ruleset.h"
#include "rules/yaml.h"

struct hj_text_normal;

struct hj_language {
    const struct hj_scope *scope;
    const struct hj_parameter *parameters; /* for names of kind PARAMETER */
    hj_date as_of;
    /* flagged('id') in routes: the rules, in no order; NULL where flagged is not allowed */
    const struct hj_rule *rules;
    uint32_t rule_count;
    /* peers(x, …): gives the scope index of the feature, adding it if need be; -1: memory is full.
     * NULL where peers is not allowed (in a fact table's scope, in a parameter). */
    int (*peers)(void *context, const struct hj_expr *const *keys, uint32_t count);
    void *peers_context;
    const struct hj_text_normal *normal; /* folds norm('…'); NULL: it is left for the evaluators */
    struct hj_regexes *regexes;          /* gets the patterns; lives as long as the trees */
    struct hj_arena *arena;              /* the trees' */
    struct hj_problems *problems;
};

/* What the text must be: one of enum hj_type, or HJ_ANY_TYPE. */
enum { HJ_ANY_TYPE = 0 };

/* Parses and checks one text. The place of a mistake is found through file and node
 * (hj_yaml_locate), or, with file NULL, is `name` line 1. On a mistake predicate->root is NULL and
 * problems tell. */
enum hj_code hj_language_compile(const struct hj_language *language, struct hj_span text,
                                 int wanted, const struct hj_yaml_file *file,
                                 const struct hj_yaml *node, const char *name,
                                 struct hj_predicate *predicate,
                                 struct hj_error *error) HJ_MUST_USE;

/* The value of a tree without columns (parameters, bounds), which the checker has folded; false:
 * not constant. Text belongs to the tree's arena. */
bool hj_language_constant(const struct hj_expr *expr, struct hj_value *value);

/* Calls visit for every COLUMN name of the tree, in order of writing, each name once. False when
 * the memory is full (then nothing was visited). expr may be NULL. */
bool hj_language_names(const struct hj_expr *expr, void (*visit)(void *context, uint32_t name),
                       void *context) HJ_MUST_USE;

#endif
