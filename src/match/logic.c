/* SPDX-License-Identifier: MIT
 * AND, OR, NOT, IS NULL and COALESCE: the operators that select. */
#include "match/rowset.h"

/* AND is decided by a FALSE operand, OR by a TRUE one. `rest` are the rows that no operand has
 * decided: only they are asked of the next. A row that stays in `rest` is UNKNOWN if one operand
 * was, else it has the other value. */
static bool run_junction(const struct hj_run *run, bool decided_by)
{
    struct hj_rowset *rowset = run->rowset;
    uint64_t *rest = hj_rowset_take(rowset);
    uint64_t *unknown = hj_rowset_take(rowset);
    if (!rest || !unknown) {
        return false;
    }
    memcpy(rest, run->todo, rowset->words * sizeof *rest);
    memset(unknown, 0, rowset->words * sizeof *unknown);
    uint64_t any = 1;
    for (uint32_t i = 0; i < run->node->count && any; i++) {
        const struct hj_node *operand = hj_node_operand(rowset->program, run->node, i);
        if (!hj_rowset_need(rowset, operand, rest)) {
            return false;
        }
        struct hj_view view = hj_view_of(rowset, operand);
        any = 0;
        for (size_t word = 0; word < rowset->words; word++) {
            uint64_t nulls = view.nulls[word];
            uint64_t yes = view.yes[word];
            unknown[word] |= nulls;
            rest[word] &= decided_by ? ~yes : yes | nulls;
            any |= rest[word];
        }
    }
    for (size_t word = 0; word < rowset->words; word++) {
        uint64_t unknown_rows = rest[word] & unknown[word];
        run->cell->nulls[word] |= unknown_rows;
        run->cell->yes[word] |=
            decided_by ? run->todo[word] & ~rest[word] : rest[word] & ~unknown_rows;
    }
    hj_rowset_give(rowset, rest);
    hj_rowset_give(rowset, unknown);
    return true;
}

bool hj_run_and(const struct hj_run *run)
{
    return run_junction(run, false);
}

bool hj_run_or(const struct hj_run *run)
{
    return run_junction(run, true);
}

bool hj_run_not(const struct hj_run *run)
{
    const struct hj_rowset *rowset = run->rowset;
    struct hj_view view = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 0));
    for (size_t word = 0; word < rowset->words; word++) {
        uint64_t todo = run->todo[word];
        run->cell->nulls[word] |= todo & view.nulls[word];
        run->cell->yes[word] |= todo & ~(view.yes[word] | view.nulls[word]);
    }
    return true;
}

bool hj_run_is_null(const struct hj_run *run)
{
    const struct hj_rowset *rowset = run->rowset;
    struct hj_view view = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 0));
    for (size_t word = 0; word < rowset->words; word++) {
        run->cell->yes[word] |= run->todo[word] & view.nulls[word];
    }
    return true;
}

/* Takes the rows that the operand knows out of `rest` into the cell. */
static void take_known(const struct hj_run *run, const struct hj_view *view, uint64_t *rest)
{
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t known = rest[word] & ~view->nulls[word];
        rest[word] &= ~known;
        if (view->type == HJ_BOOLEAN) {
            run->cell->yes[word] |= known & view->yes[word];
            continue;
        }
        for (uint64_t left = known; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            struct hj_value value = hj_view_value(view, row);
            hj_cell_put(run->cell, row, &value);
        }
    }
}

bool hj_run_coalesce(const struct hj_run *run)
{
    struct hj_rowset *rowset = run->rowset;
    uint64_t *rest = hj_rowset_take(rowset);
    if (!rest) {
        return false;
    }
    memcpy(rest, run->todo, rowset->words * sizeof *rest);
    for (uint32_t i = 0; i < run->node->count; i++) {
        const struct hj_node *operand = hj_node_operand(rowset->program, run->node, i);
        if (!hj_rowset_need(rowset, operand, rest)) {
            return false;
        }
        struct hj_view view = hj_view_of(rowset, operand);
        take_known(run, &view, rest);
    }
    for (size_t word = 0; word < rowset->words; word++) {
        run->cell->nulls[word] |= rest[word];
    }
    hj_rowset_give(rowset, rest);
    return true;
}
