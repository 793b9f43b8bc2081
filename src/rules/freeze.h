/* SPDX-License-Identifier: MIT
 * Freezing: the sections of a builder become a ruleset, in the order in which one rests on another:
 * dictionaries, laws, names, parameters, features, rules, routes, indicator. What goes wrong is
 * noted in the reader (problems, a full memory) and the next step goes on, so that one run finds
 * all. */
#ifndef HJ_RULES_FREEZE_H
#define HJ_RULES_FREEZE_H

#include "rules/document.h"
#include "rules/language.h"
#include "rules/name_index.h"
#include "rules/naming.h"
#include "rules/reader.h"

struct hj_feature_draft;

struct hj_freeze {
    const struct hj_rules_builder *builder;
    const struct hj_freeze_options *options;
    struct hj_ruleset *ruleset;
    struct hj_reader reader; /* its arena is the ruleset's; its file changes with the section */
    struct hj_arena scratch; /* what is needed only until the ruleset is whole */

    struct hj_name_index tables; /* dictionaries by name */
    struct hj_name_index facts;  /* into ruleset->facts */
    struct hj_name_index laws;
    struct hj_name_index models; /* ids; the number says nothing */
    struct hj_name_index rules;  /* ids of rules, to drafts */
    struct hj_name_index peers;  /* "peers(a, b)" to names of the firm scope */

    struct hj_naming firm;      /* ruleset->scope */
    struct hj_naming constants; /* parameters alone: what parameters and bounds may name */
    struct hj_scope constant_scope;
    struct hj_parameter *parameters; /* ruleset->parameters, to be filled; the first is as_of */
    struct hj_fact *fact_items;      /* ruleset->facts, to be changed */
    struct hj_naming *fact_scopes;
    bool *fact_used; /* a feature has asked for the scope, so it has the parameters too */

    struct hj_feature *features; /* in order; grows (peers() adds some) */
    size_t feature_count, feature_capacity;
    const struct hj_yaml_file *place_file; /* whose path place_path is a copy of */
    struct hj_span place_path;
    struct hj_span peers_text; /* of the predicate being compiled, for the names of its peers() */
};

/* ---- compiling (freeze_compile.c) ---- */

struct hj_compile {
    const struct hj_scope *scope;
    const struct hj_yaml *node;
    const char *key; /* of messages: "when" */
    int wanted;      /* enum hj_type or HJ_ANY_TYPE */
    bool over_firms; /* peers() is allowed */
    bool flagged;    /* flagged() is allowed */
    bool day;        /* a constant: what is nothing but an ISO date is that day */
};

/* Compiles the scalar; the predicate's root is NULL where that failed. node NULL: not given. */
void hj_freeze_compile(struct hj_freeze *freeze, const struct hj_compile *compile,
                       struct hj_predicate *predicate);
/* An expression of the campaign instead of the file's. */
void hj_freeze_compile_setting(struct hj_freeze *freeze, const struct hj_setting *setting,
                               struct hj_predicate *predicate);
/* A constant of the node's scalar as `type`; a wrong one is a problem that names `name`. False:
 * none. */
bool hj_freeze_value(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_span name,
                     enum hj_type type, struct hj_value *value);
/* A list of names of the firm scope; a single text is a list of one. Unknown ones are problems. */
const uint32_t *hj_freeze_names(struct hj_freeze *freeze, const struct hj_yaml *node,
                                const char *key, uint32_t *count);
/* The name in the firm scope, or -1 and a problem with a suggestion. */
int hj_freeze_name(struct hj_freeze *freeze, const struct hj_yaml *node);
/* Likewise in another scope, of a part of the node's text. */
int hj_freeze_name_in(struct hj_freeze *freeze, const struct hj_scope *scope,
                      const struct hj_yaml *node, struct hj_span name);
