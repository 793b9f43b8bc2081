/* SPDX-License-Identifier: MIT */
#include "match/random_values.h"

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* splitmix64 (Steele, Lea, Flood 2014). */
uint64_t random_next(struct random_source *source)
{
    source->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = source->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

uint32_t random_below(struct random_source *source, uint32_t below)
{
    return (uint32_t)((random_next(source) >> 32) * below >> 32);
}

bool random_percent(struct random_source *source, uint32_t percent)
{
    return random_below(source, 100) < percent;
}

static const int64_t integers[] = {
    0,
    1,
    -1,
    2,
    3,
    5,
    10,
    12,
    -7,
    100,
    366,
    INT64_MAX,
    INT64_MIN,
    INT64_MAX - 1,
    INT64_MIN + 1,
    2019,
    2020,
    2021,
    2022,
    2023,
    2024,
    2025,
    2026,
    INT32_MAX,
    INT32_MIN,
    4294967296,
    9007199254740992,
    9007199254740993,
    -9007199254740993,
};

static const double numbers[] = {
    0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    2.675,
    0.1,
    0.3,
    100.0,
    1e15,
    1e308,
    -1e308,
    1e-308,
    5e-324,
    1e19,
    -1e19,
    9007199254740992.0,
    1.7976931348623157e308,
    0.49999999999999994,
    123456.789,
    -2.5,
    3.0,
    150.0,
};

static const char *const texts[] = {
    "",
    "a",
    "A",
    "ab",
    "aB",
    "abc",
    "b",
    "%",
    "_",
    "\\",
    "a%",
    "a_b",
    "'",
    "\"",
    " ",
    "  a ",
    "\n",
    "a\n",
    "\na",
    "a\nb",
    "é",
    "e\xCC\x81",
    "É",
    "ß",
    "ſ",
    "ＡＢＣ",
    "（有限）",
    "(有限)",
    "有限公司",
    "有限责任公司",
    "淮安市红光科技有限公司",
    "淮安市紅光科技有限公司",
    "红光(北京)酒业发展有限公司",
    "江苏省淮安市清江浦区淮海路1号",
    "江苏淮安淮海路一号",
    "江苏",
    "淮安市红光科技有限公司清江浦分公司",
    "存续",
    "吊销",
    "注销",
    "歇业",
    "张",
    "张三",
    "𠮷",
    "𠮷野家",
    "a𠮷b",
    "䶮",
    "𪚥𪚥",
    "😀",
    "\xEF\xBB\xBF",
    "\xE2\x80\x8B",
    "0",
    "1",
    "11",
    "12",
    "110",
    "1130",
    "3100",
    "9100",
    "2023",
    "2023-06-30",
    "91350100M000100Y43",
    "91350100M000100Y44",
    "320483000067848",
    "110108000000016",
    "91350100m000100y43",
    "11111111111111111111",
    "劳务派遣;物业管理",
    "食品销售；餐饮服务",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "b",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "a",
};

static const char *const likes[] = {
    "%",      "_",    "",        "a%",     "%a",    "%a%",   "_%",          "%_",
    "__",     "a_",   "_b%",     "%有限%", "%公司", "江苏%", "%有限%公司%", "%𠮷%",
    "_𠮷_",   "𠮷__", "\\%",     "%\\%%",  "%\\_%", "\\\\",  "%\\a%",       "%%",
    "%ab%c%", "存续", "%分公司", "91%",    "%\n%",  "a\nb",  "淮安市红光%", "%%%a%%%b%",
    "____",
};

static const char *const regexps[] = {
    "a",
    "^a",
    "a$",
    "^a$",
    "",
    "^$",
    ".",
    "^.$",
    "a|b",
    "有限",
    "公司$",
    "^江苏",
    "有限(责任)?公司",
    "有.{0,2}公司",
    "[有无]限",
    "^(11|12|3|51)",
    "[0-9]{2,}",
    "^[0-9A-Z]{18}$",
    "\\d+",
    "𠮷",
    "^.𠮷.$",
    "(?i)ab",
    "a.b",
    "(?s)a.b",
    "(?m)^b",
    "\\n",
    "劳务派遣|物业",
    "食品(销售|经营)",
    "(a+)+b",
    "(a+)+c",
    "(?=有)有限",
    "(?!存)续",
    "^(?!江苏)",
    "红光|紅光",
    "科技.*分公司",
    "\\bab\\b",
    "x*",
    "x?y*",
    "(?:)",
    "[[:alpha:]]",
    "\\.",
    "a{2,3}",
    "(a)\\1",
    "é",
    "É",
    "\\Q%\\E",
    "(?x) a b # c",
    "[^a]",
    "[^\\n]",
    "ß",
    "有限公司\\n?",
    "(?:有限|责任)公司",
    "淮.市",
    "安市红光科技",
    "a+b",
    "ab+",
    "(abc)?b",
    "(?i)有限",
    "(?<=有)限",
    "(?<!有)限",
    "\\x{20BB7}",
    "存续|吊销|注销",
    "(存|续|吊){2}",
};

static hj_date random_date(struct random_source *source)
{
    static const struct hj_civil days[] = {
        {1, 1, 1},      {9999, 12, 31}, {1970, 1, 1},   {1969, 12, 31}, {2000, 2, 29},
        {2024, 2, 29},  {2023, 2, 28},  {2023, 3, 31},  {2023, 6, 30},  {2023, 7, 1},
        {2026, 6, 30},  {2026, 6, 29},  {2025, 12, 31}, {2026, 1, 1},   {1900, 3, 1},
        {2022, 11, 30}, {2021, 8, 31},  {1, 2, 28},     {9999, 12, 1},
    };
    hj_date date = 0;
    if (random_percent(source, 30)) {
        return 15000 + (hj_date)random_below(source, 6000);
    }
    (void)hj_date_from_civil(days[random_below(source, COUNT(days))], &date);
    return date;
}

struct hj_value random_value(struct random_source *source, enum hj_type type)
{
    struct hj_value value = {.type = type};
    switch (type) {
    case HJ_BOOLEAN:
        value.boolean = random_percent(source, 50);
        break;
    case HJ_INTEGER:
        value.integer = random_percent(source, 40)
                            ? (int64_t)random_below(source, 8)
                            : integers[random_below(source, COUNT(integers))];
        break;
    case HJ_NUMBER:
        value.number = random_percent(source, 30) ? (double)random_below(source, 64) / 8.0
                                                  : numbers[random_below(source, COUNT(numbers))];
        break;
    case HJ_TEXT:
        value.text = hj_span_of(texts[random_below(source, COUNT(texts))]);
        break;
    case HJ_DATE:
        value.date = random_date(source);
        break;
    }
    return value;
}

struct hj_span random_like(struct random_source *source)
{
    return hj_span_of(likes[random_below(source, COUNT(likes))]);
}

struct hj_span random_regexp(struct random_source *source)
{
    return hj_span_of(regexps[random_below(source, COUNT(regexps))]);
}
