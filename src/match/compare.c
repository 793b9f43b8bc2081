/* SPDX-License-Identifier: MIT
 * Comparisons 64 rows at a time, and IN. Integers, numbers and dates go through one loop a type and
 * operator that the compiler vectorises: results as bytes first, then packed into a word. Truths
 * are compared by bits; text row by row. */
#include "match/rowset.h"

enum {
    LANES = 64,
    FEW_ITEMS = 8, /* of IN */
};

/* Bytes 0 or 1 → bits. The multiplication collects eight of them in the top byte. */
static uint64_t pack(const uint8_t bytes[LANES])
{
    uint64_t bits = 0;
    for (unsigned group = 0; group < LANES / 8; group++) {
        uint64_t eight = 0;
        for (unsigned i = 0; i < 8; i++) {
            eight |= (uint64_t)bytes[group * 8 + i] << (8 * i);
        }
        bits |= ((eight * UINT64_C(0x0102040810204080)) >> 56) << (group * 8);
    }
    return bits;
}

/* Which of the first `lanes` values of a stand in the relation to those of b. */
typedef uint64_t compare_lanes(const void *a, const void *b, uint32_t lanes);

#define COMPARE(name, type, relation)                                                              \
    static uint64_t name(const void *left, const void *right, uint32_t lanes)                      \
    {                                                                                              \
        const type *a = left;                                                                      \
        const type *b = right;                                                                     \
        uint8_t bytes[LANES] = {0};                                                                \
        for (uint32_t i = 0; i < lanes; i++) {                                                     \
            bytes[i] = a[i] relation b[i];                                                         \
        }                                                                                          \
        return pack(bytes);                                                                        \
    }

#define COMPARISONS(prefix, type)                                                                  \
    COMPARE(prefix##_equal, type, ==)                                                              \
    COMPARE(prefix##_not_equal, type, !=)                                                          \
    COMPARE(prefix##_less, type, <)                                                                \
    COMPARE(prefix##_less_equal, type, <=)                                                         \
    COMPARE(prefix##_greater, type, >)                                                             \
    COMPARE(prefix##_greater_equal, type, >=)

COMPARISONS(integer, int64_t)
COMPARISONS(number, double)
COMPARISONS(date, hj_date)

#define COMPARISON_ROW(prefix)                                                                     \
    {                                                                                              \
        prefix##_equal, prefix##_not_equal, prefix##_less, prefix##_less_equal, prefix##_greater,  \
            prefix##_greater_equal                                                                 \
    }

/* By type and by operator, from HJ_OP_EQUAL on. */
static compare_lanes *const comparisons[][6] = {
    [HJ_INTEGER] = COMPARISON_ROW(integer),
    [HJ_NUMBER] = COMPARISON_ROW(number),
    [HJ_DATE] = COMPARISON_ROW(date),
};

/* One side of a comparison: a column's values, or the constant in every lane. */
struct side {
    const char *values;
    size_t stride; /* bytes from word to word: 0 for a constant */
    union {
        int64_t integers[LANES];
        double numbers[LANES];
        hj_date dates[LANES];
    } lanes;
};

static size_t size_of(enum hj_type type)
{
    return type == HJ_DATE ? sizeof(hj_date) : sizeof(int64_t);
}

static void set_side(struct side *side, const struct hj_view *view)
{
    side->values = (const char *)view->integers;
    side->stride = LANES * size_of(view->type);
    if (!view->constant) {
        return;
    }
    side->values = (const char *)&side->lanes;
    side->stride = 0;
    for (unsigned i = 0; i < LANES; i++) {
        if (view->type == HJ_INTEGER) {
            side->lanes.integers[i] = view->value.null ? 0 : view->value.integer;
        } else if (view->type == HJ_NUMBER) {
            side->lanes.numbers[i] = view->value.null ? 0 : view->value.number;
        } else {
            side->lanes.dates[i] = view->value.null ? 0 : view->value.date;
        }
    }
}

static void compare_fixed(const struct hj_run *run, const struct hj_view *a,
                          const struct hj_view *b)
{
    struct side left, right;
    set_side(&left, a);
    set_side(&right, b);
    compare_lanes *compare = comparisons[a->type][run->node->op - HJ_OP_EQUAL];
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t nulls = a->nulls[word] | b->nulls[word];
        uint64_t known = run->todo[word] & ~nulls;
        run->cell->nulls[word] |= run->todo[word] & nulls;
        if (known) {
            size_t rows = run->rowset->rows - word * LANES;
            run->cell->yes[word] |= known & compare(left.values + word * left.stride,
                                                    right.values + word * right.stride,
                                                    rows < LANES ? (uint32_t)rows : LANES);
        }
    }
}

static uint64_t compare_bits(enum hj_operator op, uint64_t a, uint64_t b)
{
    return op == HJ_OP_EQUAL        ? ~(a ^ b)
           : op == HJ_OP_NOT_EQUAL  ? a ^ b
           : op == HJ_OP_LESS       ? ~a & b
           : op == HJ_OP_LESS_EQUAL ? ~a | b
           : op == HJ_OP_GREATER    ? a & ~b
                                    : a | ~b;
}

static void compare_truths(const struct hj_run *run, const struct hj_view *a,
                           const struct hj_view *b)
{
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t nulls = a->nulls[word] | b->nulls[word];
        run->cell->nulls[word] |= run->todo[word] & nulls;
        run->cell->yes[word] |=
            run->todo[word] & ~nulls & compare_bits(run->node->op, a->yes[word], b->yes[word]);
    }
}

static bool compare_spans(enum hj_operator op, struct hj_span a, struct hj_span b)
{
    if (op == HJ_OP_EQUAL || op == HJ_OP_NOT_EQUAL) {
        return hj_span_equal(a, b) == (op == HJ_OP_EQUAL);
    }
    return hj_scalar_order_holds(op, hj_span_compare(a, b));
}

static void compare_texts(const struct hj_run *run, const struct hj_view *a,
                          const struct hj_view *b)
{
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t nulls = a->nulls[word] | b->nulls[word];
        uint64_t yes = 0;
        for (uint64_t left = run->todo[word] & ~nulls; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            if (compare_spans(run->node->op, hj_view_text(a, row), hj_view_text(b, row))) {
                yes |= left & -left;
            }
        }
        run->cell->nulls[word] |= run->todo[word] & nulls;
        run->cell->yes[word] |= yes;
    }
}

bool hj_run_comparison(const struct hj_run *run)
{
    const struct hj_rowset *rowset = run->rowset;
    struct hj_view a = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 0));
    struct hj_view b = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 1));
    if (a.type == HJ_TEXT) {
        compare_texts(run, &a, &b);
    } else if (a.type == HJ_BOOLEAN) {
        compare_truths(run, &a, &b);
    } else {
        compare_fixed(run, &a, &b);
    }
    return true;
}

