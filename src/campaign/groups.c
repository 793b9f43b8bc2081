/* SPDX-License-Identifier: MIT */
#include "campaign/groups.h"

#include "base/memory.h"

void *hj_groups_value(struct hj_groups *groups, struct hj_span name)
{
    size_t low = 0, high = groups->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = hj_span_compare(groups->items[middle].name, name);
        if (order == 0) {
            return groups->items[middle].value;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    void *items = groups->items;
    struct hj_span copy = hj_arena_copy(groups->arena, name);
    void *value = hj_arena_zero(groups->arena, 1, groups->value_size);
    if (!copy.data || !value ||
        hj_memory_grow(&items, &groups->capacity, groups->count + 1, sizeof *groups->items) != 0) {
        return NULL;
    }
    groups->items = items;
    memmove(&groups->items[low + 1], &groups->items[low],
            (groups->count - low) * sizeof *groups->items);
    groups->items[low] = (struct hj_group){copy, value};
    groups->count++;
    return value;
}

void hj_groups_release(struct hj_groups *groups)
{
    hj_memory_free(groups->items);
    groups->items = NULL;
    groups->count = groups->capacity = 0;
}
