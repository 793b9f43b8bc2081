/* SPDX-License-Identifier: MIT
 * Folders of rule files: read recursively, in the byte order of the paths, each file once. */
#include "rule_case.h"

enum { FILES = 260 };

static void make_folder(struct rule_case *test, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", test->folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void remove_folder(struct rule_case *test, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", test->folder, name);
    assert_int_equal(rmdir(path), 0);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void many_files_come_in_byte_order(void **state)
{
    (void)state;
    static char names[FILES][64];
    static const char *sorted[FILES];
    struct rule_case test;
    rule_case_open(&test);
    make_folder(&test, "a");
    make_folder(&test, "b-b");
    make_folder(&test, "中");
    for (int i = 0; i < FILES; i++) {
        static const char *const folders[] = {"", "a/", "b-b/", "中/"};
        char text[128];
        snprintf(names[i], sizeof names[i], "%sf%03d.%s", folders[i % 4], (i * 7919) % 1000,
                 i % 3 ? "yaml" : "yml");
        snprintf(text, sizeof text, "names: {\"%.64s\": [x]}\n", names[i]);
        rule_case_write(&test, names[i], text);
        sorted[i] = names[i];
    }
    qsort(sorted, FILES, sizeof *sorted, compare);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(test.ruleset->name_count, FILES);
    for (uint32_t i = 0; i < FILES; i++) {
        assert_true(hj_span_is(test.ruleset->names[i].key, sorted[i]));
    }
    while (test.path_count > 0) {
        assert_int_equal(remove(test.paths[--test.path_count]), 0);
    }
    remove_folder(&test, "a");
    remove_folder(&test, "b-b");
    remove_folder(&test, "中");
    rule_case_close(&test);
}

static void a_file_is_read_once(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml", "parameters: {p: 1}\n");
    assert_int_equal(hj_rules_add_path(test.builder, test.paths[0], &test.problems, &test.error),
                     HJ_OK);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    rule_case_close(&test);
}

static void other_files_and_loops_are_passed_over(void **state)
{
    (void)state;
    struct rule_case test;
    char link[128];
    rule_case_open(&test);
    rule_case_write(&test, "a.yaml", "parameters: {p: 1}\n");
    rule_case_write(&test, "notes.txt", "rules: wrong\n");
    rule_case_write(&test, ".hidden.yaml", "rules: wrong\n");
    snprintf(link, sizeof link, "%s/loop", test.folder);
    assert_int_equal(symlink(".", link), 0);
    rule_case_load(&test);
    rule_case_expect_clean(&test);
    assert_int_equal(remove(link), 0);
    rule_case_close(&test);
}

static void a_file_named_itself_may_have_any_name(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_write(&test, "rules.txt", "parameters: {p: 1}\n");
    assert_int_equal(hj_rules_add_path(test.builder, test.paths[0], &test.problems, &test.error),
                     HJ_OK);
    rule_case_freeze(&test);
    assert_int_equal(test.ruleset->parameter_count, 2);
    rule_case_close(&test);
}

static void a_folder_without_rule_files_is_a_warning(void **state)
{
    (void)state;
    struct rule_case test;
    rule_case_open(&test);
    rule_case_load(&test);
    assert_int_equal(test.problems.count, 1);
    assert_int_equal(test.problems.errors, 0);
    assert_int_equal(test.problems.items[0]->error.code, HJ_RULES_EMPTY_FOLDER);
    rule_case_close(&test);
}

static void what_cannot_be_read_fails(void **state)
{
    (void)state;
    struct rule_case test;
    char link[128];
    rule_case_open(&test);
    assert_int_equal(hj_rules_add_path(test.builder, "/nowhere", &test.problems, &test.error),
                     HJ_OPEN);
    snprintf(link, sizeof link, "%s/gone.yaml", test.folder);
    assert_int_equal(symlink("nowhere", link), 0);
    assert_int_equal(hj_rules_add_path(test.builder, test.folder, &test.problems, &test.error),
                     HJ_OPEN);
    assert_int_equal(remove(link), 0);
    assert_int_equal(mkfifo(link, 0600), 0);
    assert_int_equal(hj_rules_add_path(test.builder, test.folder, &test.problems, &test.error),
                     HJ_NOT_A_FILE);
    assert_int_equal(remove(link), 0);
    rule_case_close(&test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_files_come_in_byte_order),
        cmocka_unit_test(a_file_is_read_once),
        cmocka_unit_test(other_files_and_loops_are_passed_over),
        cmocka_unit_test(a_file_named_itself_may_have_any_name),
        cmocka_unit_test(a_folder_without_rule_files_is_a_warning),
        cmocka_unit_test(what_cannot_be_read_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
