/* SPDX-License-Identifier: MIT */
#include "text/normal.h"
#include "base/memory.h"
#include "cmocka_test.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

static struct hj_text_normal *normal;
static struct hj_arena arena;

static int set_up(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    hj_arena_init(&arena);
    return hj_text_normal_new(&normal, &error) == HJ_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    hj_text_normal_free(normal);
    hj_text_normal_free(NULL);
    hj_arena_release(&arena);
    return 0;
}

static struct hj_span form(const char *text)
{
    return hj_text_normalise(normal, hj_span_of(text), &arena);
}

static void spellings_of_one_name_have_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"红光（北京）酒业发展有限公司", "红光(北京)酒业发展有限公司"},
        {"红光〔北京〕酒业", "红光(北京)酒业"},
        {"红光【北京】［酒］《业》<发>「展」『有』〖限〗〈公〉{司}﹙一﹚⦅二⦆",
         "红光(北京)(酒)(业)(发)(展)(有)(限)(公)(司)(一)(二)"},
        {"紅光（北京）酒業發展有限公司", "红光(北京)酒业发展有限公司"},
        {"  红光　 北\t京\n\u200B\uFEFF酒\u2003业 ", "红光北京酒业"},
        {"ＡＢＣ１２３ａｂｃ", "abc123abc"},
        {"Straße ÉCLAIR", "strasseéclair"},
        {"艾比•比艾·甲・乙･丙‧丁", "艾比·比艾·甲·乙·丙·丁"},
        {"㈱淮安㎏①", "(株)淮安kg1"},
        {"e\xCC\x81"
         "a",
         "éa"},
        {"ｶﾞｷﾞ", "ガギ"},
        {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한"},
        {"㐀龍𠮷", "㐀龙𠮷"},
        {"\U0002F800", "丽"}, /* NFKC 丽 */
        {"臺灣、，。－—“”", "台湾、,。-—“”"},
        {"", ""},
        {"淮\u00AD安\uFE0F市\u200D", "淮安市"},
        {"乾坤", "干坤"}, /* one code point at a time: no phrase keeps 乾 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct hj_span got = form(cases[i].text);
        if (!hj_span_is(got, cases[i].wanted)) {
            fail_msg("'%s' gave '%.*s', wanted '%s'", cases[i].text, (int)got.size, got.data,
                     cases[i].wanted);
        }
    }
    assert_null(hj_text_normalise(normal, (struct hj_span){NULL, 0}, &arena).data);
    assert_non_null(form("").data);
}

static void the_form_of_a_form_is_itself(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= 0x10FFFF; point++) {
        if (point == 0xD800) {
            point = 0xE000;
        }
        char bytes[4];
        size_t size = hj_text_encode(point, bytes);
        hj_arena_clear(&arena);
        struct hj_span once = hj_text_normalise(normal, (struct hj_span){bytes, size}, &arena);
        struct hj_span twice = hj_text_normalise(normal, once, &arena);
        assert_true(hj_text_utf8_valid(once, NULL));
        if (!hj_span_equal(once, twice)) {
            fail_msg("U+%04X: '%.*s', then '%.*s'", point, (int)once.size, once.data,
                     (int)twice.size, twice.data);
        }
    }
}

/* Simple enough to be right: a seed, a multiplier, the high bits. */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

/* Text without anything that steps 2 to 5 touch must be what utf8proc alone makes of it: that is
 * where combining characters show. Marks, jamo, half-width sound marks and letters in any order. */
static void combining_characters_are_folded_as_a_whole(void **state)
{
    (void)state;
    static const uint32_t points[] = {
        'a',   'E',    'z',    0x301,  0x323,  0x308,  0x345,   0xE9,    0x1E9B,  0x3C3,
        0x3A3, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xFF76, 0xFF9E,  0xFF9F,  0x304B,  0x3099,
        0x9C7, 0x9BE,  0x9D7,  0xFFA1, 0xFFC2, 0x6DEE, 0x1D157, 0x1D165, 0x20BB7, 0x130,
        0xDF,  0xFB03, 0x1F82, 0xFF21, 0xFE00, 0xAD,   0x200D,
    };
    uint64_t seed = 20260630;
    for (size_t trial = 0; trial < 300000; trial++) {
        char bytes[64];
        size_t size = 0;
        uint32_t count = 1 + draw(&seed, 8);
        for (uint32_t i = 0; i < count; i++) {
            size +=
                hj_text_encode(points[draw(&seed, sizeof points / sizeof points[0])], bytes + size);
        }
        bytes[size] = '\0';
        utf8proc_uint8_t *wanted = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)bytes);
        hj_arena_clear(&arena);
        struct hj_span got = hj_text_normalise(normal, (struct hj_span){bytes, size}, &arena);
        if (!hj_span_is(got, (const char *)wanted)) {
            fail_msg("'%s' gave '%.*s', utf8proc '%s'", bytes, (int)got.size, got.data,
                     (const char *)wanted);
        }
        free(wanted);
    }
}

static void dropped_spaces_let_marks_meet_their_letters(void **state)
{
    (void)state;
    assert_true(hj_span_is(form("e \xCC\x81"), "é"));
    assert_true(hj_span_is(form("e\xC2\xB4"), "é")); /* U+00B4 is a space and an accent */
}

static void long_text_is_no_special_case(void **state)
{
    (void)state;
    enum { TIMES = 5000 };
    char *text = malloc(TIMES * 7);
    assert_non_null(text);
    for (size_t i = 0; i < TIMES; i++) {
        memcpy(text + 7 * i, "（業 ", 7);
    }
    struct hj_span got = hj_text_normalise(normal, (struct hj_span){text, TIMES * 7}, &arena);
    assert_int_equal(got.size, TIMES * 4);
    assert_memory_equal(got.data, "(业(业", 8);
    /* U+FDFA grows from 3 bytes to 29 without spaces */
    for (size_t i = 0; i < TIMES; i++) {
        memcpy(text + 3 * i, "\uFDFA", 3);
    }
    got = hj_text_normalise(normal, (struct hj_span){text, TIMES * 3}, &arena);
    assert_true(got.size > TIMES * 20);
    free(text);
}

static void broken_text_is_no_full_memory(void **state)
{
    (void)state;
    assert_non_null(form("Ａ\xE6\xB7 Ｂ").data);
    assert_true(hj_span_is(form("\xFF"), "\xFF"));
}

static void a_full_memory_is_told(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_normal *made = NULL;
    hj_memory_fail_at(1);
    assert_int_equal(hj_text_normal_new(&made, &error), HJ_MEMORY);
    hj_memory_fail_at(0);
    assert_null(made);
    struct hj_arena empty;
    hj_arena_init(&empty);
    hj_memory_fail_at(1);
    assert_null(hj_text_normalise(normal, hj_span_of("淮安"), &empty).data);
    hj_memory_fail_at(0);
    hj_arena_release(&empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_have_one_form),
        cmocka_unit_test(the_form_of_a_form_is_itself),
        cmocka_unit_test(combining_characters_are_folded_as_a_whole),
        cmocka_unit_test(dropped_spaces_let_marks_meet_their_letters),
        cmocka_unit_test(long_text_is_no_special_case),
        cmocka_unit_test(broken_text_is_no_full_memory),
        cmocka_unit_test(a_full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
