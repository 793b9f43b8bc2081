/* SPDX-License-Identifier: MIT
 * The one door to the heap. A test may ask that the n-th call fails, which is how the sweeps prove
 * that every path survives a full memory. Thread-safe. */
#ifndef HJ_BASE_MEMORY_H
#define HJ_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* NULL when the memory is full. Contents are not initialised. The caller frees. */
void *hj_memory_new(size_t size);
/* As hj_memory_new, every byte zero; count * size may not overflow (then NULL). */
void *hj_memory_zero(size_t count, size_t size);
/* As realloc: on NULL the old block stays. */
void *hj_memory_resize(void *old, size_t size);
void hj_memory_free(void *block);

/* Grows *items (of item_size bytes each, *capacity of them) so that `wanted` fit, doubling.
 * Returns 0, or -1 with everything as it was. */
int hj_memory_grow(void **items, size_t *capacity, size_t wanted, size_t item_size);

/* For tests. The nth call from now fails, once (0: none does). */
void hj_memory_fail_at(uint64_t nth);
/* Calls since the last hj_memory_fail_at. */
uint64_t hj_memory_calls(void);

#endif
