/* SPDX-License-Identifier: MIT
 * Firms that share values: how many (peers features), and which (duplicate rules by `same:`). One
 * object a tuple of keys, in two passes:
 *
 *     hj_peers_keys(values of the block's key expressions …)    any thread
 *     hj_peers_add(peers, block, keys, rows, error)             any thread, in any order
 *     hj_peers_freeze(peers, threads, error)                    then const
 *     hj_peers_counts(peers, block, …)                          any thread, no key is needed again
 *     hj_peers_group(peers, …)                                  the groups of two and more
 *
 * A firm's tuple is kept as 89 bits of an XXH3 of lengths and bytes: 12 bytes a firm until
 * hj_peers_freeze, 4 bytes afterwards (8 for a firm in a group). Two tuples that differ are taken
 * for equal with a probability of n² / 2^90 for n firms: 8e-14 at ten million. Values are equal as
 * `=` has it (-0 is 0). */
#ifndef HJ_MATCH_PEERS_H
#define HJ_MATCH_PEERS_H

#include "column/vector.h"

struct hj_peers;

/* All zero: a value is NULL, the firm has no peers, not even itself. */
struct hj_peers_key {
    uint64_t high, low;
};

/* The keys of `rows` firms from `count` vectors of that many rows. A vector that is NULL: all NULL.
 */
void hj_peers_keys(const struct hj_vector *const *vectors, uint32_t count, uint32_t rows,
                   struct hj_peers_key *keys);

/* For `blocks` blocks. groups: whether hj_peers_group will be asked; counts alone take less time
 * and memory. */
enum hj_code hj_peers_new(struct hj_peers **peers, uint32_t blocks, bool groups,
                          struct hj_error *error) HJ_MUST_USE;
void hj_peers_free(struct hj_peers *peers);

/* Adds a block, each once. */
enum hj_code hj_peers_add(struct hj_peers *peers, uint32_t block, const struct hj_peers_key *keys,
                          uint32_t rows, struct hj_error *error) HJ_MUST_USE;
/* Counts. Row numbers of groups run on from block to block; at most 2^32 - 1 rows in all. */
enum hj_code hj_peers_freeze(struct hj_peers *peers, unsigned threads,
                             struct hj_error *error) HJ_MUST_USE;
/* Bytes a firm until it is frozen. */
enum { HJ_PEERS_FIRM_BYTES = 12 };

/* How many firms have the tuple of each of the block's first `rows` rows, itself included: an
 * INTEGER vector over the caller's memory (`rows` values and hj_bits_words(rows) words). NULL where
 * one of the values is, and for rows that were never added. */
struct hj_vector hj_peers_counts(const struct hj_peers *peers, uint32_t block, uint32_t rows,
                                 int64_t *values, uint64_t *nulls);

/* The groups of at least two, ordered by their first row; hj_peers_group_count is their number.
 * *count rows of the group, ascending; valid as long as the object. */
uint32_t hj_peers_group_count(const struct hj_peers *peers);
const uint32_t *hj_peers_group(const struct hj_peers *peers, uint32_t group, uint32_t *count);

#endif
