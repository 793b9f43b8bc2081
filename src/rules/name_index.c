/* SPDX-License-Identifier: MIT */
#include "rules/name_index.h"

#include "base/hash.h"
#include "base/memory.h"

struct hj_name_entry {
    struct hj_span name; /* data NULL: free */
    uint32_t number;
};

void hj_name_index_release(struct hj_name_index *index)
{
    hj_memory_free(index->entries);
    *index = (struct hj_name_index){0};
}

/* The entry of the name, or the free one where it belongs. There is always a free one. */
static struct hj_name_entry *entry_of(const struct hj_name_index *index, struct hj_span name)
{
    size_t at = (size_t)hj_hash_bytes(name) & (index->capacity - 1);
    while (index->entries[at].name.data && !hj_span_equal(index->entries[at].name, name)) {
        at = (at + 1) & (index->capacity - 1);
    }
    return &index->entries[at];
}

int64_t hj_name_index_find(const struct hj_name_index *index, struct hj_span name)
{
    if (index->count == 0) {
        return -1;
    }
    const struct hj_name_entry *entry = entry_of(index, name);
    return entry->name.data ? (int64_t)entry->number : -1;
}

static bool grow(struct hj_name_index *index)
{
    size_t capacity = index->capacity ? 2 * index->capacity : 16;
    struct hj_name_index larger = {.capacity = capacity, .count = index->count};
    larger.entries = hj_memory_zero(capacity, sizeof *larger.entries);
    if (!larger.entries) {
        return false;
    }
    for (size_t i = 0; i < index->capacity; i++) {
        if (index->entries[i].name.data) {
            *entry_of(&larger, index->entries[i].name) = index->entries[i];
        }
    }
    hj_memory_free(index->entries);
    *index = larger;
    return true;
}

bool hj_name_index_add(struct hj_name_index *index, struct hj_span name, uint32_t number)
{
    if (4 * (index->count + 1) > 3 * index->capacity && !grow(index)) {
        return false;
    }
    struct hj_name_entry *entry = entry_of(index, name);
    if (!entry->name.data) {
        entry->name = (struct hj_span){name.data ? name.data : "", name.size};
        entry->number = number;
        index->count++;
    }
    return true;
}
