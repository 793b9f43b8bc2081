/* SPDX-License-Identifier: MIT */
#include "text/address.h"
#include "base/memory.h"
#include "cmocka_test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct hj_span regions[] = {
    HJ_SPAN("江苏"), HJ_SPAN("江苏省"), HJ_SPAN("淮安"), HJ_SPAN("淮安市"),
    HJ_SPAN("淮阴"), HJ_SPAN("淮阴区"), HJ_SPAN("广州"), HJ_SPAN("南京"),
};
static const struct hj_span suffixes[] = {HJ_SPAN("省"), HJ_SPAN("市"), HJ_SPAN("区"),
                                          HJ_SPAN("州")};

/* The district of the fixture, so far as its names are hard. */
static const struct hj_span wangying[] = {HJ_SPAN("王营镇")};
static const struct hj_span changjiang_communities[] = {HJ_SPAN("长安"), HJ_SPAN("营北"),
                                                        HJ_SPAN("营西")};
static const struct hj_span wangjiaying_communities[] = {HJ_SPAN("营东"), HJ_SPAN("东街"),
                                                         HJ_SPAN("营中")};
static const struct hj_span dingji[] = {HJ_SPAN("丁集镇"), HJ_SPAN("五里镇")};
static const struct hj_span dingji_communities[] = {HJ_SPAN("桃园"), HJ_SPAN("五里桥")};
static const struct hj_span matou[] = {HJ_SPAN("碼頭镇"), HJ_SPAN("吴城镇"), HJ_SPAN("凌桥乡")};
static const struct hj_span matou_communities[] = {HJ_SPAN("运口"), HJ_SPAN("桃园")};

static const struct hj_text_town table[] = {
    {HJ_SPAN("长江路街道"), {wangying, 1}, {changjiang_communities, 3}},
    {HJ_SPAN("王家营街道"), {wangying, 1}, {wangjiaying_communities, 3}},
    {HJ_SPAN("丁集镇"), {dingji, 2}, {dingji_communities, 2}},
    {HJ_SPAN("马头镇"), {matou, 3}, {matou_communities, 2}},
    {HJ_SPAN("三树镇"), {NULL, 0}, {NULL, 0}},
};
static const struct hj_span village[] = {HJ_SPAN("村"), HJ_SPAN("社区")};

static struct hj_text_normal *normal;
static struct hj_text_addresses *addresses;
static struct hj_text_towns *towns;
static struct hj_arena arena;

static int set_up(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_list region_list = {regions, COUNT(regions)};
    struct hj_text_list suffix_list = {suffixes, COUNT(suffixes)};
    struct hj_text_list village_list = {village, COUNT(village)};
    hj_arena_init(&arena);
    return hj_text_normal_new(&normal, &error) == HJ_OK &&
                   hj_text_addresses_new(&addresses, region_list, suffix_list, normal, &error) ==
                       HJ_OK &&
                   hj_text_towns_new(&towns, table, COUNT(table), village_list, normal, &error) ==
                       HJ_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    hj_text_towns_free(towns);
    hj_text_towns_free(NULL);
    hj_text_addresses_free(addresses);
    hj_text_addresses_free(NULL);
    hj_text_normal_free(normal);
    hj_arena_release(&arena);
    return 0;
}

