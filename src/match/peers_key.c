/* SPDX-License-Identifier: MIT
 * Keys of peers: one hash of all values of a tuple. */
#include "match/peers.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { INLINE_TEXT = 64 }; /* longer texts enter a key as their own hash */

/* The hash of what came before, the size, the type and the bytes of one more value. */
static struct hj_peers_key add_part(struct hj_peers_key key, unsigned char type, uint64_t size,
                                    struct hj_span bytes)
{
    unsigned char buffer[sizeof key + sizeof size + 1 + INLINE_TEXT];
    size_t at = 0;
    memcpy(buffer, &key, sizeof key);
    at += sizeof key;
    memcpy(buffer + at, &size, sizeof size);
    at += sizeof size;
    buffer[at++] = type;
    if (bytes.size) {
        memcpy(buffer + at, bytes.data, bytes.size);
    }
    XXH128_hash_t hash = XXH3_128bits(buffer, at + bytes.size);
    return (struct hj_peers_key){hash.high64, hash.low64};
}

static struct hj_peers_key hash_of(struct hj_span text)
{
    XXH128_hash_t hash = XXH3_128bits(text.data, text.size);
    return (struct hj_peers_key){hash.high64, hash.low64};
}

static struct hj_peers_key add_text(struct hj_peers_key key, struct hj_span text)
{
    if (text.size <= INLINE_TEXT) {
        return add_part(key, HJ_TEXT, text.size, text);
    }
    struct hj_peers_key hash = hash_of(text);
    struct hj_span digest = {(const char *)&hash, sizeof hash};
    return add_part(key, HJ_TEXT, text.size, digest);
}

static struct hj_peers_key add_value(struct hj_peers_key key, const struct hj_value *value)
{
    if (value->type == HJ_TEXT) {
        return add_text(key, value->text);
    }
    uint64_t bits = hj_value_bits(value);
    struct hj_span bytes = {(const char *)&bits, sizeof bits};
    return add_part(key, (unsigned char)value->type, sizeof bits, bytes);
}

/* The first value of a tuple; a text, which it nearly always is, by its bytes alone. The n-th value
 * of all tuples has one type, so it need not be in the key. */
static struct hj_peers_key first_key(const struct hj_vector *vector, uint32_t row)
{
    if (vector->type == HJ_TEXT) {
        return hash_of(hj_vector_text(vector, row));
    }
    struct hj_value value = hj_vector_value(vector, row);
    return add_value((struct hj_peers_key){0, 0}, &value);
}

void hj_peers_keys(const struct hj_vector *const *vectors, uint32_t count, uint32_t rows,
                   struct hj_peers_key *keys)
{
    for (uint32_t row = 0; row < rows; row++) {
        bool null = count == 0 || !vectors[0] || hj_vector_is_null(vectors[0], row);
        struct hj_peers_key key = {0, 0};
        if (!null) {
            key = first_key(vectors[0], row);
        }
        for (uint32_t i = 1; i < count && !null; i++) {
            null = !vectors[i] || hj_vector_is_null(vectors[i], row);
            if (!null) {
                struct hj_value value = hj_vector_value(vectors[i], row);
                key = add_value(key, &value);
            }
        }
        keys[row] = null ? (struct hj_peers_key){0, 0} : key;
        if (!null && !key.high && !key.low) {
            keys[row].low = 1; /* all zero means NULL */
        }
    }
}
