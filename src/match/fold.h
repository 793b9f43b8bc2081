/* SPDX-License-Identifier: MIT
 * What an aggregate feature is over the records of one firm, one record after another (design.md
 * section 8). Seen by the files of this room alone.
 *
 * Records count where `where` is TRUE. One on which it is UNKNOWN makes the feature NULL, but for
 * an EXISTS that another record makes TRUE. Where no record counts, COUNT and RUN are 0 and EXISTS
 * is FALSE if the absence of records is known; else, and for all other aggregates, the feature is
 * NULL.
 *
 *   SUM, MIN, MAX  pass over NULL values, as SQL does; SUM in record order
 *   LAST           the value of the record with the greatest `order` (the later of equal ones), of
 * the last record without; it may be NULL. A record that counts and has no place in the order makes
 * it NULL RUN            years without a gap, back from the newest year of all the firm's records,
 * in which a record counts: 0 when the newest year has none. A record without a year makes it NULL,
 * whether or not it counts */
#ifndef HJ_MATCH_FOLD_H
#define HJ_MATCH_FOLD_H

#include "base/arena.h"
#include "rules/ruleset.h"
#include "rules/scalar.h"

struct hj_fold_record {
    bool unknown;          /* `where` is; then it does not count */
    bool counts;           /* `where` is TRUE, or not given */
    struct hj_value value; /* not given: NULL */
    struct hj_value order; /* not given: NULL */
    unsigned faults;       /* bit k: enum hj_fault k stands behind one of them */
};

struct hj_fold_year {
    int64_t year;
    bool counts;
};

/* The state of one firm. All zero: no record yet. */
struct hj_fold {
    bool unknown;
    bool any;       /* a record counted */
    bool any_value; /* … with a value */
    unsigned faults;
    int64_t count;
    struct hj_value value, order;
    struct hj_fold_year *years;
    size_t year_count, year_capacity;
};

/* Keeps the memory of years. */
void hj_fold_clear(struct hj_fold *fold);
/* False: the memory is full. `arena` gets the years of a RUN. */
bool hj_fold_add(struct hj_fold *fold, const struct hj_feature *feature,
                 const struct hj_fold_record *record, struct hj_arena *arena) HJ_MUST_USE;
/* absent: that no record counts is known. Sorts the years. */
struct hj_value hj_fold_finish(struct hj_fold *fold, const struct hj_feature *feature, bool absent);

#endif
