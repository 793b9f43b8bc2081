/* SPDX-License-Identifier: MIT
 * Numbers of persons (documents, telephones) become keyed hashes at the door: equal numbers can be
 * found, none can be read. HMAC-SHA256 of the number without blanks and hyphens, full-width forms
 * and letters folded to ASCII capitals; the first 16 bytes in lower-case hexadecimal digits. */
#ifndef HJ_INPUT_HASHER_H
#define HJ_INPUT_HASHER_H

#include "base/error.h"

enum { HJ_HASHER_DIGITS = 32 };

/* One a worker; all zero has no key. */
struct hj_hasher {
    void *context; /* OpenSSL's */
};

/* HJ_INPUT_NO_KEY when the key is empty. Release in any case. */
enum hj_code hj_hasher_init(struct hj_hasher *hasher, struct hj_span key,
                            struct hj_error *error) HJ_MUST_USE;
void hj_hasher_release(struct hj_hasher *hasher);
/* False when OpenSSL fails, which is a full memory. */
bool hj_hasher_run(struct hj_hasher *hasher, struct hj_span number, char digits[HJ_HASHER_DIGITS]);

#endif
