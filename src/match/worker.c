/* SPDX-License-Identifier: MIT */
#include "match/worker.h"

#include "base/memory.h"
#include "match/worker_state.h"

bool hj_worker_rowset(struct hj_worker *worker, struct hj_arena *arena, uint32_t space,
                      uint32_t rows, struct hj_rowset *rowset)
{
    *rowset = (struct hj_rowset){
        .worker = worker,
        .program = worker->program,
        .arena = arena,
        .space = space,
        .dictionary = HJ_RESTS_MANY,
        .scalar = {arena, worker->program->tools.normal, &worker->matcher, &worker->faults},
    };
    return hj_rowset_init(rowset, rows, worker->program->spaces[space].cells);
}

bool hj_worker_bind_flagged(struct hj_rowset *rowset, const struct hj_node *node,
                            struct hj_cell *cell)
{
    const struct hj_truth *flagged = rowset->worker->input->flagged;
    bool runs = node->index < rowset->program->ruleset->rule_count;
    if (!runs || !flagged || !flagged[node->index].yes) {
        return hj_cell_bind(rowset, node, cell, NULL);
    }
    cell->yes = flagged[node->index].yes;
    cell->nulls = flagged[node->index].unknown;
    cell->done = rowset->all;
    cell->all = true;
    cell->bound = true;
    return true;
}

/* ---- results ---- */

/* Plain text of the rows: what was computed row by row, in one piece. */
static bool join_texts(struct hj_rowset *rowset, const struct hj_cell *cell,
                       struct hj_vector *vector)
{
    uint64_t size = 0;
    uint32_t *offsets = hj_arena_new(rowset->arena, ((size_t)rowset->rows + 1) * sizeof *offsets);
    if (!offsets) {
        return false;
    }
    for (uint32_t row = 0; row < rowset->rows; row++) {
        offsets[row] = (uint32_t)size;
        size += hj_bits_get(cell->nulls, row) ? 0 : cell->texts[row].size;
        if (size > UINT32_MAX) {
            return false; /* far more than a block may hold (HJ_BLOCK_BYTES) */
        }
    }
    offsets[rowset->rows] = (uint32_t)size;
    char *bytes = hj_arena_new(rowset->arena, size);
    if (!bytes) {
        return false;
    }
    for (uint32_t row = 0; row < rowset->rows; row++) {
        if (offsets[row + 1] > offsets[row]) {
            memcpy(bytes + offsets[row], cell->texts[row].data, cell->texts[row].size);
        }
    }
    vector->text.offsets = offsets;
    vector->text.bytes = bytes;
    return true;
}

/* Values of NULL rows are 0, as vectors have them. */
static void clear_nulls(const struct hj_rowset *rowset, struct hj_cell *cell, enum hj_type type)
{
    for (size_t word = 0; word < rowset->words; word++) {
        for (uint64_t left = cell->nulls[word]; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            if (type == HJ_INTEGER) {
                cell->integers[row] = 0;
            } else if (type == HJ_NUMBER) {
                cell->numbers[row] = 0;
            } else if (type == HJ_DATE) {
                cell->dates[row] = 0;
            }
        }
    }
}

static bool cell_result(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell,
                        struct hj_match_result *result)
{
    struct hj_vector *vector = &result->vector;
    if (cell->vector) {
        *vector = *cell->vector;
    } else {
        const uint64_t *only = rowset->worker->input->only;
        for (size_t word = 0; only && node->type == HJ_TEXT && word < rowset->words; word++) {
            cell->nulls[word] |= rowset->all[word] & ~only[word]; /* there is no text to join */
        }
        vector->type = node->type;
        vector->rows = rowset->rows;
        vector->nulls = hj_bits_count(cell->nulls, rowset->rows) ? cell->nulls : NULL;
        if (node->type == HJ_TEXT && !join_texts(rowset, cell, vector)) {
            return false;
        }
        if (node->type != HJ_TEXT) {
            clear_nulls(rowset, cell, node->type);
            vector->booleans = cell->yes; /* all members of the two unions are one pointer */
        }
    }
    if (node->type == HJ_BOOLEAN) {
        result->truth = (struct hj_truth){cell->yes, cell->nulls};
    }
    for (int fault = HJ_FAULT_NONE; cell->faults && fault < HJ_FAULT_COUNT; fault++) {
        if (cell->faults[fault]) {
            result->faults[fault] = hj_bits_count(cell->faults[fault], rowset->rows);
        }
    }
    return true;
}

