/* SPDX-License-Identifier: MIT */
#include "match/inline.h"

static bool given(void *context, uint32_t name, struct hj_value *value)
{
    const struct hj_rule_test *test = context;
    for (uint32_t i = 0; i < test->given_count; i++) {
        if (test->given[i].name == name) {
            *value = test->given[i].value;
            return true;
        }
    }
    return false;
}

static enum hj_expect judge(const struct hj_value *when, const struct hj_value *unless)
{
    bool excused = !unless->null && unless->boolean;
    if (excused || (!when->null && !when->boolean)) {
        return HJ_EXPECT_FALSE;
    }
    return when->null ? HJ_EXPECT_UNKNOWN : HJ_EXPECT_TRUE;
}

enum hj_code hj_inline_run(struct hj_reference *reference, const struct hj_rule *rule,
                           const struct hj_rule_test *test, struct hj_inline_result *result,
                           struct hj_error *error)
{
    union {
        const struct hj_rule_test *test;
        void *context;
    } both = {.test = test};
    struct hj_reference_firm firm = {.context = both.context, .given = given, .invented = true};
    hj_reference_begin(reference, &firm);
    *result = (struct hj_inline_result){
        .when = {.type = HJ_BOOLEAN},
        .unless = {.type = HJ_BOOLEAN},
    };
    enum hj_code code = hj_reference_value(reference, rule->when.root, &result->when, error);
    if (code == HJ_OK && rule->unless.root) {
        code = hj_reference_value(reference, rule->unless.root, &result->unless, error);
    }
    result->got = judge(&result->when, &result->unless);
    result->passed = code == HJ_OK && result->got == test->expect;
    return code;
}

const char *hj_expect_name(enum hj_expect expect)
{
    switch (expect) {
    case HJ_EXPECT_FALSE:
        return "false";
    case HJ_EXPECT_TRUE:
        return "true";
    case HJ_EXPECT_UNKNOWN:
        return "unknown";
    }
    return "";
}
