/* SPDX-License-Identifier: MIT
 * A worker runs a program over one block at a time: block → a truth for each boolean root, a vector
 * for every other one. One worker a thread; all its memory is reused from block to block and lives
 * until the next run. The same input gives the same bytes, whatever the worker did before.
 *
 * How it works: a node is evaluated for the rows for which somebody still needs it and remembers
 * which those were, so that sharing and selection are the same thing. AND and OR ask their cheap
 * operands first and the others only about rows that are not decided. What rests on one column
 * alone is evaluated once an entry where that column is stored as a dictionary. Comparisons and
 * arithmetic run 64 rows at a time. */
#ifndef HJ_MATCH_WORKER_H
#define HJ_MATCH_WORKER_H

#include "match/input.h"
#include "match/program.h"
#include "rules/scalar.h"

struct hj_worker;

/* The result of one root in one block. */
struct hj_match_result {
    struct hj_truth truth;   /* of a boolean root */
    struct hj_vector vector; /* of every root; a boolean one has its truth as a vector here too */
    /* Firms for which the root is UNKNOWN (NULL) and one of the values that it rests on could not
     * be computed (rules/scalar.h, enum hj_fault), by kind: division by zero, overflow, a regex
     * that hit its limits. A firm with two kinds counts in both. */
    uint32_t faults[HJ_FAULT_COUNT];
};

enum hj_code hj_worker_new(struct hj_worker **worker, const struct hj_program *program,
                           struct hj_error *error) HJ_MUST_USE;
void hj_worker_free(struct hj_worker *worker);

/* Evaluates all roots for the block. *results has one entry a root, in the order of the roots,
 * valid until the next run or until the worker is freed. Fails with HJ_MEMORY alone; the worker can
 * then run again. */
enum hj_code hj_worker_run(struct hj_worker *worker, const struct hj_match_input *input,
                           const struct hj_match_result **results,
                           struct hj_error *error) HJ_MUST_USE;

#endif
