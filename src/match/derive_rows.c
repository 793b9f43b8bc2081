/* SPDX-License-Identifier: MIT
 * Derived columns over a row set, row by row. */
#include "match/derive.h"
#include "match/rowset.h"

#include "match/worker_state.h"

/* The cells of the parts of a name that the program uses and does not have yet; else NULL. One
 * parse fills them all. */
struct name_cells {
    struct hj_cell *cells[HJ_DERIVED_COUNT];
};

static bool open_name_cells(const struct hj_run *run, struct name_cells *names)
{
    const struct hj_program *program = run->rowset->program;
    const struct hj_match_input *input = run->rowset->worker->input;
    *names = (struct name_cells){{NULL}};
    for (uint32_t i = 0; i < HJ_DERIVED_COUNT; i++) {
        bool given = input->derived && input->derived[i];
        if (program->name_parts[i] == HJ_NO_NODE || given) {
            continue;
        }
        const struct hj_node *node = &program->nodes[program->name_parts[i]];
        struct hj_cell *cell = hj_rowset_cell(run->rowset, node);
        if (!cell->done && !hj_cell_open(run->rowset, node, cell)) {
            return false;
        }
        names->cells[i] = cell->all ? NULL : cell;
    }
    return true;
}

static void put_parts(const struct name_cells *names, uint32_t row, const struct hj_text_name *name)
{
    for (uint32_t i = 0; i < HJ_DERIVED_COUNT; i++) {
        if (names->cells[i]) {
            struct hj_value value = {.null = true};
            if (name) {
                value = hj_derive_part(name, (enum hj_derived)i);
            }
            hj_cell_put(names->cells[i], row, &value);
        }
    }
}

static bool run_name_parts(const struct hj_run *run, const struct hj_view *key)
{
    const struct hj_rowset *rowset = run->rowset;
    const struct hj_text_names *lists = rowset->program->tools.names;
    struct name_cells names;
    if (!open_name_cells(run, &names)) {
        return false;
    }
    for (size_t word = 0; word < rowset->words; word++) {
        for (uint64_t left = run->todo[word]; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            if (!lists || hj_bits_get(key->nulls, row)) {
                put_parts(&names, row, NULL);
                continue;
            }
            struct hj_text_name name = hj_text_name_parse(lists, hj_view_text(key, row));
            put_parts(&names, row, &name);
        }
    }
    for (uint32_t i = 0; i < HJ_DERIVED_COUNT; i++) {
        for (size_t word = 0; names.cells[i] && word < rowset->words; word++) {
            names.cells[i]->done[word] |= run->todo[word];
        }
    }
    return true;
}

bool hj_run_derived(const struct hj_run *run)
{
    const struct hj_rowset *rowset = run->rowset;
    enum hj_derived derived = (enum hj_derived)run->node->index;
    struct hj_view input = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 0));
    if (hj_derived_is_name_part(derived)) {
        return run_name_parts(run, &input);
    }
    for (size_t word = 0; word < rowset->words; word++) {
        run->cell->nulls[word] |= run->todo[word] & input.nulls[word];
        uint64_t left = run->todo[word] & ~input.nulls[word];
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            struct hj_value value;
            if (!hj_derive(&rowset->program->tools, derived, hj_view_text(&input, row),
                           rowset->arena, &value)) {
                return false;
            }
            hj_cell_put(run->cell, row, &value);
        }
    }
    return true;
}
