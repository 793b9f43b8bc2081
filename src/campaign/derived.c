/* SPDX-License-Identifier: MIT */
#include "campaign/derived.h"

#include "column/codec.h"

struct hj_digest hj_derived_chain(struct hj_digest digest, struct hj_span next)
{
    const struct hj_span parts[] = {{(const char *)digest.bytes, sizeof digest.bytes}, next};
    return hj_digest_of(parts, 2);
}

enum hj_code hj_derived_get(struct hj_store *store, struct hj_digest key, uint32_t block,
                            struct hj_arena *arena, struct hj_vector *vector, bool *found,
                            struct hj_error *error)
{
    struct hj_buffer frame = {0};
    enum hj_code code = hj_store_get_derived(store, &key, block, &frame, found, error);
    if (code == HJ_OK && *found) {
        /* A decoded vector may point into its frame. */
        struct hj_span kept = hj_arena_copy(arena, hj_buffer_span(&frame));
        code = kept.data ? hj_codec_decode(kept, arena, vector, error) : hj_error_memory(error);
    }
    hj_buffer_release(&frame);
    return code;
}

enum hj_code hj_derived_get_note(struct hj_store *store, const char *group,
                                 const struct hj_digest *key, struct hj_arena *arena,
                                 struct hj_span *text, struct hj_error *error)
{
    char name[33];
    hj_digest_format(key, name);
    return hj_store_get_entry(store, group, name, arena, text, error);
}

enum hj_code hj_derived_put_note(struct hj_store *store, const char *group,
                                 const struct hj_digest *key, struct hj_span text,
                                 struct hj_error *error)
{
    char name[33];
    hj_digest_format(key, name);
    return hj_store_put_entry(store, group, name, text, error);
}
