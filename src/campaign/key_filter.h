/* SPDX-License-Identifier: MIT
 * Which blocks may have a key, so that one firm is found by its code without unpacking the codes of
 * all (3 million firms: 54 MB). A Bloom filter a block, 8 bits a key of which four are set: of the
 * blocks without the key one in forty is looked into for nothing. Left by load; a store
 * loaded before there were filters has none, and every block is looked into. */
#ifndef HJ_CAMPAIGN_KEY_FILTER_H
#define HJ_CAMPAIGN_KEY_FILTER_H

#include "column/codec.h"
#include "store/store.h"

/* Of a key's text (key_text.h); never 0. */
static inline uint64_t hj_key_filter_hash(struct hj_span key)
{
    uint64_t hash = hj_hash_bytes(key);
    return hash ? hash : 1;
}

/* The frame of a block's filter, the arena's, from the hashes of its keys; 0: none. */
enum hj_code hj_key_filter_make(const uint64_t *hashes, uint32_t rows, struct hj_codec *codec,
                                struct hj_arena *arena, struct hj_span *frame,
                                struct hj_error *error) HJ_MUST_USE;
/* Under what the filters of a column stand. */
struct hj_digest hj_key_filter_key(int64_t snapshot, uint32_t column);
enum hj_code hj_key_filter_put(struct hj_store *store, int64_t snapshot, uint32_t column,
                               uint32_t block, struct hj_span frame,
                               struct hj_error *error) HJ_MUST_USE;

/* The blocks that may have the key in the column, ascending, the arena's. Without filters: all. */
enum hj_code hj_key_filter_blocks(struct hj_store *store, const struct hj_snapshot *registry,
                                  uint32_t column, struct hj_span key, struct hj_arena *arena,
                                  uint32_t **blocks, uint32_t *count,
                                  struct hj_error *error) HJ_MUST_USE;

#endif
