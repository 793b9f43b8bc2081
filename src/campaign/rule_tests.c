/* SPDX-License-Identifier: MIT
 * `rules test`. A test may give as_of or a parameter; what is computed from them is constant to the
 * evaluators, so the rules are frozen again for such a test: once for all tests that give the same.
 */
#include "campaign/check.h"

#include "campaign/explain.h"
#include "match/inline.h"

/* What a test gives that the rules are frozen with. */
struct setup {
    hj_date as_of;
    struct hj_parameter_given *given; /* parameters, in the order of the scope */
    uint32_t count;
};

struct trial {
    uint32_t rule, test;
    struct setup setup;
};

struct trials {
    struct hj_rule_files *files;
    struct hj_match_tools tools;
    struct trial *items; /* in the order of rules and tests */
    bool *done;
    uint32_t count;
    struct hj_rules_tested *counts;
};

static bool same_value(const struct hj_value *a, const struct hj_value *b)
{
    if (a->type != b->type || a->null != b->null) {
        return false;
    }
    return a->null || hj_scalar_compare(a, b) == 0;
}

static bool same_setup(const struct setup *a, const struct setup *b)
{
    if (a->as_of != b->as_of || a->count != b->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (!hj_span_equal(a->given[i].name, b->given[i].name) ||
            !same_value(&a->given[i].value, &b->given[i].value)) {
            return false;
        }
    }
    return true;
}

/* ---- what a test gives ---- */

static int by_name(const void *left, const void *right)
{
    const struct hj_parameter_given *a = left;
    const struct hj_parameter_given *b = right;
    return hj_span_compare(a->name, b->name);
}

/* Parameters that are what they are anyway are left out: most tests then have one setup. */
static enum hj_code read_setup(const struct trials *trials, const struct hj_rule_test *test,
                               struct setup *setup, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = trials->files->ruleset;
    *setup = (struct setup){.as_of = ruleset->as_of};
    setup->given =
        hj_arena_zero(&trials->files->arena, test->given_count + 1, sizeof *setup->given);
    if (!setup->given) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < test->given_count; i++) {
        const struct hj_name *name = &ruleset->scope.names[test->given[i].name];
        const struct hj_value *value = &test->given[i].value;
        if (name->kind != HJ_NAME_PARAMETER ||
            same_value(value, &ruleset->parameters[name->index].value)) {
            continue;
        }
        if (hj_span_is(name->name, "as_of")) {
            setup->as_of = value->null ? setup->as_of : value->date;
        } else {
            setup->given[setup->count++] = (struct hj_parameter_given){name->name, *value};
        }
    }
    if (setup->count > 1) {
        qsort(setup->given, setup->count, sizeof *setup->given, by_name);
    }
    return HJ_OK;
}

static enum hj_code list_trials(struct trials *trials, struct hj_error *error)
{
    const struct hj_rule_files *files = trials->files;
    for (uint32_t i = 0; i < files->ruleset->rule_count; i++) {
        const struct hj_rule *rule = &files->ruleset->rules[i];
        bool runs = hj_rule_files_asks(files, rule) && rule->when.root;
        for (uint32_t t = 0; runs && t < rule->test_count; t++) {
            struct trial *trial = &trials->items[trials->count++];
            *trial = (struct trial){.rule = i, .test = t};
            enum hj_code code = read_setup(trials, &rule->tests[t], &trial->setup, error);
            if (code != HJ_OK) {
                return code;
            }
        }
    }
    return HJ_OK;
}

/* ---- running ---- */

static struct hj_problem *report(const struct trials *trials, const struct hj_rule *rule,
                                 const struct hj_rule_test *test, enum hj_expect got)
{
    struct hj_problem *problem = hj_problems_add(trials->files->problems, HJ_RULE_TEST, false);
    char file[HJ_ERROR_FILE];
    snprintf(file, sizeof file, "%.*s", (int)rule->place.file.size, rule->place.file.data);
    hj_error_text(&problem->error, "rule", rule->id);
    hj_error_text(&problem->error, "expected", hj_span_of(hj_expect_name(test->expect)));
    hj_error_text(&problem->error, "got", hj_span_of(hj_expect_name(got)));
    hj_error_place(&problem->error, file, test->place.line, test->place.column);
    return problem;
}

/* The ruleset may go before the problems do. */
static void own_texts(struct hj_explain_predicate *predicate, const struct hj_ruleset *ruleset,
                      struct hj_problems *problems)
{
    struct hj_explain_node *nodes =
        hj_arena_zero(&problems->arena, predicate->count + 1, sizeof *nodes);
    for (uint32_t i = 0; nodes && i < predicate->count; i++) {
        nodes[i] = predicate->nodes[i];
        nodes[i].text = hj_arena_copy(&problems->arena, nodes[i].text);
        struct hj_explain_value *values =
            hj_arena_zero(&problems->arena, nodes[i].value_count + 1, sizeof *values);
        for (uint32_t v = 0; values && v < nodes[i].value_count; v++) {
            values[v] = nodes[i].values[v];
            values[v].value = hj_rule_files_shown(ruleset, values[v].name, values[v].value);
            values[v].name = hj_arena_copy(&problems->arena, values[v].name);
            values[v].header = values[v].evidence = (struct hj_span){"", 0};
        }
        nodes[i].values = values;
        nodes[i].value_count = values ? nodes[i].value_count : 0;
    }
    predicate->nodes = nodes;
    predicate->count = nodes ? predicate->count : 0;
}

