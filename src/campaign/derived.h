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

struct hj_digest hj_derived_chain_value(struct hj_digest digest, const struct hj_value *value);

/* The vector under the key in a block, in the arena; *found false leaves *vector as it was. */
enum hj_code hj_derived_get(struct hj_store *store, struct hj_digest key, uint32_t block,
                            struct hj_arena *arena, struct hj_vector *vector, bool *found,
                            struct hj_error *error) HJ_MUST_USE;

/* A list of numbers as a derived column; one of more rows than a block has goes on in the next. */
struct hj_derived_numbers {
    int64_t *items; /* hj_memory_free */
    size_t count, capacity;
};
enum hj_code hj_derived_put_numbers(struct hj_store *store, int64_t snapshot, struct hj_digest key,
                                    const int64_t *numbers, size_t count,
                                    struct hj_error *error) HJ_MUST_USE;
/* Behind those that are there already; none are added where there are none under the key. */
enum hj_code hj_derived_get_numbers(struct hj_store *store, struct hj_digest key,
                                    struct hj_derived_numbers *numbers,
                                    struct hj_error *error) HJ_MUST_USE;

/* The same for numbers that stand in several places; *found false: not so many, and none is set. */
enum hj_code hj_derived_put_counts(struct hj_store *store, int64_t snapshot, struct hj_digest key,
                                   int64_t *const *places, size_t count,
                                   struct hj_error *error) HJ_MUST_USE;
enum hj_code hj_derived_get_counts(struct hj_store *store, struct hj_digest key,
                                   int64_t *const *places, size_t count, bool *found,
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
