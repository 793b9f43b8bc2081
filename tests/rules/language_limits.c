/* SPDX-License-Identifier: MIT
 * Texts that nobody writes: nested without end, a million bytes long, not UTF-8, and all of them
 * while the memory is full. */
#include "base/memory.h"
#include "language_case.h"

#include <time.h>

/* before × count, middle, after × count; the caller releases. */
static struct hj_buffer nested(const char *before, const char *middle, const char *after,
                               size_t count)
{
    struct hj_buffer text = {0};
    for (size_t i = 0; i < count; i++) {
        assert_true(hj_buffer_append(&text, hj_span_of(before)));
    }
    assert_true(hj_buffer_append(&text, hj_span_of(middle)));
    for (size_t i = 0; i < count; i++) {
        assert_true(hj_buffer_append(&text, hj_span_of(after)));
    }
    return text;
}

static const struct {
    const char *before, *middle, *after;
} shapes[] = {
    {"(", "active", ")"},
    {"NOT ", "active", ""},
    {"NOT (", "active", ")"},
    {"- ", "staff", ""},
    {"(active AND (listed OR ", "strict", "))"},
    {"active AND (", "strict", " )"},
    {"coalesce(", "active", ")"},
    {"abs(1 + ", "staff", ")"},
    {"1 + (2 * (", "staff", "))"},
    {"staff IN (", "1", ")"},
    {"(active = ", "listed", ")"},
    {"", "staff", " + 1"},
    {"", "staff", " IS NULL"},
    {"active OR listed AND NOT active = (staff BETWEEN 1 + 2 * - (", "staff", ") AND 3)"},
};

static void deep_texts_end_in_a_tree_or_a_message(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct hj_buffer text =
            nested(shapes[i].before, shapes[i].middle, shapes[i].after, 1000000);
        text.size = text.size < HJ_PREDICATE_BYTES ? text.size : HJ_PREDICATE_BYTES;
        case_span(&world, hj_buffer_span(&text), HJ_ANY_TYPE);
        if (world.problems.errors != 1) {
            print_error("%s %zu\n", shapes[i].before, world.problems.errors);
        }
        assert_int_equal(world.problems.errors, 1);
        assert_int_equal(world.problems.items[0]->error.code, HJ_PREDICATE_DEEP);
        assert_string_equal(hj_error_argument(&world.problems.items[0]->error, "limit"), "1000");
        hj_buffer_release(&text);
    }
    case_release(&world);
}

static void two_hundred_levels_work(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    for (size_t i = 0; i < 9; i++) {
        struct hj_buffer text = nested(shapes[i].before, shapes[i].middle, shapes[i].after, 200);
        assert_non_null(case_span(&world, hj_buffer_span(&text), HJ_ANY_TYPE));
        hj_buffer_release(&text);
    }
    case_release(&world);
}

static void long_lists_are_flat(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    struct hj_buffer text = nested("", "active", " AND listed", 50000);
    const struct hj_expr *root = case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN);
    assert_non_null(root);
    assert_int_equal(root->count, 50001);
    hj_buffer_release(&text);
    text = nested("active OR (", "listed", ")", 900);
    root = case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN);
    assert_non_null(root);
    assert_int_equal(root->count, 901);
    hj_buffer_release(&text);
    text = nested("", "staff IN (0", ", 1", 100000);
    assert_true(hj_buffer_append(&text, (struct hj_span)HJ_SPAN(")")));
    root = case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN);
    assert_non_null(root);
    assert_int_equal(root->count, 100002);
    hj_buffer_release(&text);
    case_release(&world);
}

/* A text full of mistakes is told some of them, and soon. */
static void mistakes_of_one_text_are_limited(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    struct timespec before, after;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &before), 0);
    struct hj_buffer text = nested("", "nobody", " OR nobody OR 1 / 2 = nobody", 30000);
    assert_null(case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN));
    assert_int_equal(world.problems.errors, 20);
    hj_buffer_release(&text);
    text = nested("", "active", " OR 1 / 2 = staff", 30000);
    assert_non_null(case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN));
    assert_int_equal(world.problems.count, 20);
    hj_buffer_release(&text);
    text = nested("a.", "active", "", 300000);
    assert_null(case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN));
    hj_buffer_release(&text);
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &after), 0);
    assert_in_range(after.tv_sec - before.tv_sec, 0, 10);
    case_release(&world);
}

