/* SPDX-License-Identifier: MIT */
#include "faults/faults.h"

#include "base/memory.h"

#include <sqlite3.h>

/* SQLite asks a block for its size: it stands before the block, which stays aligned for any type.
 */
union header {
    int size;
    max_align_t aligned;
};

static void *new_block(int size)
{
    union header *header = hj_memory_new(sizeof *header + (size_t)size);
    if (!header) {
        return NULL;
    }
    header->size = size;
    return header + 1;
}

static void free_block(void *block)
{
    if (block) {
        hj_memory_free((union header *)block - 1);
    }
}

static int size_of(void *block)
{
    return block ? ((union header *)block - 1)->size : 0;
}

static void *resize_block(void *block, int size)
{
    union header *header =
        hj_memory_resize((union header *)block - 1, sizeof *header + (size_t)size);
    if (!header) {
        return NULL;
    }
    header->size = size;
    return header + 1;
}

static int round_up(int size)
{
    return (size + 7) / 8 * 8;
}

static int start(void *nothing)
{
    (void)nothing;
    return SQLITE_OK;
}

static void stop(void *nothing)
{
    (void)nothing;
}

bool hj_faults_memory_install(void)
{
    static const sqlite3_mem_methods methods = {new_block, free_block, resize_block, size_of,
                                                round_up,  start,      stop,         NULL};
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}
