/* SPDX-License-Identifier: MIT
 * LIKE and REGEXP. A pattern that is nothing but literals is decided by them; of the others the
 * text is asked only where it has the literals that a match needs. Where a pattern gives up on a
 * text that lacks them, the answer is known all the same: FALSE. */
#include "match/rowset.h"
#include "match/search.h"

#include "match/worker_state.h"

enum {
    /* A search looks at the whole column: it is worth it when one row in eight is asked for. */
    SEARCH_SHARE = 8,
    SEARCH_ROWS = 64,
};

/* ---- where the literals of a column stand ---- */

static uint64_t **search_column(struct hj_rowset *rowset, const struct hj_search *search,
                                const struct hj_vector *column)
{
    uint64_t **bits = hj_arena_zero(rowset->arena, search->needle_count, sizeof *bits);
    for (uint32_t i = 0; bits && i < search->needle_count; i++) {
        bits[i] = hj_arena_zero(rowset->arena, rowset->words, sizeof **bits);
        bits = bits[i] ? bits : NULL;
    }
    if (bits) {
        hj_search_run(search, column, bits);
    }
    return bits;
}

static bool is_worth_it(const struct hj_rowset *rowset, const uint64_t *rows)
{
    return rowset->rows >= SEARCH_ROWS &&
           hj_bits_count(rows, rowset->rows) >= rowset->rows / SEARCH_SHARE;
}

/* The rows of each needle of the column, searched when first asked for enough of them; *bits NULL:
 * it was not worth it. */
static bool find_needles(const struct hj_run *run, const struct hj_view *text, const uint64_t *rows,
                         uint64_t ***bits)
{
    struct hj_rowset *rowset = run->rowset;
    const struct hj_node_space *space = &rowset->program->spaces[rowset->space];
    uint32_t index = hj_node_operand(rowset->program, run->node, 0)->index;
    *bits = NULL;
    if (!text->vector) {
        return true; /* the column is missing; one with a dictionary is evaluated by entry */
    }
    if (!rowset->found) {
        rowset->found = hj_arena_zero(rowset->arena, space->column_count, sizeof *rowset->found);
        if (!rowset->found) {
            return false;
        }
    }
    if (!rowset->found[index] && is_worth_it(rowset, rows)) {
        rowset->found[index] = search_column(rowset, space->columns[index].search, text->vector);
        if (!rowset->found[index]) {
            return false;
        }
    }
    *bits = rowset->found[index];
    return true;
}

/* Narrows the rows to those that have one of each set. */
static void narrow(const struct hj_run *run, uint64_t *const *bits, uint64_t *rows)
{
    const struct hj_node_search *search = run->node->search;
    for (size_t word = 0; word < run->rowset->words; word++) {
        for (uint32_t set = 0; set < search->literals.set_count && rows[word]; set++) {
            uint64_t any = 0;
            for (uint32_t i = 0; i < search->literals.sets[set].count; i++) {
                any |= bits[search->needles[set][i]][word];
            }
            rows[word] &= any;
        }
    }
}

/* ---- one text ---- */

/* A text that lacks the one literal that a match needs is not asked: finding that out is a tenth of
 * asking. */
static bool lacks(const struct hj_literals *literals, struct hj_span text)
{
    return literals->set_count == 1 && literals->sets[0].count == 1 && !literals->exact &&
           !hj_literals_in(literals, text);
}

static enum hj_fault match(const struct hj_run *run, struct hj_span text, bool *matched,
                           bool *memory_full)
{
    const struct hj_literals *literals = &run->node->search->literals;
    const struct hj_expr *expr = run->node->expr;
    if (literals->exact) {
        *matched = hj_literals_in(literals, text);
        return HJ_FAULT_NONE;
    }
    if (run->node->search->shape) {
        *matched = hj_shape_fits(run->node->search->shape, text);
        return HJ_FAULT_NONE;
    }
    if (lacks(literals, text)) {
        *matched = false;
        return HJ_FAULT_NONE;
    }
    if (run->node->op == HJ_OP_LIKE) {
        *matched = hj_scalar_like(text, expr->operands[1]->literal.text);
        return HJ_FAULT_NONE;
    }
    enum hj_fault fault =
        hj_scalar_regexp(expr->regex, text, run->rowset->scalar.matcher, matched, memory_full);
    if (fault == HJ_FAULT_LIMIT && !hj_literals_in(literals, text)) {
        return HJ_FAULT_NONE;
    }
    return fault;
}

static bool match_rows(const struct hj_run *run, const struct hj_view *text, const uint64_t *rows)
{
    for (size_t word = 0; word < run->rowset->words; word++) {
        for (uint64_t left = rows[word]; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            bool matched = false;
            bool memory_full = false;
            enum hj_fault fault = match(run, hj_view_text(text, row), &matched, &memory_full);
            if (memory_full ||
                (fault != HJ_FAULT_NONE && !hj_cell_fault(run->rowset, run->cell, row, fault))) {
                return false;
            }
            if (fault == HJ_FAULT_NONE && matched) {
                hj_bits_set(run->cell->yes, row);
            }
        }
    }
    return true;
}

/* ---- a node ---- */

static bool run_known(const struct hj_run *run, const struct hj_view *text, uint64_t *rows)
{
    const struct hj_node_search *search = run->node->search;
    uint64_t **bits = NULL;
    if (search->searched && !find_needles(run, text, rows, &bits)) {
        return false;
    }
    if (bits) {
        narrow(run, bits, rows);
    }
    if (!bits || !search->literals.exact) {
        return match_rows(run, text, rows);
    }
    for (size_t word = 0; word < run->rowset->words; word++) {
        run->cell->yes[word] |= rows[word];
    }
    return true;
}

bool hj_run_pattern(const struct hj_run *run)
{
    struct hj_rowset *rowset = run->rowset;
    struct hj_view text = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 0));
    uint64_t *rows = hj_rowset_take(rowset);
    if (!rows) {
        return false;
    }
    for (size_t word = 0; word < rowset->words; word++) {
        /* A pattern that is NULL has no search: all rows are UNKNOWN. */
        uint64_t nulls = run->node->search ? text.nulls[word] : UINT64_MAX;
        run->cell->nulls[word] |= run->todo[word] & nulls;
        rows[word] = run->todo[word] & ~nulls;
    }
    bool done = !run->node->search || run_known(run, &text, rows);
    hj_rowset_give(rowset, rows);
    return done;
}
