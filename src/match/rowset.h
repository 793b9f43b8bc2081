/* SPDX-License-Identifier: MIT
 * A row set is the rows over which the nodes of one space are evaluated: the firms of a block,
 * the records of a part of a fact table, or the entries of a column's dictionary. Seen by the files
 * of this room alone.
 *
 * Each node has a cell in it: its values so far and the rows for which it has them.
 * hj_rowset_need evaluates a node for more rows; hj_view_of then reads it. Bits of rows that a cell
 * does not have yet are zero, its values there mean nothing. All memory is its arena's. */
#ifndef HJ_MATCH_ROWSET_H
#define HJ_MATCH_ROWSET_H

#include "match/input.h"
#include "match/node.h"
#include "rules/scalar.h"

struct hj_worker;

struct hj_cell {
    uint64_t *done;                 /* rows evaluated; NULL: the cell is not open yet */
    bool all;                       /* every row is; `done` is then the row set's `all` */
    bool bound;                     /* to the input: it owns nothing */
    const struct hj_vector *vector; /* of a column: text is read from it */
    uint64_t *nulls;                /* of a boolean: UNKNOWN */
    union {
        uint64_t *yes;
        int64_t *integers;
        double *numbers;
        hj_date *dates;
        struct hj_span *texts;
        void *values;
    };
    /* Rows that are NULL because something could not be computed, by kind: own faults and those of
     * operands. NULL: none, which is the rule. */
    uint64_t **faults;
};

/* A buffer that nobody uses. */
struct hj_spare {
    struct hj_spare *next;
};

struct hj_rowset {
    struct hj_worker *worker;
    const struct hj_program *program;
    struct hj_arena *arena;
    uint32_t space;
    int32_t dictionary; /* the column whose entries are the rows; else HJ_RESTS_MANY */
    uint32_t rows;
    size_t words;
    uint64_t *all;  /* every row */
    uint64_t *none; /* no row */
    struct hj_cell *cells;
    const struct hj_vector *const *columns; /* as in struct hj_match_input */
    uint32_t column_count;
    struct hj_vector entries; /* of a dictionary: a plain vector with a NULL row at the end */
    struct hj_rowset **dictionaries; /* of each column, made when first needed */
    uint64_t ***found;               /* rows of each needle of each column that was searched */
    struct hj_scalar scalar;
    struct hj_spare *spare[4]; /* buffers to be used again, by size; see cell.c */
};

/* One evaluation: a node for the rows `todo`, none of which its cell has. Operands have these rows.
 */
struct hj_run {
    struct hj_rowset *rowset;
    const struct hj_node *node;
    struct hj_cell *cell;
    const uint64_t *todo;
};

/* A row set in `rowset->arena`; columns are set by the caller before the first need. False, here
 * and below: the memory is full. */
bool hj_rowset_init(struct hj_rowset *rowset, uint32_t rows, uint32_t cells) HJ_MUST_USE;
struct hj_cell *hj_rowset_cell(const struct hj_rowset *rowset, const struct hj_node *node);
/* Evaluates the node for those of the rows for which it has not been. */
bool hj_rowset_need(struct hj_rowset *rowset, const struct hj_node *node,
                    const uint64_t *rows) HJ_MUST_USE;
/* A bit set for a while, not cleared; NULL: the memory is full. */
uint64_t *hj_rowset_take(struct hj_rowset *rowset);
void hj_rowset_give(struct hj_rowset *rowset, uint64_t *bits);
/* Makes room in a cell for values of the node's type. */
bool hj_cell_open(struct hj_rowset *rowset, const struct hj_node *node,
                  struct hj_cell *cell) HJ_MUST_USE;
/* The cell has every row. */
void hj_cell_complete(struct hj_rowset *rowset, struct hj_cell *cell);
/* The cell is as never asked for; what it held may be used again. */
void hj_cell_close(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell);
/* The cell is the vector (NULL: all NULL), for every row. */
bool hj_cell_bind(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell,
                  const struct hj_vector *vector) HJ_MUST_USE;
/* The row is NULL by a fault; its null bit is set too. */
bool hj_cell_fault(struct hj_rowset *rowset, struct hj_cell *cell, uint32_t row,
                   enum hj_fault fault) HJ_MUST_USE;
/* Stores the value of one row. */
void hj_cell_put(struct hj_cell *cell, uint32_t row, const struct hj_value *value);

/* ---- reading ---- */

/* Values of a node for reading. A constant has its bits in `nulls` and `yes` like any other, its
 * value in `value`. */
struct hj_view {
    bool constant;
    enum hj_type type;
    struct hj_value value;
    const uint64_t *nulls;
    union {
        const uint64_t *yes;
        const int64_t *integers;
        const double *numbers;
        const hj_date *dates;
        const struct hj_span *texts;
    };
    const struct hj_vector *vector;
};

struct hj_view hj_view_of(const struct hj_rowset *rowset, const struct hj_node *node);
struct hj_value hj_view_value(const struct hj_view *view, uint32_t row);

/* The text of a row that is not NULL. */
static inline struct hj_span hj_view_text(const struct hj_view *view, uint32_t row)
{
    if (view->constant) {
        return view->value.text;
    }
    return view->vector ? hj_vector_text(view->vector, row) : view->texts[row];
}

/* Rows of a word, lowest first: for (left = bits; left; left &= left - 1) hj_row_of(word, left). */
static inline uint32_t hj_row_of(size_t word, uint64_t left)
{
    return (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(left);
}

/* ---- what evaluates: one function a kind of node ---- */

/* Of operators; `lazy` ones ask for their operands' rows themselves. */
struct hj_evaluator {
    bool (*run)(const struct hj_run *run);
    bool lazy;
};
const struct hj_evaluator *hj_evaluator_of(enum hj_operator op);

bool hj_run_and(const struct hj_run *run);
bool hj_run_or(const struct hj_run *run);
bool hj_run_coalesce(const struct hj_run *run);
bool hj_run_not(const struct hj_run *run);
bool hj_run_is_null(const struct hj_run *run);
bool hj_run_comparison(const struct hj_run *run);
bool hj_run_in(const struct hj_run *run);
bool hj_run_pattern(const struct hj_run *run);
bool hj_run_length(const struct hj_run *run);
bool hj_run_code_valid(const struct hj_run *run);
bool hj_run_year_or_month(const struct hj_run *run);
bool hj_run_between_dates(const struct hj_run *run);
bool hj_run_to_number(const struct hj_run *run);
bool hj_run_arithmetic(const struct hj_run *run);
/* Row by row through hj_scalar_apply: right for every operator that has an expr. */
bool hj_run_rows(const struct hj_run *run);
/* NULL without the tables of the normal form. */
bool hj_run_norm(const struct hj_run *run);
bool hj_run_derived(const struct hj_run *run);
/* From the dictionary of the column on which the node rests. */
bool hj_run_entries(const struct hj_run *run, const struct hj_vector *column);
/* All aggregate features of the fact table of this one, for all firms. */
bool hj_run_facts(struct hj_worker *worker, uint32_t fact);

#endif
