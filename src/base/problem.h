/* SPDX-License-Identifier: MIT
 * What is wrong with files that people write: all of it, not just the first. A problem is an error
 * with its source line, so that the command line can print the line and a caret. */
#ifndef HJ_BASE_PROBLEM_H
#define HJ_BASE_PROBLEM_H

#include "base/arena.h"
#include "base/error.h"

struct hj_test_trace; /* hejian.h */

struct hj_problem {
    struct hj_error error;
    bool warning;              /* a warning leaves the exit status alone */
    struct hj_span source;     /* the whole line, without its end; empty: none to show */
    uint32_t width;            /* code points to underline from error.column on; at least 1 */
    struct hj_span suggestion; /* "did you mean": a name, or empty */
    const struct hj_test_trace *trace; /* of a rule's test that failed, else NULL */
};

/* All zero is an empty list. Not thread-safe. */
struct hj_problems {
    struct hj_arena arena;     /* owns the texts above */
    struct hj_problem **items; /* in the order found; sort with hj_problems_sort */
    size_t count, capacity;
    size_t errors;    /* those that are no warnings */
    bool memory_full; /* some could not be kept */
    struct hj_problem overflow;
};

/* Adds a problem and returns it for its error's arguments, place and source to be filled in; never
 * NULL (when the memory is full it is one that is thrown away, and memory_full is set). */
struct hj_problem *hj_problems_add(struct hj_problems *problems, enum hj_code code, bool warning);
/* By file, line, column; equal ones keep their order. */
void hj_problems_sort(struct hj_problems *problems);
void hj_problems_release(struct hj_problems *problems);

#endif
