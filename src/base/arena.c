/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include "base/memory.h"

#include <stdint.h>

enum {
    SMALLEST_CHUNK = 64 * 1024,
    LARGEST_CHUNK = 1024 * 1024,
};

struct hj_arena_chunk {
    struct hj_arena_chunk *next;
    size_t used;
    size_t size;
    max_align_t data[];
};

void hj_arena_init(struct hj_arena *arena)
{
    *arena = (struct hj_arena){0};
}

static void free_list(struct hj_arena_chunk *chunk)
{
    while (chunk) {
        struct hj_arena_chunk *next = chunk->next;
        hj_memory_free(chunk);
        chunk = next;
    }
}

void hj_arena_release(struct hj_arena *arena)
{
    if (!arena) {
        return;
    }
    free_list(arena->chunks);
    *arena = (struct hj_arena){0};
}

void hj_arena_clear(struct hj_arena *arena)
{
    struct hj_arena_chunk *chunk = arena->chunks;
    if (chunk && !chunk->next) {
        chunk->used = 0;
        return;
    }
    size_t used = 0;
    for (; chunk; chunk = chunk->next) {
        used += chunk->used;
    }
    hj_arena_release(arena);
    arena->next_size = used + used / 8; /* blocks are not all of one size */
}

static struct hj_arena_chunk *new_chunk(struct hj_arena *arena, size_t size)
{
    size_t wanted = arena->chunks ? arena->chunks->size * 2 : SMALLEST_CHUNK;
    if (wanted > LARGEST_CHUNK) {
        wanted = LARGEST_CHUNK;
    }
    wanted = wanted < arena->next_size ? arena->next_size : wanted;
    wanted = wanted < size ? size : wanted;
    if (wanted > SIZE_MAX - sizeof(struct hj_arena_chunk)) {
        return NULL;
    }
    struct hj_arena_chunk *chunk = hj_memory_new(sizeof *chunk + wanted);
    if (chunk) {
        chunk->used = 0;
        chunk->size = wanted;
        arena->total += wanted;
        arena->next_size = 0;
    }
    return chunk;
}

/* A chunk with room for `size` bytes, the first of the list. */
static struct hj_arena_chunk *add_chunk(struct hj_arena *arena, size_t size)
{
    struct hj_arena_chunk *chunk = new_chunk(arena, size);
    if (chunk) {
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    return chunk;
}

void *hj_arena_new(struct hj_arena *arena, size_t size)
{
    if (size > SIZE_MAX - sizeof(max_align_t)) {
        return NULL;
    }
    size_t rounded = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct hj_arena_chunk *chunk = arena->chunks;
    if (!chunk || chunk->size - chunk->used < rounded) {
        chunk = add_chunk(arena, rounded);
        if (!chunk) {
            return NULL;
        }
    }
    void *block = (char *)chunk->data + chunk->used;
    chunk->used += rounded;
    return block;
}

void *hj_arena_zero(struct hj_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        return NULL;
    }
    void *block = hj_arena_new(arena, count * size);
    return block ? memset(block, 0, count * size) : NULL;
}

struct hj_span hj_arena_copy(struct hj_arena *arena, struct hj_span text)
{
    char *copy = hj_arena_new(arena, text.size + 1);
    if (!copy) {
        return (struct hj_span){NULL, 0};
    }
    if (text.size) {
        memcpy(copy, text.data, text.size);
    }
    copy[text.size] = '\0';
    return (struct hj_span){copy, text.size};
}
