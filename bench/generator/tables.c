// SPDX-License-Identifier: MIT
#include "tables.h"

#include "calendar.h"

const char gen_narrow_header[] = "企业名称,统一社会信用代码,成立日期,企业类型,法定代表人,注册资本,"
                                 "经营范围,所在省份,地区,住所,登记状态,所属镇街";

const struct gen_table gen_tables[] = {
    {"registry",
     "企业名称,统一社会信用代码,注册号,组织机构代码,成立日期,企业类型,法定代表人,法定代表人证件号,"
     "联系电话,注册资本,"
     "经营范围,行业代码,所在省份,地区,住所,登记机关,登记状态,吊销日期,注销日期,核准日期,曾用名,"
     "所属镇街",
     gen_write_registry, NULL},
    {"annual_report", "统一社会信用代码,报告年度,报送日期", gen_write_annual_report, NULL},
    {"abnormal_list", "统一社会信用代码,列入日期,列入原因,列入决定书文号,移出日期,移出原因",
     gen_write_abnormal_list, NULL},
    {"serious_violation", "统一社会信用代码,列入日期,列入事由,移出日期",
     gen_write_serious_violation, NULL},
    {"tax", "统一社会信用代码,税务状态,最近申报日期,状态日期,比对日期,是否欠税", gen_write_tax,
     NULL},
    {"social_insurance", "统一社会信用代码,参保人数,所属月份,比对日期", gen_write_social_insurance,
     NULL},
    {"financials",
     "统一社会信用代码,年度,营业收入,利润总额,净利润,息税前利润,利息支出,资产总额,负债总额,"
     "短期借款,长期借款,应付债券",
     gen_write_financials, NULL},
    {"hightech", "企业名称,统一社会信用代码,证书编号,发证日期,有效期至", gen_write_hightech, NULL},
    {"hightech_cancelled", "企业名称,统一社会信用代码,证书编号,取消生效日期,取消原因",
     gen_write_hightech_cancelled, NULL},
    {"tech_sme", "企业名称,统一社会信用代码,入库登记编号,年度", gen_write_tech_sme, NULL},
    {"judicial", "统一社会信用代码,类型,案号,法院,立案日期,结案日期", gen_write_judicial, NULL},
    {"cases", "统一社会信用代码,处置途径,阶段,日期,文号", gen_write_cases, NULL},
    {"survey", "统一社会信用代码,状况,意愿,联系人是否找到,核查人,日期,照片编号", gen_write_survey,
     NULL},
    {"liquidation", "统一社会信用代码,类型,开始日期,结束日期", gen_write_liquidation, NULL},
    {"above_scale", "统一社会信用代码,企业名称,年度", gen_write_above_scale, NULL},
    {"branches", "统一社会信用代码,分支机构名称,分支机构统一社会信用代码,注销日期",
     gen_write_branches, NULL},
    {"investments", "统一社会信用代码,被投资企业,被投资企业统一社会信用代码,退出日期",
     gen_write_investments, NULL},
    {"licences", "统一社会信用代码,许可种类,许可证号,有效期至,是否批准注销", gen_write_licences,
     NULL},
    {"decisions", "统一社会信用代码,决定,另一主体,理由,决定人,日期,有效期至", gen_write_decisions,
     NULL},
    {"towns", "代码,名称,曾用名,村社区", NULL, gen_write_towns},
    {"peers", "区县,高新技术企业数,企业法人数,日期", NULL, gen_write_peers},
    {"truth",
     "record,uscc,legal_person,state,reason,exclusion,duplicate_of,duplicate_kind,apart_from,"
     "hightech,town",
     gen_write_truth, NULL},
};
const size_t gen_tables_count = sizeof gen_tables / sizeof gen_tables[0];

void gen_field_day(const struct gen_run *run, struct gen_output *output, int32_t day)
{
    gen_field_date(output, day == GEN_NO_DAY ? GEN_NO_DAY : day + run->shift_days);
}
