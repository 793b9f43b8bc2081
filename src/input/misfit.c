/* SPDX-License-Identifier: MIT */
#include "input/misfit.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

enum { TEXT_KEPT = 200, FIRST_PLACES = 256 };

void hj_slice_misfits_release(struct hj_slice_misfits *misfits)
{
    if (misfits) {
        hj_memory_free(misfits->entries);
        hj_memory_free(misfits->places);
        hj_memory_free(misfits->totals);
        hj_memory_free(misfits->distinct);
        hj_memory_free(misfits->open);
        hj_buffer_release(&misfits->texts);
        *misfits = (struct hj_slice_misfits){0};
    }
}

bool hj_slice_misfits_clear(struct hj_slice_misfits *misfits, uint32_t columns)
{
    if (misfits->kinds < columns * 2) {
        hj_memory_free(misfits->totals);
        hj_memory_free(misfits->distinct);
        misfits->totals = hj_memory_zero(columns * 2, sizeof *misfits->totals);
        misfits->distinct = hj_memory_zero(columns * 2, sizeof *misfits->distinct);
        misfits->kinds = misfits->totals && misfits->distinct ? columns * 2 : 0;
        if (misfits->kinds == 0) {
            return columns == 0;
        }
    }
    if (misfits->kinds) {
        memset(misfits->totals, 0, misfits->kinds * sizeof *misfits->totals);
        memset(misfits->distinct, 0, misfits->kinds * sizeof *misfits->distinct);
    }
    if (misfits->count) {
        memset(misfits->places, 0, (misfits->mask + 1) * sizeof *misfits->places);
    }
    misfits->count = misfits->open_count = 0;
    misfits->sequence = 0;
    hj_buffer_clear(&misfits->texts);
    return true;
}

static void put(struct hj_slice_misfits *misfits, uint32_t entry)
{
    size_t at = (size_t)misfits->entries[entry].hash & misfits->mask;
    while (misfits->places[at]) {
        at = (at + 1) & misfits->mask;
    }
    misfits->places[at] = entry + 1;
}

/* Room for one more, at most half full. */
static bool grow(struct hj_slice_misfits *misfits)
{
    void *entries = misfits->entries;
    if (hj_memory_grow(&entries, &misfits->capacity, misfits->count + 1,
                       sizeof *misfits->entries) != 0) {
        return false;
    }
    misfits->entries = entries;
    if (misfits->mask && (misfits->count + 1) * 2 <= misfits->mask + 1) {
        return true;
    }
    size_t places = misfits->mask ? (misfits->mask + 1) * 2 : FIRST_PLACES;
    uint32_t *larger = hj_memory_zero(places, sizeof *larger);
    if (!larger) {
        return false;
    }
    hj_memory_free(misfits->places);
    misfits->places = larger;
    misfits->mask = places - 1;
    for (uint32_t i = 0; i < misfits->count; i++) {
        put(misfits, i);
    }
    return true;
}

/* The entry + 1 of a value, 0 when it is new. */
static uint32_t search(const struct hj_slice_misfits *misfits, uint64_t hash, uint32_t kind)
{
    if (misfits->mask == 0) {
        return 0;
    }
    size_t at = (size_t)hash & misfits->mask;
    while (misfits->places[at]) {
        const struct hj_misfit_entry *entry = &misfits->entries[misfits->places[at] - 1];
        if (entry->hash == hash && entry->kind == kind) {
            return misfits->places[at];
        }
        at = (at + 1) & misfits->mask;
    }
    return 0;
}

static struct hj_span cut(struct hj_span text)
{
    if (text.size > TEXT_KEPT) {
        text.size = TEXT_KEPT;
        while (text.size && ((unsigned char)text.data[text.size] & 0xC0u) == 0x80u) {
            text.size--;
        }
    }
    return text;
}

/* The entry + 1 of the value, made where it is new; 0 where the kind has too many. */
static bool entry_of(struct hj_slice_misfits *misfits, uint32_t kind, struct hj_span value,
                     uint32_t *entry)
{
    /* different kinds of one value must not fall on one place */
    uint64_t hash = hj_hash_bytes(value) + kind * UINT64_C(0x9E3779B97F4A7C15);
    *entry = search(misfits, hash, kind);
    if (*entry || misfits->distinct[kind] == HJ_MISFIT_DISTINCT) {
        return true;
    }
    struct hj_span text = cut(value);
    size_t at = misfits->texts.size;
    if (!grow(misfits) || !hj_buffer_append(&misfits->texts, text)) {
        return false;
    }
    misfits->entries[misfits->count] =
        (struct hj_misfit_entry){.hash = hash, .text = at, .size = text.size, .kind = kind};
    put(misfits, (uint32_t)misfits->count);
    *entry = (uint32_t)++misfits->count;
    misfits->distinct[kind]++;
    return true;
}

bool hj_slice_misfits_add(struct hj_slice_misfits *misfits, uint32_t kind, struct hj_span value,
                          bool counted)
{
    uint32_t entry = 0;
    void *open = misfits->open;
    if (hj_memory_grow(&open, &misfits->open_capacity, misfits->open_count + 1,
                       sizeof *misfits->open) != 0) {
        return false;
    }
    misfits->open = open;
    if (counted && !entry_of(misfits, kind, value, &entry)) {
        return false;
    }
    if (entry && misfits->entries[entry - 1].count++ == 0) {
        misfits->entries[entry - 1].first = misfits->sequence++;
    }
    misfits->totals[kind]++;
    misfits->open[misfits->open_count].entry = entry;
    misfits->open[misfits->open_count++].kind = kind;
    return true;
}

void hj_slice_misfits_keep(struct hj_slice_misfits *misfits)
{
    misfits->open_count = 0;
}

void hj_slice_misfits_undo(struct hj_slice_misfits *misfits)
{
    while (misfits->open_count) {
        size_t at = --misfits->open_count;
        misfits->totals[misfits->open[at].kind]--;
        if (misfits->open[at].entry) {
            misfits->entries[misfits->open[at].entry - 1].count--;
        }
    }
}

static int by_first(const void *a, const void *b)
{
    const struct hj_misfit_entry *left = a, *right = b;
    return (left->first > right->first) - (left->first < right->first);
}

static bool add_example(struct hj_load_misfits *load, struct hj_misfit *kind, struct hj_span text,
                        uint64_t count)
{
    size_t at = 0;
    while (at < HJ_MISFIT_EXAMPLES && kind->examples[at].data &&
           !hj_span_equal(kind->examples[at], text)) {
        at++;
    }
    if (at == HJ_MISFIT_EXAMPLES) {
        return true;
    }
    if (!kind->examples[at].data) {
        kind->examples[at] = hj_arena_copy(load->arena, text);
    }
    kind->example_counts[at] += count;
    return kind->examples[at].data != NULL;
}

bool hj_load_misfits_add(struct hj_load_misfits *load, struct hj_slice_misfits *slice)
{
    for (uint32_t i = 0; i < load->count; i++) {
        load->kinds[i].count += slice->totals[i];
    }
    if (slice->count == 0) {
        return true;
    }
    /* the places lose their meaning; the slice is cleared before it is used again */
    qsort(slice->entries, slice->count, sizeof *slice->entries, by_first);
    for (size_t i = 0; i < slice->count; i++) {
        const struct hj_misfit_entry *entry = &slice->entries[i];
        struct hj_span text = {slice->texts.data + entry->text, entry->size};
        if (entry->count && !add_example(load, &load->kinds[entry->kind], text, entry->count)) {
            return false;
        }
    }
    return true;
}
