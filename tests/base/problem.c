/* SPDX-License-Identifier: MIT */
#include "base/problem.h"
#include "base/memory.h"
#include "cmocka_test.h"

static void warnings_are_no_errors(void **state)
{
    (void)state;
    struct hj_problems problems = {0};
    hj_problems_add(&problems, HJ_STORE, false);
    hj_problems_add(&problems, HJ_STORE_EMPTY, true);
    hj_problems_add(&problems, HJ_STORE_FOREIGN, false);
    assert_int_equal(problems.count, 3);
    assert_int_equal(problems.errors, 2);
    assert_true(problems.items[1]->warning);
    assert_int_equal(problems.items[1]->error.code, HJ_STORE_EMPTY);
    assert_int_equal(problems.items[1]->width, 1);
    hj_problems_release(&problems);
    assert_int_equal(problems.count, 0);
}

static void problems_stay_where_they_are_while_the_list_grows(void **state)
{
    (void)state;
    struct hj_problems problems = {0};
    struct hj_problem *first = hj_problems_add(&problems, HJ_STORE, false);
    hj_error_number(&first->error, "reason", 7);
    for (int i = 0; i < 1000; i++) {
        hj_problems_add(&problems, HJ_STORE, false);
    }
    assert_ptr_equal(problems.items[0], first);
    assert_string_equal(hj_error_argument(&first->error, "reason"), "7");
    hj_problems_release(&problems);
}

static void they_are_sorted_by_place_and_equal_places_keep_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        uint64_t line, column;
    } places[] = {
        {"b", 1, 1}, {"a", 9, 1}, {"a", 2, 5}, {"a", 2, 5}, {"a", 2, 4}, {"a", 10, 1}, {"b", 1, 1},
    };
    static const int64_t order[] = {4, 2, 3, 1, 5, 0, 6};
    struct hj_problems problems = {0};
    for (int i = 0; i < 7; i++) {
        struct hj_problem *problem = hj_problems_add(&problems, HJ_STORE, false);
        hj_error_place(&problem->error, places[i].file, places[i].line, places[i].column);
        problem->width = (uint32_t)i;
    }
    hj_problems_sort(&problems);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(problems.items[i]->width, order[i]);
    }
    hj_problems_release(&problems);
}

static void a_full_memory_is_remembered_and_still_counts(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 2; nth++) {
        struct hj_problems problems = {0};
        hj_memory_fail_at(nth);
        struct hj_problem *problem = hj_problems_add(&problems, HJ_STORE, false);
        hj_memory_fail_at(0);
        assert_non_null(problem);
        assert_true(problems.memory_full);
        assert_int_equal(problem->error.code, HJ_STORE);
        assert_int_equal(problems.count, 0);
        assert_int_equal(problems.errors, 1);
        hj_problems_add(&problems, HJ_STORE, false);
        assert_int_equal(problems.count, 1);
        hj_problems_release(&problems);
    }
    hj_problems_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warnings_are_no_errors),
        cmocka_unit_test(problems_stay_where_they_are_while_the_list_grows),
        cmocka_unit_test(they_are_sorted_by_place_and_equal_places_keep_their_order),
        cmocka_unit_test(a_full_memory_is_remembered_and_still_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
