/* SPDX-License-Identifier: MIT
 * Two hashes. hj_hash_bytes (XXH3, 64 bit) for tables and check sums; struct hj_digest (XXH3, 128
 * bit) for names of definitions in the store. Both give the same on every machine. */
#ifndef HJ_BASE_HASH_H
#define HJ_BASE_HASH_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

uint64_t hj_hash_bytes(struct hj_span bytes);

struct hj_digest {
    unsigned char bytes[16];
};

/* The digest of a list of texts; ("ab", "c") and ("a", "bc") differ. */
struct hj_digest hj_digest_of(const struct hj_span *parts, size_t count);
/* 32 lower-case hexadecimal digits and a NUL. */
void hj_digest_format(const struct hj_digest *digest, char text[33]);
/* Of such digits; false: text is something else. */
bool hj_digest_parse(struct hj_span text, struct hj_digest *digest);

#endif
