/* SPDX-License-Identifier: MIT
 * The table that was built with the program against the libraries of this machine. */
#include "text/normal_table.h"
#include "base/memory.h"
#include "cmocka_test.h"
#include "text/utf8.h"

#include <unistd.h>

static void the_built_table_is_that_of_the_libraries(void **state)
{
    (void)state;
    const struct hj_text_normal *built = &hj_text_normal_built;
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_normal *made = NULL;
    assert_int_equal(hj_text_normal_make(&made, &error), HJ_OK);
    for (uint32_t point = 0; point < HJ_NORMAL_POINTS; point++) {
        assert_int_equal(built->entries[point], made->entries[point]);
    }
    assert_int_equal(built->pool_size, made->pool_size);
    assert_memory_equal(built->pool, made->pool, made->pool_size);
    assert_int_equal(built->simplified_count, made->simplified_count);
    assert_memory_equal(built->simplified, made->simplified,
                        made->simplified_count * sizeof *made->simplified);
    hj_text_normal_unmake(made);
    hj_text_normal_unmake(NULL);
}

/* Each code point through the door that everyone uses. */
static void each_form_is_that_of_the_libraries(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_normal *made = NULL;
    struct hj_text_normal *normal = NULL;
    struct hj_arena arena = {0};
    assert_int_equal(hj_text_normal_make(&made, &error), HJ_OK);
    assert_int_equal(hj_text_normal_new(&normal, &error), HJ_OK);
    for (uint32_t point = 1; point < HJ_NORMAL_POINTS; point++) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        char bytes[4];
        struct hj_span text = {bytes, hj_text_encode(point, bytes)};
        hj_arena_clear(&arena);
        struct hj_span form = hj_text_normalise(normal, text, &arena);
        assert_true(hj_span_equal(form, hj_text_normalise(made, text, &arena)));
    }
    hj_arena_release(&arena);
    hj_text_normal_free(normal);
    hj_text_normal_unmake(made);
}

/* OpenCC looks in the working folder first, so a folder of our own can hold bad data files. */
static void told_with(const char *configuration, const char *dictionary)
{
    char folder[] = "/tmp/hejian-normal-XXXXXX";
    char old[4096];
    assert_non_null(getcwd(old, sizeof old));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    FILE *file = fopen("t2s.json", "w");
    assert_true(file != NULL && fputs(configuration, file) >= 0 && fclose(file) == 0);
    file = fopen("words.txt", "w");
    assert_true(file != NULL && fputs(dictionary, file) >= 0 && fclose(file) == 0);
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_normal *none = NULL;
    enum hj_code code = hj_text_normal_make(&none, &error);
    assert_true(remove("t2s.json") == 0 && remove("words.txt") == 0);
    assert_int_equal(chdir(old), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(code, HJ_OPENCC);
    assert_int_equal(error.code, HJ_OPENCC);
    assert_string_equal(hj_error_argument(&error, "file"), "t2s.json");
    assert_true(hj_error_argument(&error, "reason")[0] != '\0');
    assert_null(none);
}

static void unusable_data_files_are_told(void **state)
{
    (void)state;
    static const char configuration[] =
        "{\"name\": \"t\", \"segmentation\": {\"type\": \"mmseg\", \"dict\": {\"type\": \"text\","
        " \"file\": \"words.txt\"}}, \"conversion_chain\": [{\"dict\": {\"type\": \"text\","
        " \"file\": \"words.txt\"}}]}";
    told_with("not JSON", "");
    told_with(configuration, "龍\t龙龙\n");
}

static void a_full_memory_is_told(void **state)
{
    (void)state;
    enum hj_code code = HJ_MEMORY;
    uint64_t nth = 1;
    for (; code != HJ_OK; nth++) {
        struct hj_error error = {.code = HJ_OK};
        struct hj_text_normal *made = NULL;
        hj_memory_fail_at(nth);
        code = hj_text_normal_make(&made, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || (code == HJ_MEMORY && made == NULL));
        hj_text_normal_unmake(made);
    }
    assert_true(nth > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_table_is_that_of_the_libraries),
        cmocka_unit_test(each_form_is_that_of_the_libraries),
        cmocka_unit_test(unusable_data_files_are_told),
        cmocka_unit_test(a_full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
