/* SPDX-License-Identifier: MIT */
#include "rules/rule_drafts.h"

/* ---- keys that belong to some classes only ---- */

static void misplaced(struct hj_freeze *freeze, const struct hj_yaml *node, const char *key,
                      const char *of)
{
    if (node) {
        struct hj_problem *problem =
            hj_reader_problem(&freeze->reader, node, HJ_RULES_KEY_CLASS, "key", hj_span_of(key));
        hj_error_text(&problem->error, "class", hj_span_of(of));
    }
}

static void missing(struct hj_freeze *freeze, const struct hj_rule_draft *draft, const char *key)
{
    hj_reader_problem(&freeze->reader, draft->node, HJ_YAML_MISSING, "key", hj_span_of(key));
}

static void check_class(struct hj_freeze *freeze, const struct hj_rule_draft *draft)
{
    if (draft->rule.rule_class == HJ_CLASS_DUPLICATE) {
        if (!draft->same == !draft->model) {
            missing(freeze, draft, "same or model");
        }
        if (draft->when) {
            hj_reader_problem(&freeze->reader, draft->when, HJ_RULES_DUPLICATE_WHEN, NULL,
                              draft->rule.id);
        }
    } else {
        misplaced(freeze, draft->same, "same", "duplicate");
        misplaced(freeze, draft->model, "model", "duplicate");
        misplaced(freeze, draft->strength, "strength", "duplicate");
        if (!draft->when) {
            missing(freeze, draft, "when");
        }
    }
    if (draft->rule.rule_class != HJ_CLASS_PROTECT) {
        misplaced(freeze, draft->unknown, "unknown", "protect");
    }
}

/* ---- evidence ---- */

struct evidence {
    uint32_t *names;
    uint32_t count;
    bool counting;
};

static void visit_evidence(void *context, uint32_t name)
{
    struct evidence *evidence = context;
    if (!evidence->counting) {
        evidence->names[evidence->count] = name;
    }
    evidence->count++;
}

/* Without `evidence:`, the names of `when` in order; of a duplicate rule, the first tuple's. */
static void default_evidence(struct hj_freeze *freeze, struct hj_rule *rule)
{
    struct evidence evidence = {.counting = true};
    if (rule->same_count > 0) {
        rule->evidence = rule->same[0].names;
        rule->evidence_count = rule->same[0].count;
        return;
    }
    bool enough = hj_language_names(rule->when.root, visit_evidence, &evidence);
    evidence.names = hj_reader_new(&freeze->reader, evidence.count, sizeof *evidence.names);
    evidence.count = 0;
    evidence.counting = false;
    enough =
        enough && evidence.names && hj_language_names(rule->when.root, visit_evidence, &evidence);
    freeze->reader.memory_full |= !enough;
    rule->evidence = evidence.names;
    rule->evidence_count = enough ? evidence.count : 0;
}

/* ---- what `rules check` would like to see ---- */

static void lacks(struct hj_freeze *freeze, const struct hj_rule_draft *draft, bool there,
                  const char *key)
{
    const struct hj_yaml *id = hj_yaml_get(draft->node, "id");
    if (!there) {
        hj_reader_warning(&freeze->reader, id ? id : draft->node, HJ_RULES_LACKS, "key",
                          hj_span_of(key));
    }
}

static void check_tests(struct hj_freeze *freeze, const struct hj_rule_draft *draft)
{
    bool found[3] = {false, false, false};
    static const struct {
        enum hj_expect expect;
        const char *name;
    } wanted[] = {
        {HJ_EXPECT_TRUE, "true"}, {HJ_EXPECT_FALSE, "false"}, {HJ_EXPECT_UNKNOWN, "unknown"}};
    for (uint32_t i = 0; i < draft->rule.test_count; i++) {
        found[draft->rule.tests[i].expect] = true;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (!found[wanted[i].expect]) {
            hj_reader_warning(&freeze->reader, draft->tests, HJ_RULES_NO_TEST, "expect",
                              hj_span_of(wanted[i].name));
        }
    }
}

static void check_metadata(struct hj_freeze *freeze, const struct hj_rule_draft *draft)
{
    if (!hj_freeze_warns(freeze)) {
        return;
    }
    lacks(freeze, draft, draft->basis != NULL, "basis");
    lacks(freeze, draft, draft->rule.why.zh.data != NULL, "why");
    lacks(freeze, draft, draft->evidence != NULL, "evidence");
    if (draft->when) {
        lacks(freeze, draft, draft->tests != NULL, "tests");
    }
    if (draft->when && draft->tests) {
        check_tests(freeze, draft);
    }
}

/* ---- digest ---- */

static void set_digest(struct hj_freeze *freeze, struct hj_rule *rule)
{
    const struct hj_scope *scope = &freeze->ruleset->scope;
    struct hj_definition definition = {.freeze = freeze, .scope = scope};
    hj_definition_number(&definition, rule->rule_class);
    hj_definition_number(&definition, rule->severity);
    hj_definition_number(&definition, rule->strength);
    hj_definition_number(&definition, rule->unknown);
    hj_definition_number(&definition, rule->needs.lacking);
    hj_definition_predicate(&definition, &rule->when);
    hj_definition_predicate(&definition, &rule->unless);
    hj_definition_text(&definition, rule->model);
    for (uint32_t i = 0; i < rule->same_count; i++) {
        hj_definition_number(&definition, rule->same[i].count);
        for (uint32_t j = 0; j < rule->same[i].count; j++) {
            hj_definition_name(&definition, scope->names[rule->same[i].names[j]].name);
        }
    }
    rule->digest = hj_definition_finish(&definition);
}

void hj_rule_compile(struct hj_freeze *freeze, struct hj_rule_draft *draft)
{
    struct hj_rule *rule = &draft->rule;
    struct hj_compile compile = {
        .scope = &freeze->ruleset->scope, .key = "when", .wanted = HJ_BOOLEAN, .over_firms = true};
    if (draft->node->kind != HJ_YAML_MAPPING) {
        return;
    }
    if (hj_yaml_get(draft->node, "class")) {
        check_class(freeze, draft);
    }
    compile.node = draft->when;
    hj_freeze_compile(freeze, &compile, &rule->when);
    compile.node = draft->unless;
    compile.key = "unless";
    hj_freeze_compile(freeze, &compile, &rule->unless);
    if (rule->rule_class == HJ_CLASS_DUPLICATE) {
        hj_rule_duplicate(freeze, draft);
    }
    if (draft->basis) {
        rule->basis = hj_freeze_basis(freeze, draft->basis, &rule->basis_count);
    }
    if (draft->evidence) {
        rule->evidence =
            hj_freeze_names(freeze, draft->evidence, "evidence", &rule->evidence_count);
    } else {
        default_evidence(freeze, rule);
    }
    hj_freeze_needs(freeze, draft->needs, &rule->needs);
    hj_rule_tests(freeze, draft);
    check_metadata(freeze, draft);
    set_digest(freeze, rule);
}
