/* SPDX-License-Identifier: MIT
 * Invented names, and lists that hold what they need: the lists of the rules are measured elsewhere
 * (trade_names.c). */
#include "text/name.h"
#include "base/memory.h"
#include "cmocka_test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct hj_span regions[] = {
    HJ_SPAN("中国"), HJ_SPAN("江苏"),   HJ_SPAN("江苏省"), HJ_SPAN("淮安市"), HJ_SPAN("淮安"),
    HJ_SPAN("南京"), HJ_SPAN("北京"),   HJ_SPAN("长春"),   HJ_SPAN("深圳"),   HJ_SPAN("福田"),
    HJ_SPAN("广州"), HJ_SPAN("秦皇岛"), HJ_SPAN("淮阴区"), HJ_SPAN("盱眙"),
};
static const struct hj_span suffixes[] = {
    HJ_SPAN("省"), HJ_SPAN("市"), HJ_SPAN("区"),   HJ_SPAN("县"),
    HJ_SPAN("镇"), HJ_SPAN("州"), HJ_SPAN("新城"), HJ_SPAN("盟"),
};
static const struct hj_span industries[] = {
    HJ_SPAN("酒业"), HJ_SPAN("发展"), HJ_SPAN("科技"), HJ_SPAN("机器人"), HJ_SPAN("飞机"),
    HJ_SPAN("餐饮"), HJ_SPAN("管理"), HJ_SPAN("市政"), HJ_SPAN("工程"),   HJ_SPAN("物业"),
    HJ_SPAN("教育"), HJ_SPAN("策划"), HJ_SPAN("食品"), HJ_SPAN("包装"),   HJ_SPAN("市场"),
    HJ_SPAN("营销"), HJ_SPAN("环保"), HJ_SPAN("电子"), HJ_SPAN("商务"),   HJ_SPAN("电子商务"),
    HJ_SPAN("试剂"), HJ_SPAN("销售"), HJ_SPAN("服装"),
};
static const struct hj_span forms[] = {
    HJ_SPAN("有限公司"), HJ_SPAN("股份有限公司"),         HJ_SPAN("有限责任公司"), HJ_SPAN("公司"),
    HJ_SPAN("厂"),       HJ_SPAN("合伙企业（有限合伙）"), HJ_SPAN("店"),           HJ_SPAN("商店"),
    HJ_SPAN("合作社"),   HJ_SPAN("专业合作社"),
};
static const struct hj_span branches[] = {HJ_SPAN("分公司"), HJ_SPAN("支行"),
                                          HJ_SPAN("第一分公司")};

static const struct hj_text_name_lists lists = {
    {regions, COUNT(regions)}, {suffixes, COUNT(suffixes)}, {industries, COUNT(industries)},
    {forms, COUNT(forms)},     {branches, COUNT(branches)},
};

static struct hj_text_normal *normal;
static struct hj_text_names *names;
static struct hj_arena arena;

static int set_up(void **state)
{
    (void)state;
    struct hj_error error = {.code = HJ_OK};
    hj_arena_init(&arena);
    return hj_text_normal_new(&normal, &error) == HJ_OK &&
                   hj_text_names_new(&names, &lists, normal, &error) == HJ_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    hj_text_names_free(names);
    hj_text_names_free(NULL);
    hj_text_normal_free(normal);
    hj_arena_release(&arena);
    return 0;
}

struct parse_case {
    const char *name;
    const char *parts; /* region|trade name|industry|rest of it|form|B for a branch */
};

static void assert_parts(const struct parse_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct hj_span text = hj_text_normalise(normal, hj_span_of(cases[i].name), &arena);
        struct hj_text_name got = hj_text_name_parse(names, text);
        char parts[512];
        const struct hj_span spans[] = {got.region, got.trade_name, got.industry, got.industry_rest,
                                        got.form};
        size_t size = 0;
        for (size_t k = 0; k < COUNT(spans); k++) {
            assert_true(spans[k].size > 0 || spans[k].data == NULL);
            size += (size_t)snprintf(parts + size, sizeof parts - size, "%.*s|", (int)spans[k].size,
                                     spans[k].data == NULL ? "" : spans[k].data);
        }
        (void)snprintf(parts + size, sizeof parts - size, "%s", got.is_branch ? "B" : "");
        assert_string_equal(parts, cases[i].parts);
    }
}

static void parts_stand_in_their_order(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"北京红光酒业发展有限公司", "北京|红光|酒业发展||有限公司|"},
        {"江苏省淮安市淮阴区红光科技有限公司", "江苏省淮安市淮阴区|红光|科技||有限公司|"},
        {"红光酒业股份有限公司", "|红光|酒业||股份有限公司|"},
        {"淮安红光厂", "淮安|红光|||厂|"},
        {"南京欢乐飞机器人科技公司", "南京|欢乐飞|机器人科技||公司|"},
        {"南京星光合伙企业(有限合伙)", "南京|星光|||合伙企业(有限合伙)|"},
        {"盱眙县红光农场", "盱眙县|红光农场||||"},
        {"南京ABC科技有限公司", "南京|abc|科技||有限公司|"},
        {"", "|||||"},
        {"有限公司", "||||有限公司|"},
        {"淮安", "淮安|||||"},
    };
    assert_parts(cases, COUNT(cases));
}