/* A literal as root: the same value in every row. */
static bool literal_result(struct hj_rowset *rowset, const struct hj_node *node,
                           struct hj_match_result *result)
{
    struct hj_cell cell = {0};
    if (!hj_cell_open(rowset, node, &cell)) {
        return false;
    }
    if (node->literal.null || node->type == HJ_BOOLEAN) {
        /* Most rules have no `unless`: FALSE for every firm, and so quick to say. */
        bool any = node->literal.null || node->literal.boolean;
        uint64_t *bits = node->literal.null ? cell.nulls : cell.yes;
        memcpy(bits, any ? rowset->all : rowset->none, rowset->words * sizeof *bits);
        return cell_result(rowset, node, &cell, result);
    }
    for (uint32_t row = 0; row < rowset->rows; row++) {
        hj_cell_put(&cell, row, &node->literal);
    }
    return cell_result(rowset, node, &cell, result);
}

/* What no later root needs gives its memory back: 5,000 rules over a block of 16,000 firms take 130
 * MB, not 240. */
static void release_nodes(struct hj_worker *worker, uint32_t root)
{
    const struct hj_program *program = worker->program;
    for (uint32_t i = program->last_starts[root]; i < program->last_starts[root + 1]; i++) {
        const struct hj_node *node = &program->nodes[program->last_nodes[i]];
        if (node->kind != HJ_NODE_LITERAL) {
            hj_cell_close(&worker->firms, node, hj_rowset_cell(&worker->firms, node));
        }
    }
}

static bool run_root(struct hj_worker *worker, uint32_t root)
{
    struct hj_rowset *rowset = &worker->firms;
    struct hj_match_result *result = &worker->results[root];
    const struct hj_node *node = &worker->program->nodes[worker->program->roots[root]];
    *result = (struct hj_match_result){0};
    if (node->kind == HJ_NODE_LITERAL) {
        return literal_result(rowset, node, result);
    }
    const uint64_t *only = worker->input->only;
    if (!hj_rowset_need(rowset, node, only ? only : rowset->all) ||
        !cell_result(rowset, node, hj_rowset_cell(rowset, node), result)) {
        return false;
    }
    release_nodes(worker, root);
    return true;
}

/* ---- the public face ---- */

enum hj_code hj_worker_new(struct hj_worker **worker, const struct hj_program *program,
                           struct hj_error *error)
{
    *worker = NULL;
    struct hj_worker *made = hj_memory_zero(1, sizeof *made);
    if (!made) {
        return hj_error_memory(error);
    }
    made->program = program;
    made->results = hj_memory_zero(program->root_count, sizeof *made->results);
    if (!made->results || hj_matcher_init(&made->matcher, error) != HJ_OK) {
        hj_worker_free(made);
        return hj_error_memory(error);
    }
    *worker = made;
    return HJ_OK;
}

void hj_worker_free(struct hj_worker *worker)
{
    if (!worker) {
        return;
    }
    hj_matcher_release(&worker->matcher);
    hj_arena_release(&worker->arena);
    hj_arena_release(&worker->part_arena);
    hj_memory_free(worker->results);
    hj_memory_free(worker);
}

enum hj_code hj_worker_run(struct hj_worker *worker, const struct hj_match_input *input,
                           const struct hj_match_result **results, struct hj_error *error)
{
    *results = NULL;
    worker->input = input;
    worker->faults = (struct hj_faults){0};
    worker->derived = 0;
    for (uint32_t i = 0; input->derived && i < HJ_DERIVED_COUNT; i++) {
        worker->derived |= input->derived[i] ? UINT32_C(1) << i : 0;
    }
    hj_arena_clear(&worker->arena);
    hj_arena_clear(&worker->part_arena);
    if (!hj_worker_rowset(worker, &worker->arena, HJ_SPACE_FIRMS, input->rows, &worker->firms)) {
        return hj_error_memory(error);
    }
    worker->firms.columns = input->columns;
    worker->firms.column_count = input->column_count;
    for (uint32_t root = 0; root < worker->program->root_count; root++) {
        if (!run_root(worker, root)) {
            return hj_error_memory(error);
        }
    }
    *results = worker->results;
    return HJ_OK;
}
