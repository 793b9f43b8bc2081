/* SPDX-License-Identifier: MIT
 * One statement of SQL over a store: reading only, with the tables of store/view.h. */
#ifndef HJ_STORE_QUERY_H
#define HJ_STORE_QUERY_H

#include "column/value.h"
#include "store/computed.h"
#include "store/store.h"

struct hj_query;

/* The store stays the caller's and outlives the query, as does `computed` (may be NULL). HJ_SQL
 * with SQLite's words, HJ_SQL_STAGE where a table is not made yet, HJ_SQL_ONE where the text is not
 * one statement that only reads. */
enum hj_code hj_query_open(struct hj_store *store, struct hj_span text,
                           const struct hj_computed *computed, struct hj_query **query,
                           struct hj_error *error) HJ_MUST_USE;
void hj_query_close(struct hj_query *query); /* NULL is allowed */

/* Name and declared type of a column; HJ_TEXT where SQLite knows none. */
uint32_t hj_query_columns(const struct hj_query *query);
const char *hj_query_name(const struct hj_query *query, uint32_t column);
enum hj_type hj_query_type(const struct hj_query *query, uint32_t column);

/* *values: one a column with the types of SQLite (integers, numbers, texts; bytes as hexadecimal
 * digits), valid until the next call; NULL at the end. */
enum hj_code hj_query_next(struct hj_query *query, const struct hj_value **values,
                           struct hj_error *error) HJ_MUST_USE;

#endif
