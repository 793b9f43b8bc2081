/* SPDX-License-Identifier: MIT
 * The parts of an enterprise name: 行政区划 + 字号 + 行业 + 组织形式 (企业名称登记管理规定, arts 6
 * to 14), also with the region in brackets behind the trade name: 红光(北京)酒业发展有限公司. What
 * words are regions, industries, forms is told by lists (a `names:` file); here is only how they
 * stand.
 *
 * struct hj_text_names is frozen: const and shared by all threads. */
#ifndef HJ_TEXT_NAME_H
#define HJ_TEXT_NAME_H

#include "base/error.h"
#include "text/normal.h"
#include "text/words.h"

struct hj_text_name_lists {
    struct hj_text_list regions; /* 江苏省, 淮安, 中国: with or without their suffix */
    struct hj_text_list region_suffixes; /* 省 市 区 县 镇 开发区: what ends the name of a region */
    struct hj_text_list industries; /* 科技 餐饮 管理 */
    struct hj_text_list forms;      /* 有限责任公司 厂 合作社 */
    struct hj_text_list branches; /* 分公司 营业部 第一分店: what makes a name that of a branch */
};

/* Parts are slices of the name; one that is not there has size 0 and data NULL. A bracketed region
 * is given without its brackets. */
struct hj_text_name {
    struct hj_span region;
    struct hj_span trade_name;
    struct hj_span industry;
    struct hj_span industry_rest; /* when a bracket interrupts the industry, what stands behind it:
                                   * the column name_industry is both joined */
    struct hj_span form;
    bool is_branch; /* then the parts are those of the parent that the name begins with */
};

struct hj_text_names;

/* HJ_MEMORY. The caller frees; normal is used only here. */
enum hj_code hj_text_names_new(struct hj_text_names **names, const struct hj_text_name_lists *lists,
                               const struct hj_text_normal *normal,
                               struct hj_error *error) HJ_MUST_USE;
void hj_text_names_free(struct hj_text_names *names);

/* name: in normal form (name_key). Never fails: what cannot be told apart is empty. */
struct hj_text_name hj_text_name_parse(const struct hj_text_names *names, struct hj_span name);

#endif
