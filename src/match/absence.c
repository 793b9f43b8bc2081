/* SPDX-License-Identifier: MIT */
#include "match/node.h"
#include "rules/language.h"

static bool bound(const struct hj_predicate *predicate, hj_date *date)
{
    struct hj_value value;
    if (!predicate->root || !hj_language_constant(predicate->root, &value) || value.null ||
        value.type != HJ_DATE) {
        return false;
    }
    *date = value.date;
    return true;
}

bool hj_feature_absence(const struct hj_ruleset *ruleset, const struct hj_feature *feature)
{
    const struct hj_fact *fact = &ruleset->facts[feature->table];
    if (!fact->loaded || fact->partial) {
        return false;
    }
    if (!feature->period_column.size) {
        return true;
    }
    hj_date from = 0;
    hj_date to = 0;
    return fact->covers && bound(&feature->period_from, &from) && bound(&feature->period_to, &to) &&
           from >= fact->covers_from && to <= fact->covers_to;
}
