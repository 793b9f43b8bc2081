/* SPDX-License-Identifier: MIT */
#include "text/similarity.h"
#include "base/memory.h"
#include "cmocka_test.h"

static struct hj_text_scratch scratch;

static struct hj_text_points points_of(const char *text, uint32_t *points)
{
    return (struct hj_text_points){points, hj_text_decode(hj_span_of(text), points)};
}

static int set_up(void **state)
{
    (void)state;
    return hj_text_scratch_reserve(&scratch, 400);
}

static int tear_down(void **state)
{
    (void)state;
    hj_text_scratch_release(&scratch);
    return 0;
}

static void assert_near(double got, double wanted, const char *what)
{
    double apart = got > wanted ? got - wanted : wanted - got;
    if (!(apart < 5e-7)) {
        fail_msg("%s: %.7f, wanted %.7f", what, got, wanted);
    }
}

/* Winkler's own pairs (1994, table 1) to three digits are in the second column of many texts; here
 * to seven, computed by hand from counts of common and moved characters. */
static void jaro_winkler_gives_known_values(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double wanted;
    } cases[] = {
        {"MARTHA", "MARHTA", 0.9611111},
        {"DWAYNE", "DUANE", 0.84},
        {"DIXON", "DICKSONX", 0.8133333},
        {"SHACKLEFORD", "SHACKELFORD", 0.9818182},
        {"JERALDINE", "GERALDINE", 0.9259259},
        {"ABROMS", "ABRAMS", 0.9222222},
        {"JONES", "JOHNSON", 0.8323810},
        {"abcvwxyz", "cabvwxyz", 0.9583333}, /* three moved: one transposition, floored */
        {"红光酒业", "红光酒厂", 0.8833333},
        {"红光(北京)酒业发展有限公司", "北京红光酒业发展有限公司", 0.8968254},
        {"淮安", "安淮", 0},
        {"", "", 1},
        {"", "a", 0},
        {"a", "a", 1},
        {"a", "b", 0},
        {"abcd", "wxyz", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t left[64];
        uint32_t right[64];
        struct hj_text_points a = points_of(cases[i].a, left);
        struct hj_text_points b = points_of(cases[i].b, right);
        assert_near(hj_text_jaro_winkler(a, b, &scratch), cases[i].wanted, cases[i].a);
        assert_near(hj_text_jaro_winkler(a, a, &scratch), 1, cases[i].a);
    }
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static struct hj_text_points draw_text(uint64_t *seed, uint32_t longest, uint32_t *points)
{
    size_t size = draw(seed, longest + 1);
    for (size_t i = 0; i < size; i++) {
        points[i] = 0x4E00 + 64 * draw(seed, 3) + draw(seed, 3);
    }
    return (struct hj_text_points){points, size};
}

/* As the definition has it, with no care for speed. */
static double slow_jaro_winkler(struct hj_text_points a, struct hj_text_points b)
{
    bool left[200] = {false};
    bool right[200] = {false};
    size_t longer = a.size > b.size ? a.size : b.size;
    size_t common = 0;
    size_t moved = 0;
    if (longer == 0) {
        return 1;
    }
    for (size_t i = 0; i < a.size; i++) {
        for (size_t j = 0; j < b.size; j++) {
            size_t apart = i > j ? i - j : j - i;
            if (!left[i] && !right[j] && a.data[i] == b.data[j] &&
                (apart == 0 || apart + 1 <= longer / 2)) {
                left[i] = right[j] = true;
                common++;
            }
        }
    }
    for (size_t i = 0, j = 0; i < a.size; i++) {
        if (left[i]) {
            for (; !right[j]; j++) {
            }
            moved += a.data[i] != b.data[j++];
        }
    }
    if (common == 0) {
        return 0;
    }
    double m = (double)common;
    double jaro = (m / (double)a.size + m / (double)b.size + (m - (double)(moved / 2)) / m) / 3;
    double prefix = 0;
    for (size_t i = 0; i < 4 && i < a.size && i < b.size && a.data[i] == b.data[i]; i++) {
        prefix += 0.1;
    }
    return jaro > 0.7 ? jaro + prefix * (1 - jaro) : jaro;
}

static void jaro_winkler_agrees_with_its_definition(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int trial = 0; trial < 200000; trial++) {
        uint32_t left[200];
        uint32_t right[200];
        uint32_t longest = trial % 100 == 0 ? 200 : trial % 2 == 0 ? 8 : 66;
        struct hj_text_points a = draw_text(&seed, longest, left);
        struct hj_text_points b = draw_text(&seed, longest, right);
        assert_near(hj_text_jaro_winkler(a, b, &scratch), slow_jaro_winkler(a, b), "drawn");
    }
}

