/* SPDX-License-Identifier: MIT */
#include "campaign/missing.h"

#include "rules/language.h"

/* A walk over everything a rule rests on; what has been named is not named again. */
struct walk {
    const struct hj_loaded *loaded;
    char *text;
    size_t size, used;
    unsigned depth;
};

enum { DEEPEST = 64 }; /* features cannot be circular; this only bounds the stack */

static void say(struct walk *walk, const char *what, struct hj_span name, const char *why)
{
    char item[HJ_ERROR_VALUE];
    snprintf(item, sizeof item, "%s %.*s%s", what, (int)name.size, name.data, why);
    if (strstr(walk->text, item)) {
        return;
    }
    int more = snprintf(walk->text + walk->used, walk->size - walk->used, "%s%s",
                        walk->used ? ", " : "", item);
    walk->used += (size_t)more < walk->size - walk->used ? (size_t)more : 0;
}

static void visit_name(void *context, uint32_t index);

/* Where the memory is full the list is shorter: it is only for people. */
static void visit_tree(struct walk *walk, const struct hj_expr *expr)
{
    if (!hj_language_names(expr, visit_name, walk)) {
        walk->depth = DEEPEST;
    }
}

static void visit_feature(struct walk *walk, const struct hj_feature *feature)
{
    if (feature->kind == HJ_FEATURE_AGGREGATE) {
        const struct hj_fact *fact = &walk->loaded->ruleset->facts[feature->table];
        if (!fact->loaded) {
            say(walk, "table", fact->table, " (not loaded)");
        } else if (fact->partial) {
            say(walk, "table", fact->table, " (partial)");
        } else {
            say(walk, "valid and unique keys for table", fact->table, "");
        }
        return;
    }
    if (walk->depth < DEEPEST) {
        walk->depth++;
        visit_tree(walk, feature->when.root);
        for (uint32_t i = 0; i < feature->peer_count; i++) {
            visit_tree(walk, feature->peers[i]);
        }
        walk->depth--;
    }
}

static void visit_name(void *context, uint32_t index)
{
    struct walk *walk = context;
    const struct hj_ruleset *ruleset = walk->loaded->ruleset;
    const struct hj_name *name = &ruleset->scope.names[index];
    if (name->kind == HJ_NAME_FEATURE) {
        visit_feature(walk, &ruleset->features[name->index]);
    } else if (name->kind == HJ_NAME_COLUMN) {
        const struct hj_column *column = &walk->loaded->registry.schema.columns[name->index];
        if (column->header.size == 0 && column->origin != HJ_FROM_RECORD) {
            say(walk, "column", column->name, "");
        }
    }
}

void hj_missing_inputs(const struct hj_loaded *loaded, const struct hj_rule *rule, char *text,
                       size_t size)
{
    struct walk walk = {.loaded = loaded, .text = text, .size = size};
    text[0] = '\0';
    visit_tree(&walk, rule->when.root);
    visit_tree(&walk, rule->unless.root);
    if (walk.used == 0) {
        snprintf(text, size, "values in the records");
    }
}
