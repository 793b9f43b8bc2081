/* SPDX-License-Identifier: MIT
 * Every operator that has no loop of its own, row by row; and which operator is evaluated how. */
#include "match/rowset.h"

enum { FEW_OPERANDS = 8 };

/* Stores what hj_scalar_apply gave; a fault that it counted is the row's. */
static bool store(const struct hj_run *run, uint32_t row, const struct hj_value *value,
                  struct hj_faults *faults)
{
    hj_cell_put(run->cell, row, value);
    if (!value->null) {
        return true;
    }
    for (int fault = HJ_FAULT_NONE; fault < HJ_FAULT_COUNT; fault++) {
        if (!faults->count[fault]) {
            continue;
        }
        faults->count[fault] = 0;
        if (!hj_cell_fault(run->rowset, run->cell, row, (enum hj_fault)fault)) {
            return false;
        }
    }
    return true;
}

struct operands {
    struct hj_view *views;
    struct hj_value *values;
    uint32_t count;
};

static bool apply_to_row(const struct hj_run *run, const struct operands *operands, uint32_t row)
{
    struct hj_scalar *scalar = &run->rowset->scalar;
    for (uint32_t i = 0; i < operands->count; i++) {
        operands->values[i] = hj_view_value(&operands->views[i], row);
    }
    struct hj_value result;
    return hj_scalar_apply(run->node->expr, operands->values, scalar, &result) &&
           store(run, row, &result, scalar->faults);
}

bool hj_run_rows(const struct hj_run *run)
{
    struct hj_rowset *rowset = run->rowset;
    struct hj_view views[FEW_OPERANDS];
    struct hj_value values[FEW_OPERANDS];
    struct operands operands = {views, values, run->node->count};
    if (operands.count > FEW_OPERANDS) {
        operands.views = hj_arena_zero(rowset->arena, operands.count, sizeof *operands.views);
        operands.values = hj_arena_zero(rowset->arena, operands.count, sizeof *operands.values);
        if (!operands.views || !operands.values) {
            return false;
        }
    }
    for (uint32_t i = 0; i < operands.count; i++) {
        operands.views[i] = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, i));
    }
    for (size_t word = 0; word < rowset->words; word++) {
        for (uint64_t left = run->todo[word]; left; left &= left - 1) {
            if (!apply_to_row(run, &operands, hj_row_of(word, left))) {
                return false;
            }
        }
    }
    return true;
}

bool hj_run_norm(const struct hj_run *run)
{
    if (run->rowset->scalar.normal) {
        return hj_run_rows(run);
    }
    for (size_t word = 0; word < run->rowset->words; word++) {
        run->cell->nulls[word] |= run->todo[word];
    }
    return true;
}

/* ---- which operator is evaluated how ---- */

static const struct hj_evaluator evaluators[HJ_OPERATOR_COUNT] = {
    [HJ_OP_AND] = {hj_run_and, .lazy = true},
    [HJ_OP_OR] = {hj_run_or, .lazy = true},
    [HJ_OP_COALESCE] = {hj_run_coalesce, .lazy = true},
    [HJ_OP_NOT] = {hj_run_not, .lazy = false},
    [HJ_OP_IS_NULL] = {hj_run_is_null, .lazy = false},
    [HJ_OP_EQUAL] = {hj_run_comparison, .lazy = false},
    [HJ_OP_NOT_EQUAL] = {hj_run_comparison, .lazy = false},
    [HJ_OP_LESS] = {hj_run_comparison, .lazy = false},
    [HJ_OP_LESS_EQUAL] = {hj_run_comparison, .lazy = false},
    [HJ_OP_GREATER] = {hj_run_comparison, .lazy = false},
    [HJ_OP_GREATER_EQUAL] = {hj_run_comparison, .lazy = false},
    [HJ_OP_IN] = {hj_run_in, .lazy = false},
    [HJ_OP_LIKE] = {hj_run_pattern, .lazy = false},
    [HJ_OP_REGEXP] = {hj_run_pattern, .lazy = false},
    [HJ_OP_LENGTH] = {hj_run_length, .lazy = false},
    [HJ_OP_USCC_VALID] = {hj_run_code_valid, .lazy = false},
    [HJ_OP_REGNO_VALID] = {hj_run_code_valid, .lazy = false},
    [HJ_OP_YEAR] = {hj_run_year_or_month, .lazy = false},
    [HJ_OP_MONTH] = {hj_run_year_or_month, .lazy = false},
    [HJ_OP_MONTHS_BETWEEN] = {hj_run_between_dates, .lazy = false},
    [HJ_OP_DAYS_BETWEEN] = {hj_run_between_dates, .lazy = false},
    [HJ_OP_TO_NUMBER] = {hj_run_to_number, .lazy = false},
    [HJ_OP_ADD] = {hj_run_arithmetic, .lazy = false},
    [HJ_OP_SUBTRACT] = {hj_run_arithmetic, .lazy = false},
    [HJ_OP_MULTIPLY] = {hj_run_arithmetic, .lazy = false},
    [HJ_OP_DIVIDE] = {hj_run_arithmetic, .lazy = false},
    [HJ_OP_NORM] = {hj_run_norm, .lazy = false},
};

const struct hj_evaluator *hj_evaluator_of(enum hj_operator op)
{
    static const struct hj_evaluator by_rows = {hj_run_rows, .lazy = false};
    return evaluators[op].run ? &evaluators[op] : &by_rows;
}