/* The whole table, no row thrown away, no end stripped, no limit. */
static size_t slow_edits(struct hj_text_points a, struct hj_text_points b, bool swaps)
{
    size_t cells[41][41];
    for (size_t i = 0; i <= a.size; i++) {
        for (size_t j = 0; j <= b.size; j++) {
            size_t least = i + j;
            if (i > 0 && j > 0) {
                size_t replaced = cells[i - 1][j - 1] + (a.data[i - 1] != b.data[j - 1]);
                size_t deleted = cells[i - 1][j] + 1;
                size_t inserted = cells[i][j - 1] + 1;
                least = replaced < deleted ? replaced : deleted;
                least = inserted < least ? inserted : least;
            }
            if (swaps && i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1] && cells[i - 2][j - 2] + 1 < least) {
                least = cells[i - 2][j - 2] + 1;
            }
            cells[i][j] = least;
        }
    }
    return cells[a.size][b.size];
}

static void edit_distances_agree_with_the_whole_table(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int trial = 0; trial < 100000; trial++) {
        uint32_t left[40];
        uint32_t right[40];
        struct hj_text_points a = draw_text(&seed, trial % 2 == 0 ? 6 : 40, left);
        struct hj_text_points b = draw_text(&seed, trial % 2 == 0 ? 6 : 40, right);
        size_t limit = draw(&seed, 12);
        size_t distance = slow_edits(a, b, false);
        assert_int_equal(hj_text_levenshtein(a, b, SIZE_MAX - 1, &scratch), distance);
        assert_int_equal(hj_text_levenshtein(a, b, limit, &scratch),
                         distance <= limit ? distance : limit + 1);
        distance = slow_edits(a, b, true);
        assert_int_equal(hj_text_damerau(a, b, SIZE_MAX - 1, &scratch), distance);
        assert_int_equal(hj_text_damerau(a, b, limit, &scratch),
                         distance <= limit ? distance : limit + 1);
    }
}

static void edit_distances_give_known_values(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t levenshtein, damerau;
    } cases[] = {
        {"kitten", "sitting", 3, 3},
        {"ca", "abc", 3, 3},
        {"ab", "ba", 2, 1},
        {"淮安市", "安淮市", 2, 1},
        {"长江路12号", "长江路21号", 2, 1},
        {"", "abc", 3, 3},
        {"", "", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t left[32];
        uint32_t right[32];
        struct hj_text_points a = points_of(cases[i].a, left);
        struct hj_text_points b = points_of(cases[i].b, right);
        assert_int_equal(hj_text_levenshtein(a, b, 9, &scratch), cases[i].levenshtein);
        assert_int_equal(hj_text_levenshtein(b, a, 9, &scratch), cases[i].levenshtein);
        assert_int_equal(hj_text_damerau(a, b, 9, &scratch), cases[i].damerau);
    }
}

static double jaccard(const char *left, const char *right)
{
    uint32_t points[64];
    uint64_t a[64];
    uint64_t b[64];
    struct hj_text_bigrams first = {a, hj_text_bigrams_of(points_of(left, points), a)};
    struct hj_text_bigrams second = {b, hj_text_bigrams_of(points_of(right, points), b)};
    return hj_text_jaccard(first, second);
}

static void jaccard_counts_pairs_once(void **state)
{
    (void)state;
    assert_near(jaccard("", ""), 1, "empty");
    assert_near(jaccard("", "a"), 0, "one empty");
    assert_near(jaccard("a", "a"), 1, "one character");
    assert_near(jaccard("a", "ab"), 0, "one character and a pair");
    assert_near(jaccard("night", "nacht"), 1.0 / 7, "night");
    assert_near(jaccard("淮安淮安淮安", "淮安淮"), 1, "repeated");
    assert_near(jaccard("长江路12号", "长江路21号"), 2.0 / 8, "address");
    assert_near(jaccard("长江路12号", "长江路12号"), 1, "equal");
}

static void a_full_memory_leaves_the_scratch_as_it_was(void **state)
{
    (void)state;
    struct hj_text_scratch small = {NULL, 0};
    hj_memory_fail_at(1);
    assert_int_equal(hj_text_scratch_reserve(&small, 10), -1);
    hj_memory_fail_at(0);
    assert_null(small.cells);
    assert_int_equal(hj_text_scratch_reserve(&small, SIZE_MAX), -1);
    assert_int_equal(hj_text_scratch_reserve(&small, 10), 0);
    hj_text_scratch_release(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jaro_winkler_gives_known_values),
        cmocka_unit_test(jaro_winkler_agrees_with_its_definition),
        cmocka_unit_test(edit_distances_agree_with_the_whole_table),
        cmocka_unit_test(edit_distances_give_known_values),
        cmocka_unit_test(jaccard_counts_pairs_once),
        cmocka_unit_test(a_full_memory_leaves_the_scratch_as_it_was),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
