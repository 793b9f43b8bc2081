/* SPDX-License-Identifier: MIT
 * What a worker is given for one block of firms: views only; the caller owns everything and keeps
 * it until the run is over. What a program does not need (hj_program_needs) may be left out. */
#ifndef HJ_MATCH_INPUT_H
#define HJ_MATCH_INPUT_H

#include "column/vector.h"

/* Consecutive records of one fact table that belong to firms of the block, sorted by firm and,
 * within a firm, in record order. */
struct hj_match_part {
    uint32_t rows;
    const uint32_t *firms; /* row of the firm in the block; ascending */
    const struct hj_vector *const
        *columns;          /* by index into the fact table's schema; of `rows` rows */
    uint32_t column_count; /* entries of columns; those missing or NULL: all NULL */
};

/* The records of one fact table. Several parts follow on one another: a firm's records may begin in
 * one part and end in the next. */
struct hj_match_facts {
    const struct hj_match_part *parts;
    uint32_t part_count;
    /* Firms of which a missing record is known to be missing, as far as their key goes: it is valid
     * and unique in the registry and no reject of this table bears it. NULL: none. What is known of
     * the table (loaded, partial, covers) is in struct hj_fact. Firms that share a key must have no
     * record here and no bit in this set: then their features are NULL. */
    const uint64_t *known_key;
};

struct hj_match_input {
    uint32_t rows;                          /* firms; at most HJ_BLOCK_ROWS */
    const struct hj_vector *const *columns; /* by index into the registry's schema */
    uint32_t column_count;              /* entries of columns; those missing or NULL: all NULL */
    const struct hj_match_facts *facts; /* by index into the ruleset's facts; NULL: no records,
                                           nothing known */
    /* Features that are known already, by index into the ruleset's features: peers (match/peers.h),
     * or from a cache. An entry that is NULL is computed here; for peers it is NULL for every firm.
     * The whole list may be NULL. */
    const struct hj_vector *const *features;
    /* Derived columns that are known already, by enum hj_derived; NULL and NULL entries: computed.
     */
    const struct hj_vector *const *derived;
    /* Results of rules for flagged('…'), by index into the ruleset's rules (hj_findings_truth); an
     * entry whose `yes` is NULL, and all where the list is NULL, are UNKNOWN. */
    const struct hj_truth *flagged;
    /* Rows whose results are wanted; results of the others are not to be read. NULL: all. */
    const uint64_t *only;
};

#endif
