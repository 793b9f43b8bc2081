/* SPDX-License-Identifier: MIT */
#include "column/bits.h"
#include "cmocka_test.h"

enum { WORDS = 4 };

enum { NO, UNKNOWN, YES }; /* Kleene: and is the least, or the greatest, not the mirror */

static const uint32_t row_counts[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 256};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct bits {
    uint64_t yes[WORDS], unknown[WORDS];
};

static struct hj_truth view(struct bits *bits)
{
    return (struct hj_truth){bits->yes, bits->unknown};
}

static void put(struct bits *bits, uint32_t row, int value)
{
    if (value == YES) {
        hj_bits_set(bits->yes, row);
    }
    if (value == UNKNOWN) {
        hj_bits_set(bits->unknown, row);
    }
}

/* -1: both at once, which must not be. */
static int get(const struct bits *bits, uint32_t row)
{
    bool yes = hj_bits_get(bits->yes, row);
    bool unknown = hj_bits_get(bits->unknown, row);
    return yes && unknown ? -1 : yes ? YES : unknown ? UNKNOWN : NO;
}

static void assert_tail_is_zero(const uint64_t *bits, uint32_t rows)
{
    for (uint32_t row = rows; row < 64 * hj_bits_words(rows); row++) {
        assert_false(hj_bits_get(bits, row));
    }
}

/* Rows go through all nine pairs of values; result is a, b or another. */
static void check(uint32_t rows, int alias)
{
    struct bits a = {{0}, {0}};
    struct bits b = {{0}, {0}};
    for (uint32_t row = 0; row < rows; row++) {
        put(&a, row, (int)(row % 3));
        put(&b, row, (int)(row / 3 % 3));
    }
    for (int operation = 0; operation < 3; operation++) {
        struct bits left = a;
        struct bits right = b;
        struct bits other = {{0}, {0}};
        struct bits *result = alias == 0 ? &other : alias == 1 ? &left : &right;
        if (operation == 0) {
            hj_truth_and(view(result), view(&left), view(&right), rows);
        } else if (operation == 1) {
            hj_truth_or(view(result), view(&left), view(&right), rows);
        } else {
            hj_truth_not(view(result), view(&left), rows);
        }
        for (uint32_t row = 0; row < rows; row++) {
            int x = (int)(row % 3);
            int y = (int)(row / 3 % 3);
            int least = x < y ? x : y;
            int greatest = x < y ? y : x;
            int expected = operation == 0 ? least : operation == 1 ? greatest : YES - x;
            assert_int_equal(get(result, row), expected);
        }
        assert_tail_is_zero(result->yes, rows);
        assert_tail_is_zero(result->unknown, rows);
    }
}

static void truths_follow_kleene(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(row_counts); i++) {
        check(row_counts[i], 0);
    }
}

static void the_result_may_be_an_operand(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(row_counts); i++) {
        check(row_counts[i], 1);
        check(row_counts[i], 2);
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
        cmocka_unit_test(truths_follow_kleene),
        cmocka_unit_test(the_result_may_be_an_operand),
        cmocka_unit_test(filling_sets_the_rows_and_nothing_else),
        cmocka_unit_test(single_bits_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
