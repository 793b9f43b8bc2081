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

/* A block of firms, in the arena of its slot. */
struct hj_firm_facts {
    /* As read, before a worker looks at it. */
    struct hj_vector verdicts[HJ_VERDICT_COLUMNS];
    struct hj_vector cases[HJ_CASE_COLUMNS + 1]; /* the last: of which firm */
    struct hj_vector certificates[HJ_CERTIFICATE_COLUMNS + 1];
    /* What that says, one of each a firm of the block. */
    int32_t *route;          /* of its verdict or its case; -1: none */
    int32_t *stage;          /* HJ_COHORT_STOCK: no case is open */
    hj_date *since;          /* when its case came to that stage */
    hj_date *until;          /* the end of its last certificate; HJ_DATE_MIN: none is known */
    uint64_t cases_left_out; /* their route is none of the rules' */
};
/* As `read` of a pass: *result is a struct hj_firm_facts with what is read. */
enum hj_code hj_firm_sources_read(struct hj_firm_sources *firm_sources, uint32_t block,
                                  struct hj_arena *arena, void **result,
                                  struct hj_error *error) HJ_MUST_USE;
/* Fills in what that says. False: the memory is full. */
bool hj_firm_facts_fill(const struct hj_ruleset *ruleset, uint32_t rows, struct hj_arena *arena,
                        struct hj_firm_facts *facts) HJ_MUST_USE;

#endif
