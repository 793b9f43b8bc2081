/* SPDX-License-Identifier: MIT
 * The store for everybody: its tables as virtual tables of SQLite, to read. `firm` is the registry,
 * each fact table has its own name, and what stages made (finding, verdict, cluster_member) is
 * described by them in entries of the group "view". Values are as stored: nothing is masked.
 *
 * Knows only a connection, so that the program and the extension share it. A table is what it was
 * when the connection first named it.
 *
 * Columns of a fact table end in `firm`: the record number of the firm in the registry, NULL where
 * there is none. Those of `firm` end in the hidden ones of store/computed.h. `record = ?` (of a
 * fact table: `firm = ?`) finds its block without reading others.
 *
 * The description of a made table, lines with tabs between:
 *     snapshot  blocks  own           own 1: blocks are numbered for themselves, not the registry's
 *     c  name  type  source           a column: type is enum hj_type, source as below
 *     p  cell  cell …                 a part of each block: a cell a column
 * source: constant (the cell is its text), derived (the cell is the digest of a derived block),
 * record (likewise, of row numbers in the registry's block: shown is the record number), block
 * (likewise, of the registry's block that `record` is of; not shown). */
#ifndef HJ_STORE_VIEW_H
#define HJ_STORE_VIEW_H

#include "base/arena.h"
#include "base/hash.h"
#include "column/vector.h"
#include "store/computed.h"
#include "store/sqlite.h"

#define HJ_VIEW_GROUP "view"

enum hj_view_source {
    HJ_VIEW_FRAME,    /* a column block of the snapshot */
    HJ_VIEW_FIRM,     /* of a fact table: the firm's record */
    HJ_VIEW_CONSTANT, /* of a made table */
    HJ_VIEW_DERIVED,
    HJ_VIEW_RECORD,
    HJ_VIEW_BLOCK,
    HJ_VIEW_COMPUTED /* of firm: by the views' hj_computed; not shown by * */
};

struct hj_view_column {
    const char *name;
    enum hj_type type;
    enum hj_view_source source;
    uint32_t position; /* FRAME: column of the snapshot; COMPUTED: of hj_computed */
    bool absent;       /* no blocks: all NULL */
};

/* A constant, or the digest of derived blocks; one a column. */
struct hj_view_cell {
    struct hj_span text;
    struct hj_digest key;
};

struct hj_view {
    struct hj_arena arena;
    bool made;        /* not a table that was loaded */
    bool fact;        /* blocks are those of the registry, in parts, and one more */
    bool own;         /* blocks are not the registry's */
    int64_t snapshot; /* 0: nothing is there */
    uint32_t blocks;  /* of the view */
    uint64_t rows;    /* about */
    int64_t registry; /* its snapshot */
    uint32_t registry_blocks;
    int record_column; /* of the registry: #record */
    int own_record;    /* of the snapshot: #record */
    int firm_column;   /* of a fact table: #firm */
    struct hj_view_column *columns;
    uint32_t column_count;
    int lookup;                 /* column that a look-up goes by; -1: none */
    struct hj_view_cell *parts; /* part_count times column_count */
    uint32_t part_count;
};

/* What the tables of a connection share. */
struct hj_views {
    bool declaring; /* a table declares its columns, which an authorizer has to let pass */
    bool missing;   /* a table was named that no stage has made yet */
    const struct hj_computed *computed; /* may be NULL */
    struct hj_error error;              /* of computing */
};

/* Reads what `name` is. SQLITE_OK, else a result code (SQLITE_EMPTY: no stage has made it yet) and
 * *message (to sqlite3_free; may be NULL). Release in any case. */
int hj_view_open(sqlite3 *connection, const char *name, const struct hj_computed *computed,
                 struct hj_view *view, char **message);
void hj_view_release(struct hj_view *view);
/* The statement that declares its columns to SQLite; NULL: the memory is full. sqlite3_free. */
char *hj_view_declaration(const struct hj_view *view);

/* Makes all tables of the store known to the connection. views may be NULL, else lives as long as
 * the connection. */
int hj_views_register(sqlite3 *connection, struct hj_views *views, char **message);

#endif
