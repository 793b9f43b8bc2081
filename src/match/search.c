/* SPDX-License-Identifier: MIT */
#include "match/search.h"

/* The row in which a place of the column lies; places come in rising order. */
struct cursor {
    const struct hj_vector *column;
    uint32_t row;
};

/* Offsets rise, so empty rows are passed over. */
static uint32_t row_at(struct cursor *cursor, size_t place)
{
    while (cursor->column->text.offsets[cursor->row + 1] <= place) {
        cursor->row++;
    }
    return cursor->row;
}

/* The needles that have this block, compared in full and with the row's borders. */
static void check_place(const struct hj_search *search, const struct hj_search_scan *scan,
                        struct cursor *cursor, size_t place, uint64_t block, uint64_t *const *bits)
{
    const uint32_t *offsets = cursor->column->text.offsets;
    uint32_t next = scan->slots[hj_search_hash(block) >> scan->shift >> 2];
    for (; next; next = scan->blocks[next - 1].next) {
        const struct hj_search_block *found = &scan->blocks[next - 1];
        if (found->bytes != block || place < found->offset) {
            continue;
        }
        struct hj_span needle = search->needles[found->needle];
        size_t from = place - found->offset;
        uint32_t row = row_at(cursor, place);
        if (from >= offsets[row] && from + needle.size <= offsets[row + 1] &&
            memcmp(cursor->column->text.bytes + from, needle.data, needle.size) == 0) {
            hj_bits_set(bits[found->needle], row);
        }
    }
}

static void run_scan(const struct hj_search *search, const struct hj_search_scan *scan,
                     const struct hj_vector *column, uint64_t *const *bits)
{
    struct cursor cursor = {column, 0};
    const char *bytes = column->text.bytes;
    const uint64_t *filter = scan->filter;
    size_t size = column->text.offsets[column->rows];
    size_t place = 0;
    for (; place + sizeof(uint64_t) <= size; place += scan->step) {
        uint64_t block;
        memcpy(&block, bytes + place, sizeof block);
        block &= scan->mask;
        uint32_t hash = hj_search_hash(block) >> scan->shift;
        if (filter[hash / 64] >> (hash % 64) & 1) {
            check_place(search, scan, &cursor, place, block, bits);
        }
    }
    for (; place + scan->block <= size; place += scan->step) {
        uint64_t block = 0;
        memcpy(&block, bytes + place, size - place);
        check_place(search, scan, &cursor, place, block & scan->mask, bits);
    }
}

/* One hit a row is enough. */
static void run_rare(const struct hj_search *search, const struct hj_search_rare *rare,
                     const struct hj_vector *column, uint64_t *bits)
{
    const struct hj_span needle = search->needles[rare->needle];
    const uint32_t *offsets = column->text.offsets;
    struct cursor cursor = {column, 0};
    const char *bytes = column->text.bytes;
    size_t size = offsets[column->rows];
    for (size_t at = 0; at < size;) {
        const char *found = memchr(bytes + at, needle.data[rare->offset], size - at);
        if (!found) {
            return;
        }
        size_t place = (size_t)(found - bytes);
        uint32_t row = row_at(&cursor, place);
        at = place + 1;
        if (place - offsets[row] >= rare->offset &&
            offsets[row + 1] - (place - rare->offset) >= needle.size &&
            memcmp(found - rare->offset, needle.data, needle.size) == 0) {
            hj_bits_set(bits, row);
            at = offsets[row + 1];
        }
    }
}

void hj_search_run(const struct hj_search *search, const struct hj_vector *column,
                   uint64_t *const *bits)
{
    for (uint32_t i = 0; column->rows && i < search->scan_count; i++) {
        run_scan(search, &search->scans[i], column, bits);
    }
    for (uint32_t i = 0; column->rows && i < search->rare_count; i++) {
        run_rare(search, &search->rare[i], column, bits[search->rare[i].needle]);
    }
}
