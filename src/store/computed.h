/* SPDX-License-Identifier: MIT
 * Columns of `firm` that the store does not hold but whoever opens a query can compute, a block of
 * the registry at a time: hidden in SQL, so that `*` stays what is stored. */
#ifndef HJ_STORE_COMPUTED_H
#define HJ_STORE_COMPUTED_H

#include "base/arena.h"
#include "base/error.h"
#include "column/vector.h"

struct hj_computed_column {
    const char *name;
    enum hj_type type;
};

/* The asker's; lives as long as the query. */
struct hj_computed {
    const struct hj_computed_column *columns;
    uint32_t count;
    void *context;
    /* The values of a column in a block, copied into the arena. Called when a statement first asks
     * for them, on its thread, while the query holds its connection: it may not use the query's
     * store. */
    enum hj_code (*compute)(void *context, uint32_t column, uint32_t block, struct hj_arena *arena,
                            struct hj_vector *vector, struct hj_error *error);
};

#endif
