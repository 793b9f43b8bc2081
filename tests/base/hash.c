/* SPDX-License-Identifier: MIT
 * Hashes are stored: their values are pinned. */
#include "base/hash.h"
#include "cmocka_test.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void the_hash_is_xxh3(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t hash;
    } cases[] = {
        /* what `xxhsum -H3` says */
        {"", UINT64_C(0x2d06800538d394c2)},
        {"a", UINT64_C(0xe6c632b61e964e1f)},
        {"abc", UINT64_C(0x78af5f94892f3950)},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(hj_hash_bytes(hj_span_of(cases[i].text)) == cases[i].hash);
    }
}

static struct hj_digest digest_of(const char *const *texts, size_t count)
{
    struct hj_span parts[8];
    for (size_t i = 0; i < count; i++) {
        parts[i] = hj_span_of(texts[i]);
    }
    return hj_digest_of(parts, count);
}

static void lists_of_texts_differ_where_they_are_cut_otherwise(void **state)
{
    (void)state;
    static const char *const lists[][3] = {
        {"ab", "c", NULL}, {"a", "bc", NULL},  {"abc", NULL, NULL}, {"abc", "", NULL},
        {"", "abc", NULL}, {"a", "b", "c"},    {"", NULL, NULL},    {"", "", NULL},
        {"ab", "c", ""},   {NULL, NULL, NULL},
    };
    struct hj_digest digests[COUNT(lists)];
    for (size_t i = 0; i < COUNT(lists); i++) {
        size_t count = 0;
        while (count < 3 && lists[i][count]) {
            count++;
        }
        digests[i] = digest_of(lists[i], count);
        for (size_t other = 0; other < i; other++) {
            assert_memory_not_equal(&digests[i], &digests[other], sizeof digests[i]);
        }
        struct hj_digest again = digest_of(lists[i], count);
        assert_memory_equal(&digests[i], &again, sizeof again);
    }
}

static void a_digest_is_written_as_32_digits(void **state)
{
    (void)state;
    struct hj_digest digest;
    char text[33];
    for (unsigned i = 0; i < 16; i++) {
        digest.bytes[i] = (unsigned char)(i * 17);
    }
    hj_digest_format(&digest, text);
    assert_string_equal(text, "00112233445566778899aabbccddeeff");
    struct hj_digest read;
    assert_true(hj_digest_parse((struct hj_span){text, 32}, &read));
    assert_memory_equal(&read, &digest, sizeof read);
    assert_false(hj_digest_parse((struct hj_span){text, 31}, &read));
    text[31] = 'g';
    assert_false(hj_digest_parse((struct hj_span){text, 32}, &read));
}

static void a_digest_is_the_same_on_every_machine(void **state)
{
    (void)state;
    static const char *const texts[] = {"rule", "status = 'x'"};
    struct hj_digest digest = digest_of(texts, 2);
    char text[33];
    hj_digest_format(&digest, text);
    assert_string_equal(text, "0892a6e5d9150f7b5d77379c4be33e0a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_xxh3),
        cmocka_unit_test(lists_of_texts_differ_where_they_are_cut_otherwise),
        cmocka_unit_test(a_digest_is_written_as_32_digits),
        cmocka_unit_test(a_digest_is_the_same_on_every_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
