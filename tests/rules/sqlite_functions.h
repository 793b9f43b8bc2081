/* SPDX-License-Identifier: MIT
 * What the SQLite dialect of rules/print.c wants of a database: every function of the language over
 * SQLite's values, computed by scalar.h. SQLite's own logic, comparisons, IN, BETWEEN, LIKE,
 * coalesce and arithmetic stay SQLite's, and are what the tests that use this try. */
#ifndef HJ_TESTS_RULES_SQLITE_FUNCTIONS_H
#define HJ_TESTS_RULES_SQLITE_FUNCTIONS_H

#include "rules/language.h"
#include "rules/scalar.h"

#include <sqlite3.h>

struct sqlite_function {
    enum hj_operator op;
    struct hj_scalar *scalar;
};

/* A pattern that a statement has named, compiled once. */
struct sqlite_pattern {
    struct hj_span text;
    const struct hj_expr *root;
};

enum { SQLITE_PATTERNS = 1024 }; /* a power of two, more than the tests have patterns */

/* Lives as long as the database; scalar belongs to the caller. */
struct sqlite_functions {
    struct hj_scalar *scalar;
    struct sqlite_function functions[HJ_OPERATOR_COUNT];
    struct sqlite_pattern patterns[SQLITE_PATTERNS];
    struct hj_arena arena;
    struct hj_regexes regexes;
};

/* An empty database in memory with case_sensitive_like on. Aborts where that fails, like all here.
 */
sqlite3 *sqlite_open_language(struct sqlite_functions *functions, struct hj_scalar *scalar);
void sqlite_close_language(sqlite3 *database, struct sqlite_functions *functions);

void sqlite_must(sqlite3 *database, const char *sql);
/* The value as the dialect has it: dates as ISO text, truths as 0 and 1. */
void sqlite_bind_value(sqlite3_stmt *statement, int parameter, const struct hj_value *value);
/* Whether SQLite's value is what ours says. */
bool sqlite_same(const struct hj_value *ours, sqlite3_value *theirs);

#endif
