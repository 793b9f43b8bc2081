/* SPDX-License-Identifier: MIT
 * `needs:` of rules and features: `scope` names a column of the registry, `survey.result` one of
 * another table. IS NULL holds for every firm where no file has the column, and of a partial table
 * that is not loaded no more is known than of a record that it has not: what asks so says what it
 * needs. */
#include "rules/freeze.h"

static const char wanted[] = "a list of columns, `column` of the registry or `table.column`";

/* The fact table that a need names; -1: that is a problem. */
static int find_table(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_span table)
{
    const struct hj_ruleset *ruleset = freeze->ruleset;
    int found = (int)hj_name_index_find(&freeze->facts, table);
    if (found < 0) {
        struct hj_problem *problem =
            hj_reader_problem(&freeze->reader, node, HJ_RULES_TABLE, "table", table);
        hj_reader_suggest(&freeze->reader, problem, table, &ruleset->facts->table,
                          ruleset->fact_count, sizeof *ruleset->facts);
    }
    return found;
}

/* A column of the registry may have a dot in its name, so it comes first. */
static bool find(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_need *need)
{
    const struct hj_ruleset *ruleset = freeze->ruleset;
    const struct hj_scope *scope = &ruleset->scope;
    struct hj_span column = node->text;
    const char *dot = memchr(column.data, '.', column.size);
    *need = (struct hj_need){.text = hj_reader_copy(&freeze->reader, node->text), .fact = -1};
    if (dot && hj_scope_find(scope, column) < 0) {
        size_t before = (size_t)(dot - column.data);
        need->fact = find_table(freeze, node, hj_span_slice(column, 0, before));
        if (need->fact < 0) {
            return false;
        }
        column = hj_span_slice(column, before + 1, column.size - before - 1);
        scope = &ruleset->facts[need->fact].scope;
    }
    bool is_table = hj_name_index_find(&freeze->facts, column) >= 0;
    int found =
        is_table ? hj_scope_find(scope, column) : hj_freeze_name_in(freeze, scope, node, column);
    if (found < 0 ? is_table : scope->names[found].kind != HJ_NAME_COLUMN) {
        hj_reader_shape(&freeze->reader, node, "needs", wanted);
        return false;
    }
    need->there = found >= 0 && hj_freeze_supplies(freeze, need->fact, &scope->names[found]);
    return found >= 0;
}

void hj_freeze_needs(struct hj_freeze *freeze, const struct hj_yaml *node, struct hj_needs *needs)
{
    if (!node) {
        return;
    }
    bool single = node->kind == HJ_YAML_SCALAR;
    uint32_t most = single ? 1 : node->count;
    struct hj_need *items = hj_reader_new(&freeze->reader, most, sizeof *items);
    for (uint32_t i = 0; items && i < most; i++) {
        const struct hj_yaml *item = single ? node : node->items[i];
        if (node->kind == HJ_YAML_MAPPING || !hj_yaml_is_text(item)) {
            hj_reader_shape(&freeze->reader, item, "needs", wanted);
        } else if (find(freeze, item, &items[needs->count])) {
            needs->lacking |= !items[needs->count++].there;
        }
    }
    needs->items = items;
}
