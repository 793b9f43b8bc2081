/* SPDX-License-Identifier: MIT
 * The store: one SQLite file a campaign. It knows snapshots of tables, their columns, blocks of
 * bytes and named entries; it does not know what a rule or a route is. One thread at a time uses a
 * store.
 *
 * A stage is one transaction: hj_store_begin … hj_store_commit; what is not committed was never
 * there, however the program or the machine ends.
 *
 * Opened with 64 KiB pages, a rollback journal, synchronous=EXTRA, a 16 MiB cache, foreign keys,
 * trusted_schema off, application_id and user_version set. A rollback journal rather than WAL,
 * because what a load writes is new pages: they are written once, where WAL writes them to the log
 * and again to the file (measured, 378 MB: 0.28 s against 0.85 s, sync included), and because a
 * store at rest is then one file that opens from a read-only disk too. What it costs: while a load
 * commits, or once it has outgrown the cache, readers wait (up to 10 s). Pages of removed blocks
 * are used again, so a store settles at three loads of its tables: the current, the previous, and
 * room for the next.
 *
 * Errors, of every function: HJ_MEMORY; HJ_STORE_DAMAGED where SQLite or a check finds the file
 * broken; HJ_INTERRUPTED; else HJ_STORE with SQLite's words and the system's (disk full, locked by
 * another command, …). After an error in a transaction only hj_store_rollback and hj_store_close
 * make sense. */
#ifndef HJ_STORE_STORE_H
#define HJ_STORE_STORE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "column/schema.h"

struct hj_store;

enum hj_store_mode {
    HJ_STORE_CREATE, /* read and write; a file that is not there is made by the first commit */
    HJ_STORE_READ,   /* never writes; HJ_STORE_EMPTY when the file is not there or empty */
};

/* Also HJ_OPEN (permission, no such folder), HJ_NOT_A_FILE, HJ_STORE_FOREIGN (no SQLite file, or
 * not of ours), HJ_STORE_VERSION. What a killed program left half written is undone first. */
enum hj_code hj_store_open(const char *path, enum hj_store_mode mode, struct hj_store **store,
                           struct hj_error *error) HJ_MUST_USE;
/* Rolls back; a file that open made and nothing was committed to is removed. NULL is allowed. */
void hj_store_close(struct hj_store *store);

/* Begins to write; in a store opened to read, begins one unchanging view of it (writers wait at
 * their commit until it ends). Not nested. */
enum hj_code hj_store_begin(struct hj_store *store, struct hj_error *error) HJ_MUST_USE;
/* On error everything is rolled back. */
enum hj_code hj_store_commit(struct hj_store *store, struct hj_error *error) HJ_MUST_USE;
/* Also where nothing was begun. */
void hj_store_rollback(struct hj_store *store);

/* All that follows and writes is refused (HJ_STORE) outside a transaction. */

/* One accepted load of one table. Snapshots are numbered from 1 and never reused. */
struct hj_snapshot {
    int64_t id;               /* 0: none */
    struct hj_span table;     /* "registry", … */
    struct hj_digest content; /* of the files, the dictionary and the program's layout version */
    uint64_t records;         /* read */
    uint64_t stored;
    uint64_t rejected;
    uint32_t blocks;
    struct hj_schema schema;
};

/* Adds a snapshot with its columns (not yet current); fills snapshot->id. */
enum hj_code hj_store_add_snapshot(struct hj_store *store, struct hj_snapshot *snapshot,
                                   struct hj_error *error) HJ_MUST_USE;
/* Writes the counts (records, stored, rejected, blocks, content) of a snapshot. */
enum hj_code hj_store_set_counts(struct hj_store *store, const struct hj_snapshot *snapshot,
                                 struct hj_error *error) HJ_MUST_USE;
/* Makes it the table's current one, and removes the blocks, plain and derived, of those before the
 * previous one. The snapshots themselves stay, as history. */
enum hj_code hj_store_set_current(struct hj_store *store, int64_t snapshot,
                                  struct hj_error *error) HJ_MUST_USE;
/* The current snapshot of a table with its schema, texts in the arena; id 0 when there is none. */
enum hj_code hj_store_current(struct hj_store *store, const char *table, struct hj_arena *arena,
                              struct hj_snapshot *snapshot, struct hj_error *error) HJ_MUST_USE;

/* Column blocks: the frame of column `column` (index into the schema) of block `block` (from 0). A
 * second one replaces the first. Fastest in the order block, then column. */
enum hj_code hj_store_put_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                uint32_t block, struct hj_span frame,
                                struct hj_error *error) HJ_MUST_USE;
/* Appends the frame to out; HJ_STORE_DAMAGED when it is not there. */
enum hj_code hj_store_get_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                uint32_t block, struct hj_buffer *out,
                                struct hj_error *error) HJ_MUST_USE;

/* The same where the block may not be there: *found false then. */
enum hj_code hj_store_find_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                 uint32_t block, struct hj_buffer *out, bool *found,
                                 struct hj_error *error) HJ_MUST_USE;

/* Derived blocks, by the digest of what they were made from (definition, inputs, as_of, snapshot):
 * derived columns, features, findings, verdicts, filters of keys. They go when their snapshot's
 * blocks go, or with hj_store_keep_derived. */
enum hj_code hj_store_put_derived(struct hj_store *store, int64_t snapshot,
                                  const struct hj_digest *key, uint32_t block, struct hj_span frame,
                                  struct hj_error *error) HJ_MUST_USE;
/* *found false: not there. */
enum hj_code hj_store_get_derived(struct hj_store *store, const struct hj_digest *key,
                                  uint32_t block, struct hj_buffer *out, bool *found,
                                  struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_store_has_derived(struct hj_store *store, const struct hj_digest *key, bool *found,
                                  struct hj_error *error) HJ_MUST_USE;
/* Removes the derived blocks of a snapshot whose keys are not in the list. */
enum hj_code hj_store_keep_derived(struct hj_store *store, int64_t snapshot,
                                   const struct hj_digest *keys, size_t count,
                                   struct hj_error *error) HJ_MUST_USE;

/* Small named texts of a stage: "flag" / "rules", JSON or plain. One value a (group, name); a
 * second one replaces the first. */
enum hj_code hj_store_put_entry(struct hj_store *store, const char *group, const char *name,
                                struct hj_span value, struct hj_error *error) HJ_MUST_USE;
/* data is NULL when there is none; the text is the arena's. */
enum hj_code hj_store_get_entry(struct hj_store *store, const char *group, const char *name,
                                struct hj_arena *arena, struct hj_span *value,
                                struct hj_error *error) HJ_MUST_USE;
/* All entries of a group by name, the arena's. */
struct hj_store_entry {
    struct hj_span name, value;
};
enum hj_code hj_store_list_entries(struct hj_store *store, const char *group,
                                   struct hj_arena *arena, struct hj_store_entry **entries,
                                   size_t *count, struct hj_error *error) HJ_MUST_USE;
/* Also where there is none. */
enum hj_code hj_store_drop_entry(struct hj_store *store, const char *group, struct hj_span name,
                                 struct hj_error *error) HJ_MUST_USE;

/* For `hejian sql` and the virtual tables: the connection, which stays the store's. struct sqlite3
 * is SQLite's. */
struct sqlite3;
struct sqlite3 *hj_store_connection(struct hj_store *store);

#endif
