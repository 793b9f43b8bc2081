/* SPDX-License-Identifier: MIT
 * Operators with a loop of their own: what rules/scalar.h says of one value, without gathering the
 * values first. On real registries year(), months_between() and length() take a third of the time
 * of hj_run_rows. */
#include "match/rowset.h"

#include "text/code.h"
#include "text/utf8.h"

static struct hj_view operand(const struct hj_run *run, uint32_t i)
{
    return hj_view_of(run->rowset, hj_node_operand(run->rowset->program, run->node, i));
}

/* Rows of the word that are known; the others become NULL. */
static uint64_t known_rows(const struct hj_run *run, uint64_t nulls, size_t word)
{
    run->cell->nulls[word] |= run->todo[word] & nulls;
    return run->todo[word] & ~nulls;
}

static hj_date date_at(const struct hj_view *view, uint32_t row)
{
    return view->constant ? view->value.date : view->dates[row];
}

static int64_t integer_at(const struct hj_view *view, uint32_t row)
{
    return view->constant ? view->value.integer : view->integers[row];
}

static double number_at(const struct hj_view *view, uint32_t row)
{
    return view->constant ? view->value.number : view->numbers[row];
}

/* ---- of a text ---- */

/* Codes are: then characters are bytes. A name is not after its first kilobytes. */
static bool is_ascii(const struct hj_vector *column)
{
    enum { TURN = 4096 };
    const char *bytes = column->text.bytes;
    size_t size = column->text.offsets[column->rows];
    for (size_t at = 0; at < size;) {
        size_t end = size - at < TURN ? size : at + TURN;
        char any = 0;
        for (; at < end; at++) {
            any |= bytes[at];
        }
        if ((unsigned char)any >= 0x80) {
            return false;
        }
    }
    return true;
}

bool hj_run_length(const struct hj_run *run)
{
    struct hj_view text = operand(run, 0);
    if (text.vector && !text.vector->text.codes && is_ascii(text.vector)) {
        for (size_t word = 0; word < run->rowset->words; word++) {
            known_rows(run, text.nulls[word], word);
        }
        for (uint32_t row = 0; row < run->rowset->rows; row++) {
            const uint32_t *offsets = text.vector->text.offsets;
            run->cell->integers[row] = (int64_t)offsets[row + 1] - offsets[row];
        }
        return true;
    }
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t left = known_rows(run, text.nulls[word], word);
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            run->cell->integers[row] = (int64_t)hj_text_length(hj_view_text(&text, row));
        }
    }
    return true;
}

bool hj_run_code_valid(const struct hj_run *run)
{
    bool (*valid)(struct hj_span) =
        run->node->op == HJ_OP_USCC_VALID ? hj_text_uscc_valid : hj_text_regno_valid;
    struct hj_view text = operand(run, 0);
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t left = known_rows(run, text.nulls[word], word);
        uint64_t yes = 0;
        for (; left; left &= left - 1) {
            yes |= valid(hj_view_text(&text, hj_row_of(word, left))) ? left & -left : 0;
        }
        run->cell->yes[word] |= yes;
    }
    return true;
}

/* ---- of dates ---- */

/* All rows of the word, which is quicker than some of them one by one. */
static void put_years(const struct hj_run *run, const struct hj_view *date, size_t word)
{
    enum { WORD = 64 };
    size_t rows = run->rowset->rows - word * WORD;
    hj_date_years(date->dates + word * WORD, rows < WORD ? (uint32_t)rows : WORD,
                  run->cell->integers + word * WORD);
}

bool hj_run_year_or_month(const struct hj_run *run)
{
    enum { MANY = 16 };
    bool year = run->node->op == HJ_OP_YEAR;
    struct hj_view date = operand(run, 0);
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t left = known_rows(run, date.nulls[word], word);
        if (year && !date.constant && hj_bits_count(&left, 64) >= MANY) {
            put_years(run, &date, word);
            continue;
        }
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            struct hj_civil civil = hj_date_to_civil(date_at(&date, row));
            run->cell->integers[row] = year ? civil.year : civil.month;
        }
    }
    return true;
}

bool hj_run_between_dates(const struct hj_run *run)
{
    bool months = run->node->op == HJ_OP_MONTHS_BETWEEN;
    struct hj_view from = operand(run, 0);
    struct hj_view to = operand(run, 1);
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t left = known_rows(run, from.nulls[word] | to.nulls[word], word);
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            hj_date a = date_at(&from, row);
            hj_date b = date_at(&to, row);
            run->cell->integers[row] =
                months ? hj_date_months_between(a, b) : (int64_t)b - (int64_t)a;
        }
    }
    return true;
}

/* ---- arithmetic ---- */

bool hj_run_to_number(const struct hj_run *run)
{
    struct hj_view integer = operand(run, 0);
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t left = known_rows(run, integer.nulls[word], word);
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            run->cell->numbers[row] = (double)integer_at(&integer, row);
        }
    }
    return true;
}

bool hj_run_arithmetic(const struct hj_run *run)
{
    enum hj_operator op = run->node->op;
    struct hj_view a = operand(run, 0);
    struct hj_view b = operand(run, 1);
    for (size_t word = 0; word < run->rowset->words; word++) {
        uint64_t left = known_rows(run, a.nulls[word] | b.nulls[word], word);
        for (; left; left &= left - 1) {
            uint32_t row = hj_row_of(word, left);
            enum hj_fault fault =
                a.type == HJ_INTEGER
                    ? hj_scalar_integers(op, integer_at(&a, row), integer_at(&b, row),
                                         &run->cell->integers[row])
                    : hj_scalar_numbers(op, number_at(&a, row), number_at(&b, row),
                                        &run->cell->numbers[row]);
            if (fault != HJ_FAULT_NONE && !hj_cell_fault(run->rowset, run->cell, row, fault)) {
                return false;
            }
        }
    }
    return true;
}
