/* SPDX-License-Identifier: MIT
 * The codes are public: samples of the standards, and of large firms as printed on their reports.
 */
#include "text/code.h"
#include "cmocka_test.h"

static const char *const usccs[] = {
    "91350100M000100Y43", /* GB 32100's own sample */
    "914403001922038216", "91330100799655058B",
    "91440300192317458F", "9152000071430580XT",
    "91110108551385082Q", "91440300708461136T",
    "9144030071526726XG", "91440300192181490G",
    "91440300100012316L", "91440400192548256N",
    "91110000710925462X", "911100007109250324",
    "91110000802100433B", "91440606722473344C",
    "91350900587527783P", "9132070070404786XB",
    "91320000608950987L", "91330000733796106P",
    "9144030027939873X7", "911103026605015136",
    "91100000100003962T", "91320803MA1ABCD2X9",
    "92320803MA1ABCD2X6", "93320803MA1ABCD2X3", /* made up, check characters right */
};

static const char *const regnos[] = {
    "110108000000016", /* GS 15's own sample */
    "440301103097413", "320483000067847", "320300000174110", "310230000419464", "370125200024527",
    "330225000051892", "320803000000012", "320803600000013", "320803400000011",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Any other character in any place must be refused: each of these check systems finds every single
 * mistake (31 and 11 are primes, and no weight is a multiple of them), as far as a character is in
 * the alphabet at all. */
static void every_single_mistake_is_found(const char *code, bool (*valid)(struct hj_span))
{
    char text[32];
    size_t size = strlen(code);
    for (size_t i = 0; i < size; i++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            memcpy(text, code, size);
            text[i] = (char)byte;
            bool same = text[i] == code[i];
            if (valid((struct hj_span){text, size}) != same) {
                fail_msg("%s with '%c' (%u) at %zu", code, (char)byte, byte, i);
            }
        }
    }
}

static void uscc_samples_are_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(usccs); i++) {
        struct hj_span code = hj_span_of(usccs[i]);
        assert_true(hj_text_uscc_valid(code));
        every_single_mistake_is_found(usccs[i], hj_text_uscc_valid);
    }
}

static void uscc_needs_its_shape(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "9",
        "91350100M000100Y4",
        "91350100M000100Y430",
        " 91350100M000100Y43",
        "91350100M000100Y43 ",
        "91350100m000100y43",
        "９1350100M000100Y43",
        "110108000000016",
        "000000000000000001",
        "91350100O000100Y43",
        "9135O100M000100Y43",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_false(hj_text_uscc_valid(hj_span_of(texts[i])));
    }
    assert_false(hj_text_uscc_valid((struct hj_span){NULL, 0}));
    /* check character right (chosen so), a letter in the division */
    assert_false(hj_text_uscc_valid(hj_span_of("91A00000000000000X")));
}

/* A letter among the six digits of the division is refused even where the sum is right. */
static void uscc_division_is_digits(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char text[] = "913501AAM000100Y4?";
    for (size_t i = 0; i < sizeof alphabet - 1; i++) {
        text[17] = alphabet[i];
        assert_false(hj_text_uscc_valid(hj_span_of(text)));
    }
}

static void registration_numbers_are_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(regnos); i++) {
        assert_true(hj_text_regno_valid(hj_span_of(regnos[i])));
        every_single_mistake_is_found(regnos[i], hj_text_regno_valid);
    }
    static const char *const wrong[] = {
        "",
        "320483000067848",
        "11010800000001",
        "1101080000000160",
        "11010800000001X",
        "110108000000016 ",
        "91350100M000100Y43",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(hj_text_regno_valid(hj_span_of(wrong[i])));
    }
}

static void parts_of_a_code_are_its_own_bytes(void **state)
{
    (void)state;
    struct hj_span code = hj_span_of("91320804MA1ABCD2X0"); /* check character wrong */
    assert_true(hj_span_is(hj_text_uscc_authority(code), "320804"));
    assert_true(hj_span_is(hj_text_uscc_org_code(code), "MA1ABCD2X"));
    assert_ptr_equal(hj_text_uscc_authority(code).data, code.data + 2);
    static const char *const other[] = {"",
                                        "110108000000016",
                                        "9132080４MA1ABCD2",
                                        "企合苏总字第000063",
                                        "91320804ma1abcd2x0",
                                        "91X20804MA1ABCD2X0"};
    for (size_t i = 0; i < COUNT(other); i++) {
        assert_null(hj_text_uscc_authority(hj_span_of(other[i])).data);
        assert_null(hj_text_uscc_org_code(hj_span_of(other[i])).data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uscc_samples_are_valid),
        cmocka_unit_test(uscc_needs_its_shape),
        cmocka_unit_test(uscc_division_is_digits),
        cmocka_unit_test(registration_numbers_are_checked),
        cmocka_unit_test(parts_of_a_code_are_its_own_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
