/* SPDX-License-Identifier: MIT */
#include "campaign/tools.h"

#include "base/memory.h"

static struct hj_text_list list_of(const struct hj_ruleset *ruleset, const char *key)
{
    for (uint32_t i = 0; i < ruleset->name_count; i++) {
        if (hj_span_is(ruleset->names[i].key, key)) {
            return (struct hj_text_list){ruleset->names[i].words.items,
                                         ruleset->names[i].words.count};
        }
    }
    return (struct hj_text_list){NULL, 0};
}

/* A walk over trees and the features they name. */
struct walk {
    const struct hj_ruleset *ruleset;
    bool *seen; /* one a feature */
    bool needed;
};

static void visit(struct walk *walk, const struct hj_expr *expr, bool over_firms);

static void visit_feature(struct walk *walk, uint32_t index)
{
    const struct hj_feature *feature = &walk->ruleset->features[index];
    if (walk->seen[index]) {
        return;
    }
    walk->seen[index] = true;
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
    if (!expr || walk->needed) {
        return;
    }
    walk->needed = expr->op == HJ_OP_NORM;
    if (expr->op == HJ_OP_COLUMN && over_firms) {
        const struct hj_name *name = &walk->ruleset->scope.names[expr->index];
        if (name->kind == HJ_NAME_DERIVED) {
            walk->needed = is_of_text(name->index);
        } else if (name->kind == HJ_NAME_FEATURE) {
            visit_feature(walk, name->index);
        }
    }
    for (uint32_t i = 0; i < expr->count; i++) {
        visit(walk, expr->operands[i], over_firms);
    }
}

bool hj_tools_needed(const struct hj_ruleset *ruleset, const struct hj_expr *const *roots,
                     uint32_t count)
{
    struct walk walk = {.ruleset = ruleset};
    walk.seen = hj_memory_zero(ruleset->feature_count, sizeof *walk.seen);
    walk.needed = !walk.seen;
    for (uint32_t i = 0; i < count; i++) {
        visit(&walk, roots[i], true);
    }
    hj_memory_free(walk.seen);
    return walk.needed;
}

enum hj_code hj_tools_make(const struct hj_ruleset *ruleset, struct hj_tools *tools,
                           struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_text_name_lists lists = {
        .regions = list_of(ruleset, "regions"),
        .region_suffixes = list_of(ruleset, "region_suffixes"),
        .industries = list_of(ruleset, "industries"),
        .forms = list_of(ruleset, "forms"),
        .branches = list_of(ruleset, "branch"),
    };
    if (tools->normal) {
        return HJ_OK;
    }
    HJ_TRY(hj_text_normal_new(&tools->normal, error));
    if (lists.forms.count > 0) {
        HJ_TRY(hj_text_names_new(&tools->names, &lists, tools->normal, error));
        HJ_TRY(hj_text_addresses_new(&tools->addresses, lists.regions, lists.region_suffixes,
                                     tools->normal, error));
    }
done:
    if (code != HJ_OK) {
        hj_tools_release(tools);
    }
    return code;
}

void hj_tools_release(struct hj_tools *tools)
{
    hj_text_addresses_free(tools->addresses);
    hj_text_names_free(tools->names);
    hj_text_normal_free(tools->normal);
    *tools = (struct hj_tools){0};
}
