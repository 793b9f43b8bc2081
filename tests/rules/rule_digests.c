/* SPDX-License-Identifier: MIT
 * What changes the digest of a rule, and what does not. */
#include "rule_case.h"

/* %s: parameter, feature, and the lines of the rule. */
static const char frame[] = "parameters: {limit: %s, twice: limit * 2, other: 1}\n"
                            "features:\n"
                            "  rich: {when: \"%s\"}\n"
                            "  filed: {table: annual_report, agg: count, where: year > twice}\n"
                            "  plain: {when: active}\n"
                            "laws: {l: {title: x}, m: {title: x}}\n"
                            "rules:\n"
                            "  - id: r\n"
                            "    class: abnormal\n"
                            "%s";

struct version {
    const char *parameter, *feature, *rule;
};

static struct hj_digest digest_of(const struct version *version, hj_date as_of)
{
    struct rule_case test;
    char text[2048];
    int size =
        snprintf(text, sizeof text, frame, version->parameter, version->feature, version->rule);
    assert_in_range(size, 1, (int)sizeof text - 1);
    rule_case_open(&test);
    test.options.as_of = as_of;
    rule_case_write(&test, "0.yaml", RULE_CASE_REGISTRY);
    rule_case_write(&test, "1.yaml", RULE_CASE_FACTS);
    rule_case_write(&test, "2.yaml", text);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    struct hj_digest digest = test.ruleset->rules[0].digest;
    rule_case_close(&test);
    return digest;
}

#define BASE "    title: x\n    when: rich AND staff > 1\n    unless: name IS NULL\n"

static const struct version base = {"3", "capital > limit", BASE};

static const struct version same[] = {
    {"3", "capital > limit",
     "    title: another\n    when: rich AND staff > 1\n    unless: name IS NULL\n"},
    {"3", "capital > limit", BASE "    why: y\n    false_positives: z\n    basis: [{law: l}]\n"},
    {"3", "capital > limit", BASE "    tests: [{given: {staff: 3}, expect: unknown}]\n"},
    {"3", "capital > limit", BASE "    evidence: [name]\n"},
    {"3", "capital > limit",
     "    title: x\n    when: >-\n      rich AND\n      staff > 1\n    unless: 'name IS NULL'\n"},
    {"1 + 2", "capital > limit", BASE},
};

static const struct version other[] = {
    {"4", "capital > limit", BASE},
    {"3.0", "capital > limit", BASE},
    {"3", "capital >= limit", BASE},
    {"3", "capital > limit",
     "    title: x\n    when: rich AND staff > 2\n    unless: name IS NULL\n"},
    {"3", "capital > limit", "    title: x\n    when: rich AND staff > 1\n"},
    {"3", "capital > limit",
     "    title: x\n    when: rich AND staff > 1\n    unless: uscc IS NULL\n"},
    {"3", "capital > limit", BASE "    severity: high\n"},
    {"3", "capital > limit OR plain", BASE},
};

static bool equal(struct hj_digest a, struct hj_digest b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

static void words_for_people_do_not_change_it(void **state)
{
    (void)state;
    struct hj_digest digest = digest_of(&base, 20634);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(equal(digest, digest_of(&same[i], 20634)));
    }
}

static void what_it_rests_on_changes_it(void **state)
{
    (void)state;
    struct hj_digest digests[sizeof other / sizeof *other + 1];
    size_t count = 0;
    digests[count++] = digest_of(&base, 20634);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        digests[count++] = digest_of(&other[i], 20634);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            assert_false(equal(digests[i], digests[j]));
        }
    }
}

/* limit → twice → filed (in a fact table) → the rule. */
static void a_parameter_reaches_through_facts_and_parameters(void **state)
{
    (void)state;
    struct version three = {"3", "filed > 0", BASE}, four = {"4", "filed > 0", BASE};
    assert_false(equal(digest_of(&three, 20634), digest_of(&four, 20634)));
}

static void the_day_counts_where_it_is_named(void **state)
{
    (void)state;
    struct version named = {"3", "established < as_of", BASE};
    struct version through = {"year(as_of)", "capital > limit", BASE};
    assert_true(equal(digest_of(&base, 20634), digest_of(&base, 20635)));
    assert_false(equal(digest_of(&named, 20634), digest_of(&named, 20635)));
    assert_true(equal(digest_of(&through, 20634), digest_of(&through, 20635)));
    assert_false(equal(digest_of(&through, 20634), digest_of(&through, 20634 + 365)));
}

static void peers_count_by_their_keys(void **state)
{
    (void)state;
    struct version name = {"3", "peers(name) > 1", BASE}, spaced = {"3", "peers(name) > 1 ", BASE};
    struct version person = {"3", "peers(legal_rep) > 1", BASE};
    assert_false(equal(digest_of(&name, 20634), digest_of(&person, 20634)));
    assert_false(equal(digest_of(&name, 20634), digest_of(&spaced, 20634))); /* texts, not trees */
}

static void the_campaign_can_change_it(void **state)
{
    (void)state;
    struct rule_case test;
    char text[2048];
    struct hj_setting_place place = {.file = HJ_SPAN("campaign.yaml"), .line = 3};
    struct hj_span name = HJ_SPAN("limit"), value = HJ_SPAN("4"), old = HJ_SPAN("3");
    snprintf(text, sizeof text, frame, base.parameter, base.feature, base.rule);
    rule_case_open(&test);
    rule_case_write(&test, "0.yaml", RULE_CASE_REGISTRY);
    rule_case_write(&test, "1.yaml", RULE_CASE_FACTS);
    rule_case_write(&test, "2.yaml", text);
    rule_case_load(&test);
    struct hj_digest before = test.ruleset->rules[0].digest;
    assert_int_equal(hj_rules_set(test.builder, name, value, place, &test.error), HJ_OK);
    rule_case_freeze(&test);
    assert_false(equal(before, test.ruleset->rules[0].digest));
    assert_int_equal(hj_rules_set(test.builder, name, old, place, &test.error), HJ_OK);
    rule_case_freeze(&test);
    assert_true(equal(before, test.ruleset->rules[0].digest));
    rule_case_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_for_people_do_not_change_it),
        cmocka_unit_test(what_it_rests_on_changes_it),
        cmocka_unit_test(a_parameter_reaches_through_facts_and_parameters),
        cmocka_unit_test(the_day_counts_where_it_is_named),
        cmocka_unit_test(peers_count_by_their_keys),
        cmocka_unit_test(the_campaign_can_change_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
