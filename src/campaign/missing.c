/* SPDX-License-Identifier: MIT */
#include "campaign/missing.h"

#include "rules/language.h"

/* What cures most is named first: a message has room for some. */
enum lack { LACK_TABLE, LACK_COLUMN, LACK_PART, LACK_KEYS, LACK_COUNT };

/* A walk over everything a rule rests on, for what lacks in one way; what has been named is not
 * named again. */
struct walk {
    const struct hj_loaded *loaded;
    enum lack lack;
    char *text;
    size_t size, used;
    bool more; /* something did not fit */
    unsigned depth;
};

enum { DEEPEST = 64 }; /* features cannot be circular; this only bounds the stack */

static const char between[] = ", ", and_more[] = ", …";

/* Whether the text names the item; a name may begin with another one. */
static bool is_named(const struct walk *walk, const char *item)
{
    size_t size = strlen(item);
    for (const char *at = walk->text; (at = strstr(at, item)); at++) {
        bool begins = at == walk->text || at[-1] == ' ';
        if (begins && (at[size] == '\0' || at[size] == ',')) {
            return true;
        }
    }
    return false;
}

/* An item stands there whole or not at all. */
static void say(struct walk *walk, const char *what, struct hj_span name, const char *why)
{
    char item[HJ_ERROR_VALUE];
    int size = snprintf(item, sizeof item, "%s %.*s%s", what, (int)name.size, name.data, why);
    if (size < 0 || is_named(walk, item)) {
        return;
    }
    if (walk->more || (size_t)size >= sizeof item ||
        walk->used + (size_t)size + sizeof between + sizeof and_more > walk->size) {
        walk->more = true;
        return;
    }
    walk->used += (size_t)snprintf(walk->text + walk->used, walk->size - walk->used, "%s%s",
                                   walk->used ? between : "", item);
}

static void say_table(struct walk *walk, const struct hj_fact *fact)
{
    static const struct {
        const char *before, *behind;
    } words[LACK_COUNT] = {
        [LACK_TABLE] = {"table", " (not loaded)"},
        [LACK_PART] = {"table", " (partial)"},
        [LACK_KEYS] = {"valid and unique keys for table", ""},
    };
    enum lack lack = !fact->loaded ? LACK_TABLE : fact->partial ? LACK_PART : LACK_KEYS;
    if (lack == walk->lack) {
        say(walk, words[lack].before, fact->table, words[lack].behind);
    }
}

static void say_needs(struct walk *walk, const struct hj_needs *needs)
{
    const struct hj_ruleset *ruleset = walk->loaded->ruleset;
    for (uint32_t i = 0; i < needs->count; i++) {
        const struct hj_need *need = &needs->items[i];
        const struct hj_fact *fact = need->fact < 0 ? NULL : &ruleset->facts[need->fact];
        if (!need->there && fact && !fact->loaded) {
            say_table(walk, fact);
        } else if (!need->there && walk->lack == LACK_COLUMN) {
            say(walk, "column", need->text, "");
        }
    }
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
    say_needs(walk, &feature->needs);
    if (feature->kind == HJ_FEATURE_AGGREGATE) {
        say_table(walk, &walk->loaded->ruleset->facts[feature->table]);
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
    } else if (name->kind == HJ_NAME_COLUMN && walk->lack == LACK_COLUMN) {
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
    for (int lack = 0; lack < LACK_COUNT; lack++) {
        walk.lack = (enum lack)lack;
        walk.depth = 0;
        say_needs(&walk, &rule->needs);
        visit_tree(&walk, rule->when.root);
        visit_tree(&walk, rule->unless.root);
    }
    if (walk.used == 0) {
        snprintf(text, size, "values in the records");
    } else if (walk.more) {
        snprintf(text + walk.used, size - walk.used, "%s", and_more);
    }
}
