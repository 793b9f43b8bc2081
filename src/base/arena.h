/* SPDX-License-Identifier: MIT
 * An arena hands out memory that is given back all at once. Three lifetimes use it: one a run
 * (filled by a builder, then const and shared), one a worker (cleared after each block), one for
 * results. Nothing in an arena is freed alone. Not thread-safe while it grows; const afterwards.
 *
 * Memory comes in chunks of at least 64 KiB that double up to 1 MiB; what is larger gets a chunk of
 * its own. An arena that is cleared will be asked for about as much again: it then takes that in
 * one chunk, so nothing is left over at the ends of many. */
#ifndef HJ_BASE_ARENA_H
#define HJ_BASE_ARENA_H

#include "base/span.h"

struct hj_arena_chunk;

/* All zero is an empty arena, ready for use. */
struct hj_arena {
    struct hj_arena_chunk *chunks; /* the one in use first */
    size_t next_size;              /* the next chunk is at least so large */
    size_t total;                  /* bytes held from the heap */
};

void hj_arena_init(struct hj_arena *arena);
/* Frees everything; the arena is empty and ready again. NULL is allowed. */
void hj_arena_release(struct hj_arena *arena);
/* Takes everything back; what is asked for next may have been asked for before. */
void hj_arena_clear(struct hj_arena *arena);

/* size bytes, aligned for any type, not initialised; NULL when the memory is full. */
void *hj_arena_new(struct hj_arena *arena, size_t size);
/* The same, every byte zero, for count items. */
void *hj_arena_zero(struct hj_arena *arena, size_t count, size_t size);
/* A copy of the text with a NUL after it (not counted); data is NULL when the memory is full. */
struct hj_span hj_arena_copy(struct hj_arena *arena, struct hj_span text);

#endif
