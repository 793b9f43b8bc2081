// SPDX-License-Identifier: MIT
#include "words.h"

// Communities of the two streets that were one town are those of office.md; all other village names
// are invented, and repeat from town to town as village names do.
const struct gen_town_words gen_town_names[GEN_TOWNS] = {
    [GEN_CHANGJIANGLU] = {"320804001",
                          "长江路街道",
                          {"王营镇"},
                          {"长安", "营北", "左庄", "果林", "崔庄", "营西", "小营"}},
    [GEN_WANGJIAYING] = {"320804002",
                         "王家营街道",
                         {"王营镇"},
                         {"营东", "机关", "同兴", "西坝", "营中", "东街", "北桥", "星光", "淮闸",
                          "杨庄", "越河", "沈渡", "双和"}},
    [GEN_XINDUKOU] = {"320804003",
                      "新渡口街道",
                      {"新渡乡"},
                      {"禾塘", "柳湾", "渡南", "张圩", "朝阳", "塘湾"}},
    [GEN_GUQINGKOU] = {"320804004",
                       "古清口街道",
                       {"袁集乡"},
                       {"清源", "柳湾", "袁东", "桃园", "李圩", "荷塘"}},
    [GEN_NANCHENJI] = {"320804103",
                       "南陈集镇",
                       {NULL},
                       {"陈桥", "大圩", "朝阳", "河湾", "田楼", "新禾"}},
    [GEN_DINGJI] = {"320804107",
                    "丁集镇",
                    {"丁集镇", "五里镇"},
                    {"丁东", "五里桥", "桃园", "王圩", "河湾", "新禾"}},
    [GEN_XULIU] = {"320804109",
                   "徐溜镇",
                   {"徐溜镇", "西宋集镇"},
                   {"溜南", "西宋", "大圩", "桥口", "荷塘", "朝阳"}},
    [GEN_YUGOU] = {"320804110",
                   "渔沟镇",
                   {"渔沟镇", "吴集镇"},
                   {"沟北", "吴庄", "河湾", "石桥", "田楼", "桃园"}},
    [GEN_SANSHU] = {"320804113", "三树镇", {NULL}, {"三树", "大圩", "李圩", "新禾", "石桥"}},
    [GEN_GAOJIAYAN] = {"320804114",
                       "高家堰镇",
                       {"赵集镇", "韩桥乡"},
                       {"堰头", "赵庄", "韩桥", "荷塘", "张圩", "湖滨"}},
    [GEN_MATOU] = {"320804115",
                   "马头镇",
                   {"码头镇", "吴城镇", "凌桥乡"},
                   {"运口", "吴城", "凌桥", "桥口", "河湾"}},
    [GEN_LIULAOZHUANG] = {"320804116",
                          "刘老庄镇",
                          {"刘老庄乡", "古寨乡"},
                          {"老庄", "古寨", "朝阳", "田楼", "大圩"}},
    [GEN_HUAIGAO] = {"320804117",
                     "淮高镇",
                     {"王兴镇", "棉花庄镇", "老张集乡"},
                     {"王兴", "棉庄", "老张集", "王圩", "新禾", "石桥", "桃园"}},
    [GEN_ZONE] = {"320804400", "淮安高新技术产业开发区", {NULL}, {NULL}},
};

static const char *const roads[] = {
    "朝禾路",   "云溪路",   "锦帆路",   "槐荫路",   "长禾大道", "银杏大道", "同舟路",   "青田路",
    "远帆路",   "麦香路",   "晴川路",   "泰来路",   "枫桥路",   "南塘路",   "北圩路",   "文渊路",
    "科创一路", "科创二路", "科创三路", "创智大道", "工匠路",   "望湖路",   "桑田路",   "泽园路",
    "五谷路",   "芳草路",   "春申路",   "秋实路",   "明珠路",   "振业路",   "安居路",   "同德路",
    "石榴路",   "荷香路",   "惠民路",   "育才路",   "新圩街",   "老桥街",   "集镇南街", "集镇北街",
};
const struct gen_list gen_roads = {roads, sizeof roads / sizeof roads[0]};

static const char *const buildings[] = {
    "云溪商务中心", "禾塘创业园",     "锦帆大厦", "科创孵化基地", "银杏广场",     "远帆物流园",
    "晴川商业街",   "青田电商产业园", "同舟大厦", "槐荫花园商铺", "泰来建材市场", "望湖国际",
};
const struct gen_list gen_buildings = {buildings, sizeof buildings / sizeof buildings[0]};

static const char *const outside_cities[] = {"南京", "苏州", "无锡", "徐州", "盐城",
                                             "扬州", "宿迁", "上海", "合肥", "杭州"};
const struct gen_list gen_outside_cities = {outside_cities,
                                            sizeof outside_cities / sizeof outside_cities[0]};
