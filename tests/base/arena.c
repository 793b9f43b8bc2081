/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/memory.h"
#include "cmocka_test.h"

static void memory_is_aligned_for_any_type(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    for (size_t size = 0; size < 100; size++) {
        void *block = hj_arena_new(&arena, size);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % sizeof(max_align_t) % 16, 0);
    }
    hj_arena_release(&arena);
}

static void blocks_do_not_overlap(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    unsigned char *blocks[500];
    for (size_t i = 0; i < 500; i++) {
        blocks[i] = hj_arena_new(&arena, 1 + i * 7);
        assert_non_null(blocks[i]);
        memset(blocks[i], (int)(i % 251), 1 + i * 7);
    }
    for (size_t i = 0; i < 500; i++) {
        for (size_t byte = 0; byte < 1 + i * 7; byte++) {
            assert_int_equal(blocks[i][byte], i % 251);
        }
    }
    hj_arena_release(&arena);
}

static void a_cleared_arena_takes_nothing_more_from_the_heap(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    size_t held = 0;
    uint64_t calls = 0;
    for (int round = 0; round < 5; round++) {
        for (size_t i = 0; i < 1000; i++) {
            assert_non_null(hj_arena_new(&arena, 1 + i * 13 % 5000));
        }
        assert_non_null(hj_arena_new(&arena, 3 * 1024 * 1024));
        if (round == 1) { /* now it knows how much will be asked for */
            held = arena.total;
            calls = hj_memory_calls();
        }
        assert_true(round < 1 || (arena.total == held && hj_memory_calls() == calls));
        hj_arena_clear(&arena);
    }
    hj_arena_release(&arena);
    assert_int_equal(arena.total, 0);
}

/* Columns of many blocks of different sizes: chunks that fitted one block must not stay beside
 * those that fit the next. */
static void a_cleared_arena_holds_little_more_than_was_asked_for(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    size_t most = 0;
    for (size_t round = 0; round < 200; round++) {
        size_t used = 0;
        for (size_t column = 0; column < 9; column++) {
            size_t size = 300000 * (column + 1) + round * 37 % 40 * 10000;
            assert_non_null(hj_arena_new(&arena, size));
            used += size;
        }
        most = used > most ? used : most;
        hj_arena_clear(&arena);
        assert_true(arena.total <= most + most / 4);
    }
    hj_arena_release(&arena);
}

static void zeroed_memory_is_zero_also_when_used_again(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    for (int round = 0; round < 2; round++) {
        unsigned char *block = hj_arena_zero(&arena, 100, 10);
        assert_non_null(block);
        for (size_t i = 0; i < 1000; i++) {
            assert_int_equal(block[i], 0);
        }
        memset(block, 0xff, 1000);
        hj_arena_clear(&arena);
    }
    hj_arena_release(&arena);
}

static void a_copy_ends_in_nul_and_keeps_nul_inside(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    struct hj_span text = HJ_SPAN("a\0b");
    struct hj_span copy = hj_arena_copy(&arena, text);
    assert_int_equal(copy.size, 3);
    assert_memory_equal(copy.data, "a\0b", 4);
    copy = hj_arena_copy(&arena, (struct hj_span){NULL, 0});
    assert_int_equal(copy.size, 0);
    assert_string_equal(copy.data, "");
    hj_arena_release(&arena);
}

static void impossible_sizes_are_refused(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    assert_null(hj_arena_new(&arena, SIZE_MAX));
    assert_null(hj_arena_new(&arena, SIZE_MAX - sizeof(max_align_t) + 1));
    assert_null(hj_arena_new(&arena, SIZE_MAX - sizeof(max_align_t) - 8));
    assert_null(hj_arena_zero(&arena, SIZE_MAX / 2 + 1, 2)); /* 0, if it went round */
    assert_null(hj_arena_zero(&arena, 4, SIZE_MAX / 4 + 2));
    hj_arena_release(&arena);
}

static void a_full_memory_leaves_the_arena_usable(void **state)
{
    (void)state;
    struct hj_arena arena = {0};
    hj_memory_fail_at(1);
    assert_null(hj_arena_new(&arena, 10));
    hj_memory_fail_at(1);
    assert_null(hj_arena_copy(&arena, hj_span_of("text")).data);
    hj_memory_fail_at(0);
    assert_non_null(hj_arena_new(&arena, 10));
    hj_arena_release(&arena);
    hj_arena_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_for_any_type),
        cmocka_unit_test(blocks_do_not_overlap),
        cmocka_unit_test(a_cleared_arena_takes_nothing_more_from_the_heap),
        cmocka_unit_test(a_cleared_arena_holds_little_more_than_was_asked_for),
        cmocka_unit_test(zeroed_memory_is_zero_also_when_used_again),
        cmocka_unit_test(a_copy_ends_in_nul_and_keeps_nul_inside),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(a_full_memory_leaves_the_arena_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
