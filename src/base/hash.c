/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hj_hash_bytes(struct hj_span bytes)
{
    return XXH3_64bits(bytes.data, bytes.size);
}

struct hj_digest hj_digest_of(const struct hj_span *parts, size_t count)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    for (size_t i = 0; i < count; i++) {
        unsigned char size[8];
        for (unsigned byte = 0; byte < 8; byte++) {
            size[byte] = (unsigned char)((uint64_t)parts[i].size >> (8 * byte));
        }
        XXH3_128bits_update(&state, size, sizeof size);
        XXH3_128bits_update(&state, parts[i].data, parts[i].size);
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    struct hj_digest digest;
    memcpy(digest.bytes, canonical.digest, sizeof digest.bytes);
    return digest;
}

void hj_digest_format(const struct hj_digest *digest, char text[33])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof digest->bytes; i++) {
        text[2 * i] = digits[digest->bytes[i] >> 4];
        text[2 * i + 1] = digits[digest->bytes[i] & 15];
    }
    text[32] = '\0';
}

bool hj_digest_parse(struct hj_span text, struct hj_digest *digest)
{
    if (text.size != 2 * sizeof digest->bytes) {
        return false;
    }
    memset(digest, 0, sizeof *digest);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (value < 0) {
            return false;
        }
        digest->bytes[i / 2] = (unsigned char)(digest->bytes[i / 2] << 4 | value);
    }
    return true;
}
