/* SPDX-License-Identifier: MIT
 * What does not fit is counted exactly, with the first five different values in record order. */
#include "cmocka_test.h"
#include "input/collected.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct hj_value_map kinds[] = {{HJ_SPAN("1"), SPANS(HJ_SPAN("one"))}};
static const struct hj_field fields[] = {
    {.name = HJ_SPAN("name"), .required = true},
    {.name = HJ_SPAN("on"), .type = HJ_FIELD_DATE},
    {.name = HJ_SPAN("kind"), .type = HJ_FIELD_INTEGER, .values = kinds, .value_count = 1},
    {.name = HJ_SPAN("phone"), .type = HJ_FIELD_INTEGER, .personal = HJ_PERSONAL_NAME},
};
static const struct hj_table dictionary = {
    .name = HJ_SPAN("t"), .fields = fields, .field_count = COUNT(fields)};

static void check(const struct collected *collected, const char *column, bool unmapped,
                  const char *expected)
{
    char found[1024];
    const struct hj_misfit *misfit = collected_misfit(collected, column, unmapped);
    size_t used =
        (size_t)snprintf(found, sizeof found, "%u:", misfit ? (unsigned)misfit->count : 0);
    for (size_t i = 0; misfit && i < 5 && misfit->examples[i].data; i++) {
        used += (size_t)snprintf(found + used, sizeof found - used, " %.*s=%u",
                                 (int)misfit->examples[i].size, misfit->examples[i].data,
                                 (unsigned)misfit->example_counts[i]);
    }
    assert_string_equal(found, expected);
}

static void the_first_different_values_are_shown_with_their_counts(void **unused)
{
    static const uint32_t sizes[] = {16, 50, 1024, 0};
    const char *path =
        scratch_text("m.csv", "name,on,kind,phone\n"
                              "A,b3,one,\nB,b1,two,\nC,b3,one,x\nD,2019-01-01,two,y\n"
                              "E,b2,three,x\nF,b1,1,5\nG,b4,two,\n,b0,four,\n"
                              "H,b5,one,\nI,b6,one,\nJ,b1,one,\nK,b6,one,\n");
    (void)unused;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct collected collected;
        struct hj_input_options options = {.dictionary = &dictionary,
                                           .files = &path,
                                           .file_count = 1,
                                           .threads = 3,
                                           .slice_size = sizes[i]};
        assert_int_equal(collected_load(&collected, &options), HJ_OK);
        assert_int_equal(collected.rows, 11);
        check(&collected, "on", false, "10: b3=2 b1=3 b2=1 b4=1 b5=1");
        check(&collected, "kind", true, "4: two=3 three=1");
        check(&collected, "kind", false, "0:");
        /* names of persons are not shown */
        check(&collected, "phone", false, "3:");
        collected_release(&collected);
    }
}

/* Record 8 above is a reject: its values came back to nothing. A value first met there is no
 * example before those that were stored. */
static void values_of_rejects_do_not_count(void **unused)
{
    struct collected collected;
    (void)unused;
    static const char text[] = "name,on\nA,w\n,z\nA,y\nB,z\n,y\nC,z\n";
    assert_int_equal(collected_load_text(&collected, text, &dictionary), HJ_OK);
    check(&collected, "on", false, "4: w=1 y=1 z=2");
    collected_release(&collected);
}

static void more_values_than_are_kept_are_still_counted(void **unused)
{
    static char text[200000];
    struct collected collected;
    size_t used = (size_t)snprintf(text, sizeof text, "name,on\n");
    (void)unused;
    for (unsigned i = 0; i < 6000; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "A,v%u\n", i % 3000);
    }
    assert_int_equal(collected_load_text(&collected, text, &dictionary), HJ_OK);
    check(&collected, "on", false, "6000: v0=2 v1=2 v2=2 v3=2 v4=2");
    collected_release(&collected);
}

static void long_values_are_cut_at_a_character(void **unused)
{
    char text[1000] = "name,on\nA,x";
    struct collected collected;
    (void)unused;
    for (size_t i = 0; i < 100; i++) {
        memcpy(text + strlen(text), "\xE6\xB7\xAE", 4);
    }
    assert_int_equal(collected_load_text(&collected, text, &dictionary), HJ_OK);
    const struct hj_misfit *misfit = collected_misfit(&collected, "on", false);
    assert_int_equal(misfit->examples[0].size, 199);
    collected_release(&collected);
}

static int remove_scratch(void **unused)
{
    (void)unused;
    scratch_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_different_values_are_shown_with_their_counts),
        cmocka_unit_test(values_of_rejects_do_not_count),
        cmocka_unit_test(more_values_than_are_kept_are_still_counted),
        cmocka_unit_test(long_values_are_cut_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, remove_scratch);
}