/* ---- IN ---- */

static bool in_set(const struct hj_node_set *set, const struct hj_value *value)
{
    uint32_t from = 0;
    uint32_t to = set->count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        int order = hj_scalar_compare(value, &set->items[middle]);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return false;
}

static uint64_t find_each(const struct hj_node_set *set, const struct hj_view *view, size_t word,
                          uint64_t known)
{
    uint64_t yes = 0;
    for (uint64_t left = known; left; left &= left - 1) {
        struct hj_value value = hj_view_value(view, hj_row_of(word, left));
        yes |= in_set(set, &value) ? left & -left : 0;
    }
    return yes;
}

/* Few numbers or dates are compared one by one with all rows of a word. */
struct few {
    struct side column;
    struct side items[FEW_ITEMS];
    compare_lanes *equal;
};

static bool are_few(const struct hj_node_set *set, const struct hj_view *view, struct few *few)
{
    bool fixed = view->type == HJ_INTEGER || view->type == HJ_NUMBER || view->type == HJ_DATE;
    if (!fixed || view->constant || set->count > FEW_ITEMS) {
        return false;
    }
    few->equal = comparisons[view->type][0];
    set_side(&few->column, view);
    for (uint32_t i = 0; i < set->count && fixed; i++) {
        const struct hj_view item = {.constant = true, .type = view->type, .value = set->items[i]};
        fixed = set->items[i].type == view->type;
        set_side(&few->items[i], &item);
    }
    return fixed;
}

static uint64_t find_few(const struct few *few, uint32_t count, size_t word, size_t rows,
                         uint64_t known)
{
    const char *values = few->column.values + word * few->column.stride;
    uint64_t yes = 0;
    for (uint32_t i = 0; i < count && known; i++) {
        yes |= few->equal(values, few->items[i].values, rows < LANES ? (uint32_t)rows : LANES);
    }
    return yes & known;
}

bool hj_run_in(const struct hj_run *run)
{
    const struct hj_rowset *rowset = run->rowset;
    const struct hj_node_set *set = run->node->set;
    struct hj_view view = hj_view_of(rowset, hj_node_operand(rowset->program, run->node, 0));
    struct few few;
    bool are = are_few(set, &view, &few);
    for (size_t word = 0; word < rowset->words; word++) {
        uint64_t todo = run->todo[word];
        uint64_t known = todo & ~view.nulls[word];
        uint64_t yes = are ? find_few(&few, set->count, word, rowset->rows - word * LANES, known)
                           : find_each(set, &view, word, known);
        run->cell->yes[word] |= yes;
        run->cell->nulls[word] |= set->null ? todo & ~yes : todo & view.nulls[word];
    }
    return true;
}
