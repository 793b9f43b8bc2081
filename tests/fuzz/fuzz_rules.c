/* SPDX-License-Identifier: MIT
 * Any bytes as a rule file beside a small registry: loading ends, every mistake has a place inside
 * the file, and what loads without one can be walked. */
#include "rules/builder.h"

#include "base/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char registry[] = "table: registry\n"
                               "key: uscc\n"
                               "columns:\n"
                               "  uscc: {type: text, identifier: true}\n"
                               "  name: {type: text}\n"
                               "  status: {type: text, values: {存续: [在业], 注销: []}}\n"
                               "  established: {type: date}\n"
                               "  capital: {type: money}\n"
                               "  staff: {type: integer}\n";

static const char facts[] = "table: annual_report\n"
                            "key: uscc\n"
                            "columns:\n"
                            "  uscc: {type: text}\n"
                            "  year: {type: integer}\n"
                            "  filed_on: {type: date}\n"
                            "  profit: {type: number}\n";

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Lines as an editor counts them. */
static uint64_t lines_of(struct hj_span bytes)
{
    uint64_t lines = 1;
    for (size_t i = 0; i < bytes.size; i++) {
        lines += bytes.data[i] == '\n' || bytes.data[i] == '\r';
    }
    return lines;
}

static void check_places(const struct hj_problems *problems, struct hj_span bytes)
{
    uint64_t lines = lines_of(bytes);
    for (size_t i = 0; i < problems->count; i++) {
        const struct hj_problem *problem = problems->items[i];
        if (strcmp(problem->error.file, "fuzz.yaml") == 0) {
            require(problem->error.line >= 1 && problem->error.line <= lines);
            require(problem->error.column >= 1 && problem->error.column <= bytes.size + 1);
            require(problem->width >= 1);
        }
    }
}

static void check_ruleset(const struct hj_ruleset *ruleset)
{
    for (uint32_t i = 0; i < ruleset->scope.count; i++) {
        const struct hj_name *name = &ruleset->scope.names[i];
        require(hj_scope_find(&ruleset->scope, name->name) == (int)i);
        require(name->kind != HJ_NAME_FEATURE || name->index < ruleset->feature_count);
        require(name->kind != HJ_NAME_PARAMETER || name->index < ruleset->parameter_count);
        require(name->type >= HJ_BOOLEAN && name->type <= HJ_DATE);
    }
    for (uint32_t i = 1; i < ruleset->rule_count; i++) {
        require(hj_span_compare(ruleset->rules[i - 1].id, ruleset->rules[i].id) < 0);
    }
    for (uint32_t i = 0; i < ruleset->rule_count; i++) {
        const struct hj_rule *rule = &ruleset->rules[i];
        require(rule->when.root || rule->same_count > 0 || rule->model.size > 0);
        for (uint32_t j = 0; j < rule->evidence_count; j++) {
            require(rule->evidence[j] < ruleset->scope.count);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hj_span bytes = {(const char *)data, size},
                   known[2] = {{registry, sizeof registry - 1}, {facts, sizeof facts - 1}};
    struct hj_rules_builder *builder = NULL;
    struct hj_ruleset *ruleset = NULL;
    struct hj_problems problems = {0};
    struct hj_error error;
    struct hj_freeze_options options = {.as_of = 20634, .retired = size % 2 == 1};
    require(hj_rules_builder_new(&builder, &error) == HJ_OK);
    for (size_t i = 0; i < 2; i++) {
        require(hj_rules_add_text(builder, "known.yaml", known[i], &problems, &error) == HJ_OK);
    }
    require(hj_rules_add_text(builder, "fuzz.yaml", bytes, &problems, &error) == HJ_OK);
    require(hj_rules_freeze(builder, &options, &problems, &ruleset, &error) == HJ_OK);
    check_places(&problems, bytes);
    if (problems.errors == 0) {
        check_ruleset(ruleset);
    }
    hj_ruleset_free(ruleset);
    hj_rules_builder_free(builder);
    hj_problems_release(&problems);
    return 0;
}
