/* SPDX-License-Identifier: MIT */
#include "text/words.h"
#include "base/memory.h"
#include "cmocka_test.h"
#include "text/utf8.h"

static struct hj_text_normal *normal;
static struct hj_arena arena;

static const struct hj_span regions[] = {HJ_SPAN("淮安"), HJ_SPAN("淮安市"), HJ_SPAN("江蘇"),
                                         HJ_SPAN("公司"), HJ_SPAN("")};
static const struct hj_span forms[] = {HJ_SPAN("有限公司"), HJ_SPAN("公司"), HJ_SPAN("淮安"),
                                       HJ_SPAN("(有限 合伙)"), HJ_SPAN("公司")};
static const struct hj_text_list lists[] = {{regions, 5}, {forms, 5}};

static int set_up(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    hj_arena_init(&arena);
    return hj_text_normal_new(&normal, &error) == HJ_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    hj_text_normal_free(normal);
    hj_arena_release(&arena);
    return 0;
}

static struct hj_text_words *build(void)
{
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_words *words = NULL;
    assert_int_equal(hj_text_words_new(&words, lists, 2, normal, &error), HJ_OK);
    return words;
}

static void the_longest_word_of_the_kind_is_found(void **state)
{
    (void)state;
    struct hj_text_words *words = build();
    struct hj_span text = hj_span_of("江苏淮安市红光有限公司");
    struct hj_text_word found = hj_text_words_at(words, text, 0, 1);
    assert_int_equal(found.size, 6); /* the list has it in traditional characters */
    assert_int_equal(found.first, 2);
    found = hj_text_words_at(words, text, 6, 1);
    assert_int_equal(found.size, 9);
    assert_int_equal(found.kinds, 1);
    found = hj_text_words_at(words, text, 6, 2);
    assert_int_equal(found.size, 6);
    assert_int_equal(found.kinds, 3);
    assert_int_equal(hj_text_words_at(words, text, 3, 3).size, 0);
    assert_int_equal(hj_text_words_at(words, text, text.size, 3).size, 0);
    assert_int_equal(hj_text_words_at(words, text, 0, 2).size, 0);
    hj_text_words_free(words);
}

static void words_are_found_at_the_end(void **state)
{
    (void)state;
    struct hj_text_words *words = build();
    struct hj_text_word found = hj_text_words_end(words, hj_span_of("红光有限公司"), 3);
    assert_int_equal(found.size, 12);
    assert_int_equal(found.kinds, 2);
    found = hj_text_words_end(words, hj_span_of("红光有限公司"), 1);
    assert_int_equal(found.size, 6);
    assert_int_equal(found.first, 3);
    assert_int_equal(hj_text_words_end(words, hj_span_of("红光(有限合伙)"), 2).size, 14);
    assert_int_equal(hj_text_words_end(words, hj_span_of("红光"), 3).size, 0);
    assert_int_equal(hj_text_words_end(words, hj_span_of(""), 3).size, 0);
    assert_int_equal(hj_text_words_end(words, hj_span_of("司"), 3).size, 0);
    hj_text_words_free(words);
}

/* Enough words that the tables grow and places collide. */
static void many_words_are_told_apart(void **state)
{
    (void)state;
    enum { WORDS = 8000 };
    static char letters[WORDS][8];
    static struct hj_span items[WORDS];
    for (size_t i = 0; i < WORDS; i++) {
        size_t size = hj_text_encode(0x4E00 + (uint32_t)(i % 100), letters[i]);
        size += hj_text_encode(0x5E00 + (uint32_t)(i / 100), letters[i] + size);
        items[i] = (struct hj_span){letters[i], size};
    }
    struct hj_text_list list = {items, WORDS};
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_words *words = NULL;
    assert_int_equal(hj_text_words_new(&words, &list, 1, normal, &error), HJ_OK);
    size_t found = 0;
    for (uint32_t first = 0x4E00; first < 0x4F00; first++) {
        for (uint32_t last = 0x5DF0; last < 0x5F00; last++) {
            char bytes[8];
            size_t size = hj_text_encode(first, bytes);
            size += hj_text_encode(last, bytes + size);
            struct hj_span text = {bytes, size};
            struct hj_text_word word = hj_text_words_at(words, text, 0, 1);
            assert_int_equal(word.size, hj_text_words_end(words, text, 1).size);
            if (word.size > 0) {
                struct hj_span form = hj_text_normalise(normal, items[word.first], &arena);
                assert_true(hj_span_equal(form, text));
                found++;
            }
        }
    }
    assert_true(found > WORDS * 9 / 10); /* some become another character in the normal form */
    hj_text_words_free(words);
}

static void all_words_at_a_place_are_given(void **state)
{
    (void)state;
    struct hj_text_words *words = build();
    struct hj_text_word found[4];
    struct hj_span text = hj_span_of("淮安市淮安");
    assert_int_equal(hj_text_words_all(words, text, 0, 3, found, 4), 2);
    assert_int_equal(found[0].size, 6);
    assert_int_equal(found[1].size, 9);
    assert_int_equal(hj_text_words_all(words, text, 0, 2, found, 4), 1);
    assert_int_equal(hj_text_words_all(words, text, 0, 3, found, 1), 1);
    assert_int_equal(hj_text_words_all(words, text, text.size, 3, found, 4), 0);
    hj_text_words_free(words);
}

static void no_words_are_no_error(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_words *words = NULL;
    assert_int_equal(hj_text_words_new(&words, NULL, 0, normal, &error), HJ_OK);
    assert_int_equal(hj_text_words_at(words, hj_span_of("淮安"), 0, 1).size, 0);
    hj_text_words_free(words);
    hj_text_words_free(NULL);
}

static void a_full_memory_is_told(void **state)
{
    (void)state;
    enum hj_code code = HJ_MEMORY;
    uint64_t nth = 1;
    for (; code != HJ_OK; nth++) {
        struct hj_error error = {.code = HJ_OK};
        struct hj_text_words *words = NULL;
        hj_memory_fail_at(nth);
        code = hj_text_words_new(&words, lists, 2, normal, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || (code == HJ_MEMORY && words == NULL));
        hj_text_words_free(words);
    }
    assert_true(nth > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_word_of_the_kind_is_found),
        cmocka_unit_test(words_are_found_at_the_end),
        cmocka_unit_test(many_words_are_told_apart),
        cmocka_unit_test(all_words_at_a_place_are_given),
        cmocka_unit_test(no_words_are_no_error),
        cmocka_unit_test(a_full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
