/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static atomic_uint_fast64_t calls;
static atomic_uint_fast64_t failing;

static bool memory_is_full(void)
{
    uint_fast64_t call = atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed) + 1;
    return call == atomic_load_explicit(&failing, memory_order_relaxed);
}

void *hj_memory_new(size_t size)
{
    return memory_is_full() ? NULL : malloc(size ? size : 1);
}

void *hj_memory_zero(size_t count, size_t size)
{
    if (memory_is_full() || (size && count > SIZE_MAX / size)) {
        return NULL;
    }
    return calloc(count ? count : 1, size ? size : 1);
}

void *hj_memory_resize(void *old, size_t size)
{
    return memory_is_full() ? NULL : realloc(old, size ? size : 1);
}

void hj_memory_free(void *block)
{
    free(block);
}

int hj_memory_grow(void **items, size_t *capacity, size_t wanted, size_t item_size)
{
    if (wanted <= *capacity) {
        return 0;
    }
    size_t larger = *capacity < 8 ? 8 : *capacity;
    while (larger < wanted) {
        if (larger > SIZE_MAX / 2) {
            return -1;
        }
        larger *= 2;
    }
    if (larger > SIZE_MAX / item_size) {
        return -1;
    }
    void *moved = hj_memory_resize(*items, larger * item_size);
    if (!moved) {
        return -1;
    }
    *items = moved;
    *capacity = larger;
    return 0;
}

void hj_memory_fail_at(uint64_t nth)
{
    atomic_store(&calls, 0);
    atomic_store(&failing, nth);
}

uint64_t hj_memory_calls(void)
{
    return atomic_load(&calls);
}