static void keys_begin_behind_the_regions(void **state)
{
    (void)state;
    static const struct {
        const char *address, *wanted;
    } cases[] = {
        {"江苏省淮安市淮阴区长江路12号", "长江路12号"},
        {"淮安市淮陰區長江路１２號", "长江路12号"},
        {"江苏淮安淮阴区 长江路12号", "长江路12号"},
        {"淮阴区长江路12号", "长江路12号"},
        {"长江路12号", "长江路12号"},
        {"江苏省广州市长江路（东）12号", "长江路(东)12号"},
        {"淮安路12号", "淮安路12号"},
        {"江苏省南京路1号", "南京路1号"},
        {"江苏南京路1号", "南京路1号"},
        {"淮安市", "淮安市"},
        {"江苏省淮安市", "江苏省淮安市"},
        {"", ""},
        {"十二号1室", "十二号1室"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_span got =
            hj_text_address_key(addresses, normal, hj_span_of(cases[i].address), &arena);
        if (!hj_span_is(got, cases[i].wanted)) {
            fail_msg("%s gave %.*s", cases[i].address, (int)got.size, got.data);
        }
    }
    struct hj_span plain = hj_text_address_key(NULL, normal, hj_span_of("淮安市Ａ座"), &arena);
    assert_true(hj_span_is(plain, "淮安市a座"));
    assert_null(hj_text_address_key(addresses, normal, (struct hj_span){NULL, 0}, &arena).data);
}

enum { NONE = -1, AMBIGUOUS = -2 };

static int town_of(const char *text, struct hj_text_town_match *match)
{
    struct hj_span form = hj_text_normalise(normal, hj_span_of(text), &arena);
    *match = hj_text_town_of(towns, form);
    switch (match->found) {
    case HJ_TEXT_TOWN_NONE:
        return NONE;
    case HJ_TEXT_TOWN_AMBIGUOUS:
        return AMBIGUOUS;
    case HJ_TEXT_TOWN_ONE:
        return (int)match->town;
    }
    return NONE;
}

static void towns_are_found_by_what_they_are_called(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int town;
        bool by_former, by_community;
    } cases[] = {
        {"淮阴区长江路街道长安路1号", 0, false, false},
        {"王家营街道", 1, false, false},
        {"丁集镇桃园村", 2, false, false},
        {"淮阴区五里镇老街", 2, true, false},
        {"淮阴区码头镇运口村", 3, true, false},
        {"馬頭鎮", 3, false, false},
        {"淮阴区王营镇淮海路1号", AMBIGUOUS, true, true},
        {"王营镇", AMBIGUOUS, true, true},
        {"淮阴区王营镇东街12号", 1, true, true},
        {"淮阴区王营镇营西社区3组", 0, true, true},
        {"王营镇淮阴区营中社区", 1, true, true},         /* column and address in one */
        {"王营镇营西营东交界处", AMBIGUOUS, true, true}, /* a community of each */
        {"王营镇桃园村", AMBIGUOUS, true, true},         /* a community of neither */
        {"王营镇桃园村东街", 1, true, true},
        {"长江路街道（原王营镇东街）", 0, false, false}, /* the present name decides */
        {"丁集镇与三树镇交界处", AMBIGUOUS, false, false},
        {"丁集镇，丁集镇政府", 2, false, false},
        {"五里镇凌桥乡", AMBIGUOUS, true, true},
        {"码头镇（吴城镇）", 3, true, false},
        {"五里镇运口村", 2, true, false}, /* one town has that name: it decides */
        {"淮阴区运口村4组", 3, false, true},
        {"淮阴区桃园村4组", AMBIGUOUS, false, true}, /* two towns have it */
        {"淮阴区运口路4号", NONE, false, false},     /* a road, not the village */
        {"淮阴区东街12号", NONE, false, false},
        {"长江路12号", NONE, false, false},
        {"", NONE, false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct hj_text_town_match match;
        int town = town_of(cases[i].text, &match);
        if (town != cases[i].town || match.by_former != cases[i].by_former ||
            match.by_community != cases[i].by_community) {
            fail_msg("%s: %d %d %d", cases[i].text, town, match.by_former, match.by_community);
        }
    }
}

static void without_suffixes_a_community_never_decides_alone(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    struct hj_text_towns *made = NULL;
    struct hj_text_list no_words = {NULL, 0};
    assert_int_equal(hj_text_towns_new(&made, table, COUNT(table), no_words, normal, &error),
                     HJ_OK);
    assert_int_equal(hj_text_town_of(made, hj_span_of("运口村")).found, HJ_TEXT_TOWN_NONE);
    assert_int_equal(hj_text_town_of(made, hj_span_of("王营镇东街")).found, HJ_TEXT_TOWN_ONE);
    hj_text_towns_free(made);
    assert_int_equal(hj_text_towns_new(&made, NULL, 0, no_words, normal, &error), HJ_OK);
    assert_int_equal(hj_text_town_of(made, hj_span_of("王营镇")).found, HJ_TEXT_TOWN_NONE);
    hj_text_towns_free(made);
}

static void a_full_memory_is_told(void **state)
{
    (void)state;
    struct hj_text_list list = {regions, COUNT(regions)};
    enum hj_code code = HJ_MEMORY;
    uint64_t nth = 1;
    for (; code != HJ_OK; nth++) {
        struct hj_error error = {.code = HJ_OK};
        struct hj_text_towns *made = NULL;
        hj_memory_fail_at(nth);
        code = hj_text_towns_new(&made, table, COUNT(table), list, normal, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || (code == HJ_MEMORY && made == NULL));
        hj_text_towns_free(made);
    }
    assert_true(nth > 8);
    code = HJ_MEMORY;
    for (nth = 1; code != HJ_OK; nth++) {
        struct hj_error error = {.code = HJ_OK};
        struct hj_text_addresses *made = NULL;
        hj_memory_fail_at(nth);
        code = hj_text_addresses_new(&made, list, list, normal, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || (code == HJ_MEMORY && made == NULL));
        hj_text_addresses_free(made);
    }
    assert_true(nth > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_begin_behind_the_regions),
        cmocka_unit_test(towns_are_found_by_what_they_are_called),
        cmocka_unit_test(without_suffixes_a_community_never_decides_alone),
        cmocka_unit_test(a_full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
