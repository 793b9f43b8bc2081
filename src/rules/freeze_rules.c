/* SPDX-License-Identifier: MIT
 * `rules:`. First all are read, so that ids are known and the array can be sorted; then those that
 * run are compiled. */
#include "rules/rule_drafts.h"

#include "base/buffer.h"

#include "rules/schema.h"

static const char *const classes[] = {"abnormal", "zombie", "duplicate", "protect", NULL};
static const char *const severities[] = {"info", "low", "medium", "high", NULL};
static const char *const states[] = {"draft", "stable", "retired", NULL};
static const char *const strengths[] = {"none", "lead", "proof", NULL};
static const char *const unknowns[] = {"blocks", "passes", NULL};

static const struct hj_form names_form = {.kind = HJ_FORM_LIST, .item = &hj_form_text};
static const struct hj_form same_form = {.kind = HJ_FORM_LIST, .item = &names_form};

#define DRAFT(member) offsetof(struct hj_rule_draft, member)
static const struct hj_key rule_keys[] = {
    {.name = "id", .required = true, .read = hj_read_id, .offset = DRAFT(rule.id)},
    {.name = "class",
     .required = true,
     .read = hj_read_choice,
     .offset = DRAFT(rule.rule_class),
     .choices = classes},
    {.name = "severity",
     .read = hj_read_choice,
     .offset = DRAFT(rule.severity),
     .choices = severities},
    {.name = "status", .read = hj_read_choice, .offset = DRAFT(rule.status), .choices = states},
    {.name = "title", .required = true, .read = hj_read_title, .offset = DRAFT(rule.title)},
    {.name = "when", .read = hj_read_node, .offset = DRAFT(when)},
    {.name = "unless", .read = hj_read_node, .offset = DRAFT(unless)},
    {.name = "basis", .read = hj_read_node, .offset = DRAFT(basis), .form = &hj_form_of_basis},
    {.name = "evidence", .read = hj_read_node, .offset = DRAFT(evidence), .form = &hj_form_texts},
    {.name = "needs", .read = hj_read_node, .offset = DRAFT(needs), .form = &hj_form_texts},
    {.name = "why", .read = hj_read_title, .offset = DRAFT(rule.why)},
    {.name = "false_positives", .read = hj_read_title, .offset = DRAFT(rule.false_positives)},
    {.name = "tests", .read = hj_read_node, .offset = DRAFT(tests), .form = &hj_form_of_tests},
    {.name = "same", .read = hj_read_node, .offset = DRAFT(same), .form = &same_form},
    {.name = "model", .read = hj_read_node, .offset = DRAFT(model), .form = &hj_form_text},
    {.name = "strength", .read = hj_read_node, .offset = DRAFT(strength), .choices = strengths},
    {.name = "unknown", .read = hj_read_node, .offset = DRAFT(unknown), .choices = unknowns},
};
#undef DRAFT
static const struct hj_shape rule_shape = {.keys = rule_keys,
                                           .count = sizeof rule_keys / sizeof *rule_keys};
static const struct hj_form rule_form = {.kind = HJ_FORM_MAPPING, .shape = &rule_shape};
const struct hj_form hj_form_of_rules = {.kind = HJ_FORM_LIST, .item = &rule_form};

/* ---- reading ---- */

bool hj_freeze_disabled(const struct hj_freeze *freeze, struct hj_span id)
{
    for (size_t i = 0; i < freeze->builder->disabled_count; i++) {
        if (hj_span_equal(freeze->builder->disabled[i].name, id)) {
            return true;
        }
    }
    return false;
}

static bool runs(const struct hj_freeze *freeze, const struct hj_rule *rule)
{
    if (freeze->options->retired) {
        return true;
    }
    bool status =
        rule->status == HJ_RULE_STABLE || (rule->status == HJ_RULE_DRAFT && freeze->options->draft);
    return status && !hj_freeze_disabled(freeze, rule->id);
}

static void note_id(struct hj_freeze *freeze, struct hj_rule_draft *drafts, uint32_t index)
{
    struct hj_rule_draft *draft = &drafts[index];
    if (draft->rule.id.size == 0) {
        return;
    }
    int64_t first = hj_name_index_find(&freeze->rules, draft->rule.id);
    if (first >= 0) {
        const struct hj_rule *other = &drafts[first].rule;
        struct hj_problem *problem =
            hj_reader_problem(&freeze->reader, hj_yaml_get(draft->node, "id"), HJ_RULES_TWICE,
                              "name", draft->rule.id);
        hj_error_text(&problem->error, "file", other->place.file);
        hj_error_number(&problem->error, "line", other->place.line);
        return;
    }
    freeze->reader.memory_full |= !hj_name_index_add(&freeze->rules, draft->rule.id, index);
}

static void read_rule(struct hj_freeze *freeze, const struct hj_yaml *node,
                      struct hj_rule_draft *draft)
{
    static const struct hj_key strength = {.name = "strength", .choices = strengths};
    static const struct hj_key unknown = {.name = "unknown", .choices = unknowns};
    draft->file = freeze->reader.file;
    draft->node = node;
    draft->rule.severity = HJ_SEVERITY_LOW;
    draft->rule.status = HJ_RULE_STABLE;
    draft->rule.place = hj_freeze_place(freeze, node);
    hj_read_mapping(&freeze->reader, node, &rule_shape, draft);
    if (draft->strength) {
        hj_read_choice(&freeze->reader, draft->strength, &strength, &draft->rule.strength);
    }
    if (draft->unknown) {
        hj_read_choice(&freeze->reader, draft->unknown, &unknown, &draft->rule.unknown);
        draft->rule.blocks_said = draft->rule.unknown == HJ_UNKNOWN_BLOCKS;
    }
    draft->runs = runs(freeze, &draft->rule);
}

