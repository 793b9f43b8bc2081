/* SPDX-License-Identifier: MIT
 * One table of store/view.h that a connection has named: its description and the statements that
 * fetch its blocks. Inside of the module only. */
#ifndef HJ_STORE_VIEW_TABLE_H
#define HJ_STORE_VIEW_TABLE_H

#include "store/view.h"

struct hj_view_table {
    sqlite3_vtab base; /* first: SQLite casts */
    sqlite3 *connection;
    struct hj_views *views; /* may be NULL */
    struct hj_view view;
    sqlite3_stmt *frame, *derived;
    /* Record numbers of the registry by block, decoded when they are first asked for and kept, so
     * that joins by record are cheap: 8 bytes a firm. */
    struct hj_vector **records;
    struct hj_arena arena;
};

/* Reads the description of `name` and declares it. SQLITE_OK, else a result code and maybe
 * *message; close in any case. */
int hj_view_table_prepare(struct hj_view_table *table, const char *name, char **message);
int hj_view_table_close(sqlite3_vtab *base);

/* A block as a vector in the arena; rows 0 where there is none. Result codes of SQLite. */
int hj_view_table_frame(struct hj_view_table *table, int64_t snapshot, uint32_t block, int position,
                        struct hj_arena *arena, struct hj_vector *vector);
int hj_view_table_derived(struct hj_view_table *table, const struct hj_digest *key, uint32_t block,
                          struct hj_arena *arena, struct hj_vector *vector);
int hj_view_table_compute(struct hj_view_table *table, uint32_t column, uint32_t block,
                          struct hj_arena *arena, struct hj_vector *vector);
/* The record numbers of a block of the registry, the table's; NULL with *result set. */
const struct hj_vector *hj_view_table_records(struct hj_view_table *table, uint32_t block,
                                              int *result);

#endif
