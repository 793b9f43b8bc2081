/* SPDX-License-Identifier: MIT
 * Cells: memory for the values of a node, and reading them. */
#include "match/rowset.h"

/* ---- buffers: what a cell gives back is used again in the same block ---- */

/* Sizes of buffers: bits of the rows, or values of 4, 8 or 16 bytes a row. */
enum size_class { BITS, FOUR, EIGHT, SIXTEEN };

static enum size_class class_of(enum hj_type type)
{
    switch (type) {
    case HJ_BOOLEAN:
        break;
    case HJ_DATE:
        return FOUR;
    case HJ_INTEGER:
    case HJ_NUMBER:
        return EIGHT;
    case HJ_TEXT:
        return SIXTEEN;
    }
    return BITS;
}

/* Never less than one bit set, so that a spare buffer has room for the link to the next. */
static size_t size_of(const struct hj_rowset *rowset, enum size_class size_class)
{
    size_t words = rowset->words ? rowset->words : 1;
    size_t row = (size_t)2 << size_class;
    return size_class == BITS ? words * sizeof(uint64_t) : words * 64 * row;
}

static void *take(struct hj_rowset *rowset, enum size_class size_class)
{
    struct hj_spare *spare = rowset->spare[size_class];
    if (spare) {
        rowset->spare[size_class] = spare->next;
        return spare;
    }
    return hj_arena_zero(rowset->arena, size_of(rowset, size_class), 1);
}

static void give(struct hj_rowset *rowset, enum size_class size_class, void *buffer)
{
    struct hj_spare *spare = buffer;
    spare->next = rowset->spare[size_class];
    rowset->spare[size_class] = spare;
}

uint64_t *hj_rowset_take(struct hj_rowset *rowset)
{
    return take(rowset, BITS);
}

void hj_rowset_give(struct hj_rowset *rowset, uint64_t *bits)
{
    give(rowset, BITS, bits);
}

static uint64_t *take_empty(struct hj_rowset *rowset)
{
    uint64_t *bits = take(rowset, BITS);
    return bits ? memset(bits, 0, size_of(rowset, BITS)) : NULL;
}

/* ---- cells ---- */

bool hj_cell_open(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell)
{
    enum size_class size_class = class_of(node->type);
    cell->nulls = take_empty(rowset);
    cell->values = size_class == BITS ? take_empty(rowset) : take(rowset, size_class);
    cell->done = take_empty(rowset);
    if (!cell->nulls || !cell->values) {
        cell->done = NULL;
    }
    return cell->done != NULL;
}

void hj_cell_complete(struct hj_rowset *rowset, struct hj_cell *cell)
{
    if (!cell->all) {
        give(rowset, BITS, cell->done);
        cell->done = rowset->all;
        cell->all = true;
    }
}

void hj_cell_close(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell)
{
    if (cell->done && !cell->bound) {
        if (!cell->all) {
            give(rowset, BITS, cell->done);
        }
        give(rowset, BITS, cell->nulls);
        give(rowset, class_of(node->type), cell->values);
    }
    *cell = (struct hj_cell){.done = NULL};
}

/* Bits and values of a view are never written through a cell that is bound. */
static void *readable(const void *view)
{
    union {
        const void *from;
        void *to;
    } both = {.from = view};
    return both.to;
}

bool hj_cell_bind(struct hj_rowset *rowset, const struct hj_node *node, struct hj_cell *cell,
                  const struct hj_vector *vector)
{
    if (!vector) {
        if (!hj_cell_open(rowset, node, cell)) {
            return false;
        }
        memcpy(cell->nulls, rowset->all, rowset->words * sizeof *cell->nulls);
        hj_cell_complete(rowset, cell);
        return true;
    }
    cell->vector = vector;
    cell->nulls = vector->nulls ? readable(vector->nulls) : rowset->none;
    /* All members of the vector's union but text are one pointer. */
    cell->values = node->type == HJ_TEXT ? NULL : readable(vector->booleans);
    cell->done = rowset->all;
    cell->all = true;
    cell->bound = true;
    return true;
}

bool hj_cell_fault(struct hj_rowset *rowset, struct hj_cell *cell, uint32_t row,
                   enum hj_fault fault)
{
    if (!cell->faults) {
        cell->faults = hj_arena_zero(rowset->arena, HJ_FAULT_COUNT, sizeof *cell->faults);
        if (!cell->faults) {
            return false;
        }
    }
    if (!cell->faults[fault]) {
        cell->faults[fault] =
            hj_arena_zero(rowset->arena, rowset->words, sizeof *cell->faults[fault]);
        if (!cell->faults[fault]) {
            return false;
        }
    }
    hj_bits_set(cell->faults[fault], row);
    hj_bits_set(cell->nulls, row);
    return true;
}

void hj_cell_put(struct hj_cell *cell, uint32_t row, const struct hj_value *value)
{
    if (value->null) {
        hj_bits_set(cell->nulls, row);
        return;
    }
    switch (value->type) {
    case HJ_BOOLEAN:
        if (value->boolean) {
            hj_bits_set(cell->yes, row);
        }
        break;
    case HJ_INTEGER:
        cell->integers[row] = value->integer;
        break;
    case HJ_NUMBER:
        cell->numbers[row] = value->number;
        break;
    case HJ_TEXT:
        cell->texts[row] = value->text;
        break;
    case HJ_DATE:
        cell->dates[row] = value->date;
        break;
    }
}

/* ---- views ---- */

struct hj_view hj_view_of(const struct hj_rowset *rowset, const struct hj_node *node)
{
    struct hj_view view = {.type = node->type};
    if (node->kind == HJ_NODE_LITERAL) {
        view.constant = true;
        view.value = node->literal;
        view.nulls = node->literal.null ? rowset->all : rowset->none;
        if (node->type == HJ_BOOLEAN) {
            view.yes = !node->literal.null && node->literal.boolean ? rowset->all : rowset->none;
        }
        return view;
    }
    const struct hj_cell *cell = hj_rowset_cell(rowset, node);
    view.nulls = cell->nulls;
    view.vector = node->type == HJ_TEXT ? cell->vector : NULL;
    view.yes = cell->yes; /* all members of the two unions are one pointer */
    return view;
}

struct hj_value hj_view_value(const struct hj_view *view, uint32_t row)
{
    struct hj_value value = {.type = view->type};
    if (view->constant) {
        return view->value;
    }
    value.null = hj_bits_get(view->nulls, row);
    if (value.null) {
        return value;
    }
    switch (view->type) {
    case HJ_BOOLEAN:
        value.boolean = hj_bits_get(view->yes, row);
        break;
    case HJ_INTEGER:
        value.integer = view->integers[row];
        break;
    case HJ_NUMBER:
        value.number = view->numbers[row];
        break;
    case HJ_TEXT:
        value.text = hj_view_text(view, row);
        break;
    case HJ_DATE:
        value.date = view->dates[row];
        break;
    }
    return value;
}
