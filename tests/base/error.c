/* SPDX-License-Identifier: MIT */
#include "base/error.h"
#include "cmocka_test.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>

static void every_code_has_a_name_of_its_own_and_a_text(void **state)
{
    (void)state;
    for (int code = HJ_OK; code < HJ_CODE_COUNT; code++) {
        const char *name = hj_code_name((enum hj_code)code);
        const char *text = hj_code_text((enum hj_code)code);
        assert_non_null(name);
        assert_non_null(text);
        assert_true(name[0] != '\0' && text[0] != '\0');
        for (int other = HJ_OK; other < code; other++) {
            assert_string_not_equal(name, hj_code_name((enum hj_code)other));
        }
    }
}

/* {name} in lower case, closed, and no more of them than an error can hold. */
static void the_arguments_in_texts_are_well_formed(void **state)
{
    (void)state;
    for (int code = HJ_OK; code < HJ_CODE_COUNT; code++) {
        int arguments = 0;
        for (const char *at = hj_code_text((enum hj_code)code); *at; at++) {
            assert_true(*at != '}');
            if (*at == '{') {
                size_t size = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_");
                assert_true(size > 0 && at[1 + size] == '}');
                at += 1 + size;
                arguments++;
            }
        }
        assert_true(arguments <= HJ_ERROR_ARGUMENTS);
    }
}

static void setting_an_error_clears_the_last_one(void **state)
{
    (void)state;
    struct hj_error error;
    memset(&error, 0x55, sizeof error);
    assert_int_equal(hj_error_set(&error, HJ_STORE), HJ_STORE);
    assert_int_equal(error.code, HJ_STORE);
    assert_int_equal(error.arguments, 0);
    assert_string_equal(error.file, "");
    assert_int_equal(error.line, 0);
    assert_null(hj_error_argument(&error, "file"));
}

static void arguments_are_found_by_name(void **state)
{
    (void)state;
    struct hj_error error;
    hj_error_set(&error, HJ_STORE_VERSION);
    hj_error_text(&error, "file", hj_span_of("a.db"));
    hj_error_number(&error, "found", INT64_MIN);
    hj_error_number(&error, "expected", INT64_MAX);
    assert_string_equal(hj_error_argument(&error, "file"), "a.db");
    assert_string_equal(hj_error_argument(&error, "found"), "-9223372036854775808");
    assert_string_equal(hj_error_argument(&error, "expected"), "9223372036854775807");
    assert_null(hj_error_argument(&error, "reason"));
}

static void more_arguments_than_there_is_room_for_are_dropped(void **state)
{
    (void)state;
    static const char *const names[HJ_ERROR_ARGUMENTS] = {"first"};
    struct hj_error error;
    hj_error_set(&error, HJ_STORE);
    for (int i = 0; i < HJ_ERROR_ARGUMENTS; i++) {
        hj_error_number(&error, names[i] ? names[i] : "filler", i);
    }
    hj_error_text(&error, "dropped", hj_span_of("x"));
    assert_int_equal(error.arguments, HJ_ERROR_ARGUMENTS);
    assert_string_equal(hj_error_argument(&error, "first"), "0");
    assert_null(hj_error_argument(&error, "dropped"));
}

static void the_status_says_who_is_at_fault(void **state)
{
    (void)state;
    assert_int_equal(hj_code_status(HJ_OK), HJ_STATUS_DONE);
    assert_int_equal(hj_code_status(HJ_MEMORY), HJ_STATUS_MACHINE);
    assert_int_equal(hj_code_status(HJ_INTERRUPTED), HJ_STATUS_INTERRUPTED);
    assert_int_equal(hj_code_status(HJ_STORE), HJ_STATUS_MACHINE);
    assert_int_equal(hj_code_status(HJ_STORE_FOREIGN), HJ_STATUS_DATA);
}

/* One character of each length in UTF-8, at each place of the edge. */
static void long_values_are_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xc3\xa9", "\xe6\xa0\xb8", "\xf0\xa0\xae\xb7"};
    for (size_t c = 0; c < 4; c++) {
        size_t width = strlen(characters[c]);
        for (size_t before = 0; before < 4; before++) {
            char text[3 * HJ_ERROR_VALUE];
            size_t size = before;
            struct hj_error error;
            memset(text, 'x', before);
            while (size + width <= sizeof text) {
                memcpy(text + size, characters[c], width);
                size += width;
            }
            hj_error_set(&error, HJ_STORE);
            hj_error_text(&error, "reason", (struct hj_span){text, size});
            size_t kept = strlen(error.argument[0].value);
            assert_true(kept < HJ_ERROR_VALUE && kept + width >= HJ_ERROR_VALUE);
            assert_int_equal((kept - before) % width, 0);
            assert_memory_equal(error.argument[0].value, text, kept);
        }
    }
}

static void bytes_that_are_not_utf8_are_kept(void **state)
{
    (void)state;
    char text[3 * HJ_ERROR_VALUE];
    struct hj_error error;
    memset(text, 0xb5, sizeof text);
    hj_error_set(&error, HJ_STORE);
    hj_error_text(&error, "reason", (struct hj_span){text, sizeof text});
    assert_true(strlen(error.argument[0].value) >= HJ_ERROR_VALUE - 4);
}

static void a_place_is_added_never_overwritten(void **state)
{
    (void)state;
    struct hj_error error;
    hj_error_set(&error, HJ_STORE);
    hj_error_place(&error, NULL, 3, 4);
    assert_string_equal(error.file, "");
    hj_error_place(&error, "rules.yaml", 8, 9);
    hj_error_place(&error, "other.yaml", 10, 11);
    assert_string_equal(error.file, "rules.yaml");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 4);
}

static void an_error_of_the_system_says_file_and_reason(void **state)
{
    (void)state;
    struct hj_error error;
    assert_int_equal(hj_error_system(&error, HJ_OPEN, "a.csv", ENOENT), HJ_OPEN);
    assert_string_equal(hj_error_argument(&error, "file"), "a.csv");
    assert_string_equal(hj_error_argument(&error, "reason"), "No such file or directory");
    assert_int_equal(hj_error_memory(&error), HJ_MEMORY);
    assert_int_equal(hj_code_status(error.code), HJ_STATUS_MACHINE);
}

static enum hj_code fail_on(int call, int *reached)
{
    enum hj_code code = HJ_OK;
    for (int i = 0; i < 3; i++) {
        HJ_TRY(i == call ? HJ_STORE : HJ_OK);
        ++*reached;
    }
done:
    return code;
}

static void the_macro_leaves_at_the_first_failure(void **state)
{
    (void)state;
    for (int call = 0; call <= 3; call++) {
        int reached = 0;
        assert_int_equal(fail_on(call, &reached), call == 3 ? HJ_OK : HJ_STORE);
        assert_int_equal(reached, call);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_of_its_own_and_a_text),
        cmocka_unit_test(the_arguments_in_texts_are_well_formed),
        cmocka_unit_test(setting_an_error_clears_the_last_one),
        cmocka_unit_test(arguments_are_found_by_name),
        cmocka_unit_test(more_arguments_than_there_is_room_for_are_dropped),
        cmocka_unit_test(the_status_says_who_is_at_fault),
        cmocka_unit_test(long_values_are_cut_between_characters),
        cmocka_unit_test(bytes_that_are_not_utf8_are_kept),
        cmocka_unit_test(a_place_is_added_never_overwritten),
        cmocka_unit_test(an_error_of_the_system_says_file_and_reason),
        cmocka_unit_test(the_macro_leaves_at_the_first_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