static uint32_t read_all(struct hj_freeze *freeze, struct hj_rule_draft *drafts)
{
    uint32_t count = 0;
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_RULES, &at));) {
        freeze->reader.file = section->file;
        if (section->value->kind != HJ_YAML_SEQUENCE) {
            hj_reader_shape(&freeze->reader, section->value, "rules", "a list of rules");
            continue;
        }
        for (uint32_t i = 0; i < section->value->count && !freeze->reader.memory_full; i++) {
            read_rule(freeze, section->value->items[i], &drafts[count]);
            note_id(freeze, drafts, count++);
        }
    }
    return count;
}

static bool is_indicator(const struct hj_freeze *freeze, struct hj_span id)
{
    size_t at = 0;
    for (const struct hj_section *section;
         (section = hj_section_next(freeze->builder, HJ_SECTION_INDICATOR, &at));) {
        if (hj_yaml_is_text(section->value) && hj_span_equal(section->value->text, id)) {
            return true;
        }
    }
    return false;
}

static void check_disabled(struct hj_freeze *freeze, const struct hj_rule_draft *drafts,
                           uint32_t count)
{
    for (size_t i = 0; i < freeze->builder->disabled_count; i++) {
        const struct hj_setting *setting = &freeze->builder->disabled[i];
        if (hj_name_index_find(&freeze->rules, setting->name) >= 0 ||
            is_indicator(freeze, setting->name)) {
            continue;
        }
        struct hj_problem *problem =
            hj_freeze_setting_problem(freeze, setting, HJ_RULES_NO_RULE, "id");
        hj_reader_suggest(&freeze->reader, problem, setting->name, &drafts->rule.id, count,
                          sizeof *drafts);
    }
}

static int compare_drafts(const void *a, const void *b)
{
    const struct hj_rule_draft *const *left = a;
    const struct hj_rule_draft *const *right = b;
    if ((*left)->runs != (*right)->runs) {
        return (*left)->runs ? -1 : 1;
    }
    int order = hj_span_compare((*left)->rule.id, (*right)->rule.id);
    return order ? order : (*left > *right) - (*left < *right);
}

/* ---- rules that overlap ---- */

/* What a rule asks, as a text that equal trees share: of which class, when, unless. */
static struct hj_span question_of(struct hj_freeze *freeze, const struct hj_rule *rule)
{
    struct hj_buffer text = {0};
    char rule_class = (char)('0' + (int)rule->rule_class);
    bool room = hj_buffer_append(&text, (struct hj_span){&rule_class, 1}) &&
                hj_expr_print_sql(rule->when.root, HJ_SQL_OWN, &text);
    if (room && rule->unless.root) {
        room = hj_buffer_append(&text, hj_span_of(" unless ")) &&
               hj_expr_print_sql(rule->unless.root, HJ_SQL_OWN, &text);
    }
    struct hj_span question =
        room ? hj_arena_copy(&freeze->scratch, hj_buffer_span(&text)) : (struct hj_span){NULL, 0};
    freeze->reader.memory_full |= !question.data;
    hj_buffer_release(&text);
    return question;
}

static void check_overlap(struct hj_freeze *freeze, struct hj_name_index *questions,
                          struct hj_rule_draft *const *sorted, uint32_t index)
{
    const struct hj_rule_draft *draft = sorted[index];
    if (!hj_freeze_warns(freeze) || !draft->rule.when.root) {
        return;
    }
    struct hj_span question = question_of(freeze, &draft->rule);
    if (!question.data) {
        return;
    }
    int64_t first = hj_name_index_find(questions, question);
    if (first < 0) {
        freeze->reader.memory_full |= !hj_name_index_add(questions, question, index);
        return;
    }
    const struct hj_rule *other = &sorted[first]->rule;
    const struct hj_yaml *id = hj_yaml_get(draft->node, "id");
    struct hj_problem *problem = hj_reader_warning(&freeze->reader, id ? id : draft->node,
                                                   HJ_RULES_OVERLAP, "rule", other->id);
    hj_error_text(&problem->error, "file", other->place.file);
    hj_error_number(&problem->error, "line", other->place.line);
}

/* ---- the array ---- */

void hj_freeze_rules(struct hj_freeze *freeze)
{
    struct hj_ruleset *ruleset = freeze->ruleset;
    uint32_t most = hj_section_items(freeze->builder, HJ_SECTION_RULES);
    struct hj_rule_draft *drafts = hj_arena_zero(&freeze->scratch, most + 1, sizeof *drafts);
    struct hj_rule_draft **sorted =
        hj_arena_zero(&freeze->scratch, most + 1, sizeof(struct hj_rule_draft *));
    struct hj_rule *rules = hj_reader_new(&freeze->reader, most, sizeof *rules);
    if (!drafts || !sorted || !rules) {
        freeze->reader.memory_full = true;
        return;
    }
    struct hj_name_index questions = {0};
    uint32_t count = read_all(freeze, drafts);
    check_disabled(freeze, drafts, count);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &drafts[i];
    }
    qsort(sorted, count, sizeof(struct hj_rule_draft *), compare_drafts);
    for (uint32_t i = 0; i < count && !freeze->reader.memory_full; i++) {
        freeze->reader.file = sorted[i]->file;
        if (sorted[i]->runs) {
            hj_rule_compile(freeze, sorted[i]);
            check_overlap(freeze, &questions, sorted, i);
            ruleset->rule_count++;
        } else {
            ruleset->idle_count++;
        }
        rules[i] = sorted[i]->rule;
    }
    hj_name_index_release(&questions);
    ruleset->rules = rules;
}
