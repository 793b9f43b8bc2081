/* SPDX-License-Identifier: MIT
 * The store: one SQLite file a campaign. It knows snapshots of tables, their columns, blocks of bytes
 * and named entries; it does not know what a rule or a route is. One thread at a time uses a store.
 *
 * A stage is one transaction: hj_store_begin … hj_store_commit; what is not committed was never there.
 * Opened with WAL, synchronous=FULL, foreign keys, trusted_schema off, 64 KiB pages, application_id
 * and user_version set. Every SQLite failure is HJ_STORE with SQLite's words. */
#ifndef HJ_STORE_STORE_H
#define HJ_STORE_STORE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "column/schema.h"

struct hj_store;

enum hj_store_mode {
    HJ_STORE_CREATE, /* read and write, made when it is not there */
    HJ_STORE_READ,   /* HJ_STORE_EMPTY when the file is not there */
};

enum hj_code hj_store_open(const char *path, enum hj_store_mode mode, struct hj_store **store,
                           struct hj_error *error) HJ_MUST_USE;
void hj_store_close(struct hj_store *store); /* rolls back; NULL is allowed */

enum hj_code hj_store_begin(struct hj_store *store, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_store_commit(struct hj_store *store, struct hj_error *error) HJ_MUST_USE;
void hj_store_rollback(struct hj_store *store);

/* One accepted load of one table. Snapshots are numbered from 1 and never reused. */
struct hj_snapshot {
    int64_t id;                /* 0: none */
    struct hj_span table;      /* "registry", … */
    struct hj_digest content;  /* of the files, the dictionary and the program's layout version */
    uint64_t records;          /* read */
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
/* Makes it the table's current one, and removes the blocks of those before the previous one. */
enum hj_code hj_store_set_current(struct hj_store *store, int64_t snapshot, struct hj_error *error) HJ_MUST_USE;
/* The current snapshot of a table with its schema, texts in the arena; id 0 when there is none. */
enum hj_code hj_store_current(struct hj_store *store, const char *table, struct hj_arena *arena,
                              struct hj_snapshot *snapshot, struct hj_error *error) HJ_MUST_USE;

/* Column blocks: the frame of column `column` (index into the schema) of block `block` (from 0). */
enum hj_code hj_store_put_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                uint32_t block, struct hj_span frame, struct hj_error *error) HJ_MUST_USE;
/* Appends the frame to out; HJ_STORE_DAMAGED when it is not there. */
enum hj_code hj_store_get_block(struct hj_store *store, int64_t snapshot, uint32_t column,
                                uint32_t block, struct hj_buffer *out, struct hj_error *error) HJ_MUST_USE;

/* Derived blocks, by the digest of what they were made from (definition, inputs, as_of, snapshot):
 * derived columns, features, findings, verdicts. They go when their snapshot goes. */
enum hj_code hj_store_put_derived(struct hj_store *store, int64_t snapshot, const struct hj_digest *key,
                                  uint32_t block, struct hj_span frame, struct hj_error *error) HJ_MUST_USE;
/* *found false: not there. */
enum hj_code hj_store_get_derived(struct hj_store *store, const struct hj_digest *key, uint32_t block,
                                  struct hj_buffer *out, bool *found, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_store_has_derived(struct hj_store *store, const struct hj_digest *key, bool *found,
                                  struct hj_error *error) HJ_MUST_USE;
/* Removes the derived blocks of a snapshot whose keys are not in the list. */
enum hj_code hj_store_keep_derived(struct hj_store *store, int64_t snapshot, const struct hj_digest *keys,
                                   size_t count, struct hj_error *error) HJ_MUST_USE;

/* Small named texts of a stage: "flag" / "rules", JSON or plain. One value a (group, name). */
enum hj_code hj_store_put_entry(struct hj_store *store, const char *group, const char *name,
                                struct hj_span value, struct hj_error *error) HJ_MUST_USE;
/* data is NULL when there is none; the text is the arena's. */
enum hj_code hj_store_get_entry(struct hj_store *store, const char *group, const char *name,
                                struct hj_arena *arena, struct hj_span *value, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_store_clear_entries(struct hj_store *store, const char *group, struct hj_error *error) HJ_MUST_USE;

/* For `hejian sql` and the virtual tables: the connection. struct sqlite3 is SQLite's. */
struct sqlite3;
struct sqlite3 *hj_store_connection(struct hj_store *store);

#endif
