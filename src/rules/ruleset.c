/* SPDX-License-Identifier: MIT */
#include "rules/ruleset.h"

#include "base/memory.h"

void hj_ruleset_free(struct hj_ruleset *ruleset)
{
    if (ruleset) {
        if (ruleset->regexes) {
            hj_regexes_release(ruleset->regexes);
        }
        hj_arena_release(&ruleset->arena);
        hj_memory_free(ruleset);
    }
}

const struct hj_table *hj_ruleset_table(const struct hj_ruleset *ruleset, struct hj_span name)
{
    for (uint32_t i = 0; i < ruleset->table_count; i++) {
        if (hj_span_equal(ruleset->tables[i].name, name)) {
            return &ruleset->tables[i];
        }
    }
    return NULL;
}

const char *hj_rule_class_name(enum hj_rule_class rule_class)
{
    switch (rule_class) {
    case HJ_CLASS_ABNORMAL:
        return "abnormal";
    case HJ_CLASS_ZOMBIE:
        return "zombie";
    case HJ_CLASS_DUPLICATE:
        return "duplicate";
    case HJ_CLASS_PROTECT:
        return "protect";
    }
    return "";
}

const char *hj_severity_name(enum hj_severity severity)
{
    switch (severity) {
    case HJ_SEVERITY_INFO:
        return "info";
    case HJ_SEVERITY_LOW:
        return "low";
    case HJ_SEVERITY_MEDIUM:
        return "medium";
    case HJ_SEVERITY_HIGH:
        return "high";
    }
    return "";
}

const char *hj_strength_name(enum hj_strength strength)
{
    switch (strength) {
    case HJ_STRENGTH_NONE:
        return "";
    case HJ_STRENGTH_LEAD:
        return "lead";
    case HJ_STRENGTH_PROOF:
        return "proof";
    }
    return "";
}
