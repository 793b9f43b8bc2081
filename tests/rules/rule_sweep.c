/* SPDX-License-Identifier: MIT
 * Every allocation of loading a folder fails once: the load says that the memory is full, or is
 * whole; nothing leaks (under the address sanitizer) and nothing crashes. */
#include "rule_case.h"

static const char everything[] =
    "parameters: {limit: 3, twice: limit * 2}\n"
    "features:\n"
    "  rich: {when: capital > twice}\n"
    "  filed: {table: annual_report, agg: count, where: year > limit}\n"
    "  runs: {table: annual_report, agg: run, order: year, where: profit < 0,\n"
    "         period: {column: filed_on, from: as_of, to: as_of}}\n"
    "  shared: {peers: [name, legal_rep]}\n"
    "laws: {l: {title: x, status: repealed}}\n"
    "currencies: {units: {元: 0.0001}, words: {CNY: [人民币]}}\n"
    "names: {forms: [厂, 店]}\n"
    "calendar: {holidays: [2026-10-01]}\n"
    "models:\n"
    "  - {id: firm, block: [[name]], compare: [{column: name, levels: [exact]}], threshold: 0.9}\n"
    "rules:\n"
    "  - {id: r.one, class: zombie, title: x, when: \"rich AND name REGEXP '淮.*厂' OR peers(uscc) "
    "> 1\",\n"
    "     unless: name IS NULL, basis: [{law: l}, 文], evidence: [name], why: y,\n"
    "     tests: [{given: {rich: true, name: 厂}, expect: true}]}\n"
    "  - {id: r.two, class: duplicate, title: x, same: [[uscc, name_key]], strength: proof}\n"
    "  - {id: r.old, class: duplicate, title: x, model: firm, status: retired}\n"
    "routes:\n"
    "  - {id: out, title: x, when: flagged('r.one') AND survivor, role: y, steps: [{name: z, days: "
    "3}],\n"
    "     becomes: {status: 注销}, requires_checked: [filed]}\n"
    "indicator: i\n"
    "title: x\n"
    "numerator: rich\n"
    "counting: {all: \"TRUE\"}\n"
    "scale: 1\n";

static const char mistaken[] =
    "parameters: {a: b, b: a, c: lmit}\n"
    "features: {f: {when: capitl > 3 AND nmae = 'x'}, g: {table: tax, agg: cuont}}\n"
    "rules: [{id: x y, class: zombi, titel: z}]\n"
    "foo: &a 1\n";

/* One load, from the builder to the ruleset; the first code that is not HJ_OK. */
static enum hj_code load(const struct rule_case *files, size_t *problem_count)
{
    struct hj_rules_builder *builder = NULL;
    struct hj_ruleset *ruleset = NULL;
    struct hj_problems problems = {0};
    struct hj_dictionaries read;
    struct hj_error error = {0};
    struct hj_freeze_options options = {.as_of = 20634, .retired = true};
    struct hj_span name = HJ_SPAN("limit"), value = HJ_SPAN("4 + 0");
    struct hj_setting_place place = {.file = HJ_SPAN("campaign.yaml"), .line = 3};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_rules_builder_new(&builder, &error));
    HJ_TRY(hj_rules_add_path(builder, files->folder, &problems, &error));
    HJ_TRY(hj_rules_set(builder, name, value, place, &error));
    HJ_TRY(hj_rules_disable(builder, name, place, &error));
    HJ_TRY(hj_rules_dictionaries(builder, &problems, &read, &error));
    HJ_TRY(hj_rules_freeze(builder, &options, &problems, &ruleset, &error));
done:
    *problem_count = problems.count;
    assert_true(code == HJ_OK || error.code == code);
    assert_true((code == HJ_OK) == (ruleset != NULL));
    hj_ruleset_free(ruleset);
    hj_rules_builder_free(builder);
    hj_problems_release(&problems);
    return code;
}

static void sweep(const struct rule_case *files)
{
    size_t whole = 0, count = 0;
    hj_memory_fail_at(0);
    assert_int_equal(load(files, &whole), HJ_OK);
    uint64_t calls = hj_memory_calls();
    assert_true(calls > 50);
    for (uint64_t nth = 1; nth <= calls; nth++) {
        hj_memory_fail_at(nth);
        enum hj_code code = load(files, &count);
        hj_memory_fail_at(0);
        /* a suggestion may be left out for want of memory, a problem never */
        if (code == HJ_OK) {
            assert_int_equal(count, whole);
        } else {
            assert_string_equal(hj_code_name(code), "MEMORY");
        }
    }
}

static void a_full_memory_is_survived(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "0.yaml", RULE_CASE_REGISTRY);
    rule_case_write(&test, "1.yaml", RULE_CASE_FACTS);
    rule_case_write(&test, "2.yaml", everything);
    sweep(&test);
    rule_case_close(&test);
}

/* An arena asks the heap once for thousands of small pieces, so only a few of them ever fail. Words
 * in front, more of them each time, move the place where it asks through all that is read. */
static void a_full_memory_is_survived_wherever_it_comes(void **state)
{
    (void)state;
    enum { STEPS = 32, WORDS = 64 };
    static char padding[STEPS * WORDS * 3 + 32];
    struct rule_case test;
    for (size_t step = 1; step <= STEPS; step++) {
        size_t size = (size_t)snprintf(padding, sizeof padding, "names: {pad: [x");
        for (size_t i = 0; i < step * WORDS; i++) {
            size += (size_t)snprintf(padding + size, sizeof padding - size, ", x");
        }
        snprintf(padding + size, sizeof padding - size, "]}\n");
        rule_case_open(&test);
        rule_case_write(&test, "0.yaml", padding);
        rule_case_write(&test, "1.yaml", RULE_CASE_REGISTRY);
        rule_case_write(&test, "2.yaml", RULE_CASE_FACTS);
        rule_case_write(&test, "3.yaml", everything);
        sweep(&test);
        rule_case_close(&test);
    }
}

static void a_full_memory_is_survived_among_mistakes(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "0.yaml", RULE_CASE_REGISTRY);
    rule_case_write(&test, "1.yaml", mistaken);
    sweep(&test);
    rule_case_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_memory_is_survived),
        cmocka_unit_test(a_full_memory_is_survived_wherever_it_comes),
        cmocka_unit_test(a_full_memory_is_survived_among_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
