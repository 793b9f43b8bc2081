/* SPDX-License-Identifier: MIT
 * One predicate against a ruleset that is frozen already. */
#include "rules/builder.h"
#include "rules/language.h"

/* A ruleset grows no more, so peers() finds the features that the rules have and no others. */
struct known_peers {
    const struct hj_ruleset *ruleset;
    bool missing;
};

static bool are_keys(const struct hj_feature *feature, const struct hj_expr *const *keys,
                     uint32_t count)
{
    bool same = feature->kind == HJ_FEATURE_PEERS && feature->peer_count == count;
    for (uint32_t i = 0; i < count && same; i++) {
        const struct hj_expr *key = feature->peers[i];
        same =
            key->op == HJ_OP_COLUMN && keys[i]->op == HJ_OP_COLUMN && key->index == keys[i]->index;
    }
    return same;
}

static int find_peers(void *context, const struct hj_expr *const *keys, uint32_t count)
{
    struct known_peers *known = context;
    const struct hj_scope *scope = &known->ruleset->scope;
    for (uint32_t i = 0; i < scope->count; i++) {
        if (scope->names[i].kind == HJ_NAME_FEATURE &&
            are_keys(&known->ruleset->features[scope->names[i].index], keys, count)) {
            return (int)i;
        }
    }
    known->missing = true;
    return 0; /* any name will do: the predicate is thrown away */
}

enum hj_code hj_rules_compile(const struct hj_ruleset *ruleset, struct hj_span text,
                              const char *name, struct hj_arena *arena,
                              struct hj_problems *problems, struct hj_predicate *predicate,
                              struct hj_error *error)
{
    struct known_peers known = {.ruleset = ruleset};
    struct hj_language language = {
        .scope = &ruleset->scope,
        .parameters = ruleset->parameters,
        .as_of = ruleset->as_of,
        .peers = find_peers,
        .peers_context = &known,
        .regexes = ruleset->regexes,
        .arena = arena,
        .problems = problems,
    };
    enum hj_code code =
        hj_language_compile(&language, text, HJ_BOOLEAN, NULL, NULL, name, predicate, error);
    if (code == HJ_OK && known.missing) {
        struct hj_problem *problem = hj_problems_add(problems, HJ_RULES_PEERS, false);
        hj_error_place(&problem->error, name, 1, 1);
        predicate->root = NULL;
    }
    return code;
}
