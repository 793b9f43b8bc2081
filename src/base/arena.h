/* SPDX-License-Identifier: MIT
 * An arena hands out memory that is given back all at once. Three lifetimes use it: one a run
 * (filled by a builder, then const and shared), one a worker (cleared after each block), one for
 * results. Nothing in an arena is freed alone. Not thread-safe while it grows; const afterwards.
 *
 * Memory comes in chunks of at least 64 KiB that double up to 1 MiB; what is larger gets a chunk of
 * its own. Clearing keeps the chunks. */
#ifndef HJ_BASE_ARENA_H
#define HJ_BASE_ARENA_H

#include "base/span.h"

struct hj_arena_chunk;

/* All zero is an empty arena, ready for use. */
struct hj_arena {
    struct hj_arena_chunk *chunks; /* the one in use first */
    struct hj_arena_chunk *spare;  /* cleared, to be used again */
    size_t total;                  /* bytes held from the heap */
};

void hj_arena_init(struct hj_arena *arena);
/* Frees everything; the arena is empty and ready again. NULL is allowed. */
void hj_arena_release(struct hj_arena *arena);
/* Takes everything back, keeps the chunks. */
void hj_arena_clear(struct hj_arena *arena);

/* size bytes, aligned for any type, not initialised; NULL when the memory is full. */
void *hj_arena_new(struct hj_arena *arena, size_t size);
/* The same, every byte zero, for count items. */
void *hj_arena_zero(struct hj_arena *arena, size_t count, size_t size);
/* A copy of the text with a NUL after it (not counted); data is NULL when the memory is full. */
struct hj_span hj_arena_copy(struct hj_arena *arena, struct hj_span text);

#endif
