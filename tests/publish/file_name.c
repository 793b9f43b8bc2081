/* SPDX-License-Identifier: MIT
 * Names of files are safe for any town, and never the same for two. */
#include "publish/file_name.h"

#include "cmocka_test.h"

static void part(struct hj_buffer *out, const char *text)
{
    hj_buffer_clear(out);
    assert_true(hj_file_name_part(out, hj_span_of(text)));
    assert_true(hj_buffer_append(out, (struct hj_span){"", 1}));
}

static void what_is_safe_stays(void **state)
{
    struct hj_buffer out = {0};
    (void)state;
    part(&out, "\xe4\xb8\x81\xe9\x9b\x86\xe9\x95\x87");
    assert_string_equal(out.data, "\xe4\xb8\x81\xe9\x9b\x86\xe9\x95\x87");
    part(&out, "Town9");
    assert_string_equal(out.data, "Town9");
    hj_buffer_release(&out);
}

static void hostile_towns_become_plain_and_differ(void **state)
{
    static const char *const towns[] = {
        "../../x", "..\\..\\x", "a/b", "a b", "a\nb", "=cmd", "\u202ea",
        "a\u202e", ".",         "..",  "",    "-",    "con:",
    };
    enum { COUNT = sizeof towns / sizeof *towns };
    struct hj_buffer names[COUNT] = {{0}};
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        part(&names[i], towns[i]);
        assert_null(strpbrk(names[i].data, "/\\.:*?\"<>|= \n"));
        assert_true(names[i].size <= 40 + 1 + 8 + 1);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(names[i].data, names[k].data);
        }
    }
    for (size_t i = 0; i < COUNT; i++) {
        hj_buffer_release(&names[i]);
    }
}

static void long_names_are_cut_and_differ(void **state)
{
    char first[301], second[301];
    struct hj_buffer a = {0}, b = {0};
    (void)state;
    memset(first, 'x', sizeof first - 1);
    memset(second, 'x', sizeof second - 1);
    first[300] = second[300] = '\0';
    second[299] = 'y';
    part(&a, first);
    part(&b, second);
    assert_int_equal(a.size, 40 + 1 + 8 + 1);
    assert_string_not_equal(a.data, b.data);
    hj_buffer_release(&a);
    hj_buffer_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_safe_stays),
        cmocka_unit_test(hostile_towns_become_plain_and_differ),
        cmocka_unit_test(long_names_are_cut_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
