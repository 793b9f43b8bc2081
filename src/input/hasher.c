/* SPDX-License-Identifier: MIT */
#include "input/hasher.h"

#include "text/utf8.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

enum { NUMBER_SIZE = 256, SHA256_SIZE = 32 };

enum hj_code hj_hasher_init(struct hj_hasher *hasher, struct hj_span key, struct hj_error *error)
{
    *hasher = (struct hj_hasher){0};
    if (key.size == 0) {
        return hj_error_set(error, HJ_INPUT_NO_KEY);
    }
    char sha256[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = mac ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac);
    hasher->context = context;
    if (!context ||
        EVP_MAC_init(context, (const unsigned char *)key.data, key.size, parameters) != 1) {
        return hj_error_memory(error);
    }
    return HJ_OK;
}

void hj_hasher_release(struct hj_hasher *hasher)
{
    if (hasher) {
        EVP_MAC_CTX_free(hasher->context);
        *hasher = (struct hj_hasher){0};
    }
}

/* The form in which two spellings of one number are equal. What is longer than any number keeps its
 * first bytes. */
static size_t normalise(struct hj_span number, char out[NUMBER_SIZE])
{
    enum { FULL_WIDTH_FIRST = 0xFF01, FULL_WIDTH_LAST = 0xFF5E };
    size_t size = 0;
    for (size_t at = 0; at < number.size && size + 4 <= NUMBER_SIZE;) {
        uint32_t point = hj_text_next(number, &at);
        if (point >= FULL_WIDTH_FIRST && point <= FULL_WIDTH_LAST) {
            point = point - FULL_WIDTH_FIRST + '!';
        }
        if (point == '-' || hj_text_is_space(point)) {
            continue;
        }
        point -= point >= 'a' && point <= 'z' ? 'a' - 'A' : 0;
        size += hj_text_encode(point, out + size);
    }
    return size;
}

bool hj_hasher_run(struct hj_hasher *hasher, struct hj_span number, char digits[HJ_HASHER_DIGITS])
{
    static const char hexadecimal[] = "0123456789abcdef";
    char normal[NUMBER_SIZE];
    unsigned char hash[SHA256_SIZE];
    size_t size = normalise(number, normal), hashed = 0;
    /* without a key the one of before is used again */
    if (EVP_MAC_init(hasher->context, NULL, 0, NULL) != 1 ||
        EVP_MAC_update(hasher->context, (const unsigned char *)normal, size) != 1 ||
        EVP_MAC_final(hasher->context, hash, &hashed, sizeof hash) != 1) {
        return false;
    }
    for (size_t i = 0; i < HJ_HASHER_DIGITS / 2; i++) {
        digits[2 * i] = hexadecimal[hash[i] >> 4];
        digits[2 * i + 1] = hexadecimal[hash[i] & 15];
    }
    return true;
}