/* What the rule made of the values that the test gives; the reference still has them. */
static enum hj_code trace(const struct trials *trials, struct hj_reference *reference,
                          struct hj_ruleset *ruleset, const struct hj_rule *rule,
                          struct hj_problem *problem, struct hj_error *error)
{
    struct hj_problems *problems = trials->files->problems;
    struct hj_loaded loaded = {.ruleset = ruleset};
    struct hj_explaining explaining = {&loaded, reference, &problems->arena, true};
    struct hj_test_trace *found = hj_arena_zero(&problems->arena, 1, sizeof *found);
    if (!found) {
        return hj_error_memory(error);
    }
    enum hj_code code = hj_explain_predicate(&explaining, &rule->when, NULL, &found->when, error);
    if (code == HJ_OK) {
        code = hj_explain_predicate(&explaining, &rule->unless, NULL, &found->unless, error);
    }
    own_texts(&found->when, ruleset, problems);
    own_texts(&found->unless, ruleset, problems);
    problem->trace = found;
    return code;
}

/* All tests with the setup of the first, which is not done yet. The rules stand in the same order
 * however often they are frozen. */
static enum hj_code run_alike(struct trials *trials, uint32_t first, struct hj_ruleset *ruleset,
                              struct hj_error *error)
{
    struct hj_reference *reference = NULL;
    enum hj_code code = hj_reference_new(&reference, ruleset, &trials->tools, error);
    for (uint32_t i = first; code == HJ_OK && i < trials->count; i++) {
        if (trials->done[i] || !same_setup(&trials->items[i].setup, &trials->items[first].setup)) {
            continue;
        }
        const struct hj_rule *rule = &ruleset->rules[trials->items[i].rule];
        const struct hj_rule_test *test = &rule->tests[trials->items[i].test];
        struct hj_inline_result result;
        code = hj_inline_run(reference, rule, test, &result, error);
        trials->done[i] = true;
        trials->counts->passed += code == HJ_OK && result.passed;
        if (code == HJ_OK && !result.passed) {
            struct hj_problem *problem = report(trials, rule, test, result.got);
            code = trace(trials, reference, ruleset, rule, problem, error);
        }
    }
    hj_reference_free(reference);
    return code;
}

/* With a value that a test gives, what was right before may have become wrong: that is told at its
 * place, and the tests with this setup are not run. */
static enum hj_code run_frozen(struct trials *trials, uint32_t first, struct hj_error *error)
{
    struct hj_rule_files *files = trials->files;
    const struct setup *setup = &trials->items[first].setup;
    struct hj_freeze_options options = files->options;
    struct hj_problems problems = {0};
    struct hj_ruleset *ruleset = NULL;
    options.as_of = setup->as_of;
    options.given = setup->given;
    options.given_count = setup->count;
    enum hj_code code = hj_rules_freeze(files->builder, &options, &problems, &ruleset, error);
    if (code == HJ_OK && problems.errors == 0) {
        code = run_alike(trials, first, ruleset, error);
    }
    for (size_t i = 0; i < problems.count && problems.errors > 0; i++) {
        if (!problems.items[i]->warning) {
            hj_rule_files_copy_problem(files, problems.items[i]);
        }
    }
    hj_ruleset_free(ruleset);
    hj_problems_release(&problems);
    return code;
}

static enum hj_code run_all(struct trials *trials, struct hj_error *error)
{
    const struct setup usual = {.as_of = trials->files->ruleset->as_of};
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; code == HJ_OK && i < trials->count; i++) {
        if (!trials->done[i]) {
            code = same_setup(&trials->items[i].setup, &usual)
                       ? run_alike(trials, i, trials->files->ruleset, error)
                       : run_frozen(trials, i, error);
            trials->done[i] = true;
        }
    }
    hj_problems_sort(trials->files->problems);
    return code;
}

static enum hj_code run_tests(struct hj_rule_files *files, struct hj_rules_tested *counts,
                              struct hj_error *error)
{
    struct hj_tools tools = {0};
    struct trials trials = {.files = files, .counts = counts};
    trials.items = hj_arena_zero(&files->arena, counts->tests + 1, sizeof *trials.items);
    trials.done = hj_arena_zero(&files->arena, counts->tests + 1, sizeof *trials.done);
    if (!trials.items || !trials.done) {
        return hj_error_memory(error);
    }
    enum hj_code code = hj_tools_make(files->ruleset, &tools, error);
    trials.tools = hj_tools_view(&tools);
    if (code == HJ_OK) {
        code = list_trials(&trials, error);
    }
    if (code == HJ_OK) {
        code = run_all(&trials, error);
    }
    hj_tools_release(&tools);
    return code;
}

enum hj_code hj_rules_test(struct hj_campaign *campaign, const char *const *paths, size_t count,
                           struct hj_problems *problems, struct hj_rules_tested *counts,
                           struct hj_error *error)
{
    struct hj_rule_files files = {
        .campaign = campaign, .paths = paths, .path_count = count, .problems = problems};
    enum hj_code code = hj_rule_files_read(&files, error);
    hj_rule_files_count(&files, counts);
    if (code == HJ_OK && files.all.errors > 0) {
        hj_rule_files_report(&files);
    } else if (code == HJ_OK) {
        code = run_tests(&files, counts, error);
    }
    if (code == HJ_OK) {
        code = hj_campaign_problems(problems, error);
    }
    hj_rule_files_release(&files);
    return code;
}
