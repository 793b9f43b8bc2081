/* SPDX-License-Identifier: MIT
 * What verdicts, cases in flight and certificates say of each firm of a block: what cohorts are
 * counted from and what the plan is made of. */
#ifndef HJ_CAMPAIGN_COHORT_FIRMS_H
#define HJ_CAMPAIGN_COHORT_FIRMS_H

#include "campaign/fact_columns.h"
#include "campaign/scenario.h"
#include "campaign/verdicts.h"

enum { HJ_CASE_COLUMNS = 3, HJ_CERTIFICATE_COLUMNS = 1 };

/* A fact table beside the registry and the columns wanted of it, by the registry's blocks. */
struct hj_firm_source {
    struct hj_fact_reading reading;
    int firm, columns[HJ_CASE_COLUMNS];
};

struct hj_firm_sources {
    struct hj_store *store;
    const struct hj_loaded *loaded;
    const struct hj_digest *verdicts; /* NULL: none are decided */
    struct hj_firm_source cases, certificates;
};

/* Release it in any case. */
void hj_firm_sources_find(struct hj_firm_sources *firm_sources,
                          const struct hj_scenario_sources *sources);
void hj_firm_sources_release(struct hj_firm_sources *firm_sources);

/* As read, before a worker looks at it. */
struct hj_firm_facts {
    struct hj_vector verdicts[HJ_VERDICT_COLUMNS];
    struct hj_vector cases[HJ_CASE_COLUMNS + 1]; /* the last: of which firm */
    struct hj_vector certificates[HJ_CERTIFICATE_COLUMNS + 1];
};
enum hj_code hj_firm_sources_read(struct hj_firm_sources *firm_sources, uint32_t block,
                                  struct hj_arena *arena, struct hj_firm_facts *facts,
                                  struct hj_error *error) HJ_MUST_USE;

/* One of each a firm of the block. */
struct hj_firm_states {
    int32_t *route; /* of its verdict or its case; -1: none */
    int32_t *stage; /* HJ_COHORT_STOCK: no case is open */
    hj_date *since;
    hj_date *until;    /* the end of its last certificate; HJ_DATE_MIN: none is known */
    uint64_t left_out; /* cases whose route is none of the rules' */
};
/* False: the memory is full. */
bool hj_firm_states_fill(const struct hj_ruleset *ruleset, const struct hj_firm_facts *facts,
                         uint32_t rows, struct hj_arena *arena,
                         struct hj_firm_states *states) HJ_MUST_USE;

#endif
