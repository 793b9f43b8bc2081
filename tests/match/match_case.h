/* SPDX-License-Identifier: MIT
 * Small cases spelled out: rules as YAML, a block as lines of text, results as lines of text. Every
 * check is made on the worker and on the reference evaluator. */
#ifndef HJ_TESTS_MATCH_CASE_H
#define HJ_TESTS_MATCH_CASE_H

#include "cmocka_test.h"
#include "match/reference.h"
#include "match/worker.h"
#include "rules/builder.h"

enum { CASE_COLUMNS = 32, CASE_FACTS = 8, CASE_PARTS = 4 };

/* A table with its columns: "name text, year integer, …". */
struct case_table {
    const char *name;
    const char *columns;
    bool missing; /* not loaded */
    bool partial;
    const char *covers; /* "2022-01-01 2026-06-25"; NULL: not said */
};

struct match_case {
    struct hj_arena arena;
    struct hj_ruleset *ruleset;
    struct hj_match_tools tools;
    struct hj_match_input input;
    const struct hj_vector *columns[CASE_COLUMNS];
    struct hj_match_facts facts[CASE_FACTS];
    struct hj_match_part parts[CASE_FACTS][CASE_PARTS];
    const struct hj_vector **features;
    const struct hj_vector *derived[HJ_DERIVED_COUNT];
};

/* The first table is the registry. yaml may be NULL. Mistakes in it fail the test. */
void case_init(struct match_case *test, const char *yaml, const struct case_table *tables,
               uint32_t count);
void case_release(struct match_case *test);

/* Values separated by spaces, NULL is -, text without spaces ('' is the empty text), dates ISO,
 * booleans T and F. Lives as long as the case. */
const struct hj_vector *case_vector(struct match_case *test, enum hj_type type, const char *values);
/* The same for text, stored as a dictionary. */
const struct hj_vector *case_dictionary(struct match_case *test, const char *values);
/* The block's rows and a column of the registry, by its name. */
void case_rows(struct match_case *test, uint32_t rows);
void case_column(struct match_case *test, const char *name, const char *values);
void case_coded_column(struct match_case *test, const char *name, const char *values);
/* Adds a part with the records of a fact table: rows of firms, then values by column name,
 * NULL-ended: case_records(&test, "tax", "0 0 2", "year", "2020 2021 2020", NULL). */
void case_records(struct match_case *test, const char *table, const char *firms, ...);
/* Firms whose absence is known: T and F by row. */
void case_known_key(struct match_case *test, const char *table, const char *known);
/* Values of a feature that come with the block (peers). */
void case_feature(struct match_case *test, const char *name, const char *values);

/* A predicate or value over firms; mistakes in it fail the test. Lives as long as the case. */
const struct hj_expr *case_expr(struct match_case *test, const char *text);
/* The values of the expression in all rows, written like the values of case_vector, UNKNOWN as U:
 * by the worker and by the reference, which must be equal to `expected`. */
void case_check(struct match_case *test, const char *text, const char *expected);
/* Rows that are NULL by a fault, by the worker. */
uint32_t case_faults(struct match_case *test, const char *text, enum hj_fault fault);

#endif
