/* SPDX-License-Identifier: MIT
 * `same:`, `model:` and `tests:` of a rule. */
#include "rules/rule_drafts.h"

#include "rules/schema.h"

/* ---- duplicate rules ---- */

/* Whether the dictionary says that the column identifies a firm. */
static bool is_identifier(const struct hj_freeze *freeze, const struct hj_name *name)
{
    const struct hj_table *table =
        hj_ruleset_table(freeze->ruleset, (struct hj_span)HJ_SPAN("registry"));
    for (uint32_t i = 0; table && name->kind == HJ_NAME_COLUMN && i < table->field_count; i++) {
        if (hj_span_equal(table->fields[i].name, name->name)) {
            return table->fields[i].identifier;
        }
    }
    return false;
}

/* Design.md section 10: a proof needs an identifier and a second column. It is asked of every
 * tuple: one that joins by less would make proofs of leads. */
static bool proves(const struct hj_freeze *freeze, const struct hj_same_tuple *tuple)
{
    bool identifier = false, second = false;
    for (uint32_t i = 0; i < tuple->count; i++) {
        identifier |= is_identifier(freeze, &freeze->ruleset->scope.names[tuple->names[i]]);
        second |= tuple->names[i] != tuple->names[0];
    }
    return identifier && second;
}

/* What calls itself a proof and is none is a lead; only `rules check` has something to say. */
static void make_lead(struct hj_freeze *freeze, struct hj_rule *rule, const struct hj_yaml *node,
                      enum hj_code code)
{
    rule->strength = HJ_STRENGTH_LEAD;
    if (hj_freeze_warns(freeze)) {
        hj_reader_warning(&freeze->reader, node, code, NULL, rule->id);
    }
}

static void refuse_constants(struct hj_freeze *freeze, const struct hj_yaml *node,
                             const struct hj_same_tuple *tuple)
{
    const struct hj_scope *scope = &freeze->ruleset->scope;
    for (uint32_t i = 0; i < tuple->count; i++) {
        if (scope->names[tuple->names[i]].kind == HJ_NAME_PARAMETER) {
            hj_reader_problem(&freeze->reader, node, HJ_PREDICATE_PEERS_KEY, "text",
                              scope->names[tuple->names[i]].name);
        }
    }
}

static void read_same(struct hj_freeze *freeze, struct hj_rule_draft *draft)
{
    const struct hj_yaml *node = draft->same;
    if (node->kind != HJ_YAML_SEQUENCE || node->count == 0) {
        hj_reader_shape(&freeze->reader, node, "same", "a list of lists of columns");
        return;
    }
    struct hj_same_tuple *tuples = hj_reader_new(&freeze->reader, node->count, sizeof *tuples);
    for (uint32_t i = 0; tuples && i < node->count; i++) {
        const struct hj_yaml *item = node->items[i];
        if (item->kind != HJ_YAML_SEQUENCE || item->count == 0) {
            hj_reader_shape(&freeze->reader, item, "same", "a list of lists of columns");
            continue;
        }
        struct hj_same_tuple *tuple = &tuples[draft->rule.same_count];
        tuple->names = hj_freeze_names(freeze, item, "same", &tuple->count);
        refuse_constants(freeze, item, tuple);
        draft->rule.same_count += tuple->count > 0;
        if (draft->rule.strength == HJ_STRENGTH_PROOF && tuple->count == item->count &&
            !proves(freeze, tuple)) {
            make_lead(freeze, &draft->rule, item, HJ_RULES_PROOF);
        }
    }
    draft->rule.same = tuples;
}

void hj_rule_duplicate(struct hj_freeze *freeze, struct hj_rule_draft *draft)
{
    static const struct hj_key model = {.name = "model"};
    struct hj_rule *rule = &draft->rule;
    if (rule->strength == HJ_STRENGTH_NONE) {
        rule->strength = HJ_STRENGTH_LEAD;
    }
    if (draft->same) {
        read_same(freeze, draft);
    }
    if (!draft->model) {
        return;
    }
    hj_read_text(&freeze->reader, draft->model, &model, &rule->model);
    if (rule->model.data && hj_name_index_find(&freeze->models, rule->model) < 0) {
        hj_reader_problem(&freeze->reader, draft->model, HJ_RULES_MODEL, "model", rule->model);
    } else if (hj_freeze_warns(freeze)) {
        hj_reader_warning(&freeze->reader, draft->model, HJ_RULES_MODEL_IDLE, NULL, rule->model);
    }
    if (rule->strength == HJ_STRENGTH_PROOF) {
        make_lead(freeze, rule, draft->strength, HJ_RULES_PROOF_MODEL);
    }
}

/* ---- tests ---- */

struct test_nodes {
    const struct hj_yaml *given;
    enum hj_expect expect;
};

static const char *const expects[] = {"false", "true", "unknown", NULL};

static const struct hj_form given_form = {.kind = HJ_FORM_MAP, .item = &hj_form_scalar};

static const struct hj_key test_keys[] = {
    {.name = "given",
     .required = true,
     .read = hj_read_node,
     .offset = offsetof(struct test_nodes, given),
     .form = &given_form},
    {.name = "expect",
     .required = true,
     .read = hj_read_choice,
     .offset = offsetof(struct test_nodes, expect),
     .choices = expects},
};
static const struct hj_shape test_shape = {.keys = test_keys,
                                           .count = sizeof test_keys / sizeof *test_keys};
static const struct hj_form test_form = {.kind = HJ_FORM_MAPPING, .shape = &test_shape};
const struct hj_form hj_form_of_tests = {.kind = HJ_FORM_LIST, .item = &test_form};

static void read_given(struct hj_freeze *freeze, const struct hj_yaml *node,
                       struct hj_rule_test *test)
{
    if (node->kind != HJ_YAML_MAPPING) {
        hj_reader_shape(&freeze->reader, node, "given", "a mapping of names to values");
        return;
    }
    struct hj_given *given = hj_reader_new(&freeze->reader, node->count, sizeof *given);
    for (uint32_t i = 0; given && i < node->count; i++) {
        int name = hj_freeze_name(freeze, node->keys[i]);
        struct hj_given *item = &given[test->given_count];
        if (name < 0) {
            continue;
        }
        const struct hj_name *known = &freeze->ruleset->scope.names[name];
        if (known->type &&
            hj_freeze_value(freeze, node->items[i], known->name, known->type, &item->value)) {
            item->name = (uint32_t)name;
            test->given_count++;
        }
    }
    test->given = given;
}

void hj_rule_tests(struct hj_freeze *freeze, struct hj_rule_draft *draft)
{
    const struct hj_yaml *node = draft->tests;
    if (!node) {
        return;
    }
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(&freeze->reader, node, "tests", "a list of tests");
        return;
    }
    struct hj_rule_test *tests = hj_reader_new(&freeze->reader, node->count, sizeof *tests);
    for (uint32_t i = 0; tests && i < node->count; i++) {
        struct test_nodes nodes = {0};
        struct hj_rule_test *test = &tests[draft->rule.test_count];
        bool whole = hj_read_mapping(&freeze->reader, node->items[i], &test_shape, &nodes);
        if (nodes.given) {
            read_given(freeze, nodes.given, test);
        }
        test->expect = nodes.expect;
        test->place = hj_freeze_place(freeze, node->items[i]);
        draft->rule.test_count += whole;
    }
    draft->rule.tests = tests;
}
