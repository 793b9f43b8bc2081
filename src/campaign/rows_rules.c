/* SPDX-License-Identifier: MIT
 * rules: the rules that a run takes, by id. */
#include "campaign/rows.h"

enum column { ID, CLASS, SEVERITY, STATUS, TITLE_ZH, TITLE_EN, FILE_NAME, LINE, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [ID] = {.name = "rule", .type = HJ_TEXT},
    [CLASS] = {.name = "class", .type = HJ_TEXT},
    [SEVERITY] = {.name = "severity", .type = HJ_TEXT},
    [STATUS] = {.name = "status", .type = HJ_TEXT},
    [TITLE_ZH] = {.name = "title_zh", .type = HJ_TEXT},
    [TITLE_EN] = {.name = "title_en", .type = HJ_TEXT},
    [FILE_NAME] = {.name = "file", .type = HJ_TEXT},
    [LINE] = {.name = "line", .type = HJ_INTEGER},
};

static enum hj_code open_rules(struct hj_rows *rows, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = rows->loaded.ruleset;
    static const char *const statuses[] = {"draft", "stable", "retired"};
    struct hj_value *values =
        hj_arena_zero(&rows->loaded.arena, (size_t)ruleset->rule_count * COLUMNS, sizeof *values);
    if (!values) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        struct hj_value *cells = &values[i * COLUMNS];
        cells[ID] = hj_text_value(rule->id);
        cells[CLASS] = hj_text_value(hj_span_of(hj_rule_class_name(rule->rule_class)));
        cells[SEVERITY] = hj_text_value(hj_span_of(hj_severity_name(rule->severity)));
        cells[STATUS] = hj_text_value(hj_span_of(statuses[rule->status]));
        cells[TITLE_ZH] = hj_text_value(rule->title.zh);
        cells[TITLE_EN] = hj_text_value(rule->title.en);
        cells[FILE_NAME] = hj_text_value(rule->place.file);
        cells[LINE] = (struct hj_value){.type = HJ_INTEGER, .integer = rule->place.line};
    }
    rows->state = values;
    return HJ_OK;
}

static enum hj_code batch(struct hj_rows *rows, struct hj_error *error)
{
    (void)error;
    rows->values = rows->state;
    rows->count = rows->state ? rows->loaded.ruleset->rule_count : 0;
    rows->state = NULL;
    return HJ_OK;
}

const struct hj_rows_kind hj_rows_rules = {
    .name = "rules",
    .columns = columns,
    .column_count = COLUMNS,
    .open = open_rules,
    .batch = batch,
};
