/* SPDX-License-Identifier: MIT */
#include "match/rowset.h"

#include "match/worker_state.h"

bool hj_rowset_init(struct hj_rowset *rowset, uint32_t rows, uint32_t cells)
{
    rowset->rows = rows;
    rowset->words = hj_bits_words(rows);
    rowset->all = hj_arena_zero(rowset->arena, rowset->words, sizeof *rowset->all);
    rowset->none = hj_arena_zero(rowset->arena, rowset->words, sizeof *rowset->none);
    rowset->cells = hj_arena_zero(rowset->arena, cells, sizeof *rowset->cells);
    memset(rowset->spare, 0, sizeof rowset->spare);
    if (!rowset->all || !rowset->none || !rowset->cells) {
        return false;
    }
    hj_bits_fill(rowset->all, rows);
    return true;
}

struct hj_cell *hj_rowset_cell(const struct hj_rowset *rowset, const struct hj_node *node)
{
    return &rowset->cells[rowset->dictionary >= 0 ? node->entry_cell : node->cell];
}

static const struct hj_vector *column_of(const struct hj_rowset *rowset, uint32_t index)
{
    if (rowset->dictionary >= 0) {
        return &rowset->entries;
    }
    return index < rowset->column_count ? rowset->columns[index] : NULL;
}

/* Opens a cell; what the input has already is bound and needs no evaluation. */
static bool first_use(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell)
{
    const struct hj_match_input *input = rowset->worker->input;
    const struct hj_vector *given = NULL;
    switch (node->kind) {
    case HJ_NODE_COLUMN:
        return hj_cell_bind(rowset, node, cell, column_of(rowset, node->index));
    case HJ_NODE_DERIVED:
        given = input->derived && rowset->dictionary < 0 ? input->derived[node->index] : NULL;
        break;
    case HJ_NODE_FEATURE: {
        const struct hj_feature *feature = &rowset->program->ruleset->features[node->index];
        given = input->features ? input->features[node->index] : NULL;
        if (!given && feature->kind == HJ_FEATURE_AGGREGATE) {
            return hj_run_facts(rowset->worker, feature->table);
        }
        return hj_cell_bind(rowset, node, cell, given);
    }
    case HJ_NODE_FLAGGED:
        return hj_worker_bind_flagged(rowset, node, cell);
    case HJ_NODE_LITERAL:
    case HJ_NODE_OPERATOR:
        break;
    }
    return given ? hj_cell_bind(rowset, node, cell, given) : hj_cell_open(rowset, node, cell);
}

/* A NULL that comes from an operand's fault is a fault of this node too. */
static bool pass_faults_on(const struct hj_run *run, const struct hj_cell *operand)
{
    for (int fault = HJ_FAULT_NONE; fault < HJ_FAULT_COUNT; fault++) {
        const uint64_t *bits = operand->faults[fault];
        for (size_t word = 0; bits && word < run->rowset->words; word++) {
            uint64_t left = bits[word] & run->todo[word] & run->cell->nulls[word];
            for (; left; left &= left - 1) {
                if (!hj_cell_fault(run->rowset, run->cell, hj_row_of(word, left),
                                   (enum hj_fault)fault)) {
                    return false;
                }
            }
        }
    }
    return true;
}

static bool run_operator(const struct hj_run *run)
{
    const struct hj_evaluator *evaluator = hj_evaluator_of(run->node->op);
    for (uint32_t i = 0; i < run->node->count && !evaluator->lazy; i++) {
        const struct hj_node *operand = hj_node_operand(run->rowset->program, run->node, i);
        if (!hj_rowset_need(run->rowset, operand, run->todo)) {
            return false;
        }
    }
    return evaluator->run(run);
}

static bool run_node(const struct hj_run *run)
{
    if (run->node->kind == HJ_NODE_OPERATOR) {
        return run_operator(run);
    }
    const struct hj_node *input = hj_node_operand(run->rowset->program, run->node, 0);
    return hj_rowset_need(run->rowset, input, run->todo) && hj_run_derived(run);
}

static bool pass_all_faults_on(const struct hj_run *run)
{
    for (uint32_t i = 0; i < run->node->count; i++) {
        const struct hj_node *operand = hj_node_operand(run->rowset->program, run->node, i);
        if (operand->kind == HJ_NODE_LITERAL) {
            continue;
        }
        const struct hj_cell *cell = hj_rowset_cell(run->rowset, operand);
        if (cell->faults && !pass_faults_on(run, cell)) {
            return false;
        }
    }
    return true;
}

/* The column whose dictionary the node can be evaluated over; NULL: there is none. Derived columns
 * that come with the block are given by row, so what rests on them is too. */
static const struct hj_vector *coded_column(const struct hj_rowset *rowset,
                                            const struct hj_node *node)
{
    if (rowset->dictionary >= 0 || node->column < 0 || (node->derived & rowset->worker->derived)) {
        return NULL;
    }
    const struct hj_vector *column = column_of(rowset, (uint32_t)node->column);
    return column && column->text.codes ? column : NULL;
}

static bool evaluate(const struct hj_run *run)
{
    const struct hj_vector *column = coded_column(run->rowset, run->node);
    if (column) {
        return hj_run_entries(run, column);
    }
    return run_node(run) && pass_all_faults_on(run);
}

/* Adds the rows to those that the cell has. */
static void mark_done(struct hj_rowset *rowset, struct hj_cell *cell, const uint64_t *todo)
{
    bool all = true;
    for (size_t word = 0; word < rowset->words; word++) {
        cell->done[word] |= todo[word];
        all = all && cell->done[word] == rowset->all[word];
    }
    if (all) {
        hj_cell_complete(rowset, cell);
    }
}

bool hj_rowset_need(struct hj_rowset *rowset, const struct hj_node *node, const uint64_t *rows)
{
    if (node->kind == HJ_NODE_LITERAL) {
        return true;
    }
    struct hj_cell *cell = hj_rowset_cell(rowset, node);
    if (!cell->done && !first_use(rowset, node, cell)) {
        return false;
    }
    if (cell->all) {
        return true;
    }
    uint64_t *todo = hj_rowset_take(rowset);
    if (!todo) {
        return false;
    }
    uint64_t any = 0;
    for (size_t word = 0; word < rowset->words; word++) {
        todo[word] = rows[word] & ~cell->done[word];
        any |= todo[word];
    }
    bool ran = true;
    if (any) {
        ran = evaluate(&(struct hj_run){rowset, node, cell, todo});
        mark_done(rowset, cell, todo);
    }
    hj_rowset_give(rowset, todo);
    return ran;
}
