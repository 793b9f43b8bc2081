/* SPDX-License-Identifier: MIT
 * Where the ends of certificates stand: no word of the rules says so, but the numerator rests on
 * it. */
#include "campaign/cohorts.h"
#include "campaign/fact_columns.h"
#include "rules/language.h"

/* Looks for a fact table with a date column `valid_until` below the names of a predicate. */
struct seeking {
    const struct hj_loaded *loaded;
    struct hj_span column;
    uint32_t fact;
    unsigned depth;
};

static void seek(struct seeking *seeking, const struct hj_expr *expr);

static void seek_name(void *context, uint32_t name)
{
    struct seeking *seeking = context;
    const struct hj_ruleset *ruleset = seeking->loaded->ruleset;
    if (ruleset->scope.names[name].kind != HJ_NAME_FEATURE || seeking->fact != UINT32_MAX) {
        return;
    }
    const struct hj_feature *feature = &ruleset->features[ruleset->scope.names[name].index];
    if (feature->kind == HJ_FEATURE_PREDICATE) {
        seek(seeking, feature->when.root);
    } else if (feature->kind == HJ_FEATURE_AGGREGATE && seeking->loaded->facts[feature->table].id &&
               hj_fact_column(&seeking->loaded->facts[feature->table], seeking->column, HJ_DATE) >=
                   0) {
        seeking->fact = feature->table;
    }
}

static void seek(struct seeking *seeking, const struct hj_expr *expr)
{
    enum { DEEPEST = 64 };
    if (expr && seeking->depth < DEEPEST) {
        seeking->depth++;
        if (!hj_language_names(expr, seek_name, seeking)) {
            seeking->fact = UINT32_MAX;
        }
        seeking->depth--;
    }
}

uint32_t hj_cohorts_certificates(const struct hj_loaded *loaded,
                                 const struct hj_scenario_sources *sources)
{
    const struct hj_ruleset *ruleset = loaded->ruleset;
    if (sources->hightech_table.size) {
        const struct hj_snapshot *snapshot = hj_fact_snapshot(loaded, sources->hightech_table);
        bool good = snapshot && hj_fact_column(snapshot, sources->valid_until, HJ_DATE) >= 0;
        return good ? (uint32_t)(snapshot - loaded->facts) : UINT32_MAX;
    }
    struct seeking seeking = {loaded, sources->valid_until, UINT32_MAX, 0};
    seek(&seeking, ruleset->indicator->numerator.root);
    return seeking.fact;
}