static void a_region_in_brackets_is_the_region(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"红光（北京）酒业发展有限公司", "北京|红光|酒业发展||有限公司|"},
        {"红光酒业（北京）发展有限公司", "北京|红光|酒业|发展|有限公司|"},
        {"红光酒业(淮安市)有限公司", "淮安市|红光|酒业||有限公司|"},
        {"南京红光（集团）酒业有限公司", "南京|红光|酒业||有限公司|"},
        {"红光(北京酒业有限公司", "|红光|||有限公司|"},
        {"星节能秦皇岛环保有限公司", "秦皇岛|星节能|环保||有限公司|"},
    };
    assert_parts(cases, COUNT(cases));
}

static void notes_in_brackets_do_not_count(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"南京红光酒业有限公司(筹)", "南京|红光|酒业||有限公司|"},
        {"南京红光酒业有限公司（原南京（星光）厂）", "南京|红光|酒业||有限公司|"},
        {"(红光)", "|||||"},
    };
    assert_parts(cases, COUNT(cases));
}

static void a_branch_has_the_parts_of_its_parent(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"南京红光酒业有限公司淮安分公司", "南京|红光|酒业||有限公司|B"},
        {"南京红光酒业有限公司第一分公司", "南京|红光|酒业||有限公司|B"},
        {"红光科技淮安分公司", "|红光|科技|||B"},
        {"南京红光酒业公司城东支行", "南京|红光|酒业||公司|B"},
        {"南京红光酒业有限公司星星商店", "南京|红光|酒业||有限公司|B"},
        {"淮安市试剂商店有限公司", "淮安市||试剂商店||有限公司|"},
        {"分公司", "|分|||公司|"},
    };
    assert_parts(cases, COUNT(cases));
}

static void a_region_yields_to_the_trade_name(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"深圳福田策划公司", "深圳|福田|策划||公司|"},
        {"深圳福田红光策划公司", "深圳福田|红光|策划||公司|"},
        {"长春藤有限公司", "|长春藤|||有限公司|"},
        {"南京盟友有限公司", "南京|盟友|||有限公司|"},
        {"南京汤山新城物业有限公司", "南京|汤山新城|物业||有限公司|"},
        {"南京汤山镇红光物业有限公司", "南京汤山镇|红光|物业||有限公司|"},
        {"广州市红光科技有限公司", "广州市|红光|科技||有限公司|"},
    };
    assert_parts(cases, COUNT(cases));
}

static void words_of_industries_are_no_trade_name(void **state)
{
    (void)state;
    static const struct parse_case cases[] = {
        {"南京市政工程公司", "南京||市政工程||公司|"},
        {"淮安市政工程公司", "淮安||市政工程||公司|"},
        {"南京市场营销策划公司", "南京||市场营销策划||公司|"},
        {"南京食品包装公司", "南京||食品包装||公司|"},
        {"南京智能电子商务有限公司", "南京|智能|电子商务||有限公司|"},
    };
    assert_parts(cases, COUNT(cases));
}

static void long_names_stay_inside_their_bounds(void **state)
{
    (void)state;
    char text[4096];
    static const char *const parts[] = {"科", "技", "(", "淮安", "公司", ")", "分公司"};
    for (size_t kinds = 1; kinds <= COUNT(parts); kinds++) {
        for (size_t count = 1; count < 400; count += 7) {
            size_t size = 0;
            for (size_t i = 0; i < count; i++) {
                memcpy(text + size, parts[i % kinds], strlen(parts[i % kinds]));
                size += strlen(parts[i % kinds]);
            }
            struct hj_text_name got = hj_text_name_parse(names, (struct hj_span){text, size});
            assert_true(got.trade_name.size <= size && got.industry.size <= size);
        }
    }
}

static void a_full_memory_is_told(void **state)
{
    (void)state;
    enum hj_code code = HJ_MEMORY;
    uint64_t nth = 1;
    for (; code != HJ_OK; nth++) {
        struct hj_error error = {.code = HJ_OK};
        struct hj_text_names *made = NULL;
        hj_memory_fail_at(nth);
        code = hj_text_names_new(&made, &lists, normal, &error);
        hj_memory_fail_at(0);
        assert_true(code == HJ_OK || (code == HJ_MEMORY && made == NULL));
        hj_text_names_free(made);
    }
    assert_true(nth > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_stand_in_their_order),
        cmocka_unit_test(a_region_in_brackets_is_the_region),
        cmocka_unit_test(notes_in_brackets_do_not_count),
        cmocka_unit_test(a_branch_has_the_parts_of_its_parent),
        cmocka_unit_test(a_region_yields_to_the_trade_name),
        cmocka_unit_test(words_of_industries_are_no_trade_name),
        cmocka_unit_test(long_names_stay_inside_their_bounds),
        cmocka_unit_test(a_full_memory_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
