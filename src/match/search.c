/* SPDX-License-Identifier: MIT */
#include "match/search.h"

/* The row in which a place of the column lies; places come in rising order. */
struct cursor {
    const struct hj_vector *column;
    uint32_t row;
};

enum { TURN = 1024 }; /* places looked at before the next step; a multiple of HJ_SEARCH_LANES */

struct places {
    uint32_t items[TURN];
    size_t count;
};

/* Offsets rise, so empty rows are passed over. */
static uint32_t row_at(struct cursor *cursor, size_t place)
{
    while (cursor->column->text.offsets[cursor->row + 1] <= place) {
        cursor->row++;
    }
    return cursor->row;
}

/* The first bytes of the needle, as many as eight, stand at `from`. */
static bool has_head(const struct hj_search_block *block, const char *bytes, size_t from,
                     size_t size)
{
    uint64_t word = 0;
    if (from + sizeof word <= size) {
        memcpy(&word, bytes + from, sizeof word);
    } else {
        memcpy(&word, bytes + from, size - from);
    }
    return ((word ^ block->head) & block->mask) == 0;
}

/* The needles that may have their block here, compared in full and with the row's borders. */
static void check_place(const struct hj_search *search, const struct hj_search_scan *scan,
                        struct cursor *cursor, size_t place, uint32_t hash, uint64_t *const *bits)
{
    const uint32_t *offsets = cursor->column->text.offsets;
    const char *bytes = cursor->column->text.bytes;
    size_t size = offsets[cursor->column->rows];
    for (uint32_t next = scan->slots[hash]; next; next = scan->blocks[next - 1].next) {
        const struct hj_search_block *found = &scan->blocks[next - 1];
        size_t from = place - found->offset;
        if (place < found->offset || !has_head(found, bytes, from, size)) {
            continue;
        }
        struct hj_span needle = search->needles[found->needle];
        uint32_t row = row_at(cursor, place);
        if (from >= offsets[row] && from + needle.size <= offsets[row + 1] &&
            (needle.size <= sizeof found->head ||
             memcmp(bytes + from, needle.data, needle.size) == 0)) {
            hj_bits_set(bits[found->needle], row);
        }
    }
}

/* The hash of the block at a place that has eight bytes after it. */
static inline uint32_t hash_at(const struct hj_search_scan *scan, const char *place)
{
    uint64_t block;
    memcpy(&block, place, sizeof block);
    return hj_search_hash(block & scan->mask, scan->shift);
}

/* The places among `count`, from `place` on, that the filter lets through. No branch depends on
 * what is found: where a literal stands in every other row, guessing wrong costs more than looking.
 */
static size_t filter_places(const struct hj_search_scan *scan, const char *bytes, size_t place,
                            size_t count, uint32_t *places)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++, place += scan->step) {
        places[kept] = (uint32_t)place;
        kept += scan->filter[hash_at(scan, bytes + place)];
    }
    return kept;
}

/* The places that may hold a needle, among as many from *place on as a turn has; *place moves
 * behind them. False: too few are left for a turn. */
static bool next_places(const struct hj_search_scan *scan, const char *bytes, size_t size,
                        size_t *place, struct places *places)
{
    size_t left = size - *place;
    size_t count = left < HJ_SEARCH_REACH ? 0 : (left - HJ_SEARCH_REACH) / scan->step + 1;
    count = count < TURN ? count : TURN;
    if (scan->groups) {
        count -= count % HJ_SEARCH_LANES;
        places->count = hj_search_pass(scan->groups, bytes, *place, count, places->items);
    } else {
        places->count = filter_places(scan, bytes, *place, count, places->items);
    }
    *place += count * scan->step;
    return count > 0;
}

static void run_scan(const struct hj_search *search, const struct hj_search_scan *scan,
                     const struct hj_vector *column, uint64_t *const *bits)
{
    struct places places;
    struct cursor cursor = {column, 0};
    const char *bytes = column->text.bytes;
    size_t size = column->text.offsets[column->rows];
    size_t place = 0;
    while (next_places(scan, bytes, size, &place, &places)) {
        for (size_t i = 0; i < places.count; i++) {
            uint32_t hash = hash_at(scan, bytes + places.items[i]);
            check_place(search, scan, &cursor, places.items[i], hash, bits);
        }
    }
    for (; place + scan->block <= size; place += scan->step) {
        uint64_t block = 0;
        memcpy(&block, bytes + place, scan->block);
        check_place(search, scan, &cursor, place, hj_search_hash(block, scan->shift), bits);
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
