/* SPDX-License-Identifier: MIT */
#include "match/peers.h"

#include "match/match_case.h"
#include "match/random_values.h"

enum { MANY = 20000 };

static struct hj_peers *fill(const struct hj_vector *const *vectors, uint32_t count, bool groups,
                             uint32_t block)
{
    struct hj_error error;
    struct hj_peers *peers = NULL;
    uint32_t rows = vectors[0]->rows;
    struct hj_peers_key *keys = calloc(rows + 1, sizeof *keys);
    assert_non_null(keys);
    hj_peers_keys(vectors, count, rows, keys);
    uint32_t blocks = (rows + block - 1) / block;
    assert_int_equal(hj_peers_new(&peers, blocks, groups, &error), HJ_OK);
    for (uint32_t i = blocks; i-- > 0;) { /* the order does not matter */
        uint32_t from = i * block;
        uint32_t here = rows - from < block ? rows - from : block;
        assert_int_equal(hj_peers_add(peers, i, keys + from, here, &error), HJ_OK);
    }
    assert_int_equal(hj_peers_freeze(peers, 2, &error), HJ_OK);
    free(keys);
    return peers;
}

static void check_counts(const struct hj_peers *peers, const int64_t *expected, uint32_t rows,
                         uint32_t block)
{
    int64_t values[64];
    uint64_t nulls[1];
    for (uint32_t row = 0; row < rows; row++) {
        struct hj_vector counts = hj_peers_counts(peers, row / block, block, values, nulls);
        struct hj_value value = hj_vector_value(&counts, row % block);
        assert_int_equal(value.null, expected[row] == 0);
        assert_int_equal(value.null ? 0 : value.integer, expected[row]);
    }
}

static void equal_values_are_counted(void **state)
{
    (void)state;
    struct match_case test;
    static const struct case_table registry = {"registry", "a text", false, false, NULL};
    case_init(&test, NULL, &registry, 1);
    const struct {
        const struct hj_vector *vectors[2];
        uint32_t count;
        int64_t expected[6];
    } cases[] = {
        {{case_vector(&test, HJ_TEXT, "x y x - '' ''")}, 1, {2, 1, 2, 0, 2, 2}},
        {{case_dictionary(&test, "x y x - '' ''")}, 1, {2, 1, 2, 0, 2, 2}},
        {{case_vector(&test, HJ_NUMBER, "0 -0.0 1 1 - 2")}, 1, {2, 2, 2, 2, 0, 1}},
        {{case_vector(&test, HJ_BOOLEAN, "T F T - F F")}, 1, {2, 3, 2, 0, 3, 3}},
        {{case_vector(&test, HJ_DATE, "2020-01-01 2020-01-02 2020-01-01 - 2020-01-03 2020-01-01")},
         1,
         {3, 1, 3, 0, 1, 3}},
        {{case_vector(&test, HJ_TEXT, "ab a a ab - ab"),
          case_vector(&test, HJ_TEXT, "c bc bc - c c")},
         2,
         {2, 2, 2, 0, 0, 2}},
        {{case_vector(&test, HJ_TEXT, "a a a a a a"),
          case_vector(&test, HJ_INTEGER, "1 2 1 2 1 -")},
         2,
         {3, 2, 3, 2, 3, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (uint32_t block = 1; block <= 6; block += 5) {
            struct hj_peers *peers = fill(cases[i].vectors, cases[i].count, false, block);
            check_counts(peers, cases[i].expected, 6, block);
            hj_peers_free(peers);
        }
    }
    case_release(&test);
}

static void a_missing_column_has_no_peers(void **state)
{
    (void)state;
    struct hj_peers_key keys[3];
    const struct hj_vector *vectors[] = {NULL};
    memset(keys, 1, sizeof keys);
    hj_peers_keys(vectors, 1, 3, keys);
    for (size_t i = 0; i < 3; i++) {
        assert_true(keys[i].high == 0 && keys[i].low == 0);
    }
}

static void groups_come_in_the_order_of_their_first_row(void **state)
{
    (void)state;
    struct match_case test;
    static const struct case_table registry = {"registry", "a text", false, false, NULL};
    case_init(&test, NULL, &registry, 1);
    const struct hj_vector *vector = case_vector(&test, HJ_TEXT, "z b a b - z c a b");
    struct hj_peers *peers = fill(&vector, 1, true, 4);
    static const uint32_t expected[3][3] = {{0, 5}, {1, 3, 8}, {2, 7}};
    static const uint32_t counts[3] = {2, 3, 2};
    assert_int_equal(hj_peers_group_count(peers), 3);
    for (uint32_t group = 0; group < 3; group++) {
        uint32_t count = 0;
        const uint32_t *rows = hj_peers_group(peers, group, &count);
        assert_int_equal(count, counts[group]);
        assert_memory_equal(rows, expected[group], count * sizeof *rows);
    }
    hj_peers_free(peers);
    case_release(&test);
}

/* Against counting by comparison. */
static void many_firms_are_counted_right(void **state)
{
    (void)state;
    struct random_source source = {7};
    static int64_t values[MANY];
    static uint64_t nulls[MANY / 64 + 1];
    static int64_t counted[MANY];
    static int64_t counts[1000];
    memset(counts, 0, sizeof counts);
    memset(nulls, 0, sizeof nulls);
    for (uint32_t row = 0; row < MANY; row++) {
        values[row] = (int64_t)random_below(&source, 1000);
        if (random_percent(&source, 10)) {
            hj_bits_set(nulls, row);
        } else {
            counts[values[row]]++;
        }
    }
    struct hj_vector vector = {
        .type = HJ_INTEGER, .rows = MANY, .nulls = nulls, .integers = values};
    const struct hj_vector *vectors[] = {&vector};
    enum { BLOCK = 1234, LAST = MANY / BLOCK };
    struct hj_peers *peers = fill(vectors, 1, true, BLOCK);
    uint64_t result_nulls[BLOCK / 64 + 1];
    for (uint32_t row = 0; row < MANY; row++) {
        struct hj_vector result;
        if (row % BLOCK == 0) {
            result = hj_peers_counts(peers, row / BLOCK, BLOCK, counted, result_nulls);
        }
        bool null = hj_bits_get(nulls, row);
        assert_int_equal(hj_vector_is_null(&result, row % BLOCK), null);
        assert_int_equal(result.integers[row % BLOCK], null ? 0 : counts[values[row]]);
    }
    /* What was never added. */
    struct hj_vector result = hj_peers_counts(peers, LAST, BLOCK, counted, result_nulls);
    for (uint32_t row = MANY % BLOCK; row < BLOCK; row++) {
        assert_true(hj_vector_is_null(&result, row));
    }
    hj_peers_free(peers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_are_counted),
        cmocka_unit_test(a_missing_column_has_no_peers),
        cmocka_unit_test(groups_come_in_the_order_of_their_first_row),
        cmocka_unit_test(many_firms_are_counted_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