static void what_cannot_be_read_is_refused(void **state)
{
    (void)state;
    struct language_case world;
    case_init(&world);
    struct hj_buffer text = nested("          ", "active", " ", HJ_PREDICATE_BYTES / 10);
    assert_null(case_span(&world, hj_buffer_span(&text), HJ_BOOLEAN));
    assert_int_equal(world.problems.items[0]->error.code, HJ_PREDICATE_LONG);
    hj_buffer_release(&text);
    assert_null(case_compile(&world, "name = 'a\xff'", HJ_BOOLEAN));
    assert_int_equal(world.problems.items[0]->error.code, HJ_PREDICATE_UTF8);
    assert_int_equal(world.problems.items[0]->error.column, 10);
    assert_null(case_span(&world, (struct hj_span)HJ_SPAN("name = '\0'"), HJ_BOOLEAN));
    assert_int_equal(world.problems.items[0]->error.code, HJ_PREDICATE_CHARACTER);
    assert_int_equal(world.problems.items[0]->error.column, 9);
    assert_null(case_span(&world, (struct hj_span){NULL, 0}, HJ_BOOLEAN));
    assert_int_equal(world.problems.items[0]->error.code, HJ_PREDICATE_WANTS_VALUE);
    case_release(&world);
}

/* The nth call for memory fails, for all n: HJ_MEMORY or the right tree, never anything else. */
static void a_full_memory_is_told(void **state)
{
    static const char *const texts[] = {
        ("established < since AND NOT \"say \"\"x\"\"\" = 'it''s' AND staff + capital > 1.5e3 OR "
         "name REGEXP 'a+(b|c)' OR 'abc' REGEXP 'b' OR lower('ABC') = name OR a.town = 'x'"),
        "peers(name, status) > 1 AND flagged('abnormal.address') AND closed - 3 < as_of",
        "satff > 1 AND lenght(name) > 2 AND name = 5 AND flagged('x') AND 1 / 0 = staff",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool finished = false;
        for (uint64_t nth = 1; !finished; nth++) {
            struct language_case world;
            struct hj_error error = {0};
            case_init(&world);
            hj_memory_fail_at(nth);
            enum hj_code code =
                hj_language_compile(&world.language, hj_span_of(texts[i]), HJ_BOOLEAN, NULL, NULL,
                                    "rule", &world.predicate, &error);
            finished = hj_memory_calls() < nth;
            hj_memory_fail_at(0);
            assert_true(code == HJ_OK || code == HJ_MEMORY);
            assert_true(!finished || code == HJ_OK);
            if (code == HJ_OK) {
                assert_int_equal(world.predicate.root == NULL, i == 2);
                assert_int_equal(world.problems.errors, i == 2 ? 4 : 0);
            } else {
                assert_null(world.predicate.root);
                assert_int_equal(error.code, HJ_MEMORY);
            }
            case_release(&world);
        }
    }
}

static void visit(void *context, uint32_t name)
{
    *(uint32_t *)context += name + 1;
}

static void a_full_memory_is_told_by_the_others(void **state)
{
    (void)state;
    struct language_case world;
    struct hj_error error;
    case_init(&world);
    const struct hj_expr *root =
        case_must(&world, "upper(name) = 'A' AND status REGEXP 'x'", HJ_BOOLEAN);
    for (uint64_t nth = 1; nth < 30; nth++) {
        uint32_t sum = 0;
        struct hj_buffer out = {0};
        struct hj_matcher matcher;
        hj_memory_fail_at(nth);
        bool named = hj_language_names(root, visit, &sum);
        assert_int_equal(sum, named ? 3 : 0);
        hj_memory_fail_at(nth);
        bool printed = hj_expr_print_sql(root, HJ_SQL_SQLITE, &out);
        assert_int_equal(printed, hj_memory_calls() < nth);
        hj_memory_fail_at(nth);
        enum hj_code code = hj_matcher_init(&matcher, &error);
        assert_true(code == HJ_OK || code == HJ_MEMORY);
        hj_memory_fail_at(0);
        hj_matcher_release(&matcher);
        hj_buffer_release(&out);
    }
    case_release(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_texts_end_in_a_tree_or_a_message),
        cmocka_unit_test(two_hundred_levels_work),
        cmocka_unit_test(long_lists_are_flat),
        cmocka_unit_test(mistakes_of_one_text_are_limited),
        cmocka_unit_test(what_cannot_be_read_is_refused),
        cmocka_unit_test(a_full_memory_is_told),
        cmocka_unit_test(a_full_memory_is_told_by_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
