/* SPDX-License-Identifier: MIT */
#include "column/bits.h"
#include "cmocka_test.h"

enum { WORDS = 4 };

static const uint32_t row_counts[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 256};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void assert_tail_is_zero(const uint64_t *bits, uint32_t rows)
{
    for (uint32_t row = rows; row < 64 * hj_bits_words(rows); row++) {
        assert_false(hj_bits_get(bits, row));
    }
}

static void filling_sets_the_rows_and_nothing_else(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(row_counts); i++) {
        uint32_t rows = row_counts[i];
        uint64_t bits[WORDS + 1];
        for (size_t word = 0; word <= WORDS; word++) {
            bits[word] = UINT64_C(0x123456789abcdef0);
        }
        hj_bits_fill(bits, rows);
        assert_int_equal(hj_bits_count(bits, rows), rows);
        assert_tail_is_zero(bits, rows);
        assert_true(bits[hj_bits_words(rows)] == UINT64_C(0x123456789abcdef0));
    }
}

static void single_bits_are_counted(void **state)
{
    (void)state;
    uint64_t bits[WORDS] = {0};
    for (uint32_t row = 0; row < 64 * WORDS; row += 3) {
        assert_false(hj_bits_get(bits, row));
        hj_bits_set(bits, row);
        assert_true(hj_bits_get(bits, row));
        assert_int_equal(hj_bits_count(bits, 64 * WORDS), row / 3 + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filling_sets_the_rows_and_nothing_else),
        cmocka_unit_test(single_bits_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
