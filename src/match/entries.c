/* SPDX-License-Identifier: MIT
 * Evaluation over a dictionary: what rests on one column alone has one value an entry, and one for
 * NULL. The dictionary gets a row set of its own whose rows are the entries, with a row for NULL
 * behind them. */
#include "match/rowset.h"

/* The entries as a plain column with a NULL at the end. */
static bool plain_entries(struct hj_rowset *rowset, const struct hj_vector *column)
{
    uint32_t entries = column->text.entries;
    uint32_t *offsets = hj_arena_new(rowset->arena, ((size_t)entries + 2) * sizeof *offsets);
    uint64_t *nulls = hj_arena_zero(rowset->arena, rowset->words, sizeof *nulls);
    if (!offsets || !nulls) {
        return false;
    }
    memcpy(offsets, column->text.offsets, ((size_t)entries + 1) * sizeof *offsets);
    offsets[entries + 1] = offsets[entries];
    hj_bits_set(nulls, entries);
    rowset->entries = (struct hj_vector){
        .type = HJ_TEXT,
        .rows = entries + 1,
        .nulls = nulls,
        .text = {.offsets = offsets, .bytes = column->text.bytes},
    };
    return true;
}

static struct hj_rowset *new_dictionary(struct hj_rowset *rowset, uint32_t index,
                                        const struct hj_vector *column)
{
    const struct hj_node_space *space = &rowset->program->spaces[rowset->space];
    struct hj_rowset *made = hj_arena_new(rowset->arena, sizeof *made);
    if (!made) {
        return NULL;
    }
    *made = (struct hj_rowset){
        .worker = rowset->worker,
        .program = rowset->program,
        .arena = rowset->arena,
        .space = rowset->space,
        .dictionary = (int32_t)index,
        .scalar = rowset->scalar,
    };
    bool done = hj_rowset_init(made, column->text.entries + 1, space->columns[index].cells) &&
                plain_entries(made, column);
    return done ? made : NULL;
}

static struct hj_rowset *dictionary_of(struct hj_rowset *rowset, uint32_t index,
                                       const struct hj_vector *column)
{
    if (!rowset->dictionaries) {
        uint32_t columns = rowset->program->spaces[rowset->space].column_count;
        rowset->dictionaries = hj_arena_zero(rowset->arena, columns, sizeof *rowset->dictionaries);
        if (!rowset->dictionaries) {
            return NULL;
        }
    }
    if (!rowset->dictionaries[index]) {
        rowset->dictionaries[index] = new_dictionary(rowset, index, column);
    }
    return rowset->dictionaries[index];
}

static uint32_t entry_of(const struct hj_vector *column, uint32_t row)
{
    return hj_vector_is_null(column, row) ? column->text.entries : column->text.codes[row];
}

/* Evaluates the node for the entries that the rows use. */
static bool need_entries(const struct hj_run *run, const struct hj_vector *column,
                         struct hj_rowset *dictionary)
{
    if (hj_rowset_cell(dictionary, run->node)->all) {
        return true;
    }
    uint64_t *used = hj_rowset_take(dictionary);
    if (!used) {
        return false;
    }
    memset(used, 0, dictionary->words * sizeof *used);
    for (size_t word = 0; word < run->rowset->words; word++) {
        for (uint64_t left = run->todo[word]; left; left &= left - 1) {
            hj_bits_set(used, entry_of(column, hj_row_of(word, left)));
        }
    }
    bool done = hj_rowset_need(dictionary, run->node, used);
    hj_rowset_give(dictionary, used);
    return done;
}

static void map_truths(const struct hj_run *run, const struct hj_vector *column,
                       const struct hj_cell *from)
{
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t yes = 0;
        uint64_t unknown = 0;
        for (uint64_t left = run->todo[word]; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            uint32_t entry = entry_of(column, row);
            yes |= (uint64_t)hj_bits_get(from->yes, entry) << (row % 64);
            unknown |= (uint64_t)hj_bits_get(from->nulls, entry) << (row % 64);
        }
        run->cell->yes[word] |= yes;
        run->cell->nulls[word] |= unknown;
    }
}

static void map_values(const struct hj_run *run, const struct hj_vector *column,
                       const struct hj_view *from)
{
    for (size_t word = 0; word < run->rowset->words; word++) {
        for (uint64_t left = run->todo[word]; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            struct hj_value value = hj_view_value(from, entry_of(column, row));
            hj_cell_put(run->cell, row, &value);
        }
    }
}

static bool map_faults(const struct hj_run *run, const struct hj_vector *column,
                       const struct hj_cell *from)
{
    for (int fault = HJ_FAULT_NONE; fault < HJ_FAULT_COUNT; fault++) {
        for (size_t word = 0; from->faults[fault] && word < run->rowset->words; word++) {
            for (uint64_t left = run->todo[word]; left; left &= left - 1) {
                uint32_t row = hj_row_of(word, left);
                if (hj_bits_get(from->faults[fault], entry_of(column, row)) &&
                    !hj_cell_fault(run->rowset, run->cell, row, (enum hj_fault)fault)) {
                    return false;
                }
            }
        }
    }
    return true;
}

bool hj_run_entries(const struct hj_run *run, const struct hj_vector *column)
{
    struct hj_rowset *dictionary = dictionary_of(run->rowset, (uint32_t)run->node->column, column);
    if (!dictionary || !need_entries(run, column, dictionary)) {
        return false;
    }
    const struct hj_cell *from = hj_rowset_cell(dictionary, run->node);
    if (run->node->type == HJ_BOOLEAN) {
        map_truths(run, column, from);
    } else {
        struct hj_view view = hj_view_of(dictionary, run->node);
        map_values(run, column, &view);
    }
    return !from->faults || map_faults(run, column, from);
}
