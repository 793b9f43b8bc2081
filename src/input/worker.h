/* SPDX-License-Identifier: MIT
 * Cells in, typed columns out: what CSV and XLSX share once they have found the cells of a record.
 * One worker a thread; it fills the batch it was begun with.
 *
 *     hj_worker_begin(worker, binding, batch)
 *     for each record: hj_worker_cell for each cell, then hj_worker_record
 *     hj_worker_finish(worker, error)
 *
 * A full memory is remembered and reported by hj_worker_finish, because libcsv's calls cannot fail.
 */
#ifndef HJ_INPUT_WORKER_H
#define HJ_INPUT_WORKER_H

#include "input/batch.h"
#include "input/hasher.h"
#include "input/plan.h"

struct hj_worker {
    const struct hj_plan *plan;
    const struct hj_binding *binding;
    struct hj_batch *batch;
    enum hj_compression compression;
    struct hj_vector_builder *columns; /* one a column of the schema */
    struct hj_codec codec;
    struct hj_hasher hasher;
    struct hj_money_memory money;
    uint32_t rows; /* stored in the block at hand */
    bool memory_full;
    /* the record at hand */
    uint32_t field;      /* cells so far */
    uint32_t heading;    /* of them equal to the header's, from the first on */
    bool begun;          /* one of them was not empty */
    size_t bytes;        /* of its cells */
    enum hj_code reason; /* the gravest so far; HJ_OK: none */
    uint32_t reason_column;
    uint64_t reason_found;
    char reason_value[32];
    size_t reason_size;
};

/* A cell of a spreadsheet may be a number and no text. */
struct hj_cell {
    struct hj_span text; /* as it is shown */
    bool rounded;        /* a number of more digits than a spreadsheet keeps */
    bool serial;         /* number is the day number of a date column */
    bool from_1904;
    double number;
};

/* HJ_MEMORY, HJ_INPUT_NO_KEY. Release in any case. */
enum hj_code hj_worker_init(struct hj_worker *worker, const struct hj_plan *plan,
                            const struct hj_input_options *options,
                            struct hj_error *error) HJ_MUST_USE;
void hj_worker_release(struct hj_worker *worker);

enum hj_code hj_worker_begin(struct hj_worker *worker, const struct hj_binding *binding,
                             struct hj_batch *batch, struct hj_error *error) HJ_MUST_USE;
void hj_worker_cell(struct hj_worker *worker, const struct hj_cell *cell);
/* Rejects the record at hand for `reason`, unless a graver one is known. */
void hj_worker_reject(struct hj_worker *worker, enum hj_code reason, uint64_t found);
/* Ends the record: line counts from the slice's first; text is what a reject shows of it. */
void hj_worker_record(struct hj_worker *worker, uint32_t line, struct hj_span text);
/* Ends the last block. */
enum hj_code hj_worker_finish(struct hj_worker *worker, struct hj_error *error) HJ_MUST_USE;

#endif