/* Whether a new name may be called so: else a problem says why not. */
bool hj_freeze_name_is_free(struct hj_freeze *freeze, const struct hj_yaml *key);
/* `needs:`; node NULL: none. */
void hj_freeze_needs(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_needs *needs);
/* A problem at the place of a thing made before. */
struct hj_problem *hj_freeze_problem_at(struct hj_freeze *freeze,
                                        const struct hj_origin_place *place, enum hj_code code,
                                        const char *name, struct hj_span value);
/* A problem with what the campaign sets or switches off. */
struct hj_problem *hj_freeze_setting_problem(struct hj_freeze *freeze,
                                             const struct hj_setting *setting, enum hj_code code,
                                             const char *name);
/* Whether the campaign has switched the rule or indicator off. */
bool hj_freeze_disabled(const struct hj_freeze *freeze, struct hj_span id);
/* Whether warnings are wanted: only `rules check` and its like show them. */
bool hj_freeze_warns(const struct hj_freeze *freeze);
struct hj_origin_place hj_freeze_place(struct hj_freeze *freeze, const struct hj_yaml *node);

/* ---- the steps ---- */

void hj_freeze_laws(struct hj_freeze *freeze);
void hj_freeze_calendar(struct hj_freeze *freeze);
void hj_freeze_models(struct hj_freeze *freeze);
/* Stored and derived columns of firms, and the fact tables with theirs. */
void hj_freeze_columns(struct hj_freeze *freeze);
void hj_freeze_facts(struct hj_freeze *freeze);
/* Whether a file of the table (fact -1: the registry) has the stored column; TRUE where no table is
 * known. */
bool hj_freeze_supplies(const struct hj_freeze *freeze, int fact, const struct hj_name *column);
/* The scope of a fact table with the parameters in it; node is where the table is asked for. */
const struct hj_scope *hj_freeze_fact_scope(struct hj_freeze *freeze, uint32_t fact,
                                            const struct hj_yaml *node);
/* Features stand before parameters in the scope, so names come first and their values later. */
void hj_freeze_features_declare(struct hj_freeze *freeze, struct hj_feature_draft **drafts,
                                uint32_t *count);
void hj_freeze_parameters(struct hj_freeze *freeze);
void hj_freeze_features(struct hj_freeze *freeze, struct hj_feature_draft *drafts, uint32_t count);
void hj_freeze_rules(struct hj_freeze *freeze);
void hj_freeze_routes(struct hj_freeze *freeze);
void hj_freeze_survivor(struct hj_freeze *freeze);
void hj_freeze_plan(struct hj_freeze *freeze);
void hj_freeze_watch(struct hj_freeze *freeze);
void hj_freeze_indicator(struct hj_freeze *freeze);
void hj_freeze_letters(struct hj_freeze *freeze);

/* `basis:` of a rule or route. */
const struct hj_basis *hj_freeze_basis(struct hj_freeze *freeze, const struct hj_yaml *node,
                                       uint32_t *count);
/* hj_language's peers: the feature of these keys, added where there is none. */
int hj_freeze_peers(void *context, const struct hj_expr *const *keys, uint32_t count);
/* Adds a feature; its index, or -1 when the memory is full. */
int hj_freeze_add_feature(struct hj_freeze *freeze, const struct hj_feature *feature);

/* ---- digests (digest.c) ---- */

/* Parts of a definition; what a digest is of. */
struct hj_definition {
    struct hj_freeze *freeze;
    const struct hj_scope *scope; /* where names are looked up */
    struct hj_span *parts;
    size_t count, capacity;
};

void hj_definition_text(struct hj_definition *definition, struct hj_span text);
void hj_definition_number(struct hj_definition *definition, uint64_t number);
/* The text and all it rests on: for each name its feature's digest or its parameter's value. */
void hj_definition_predicate(struct hj_definition *definition,
                             const struct hj_predicate *predicate);
void hj_definition_name(struct hj_definition *definition, struct hj_span name);
/* The digest; the definition is empty afterwards. */
struct hj_digest hj_definition_finish(struct hj_definition *definition);

#endif
