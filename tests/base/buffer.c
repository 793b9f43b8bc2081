/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"
#include "base/memory.h"
#include "cmocka_test.h"

static void appended_bytes_follow_each_other(void **state)
{
    (void)state;
    struct hj_buffer buffer = {0};
    for (int i = 0; i < 10000; i++) {
        char digit = (char)('0' + i % 10);
        assert_true(hj_buffer_append(&buffer, (struct hj_span){&digit, 1}));
    }
    assert_true(hj_buffer_append(&buffer, (struct hj_span){NULL, 0}));
    assert_int_equal(buffer.size, 10000);
    for (size_t i = 0; i < 10000; i++) {
        assert_int_equal(hj_buffer_span(&buffer).data[i], '0' + i % 10);
    }
    hj_buffer_release(&buffer);
    assert_null(buffer.data);
}

static void a_cleared_buffer_keeps_its_memory(void **state)
{
    (void)state;
    struct hj_buffer buffer = {0};
    assert_true(hj_buffer_reserve(&buffer, 1000));
    hj_buffer_clear(&buffer);
    hj_memory_fail_at(1);
    assert_true(hj_buffer_reserve(&buffer, 1000));
    assert_int_equal(hj_memory_calls(), 0);
    hj_memory_fail_at(0);
    hj_buffer_release(&buffer);
}

static void a_full_memory_changes_nothing(void **state)
{
    (void)state;
    struct hj_buffer buffer = {0};
    assert_true(hj_buffer_append(&buffer, hj_span_of("kept")));
    assert_false(hj_buffer_reserve(&buffer, SIZE_MAX));
    assert_false(hj_buffer_reserve(&buffer, SIZE_MAX - 4));
    hj_memory_fail_at(1);
    assert_false(hj_buffer_append(&buffer, hj_span_of("longer than what there is room for")));
    hj_memory_fail_at(0);
    assert_true(hj_span_is(hj_buffer_span(&buffer), "kept"));
    hj_buffer_release(&buffer);
    hj_buffer_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appended_bytes_follow_each_other),
        cmocka_unit_test(a_cleared_buffer_keeps_its_memory),
        cmocka_unit_test(a_full_memory_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
