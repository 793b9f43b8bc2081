/* SPDX-License-Identifier: MIT */
#include "campaign/rests.h"

#include "base/memory.h"

/* A walk over trees and the features they name. */
struct walk {
    const struct hj_ruleset *ruleset;
    bool *seen; /* one a feature */
    struct hj_rests rests;
};

static void visit(struct walk *walk, const struct hj_expr *expr, bool over_firms);

static void visit_feature(struct walk *walk, uint32_t index)
{
    const struct hj_feature *feature = &walk->ruleset->features[index];
    if (walk->seen[index]) {
        return;
    }
    walk->seen[index] = true;
    walk->rests.peers |= feature->kind == HJ_FEATURE_PEERS;
    visit(walk, feature->when.root, true);
    visit(walk, feature->where.root, false);
    visit(walk, feature->value.root, false);
    for (uint32_t i = 0; i < feature->peer_count; i++) {
        visit(walk, feature->peers[i], true);
    }
}

static bool is_of_text(uint32_t derived)
{
    return derived <= HJ_DERIVED_address_key; /* the forms of name and address stand first */
}

static void visit(struct walk *walk, const struct hj_expr *expr, bool over_firms)
{
    if (!expr) {
        return;
    }
    walk->rests.tools |= expr->op == HJ_OP_NORM;
    if (expr->op == HJ_OP_COLUMN && over_firms) {
        const struct hj_name *name = &walk->ruleset->scope.names[expr->index];
        if (name->kind == HJ_NAME_DERIVED) {
            walk->rests.tools |= is_of_text(name->index);
        } else if (name->kind == HJ_NAME_FEATURE) {
            visit_feature(walk, name->index);
        }
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        visit(walk, expr->operands[i], over_firms);
    }
}

struct hj_rests hj_rests_of(const struct hj_ruleset *ruleset, const struct hj_expr *const *roots,
                            uint32_t count)
{
    struct walk walk = {.ruleset = ruleset};
    walk.seen = hj_memory_zero(ruleset->feature_count, sizeof *walk.seen);
    if (!walk.seen) {
        return (struct hj_rests){.tools = true, .peers = true};
    }
    for (uint32_t i = 0; i < count; i++) {
        visit(&walk, roots[i], true);
    }
    hj_memory_free(walk.seen);
    return walk.rests;
}
