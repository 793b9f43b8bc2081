/* SPDX-License-Identifier: MIT
 * Derived blocks in the store (the one cache rule of design.md section 13): findings, verdicts,
 * clusters, counts of peers. Each stands under the digest of all it was made from, so what is found
 * is right. */
#ifndef HJ_CAMPAIGN_DERIVED_H
#define HJ_CAMPAIGN_DERIVED_H

#include "column/vector.h"
#include "store/store.h"

/* The digest of one more thing that a result rests on. */
struct hj_digest hj_derived_chain(struct hj_digest digest, struct hj_span next);

/* The vector under the key in a block, in the arena; *found false leaves *vector as it was. */
enum hj_code hj_derived_get(struct hj_store *store, struct hj_digest key, uint32_t block,
                            struct hj_arena *arena, struct hj_vector *vector, bool *found,
                            struct hj_error *error) HJ_MUST_USE;

/* A short text of the stage `group` under the key, such as counts: what says that a result is
 * there. data NULL: there is none. */
enum hj_code hj_derived_get_note(struct hj_store *store, const char *group,
                                 const struct hj_digest *key, struct hj_arena *arena,
                                 struct hj_span *text, struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_derived_put_note(struct hj_store *store, const char *group,
                                 const struct hj_digest *key, struct hj_span text,
                                 struct hj_error *error) HJ_MUST_USE;

#endif
