/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "cmocka_test.h"

static void nothing_is_something(void **state)
{
    (void)state;
    void *block = hj_memory_new(0);
    assert_non_null(block);
    block = hj_memory_resize(block, 0);
    assert_non_null(block);
    hj_memory_free(block);
    hj_memory_free(NULL);
}

static void zeroed_memory_is_zero_and_never_wraps_around(void **state)
{
    (void)state;
    unsigned char *block = hj_memory_zero(10, 10);
    assert_non_null(block);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(block[i], 0);
    }
    hj_memory_free(block);
    /* volatile: the compiler sees that it cannot be, and says so */
    volatile size_t half = SIZE_MAX / 2;
    assert_null(hj_memory_zero(half, 3));
}

static void the_call_asked_for_fails_once(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 4; nth++) {
        void *blocks[4] = {NULL};
        hj_memory_fail_at(nth);
        blocks[0] = hj_memory_new(8);
        blocks[1] = hj_memory_zero(1, 8);
        blocks[2] = hj_memory_resize(NULL, 8);
        blocks[3] = hj_memory_new(8);
        assert_int_equal(hj_memory_calls(), 4);
        for (uint64_t i = 0; i < 4; i++) {
            assert_int_equal(blocks[i] == NULL, i + 1 == nth);
            hj_memory_free(blocks[i]);
        }
    }
    hj_memory_fail_at(0);
    assert_int_equal(hj_memory_calls(), 0);
}

static void lists_grow_by_doubling_and_keep_their_items(void **state)
{
    (void)state;
    void *items = NULL;
    size_t capacity = 0;
    hj_memory_fail_at(0);
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(hj_memory_grow(&items, &capacity, i + 1, sizeof(size_t)), 0);
        assert_true(capacity > i);
        ((size_t *)items)[i] = i;
    }
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(((size_t *)items)[i], i);
    }
    assert_true(hj_memory_calls() <= 12);
    hj_memory_free(items);
}

static void growing_too_far_changes_nothing(void **state)
{
    (void)state;
    void *items = NULL;
    size_t capacity = 0;
    assert_int_equal(hj_memory_grow(&items, &capacity, 5, 1), 0);
    void *before = items;
    assert_int_equal(hj_memory_grow(&items, &capacity, SIZE_MAX, 1), -1);
    assert_int_equal(hj_memory_grow(&items, &capacity, SIZE_MAX / 4, 8), -1);
    hj_memory_fail_at(1);
    assert_int_equal(hj_memory_grow(&items, &capacity, 100, 1), -1);
    hj_memory_fail_at(0);
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, 8);
    hj_memory_free(items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(zeroed_memory_is_zero_and_never_wraps_around),
        cmocka_unit_test(the_call_asked_for_fails_once),
        cmocka_unit_test(lists_grow_by_doubling_and_keep_their_items),
        cmocka_unit_test(growing_too_far_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
