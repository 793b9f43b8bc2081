/* SPDX-License-Identifier: MIT
 * Evaluation over a dictionary: what rests on one column alone has one value an entry, and one for
 * NULL. The dictionary gets a pass of its own whose rows are the entries, with a row for NULL
 * behind them. */
#include "match/pass.h"

#include "match/worker_state.h"

/* The entries as a plain column with a NULL at the end. */
static bool plain_entries(struct hj_pass *pass, const struct hj_vector *column)
{
    uint32_t entries = column->text.entries;
    uint32_t *offsets = hj_arena_new(pass->arena, ((size_t)entries + 2) * sizeof *offsets);
    uint64_t *nulls = hj_arena_zero(pass->arena, pass->words, sizeof *nulls);
    if (!offsets || !nulls) {
        return false;
    }
    memcpy(offsets, column->text.offsets, ((size_t)entries + 1) * sizeof *offsets);
    offsets[entries + 1] = offsets[entries];
    hj_bits_set(nulls, entries);
    pass->entries = (struct hj_vector){
        .type = HJ_TEXT,
        .rows = entries + 1,
        .nulls = nulls,
        .text = {.offsets = offsets, .bytes = column->text.bytes},
    };
    return true;
}

static struct hj_pass *new_dictionary(struct hj_pass *pass, uint32_t index,
                                      const struct hj_vector *column)
{
    const struct hj_node_space *space = &pass->program->spaces[pass->space];
    struct hj_pass *made = hj_arena_new(pass->arena, sizeof *made);
    if (!made) {
        return NULL;
    }
    *made = (struct hj_pass){
        .worker = pass->worker,
        .program = pass->program,
        .arena = pass->arena,
        .space = pass->space,
        .dictionary = (int32_t)index,
        .scalar = pass->scalar,
    };
    bool done = hj_pass_init(made, column->text.entries + 1, space->columns[index].cells) &&
                plain_entries(made, column);
    return done ? made : NULL;
}

static struct hj_pass *dictionary_of(struct hj_pass *pass, uint32_t index,
                                     const struct hj_vector *column)
{
    if (!pass->dictionaries) {
        uint32_t columns = pass->program->spaces[pass->space].column_count;
        pass->dictionaries = hj_arena_zero(pass->arena, columns, sizeof *pass->dictionaries);
        if (!pass->dictionaries) {
            return NULL;
        }
    }
    if (!pass->dictionaries[index]) {
        pass->dictionaries[index] = new_dictionary(pass, index, column);
    }
    return pass->dictionaries[index];
}

static uint32_t entry_of(const struct hj_vector *column, uint32_t row)
{
    return hj_vector_is_null(column, row) ? column->text.entries : column->text.codes[row];
}

/* Evaluates the node for the entries that the rows use. */
static bool need_entries(const struct hj_run *run, const struct hj_vector *column,
                         struct hj_pass *dictionary)
{
    if (hj_pass_cell(dictionary, run->node)->all) {
        return true;
    }
    uint64_t *used = hj_pass_take(dictionary);
    if (!used) {
        return false;
    }
    memset(used, 0, dictionary->words * sizeof *used);
    for (size_t word = 0; word < run->pass->words; word++) {
        for (uint64_t left = run->todo[word]; left; left &= left - 1) {
            hj_bits_set(used, entry_of(column, hj_row_of(word, left)));
        }
    }
    bool done = hj_pass_need(dictionary, run->node, used);
    hj_pass_give(dictionary, used);
    return done;
}

static void map_truths(const struct hj_run *run, const struct hj_vector *column,
                       const struct hj_cell *from)
{
    for (size_t word = 0; word < run->pass->words; word++) {
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
    for (size_t word = 0; word < run->pass->words; word++) {
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
        for (size_t word = 0; from->faults[fault] && word < run->pass->words; word++) {
            for (uint64_t left = run->todo[word]; left; left &= left - 1) {
                uint32_t row = hj_row_of(word, left);
                if (hj_bits_get(from->faults[fault], entry_of(column, row)) &&
                    !hj_cell_fault(run->pass, run->cell, row, (enum hj_fault)fault)) {
                    return false;
                }
            }
        }
    }
    return true;
}

bool hj_run_entries(const struct hj_run *run, const struct hj_vector *column)
{
    struct hj_pass *dictionary = dictionary_of(run->pass, (uint32_t)run->node->column, column);
    if (!dictionary || !need_entries(run, column, dictionary)) {
        return false;
    }
    const struct hj_cell *from = hj_pass_cell(dictionary, run->node);
    if (run->node->type == HJ_BOOLEAN) {
        map_truths(run, column, from);
    } else {
        struct hj_view view = hj_view_of(dictionary, run->node);
        map_values(run, column, &view);
    }
    return !from->faults || map_faults(run, column, from);
}
