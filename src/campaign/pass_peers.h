/* SPDX-License-Identifier: MIT
 * Peers features of a pass: how many firms share a value is known only when all blocks have been
 * seen, so they take a pass over their keys before the main one: one pass for as many features as
 * have room. The counts are a derived column like any other: a stage that writes leaves them in the
 * store, and who comes later reads them there. */
#ifndef HJ_CAMPAIGN_PASS_PEERS_H
#define HJ_CAMPAIGN_PASS_PEERS_H

#include "campaign/pass.h"

struct hj_pass_peers;

/* Under what the counts of a PEERS feature stand: the digest of its definition and of the snapshots
 * that it may rest on. */
struct hj_digest hj_peers_counts_key(const struct hj_loaded *loaded,
                                     const struct hj_feature *feature);

/* NULL where the program needs none. */
enum hj_code hj_pass_peers_new(const struct hj_pass *pass, const struct hj_program_needs *needs,
                               struct hj_pass_peers **peers, struct hj_error *error) HJ_MUST_USE;
void hj_pass_peers_free(struct hj_pass_peers *peers);

/* Fetches what the store has for the block; *frames is the arena's, for the next call. */
enum hj_code hj_pass_peers_read(const struct hj_pass_peers *peers, uint32_t block,
                                struct hj_arena *arena, struct hj_span **frames,
                                struct hj_error *error) HJ_MUST_USE;
/* Puts the counts of the block's firms into input->features, in the block's arena; frames that are
 * to be left in the store take their places among `frames`. Any thread. */
enum hj_code hj_pass_peers_input(const struct hj_pass_peers *peers,
                                 const struct hj_pass_block *block, struct hj_span *frames,
                                 struct hj_match_input *input, struct hj_error *error) HJ_MUST_USE;
/* Leaves them, in block order. */
enum hj_code hj_pass_peers_leave(const struct hj_pass_peers *peers, uint32_t block,
                                 const struct hj_span *frames, struct hj_error *error) HJ_MUST_USE;

#endif
