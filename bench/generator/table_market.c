// SPDX-License-Identifier: MIT
// What the market regulator knows: annual reports, the abnormal list, serious violations, filings
// of liquidation and dormancy, cases in flight, the town's visits.
#include "calendar.h"
#include "history.h"
#include "tables.h"

static void field_document(struct gen_output *output, const char *before, int32_t year,
                           uint32_t number)
{
    char bytes[96];
    struct gen_text text = gen_text_in(bytes, sizeof bytes);
    gen_add(&text, before);
    gen_add(&text, "〔");
    gen_add_number(&text, (uint64_t)year, 4);
    gen_add(&text, "〕");
    gen_add_number(&text, number, 1);
    gen_add(&text, "号");
    gen_field(output, bytes);
}

void gen_write_annual_report(const struct gen_firm *firm, struct gen_output *output)
{
    const char *key = gen_fact_key(firm);
    if (key == NULL) {
        return;
    }
    struct gen_history history;
    gen_history_make(firm, &history);
    for (int32_t year = GEN_FIRST_REPORT; year <= GEN_LAST_REPORT; year++) {
        int32_t filed = gen_report_day(firm, &history, year);
        if (filed != GEN_NO_DAY) {
            gen_field(output, key);
            gen_field_number(output, year + firm->run->shift_years);
            gen_field_day(firm->run, output, filed);
            gen_end_record(output);
        }
    }
}

void gen_write_abnormal_list(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const causes[] = {
        [GEN_NO_REPORT] = "未按照规定的期限公示年度报告",
        [GEN_UNREACHABLE] = "通过登记的住所或者经营场所无法联系",
        [GEN_OTHER_CAUSE] = "公示企业信息隐瞒真实情况、弄虚作假",
    };
    static const char *const removals[] = {
        [GEN_NO_REPORT] = "已补报年度报告",
        [GEN_UNREACHABLE] = "可以重新取得联系",
        [GEN_OTHER_CAUSE] = "已更正公示信息",
    };
    const char *key = gen_fact_key(firm);
    if (key == NULL) {
        return;
    }
    struct gen_history history;
    gen_history_make(firm, &history);
    for (size_t i = 0; i < history.listings; i++) {
        const struct gen_listing *listing = &history.listing[i];
        bool ordered = listing->cause == GEN_OTHER_CAUSE && firm->index % 2 == 0;
        gen_field(output, key);
        gen_field_day(firm->run, output, listing->listed);
        gen_field(output, ordered ? "未在责令期限内公示有关企业信息" : causes[listing->cause]);
        field_document(output, "淮阴市监异字", gen_year_of(listing->listed + firm->run->shift_days),
                       (uint32_t)(firm->index % GEN_BLOCK) + 1);
        gen_field_day(firm->run, output, listing->removed);
        gen_field(output, listing->removed == GEN_NO_DAY ? "" : removals[listing->cause]);
        gen_end_record(output);
    }
}

void gen_write_serious_violation(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const causes[] = {
        "违法行为情节严重，被处以吊销营业执照",
        "提交虚假材料取得登记",
        "发布虚假广告，情节严重",
        "列入经营异常名录届满三年",
    };
    const char *key = gen_fact_key(firm);
    if (key == NULL || firm->cell->violation == 0) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_VIOLATION, firm->index);
    int32_t low = firm->revoked == GEN_NO_DAY ? gen_day(2023, 9, 1) : firm->revoked;
    low = low < gen_day(2016, 4, 1) ? gen_day(2016, 4, 1) : low;
    int32_t high = firm->revoked == GEN_NO_DAY ? gen_day(2025, 10, 31) : low + 120;
    int32_t listed = gen_workday(gen_between(&stream, low, high), low);
    bool is_removed = gen_chance(&stream, 200) && listed < firm->run->frame - 1100;
    gen_field(output, key);
    gen_field_day(firm->run, output, listed);
    // The ground of three years on the list ended with the order of 2021.
    size_t cause = gen_below(&stream, listed < gen_day(2021, 9, 1) ? 4 : 3);
    gen_field(output, firm->revoked == GEN_NO_DAY && cause == 0 ? causes[2] : causes[cause]);
    gen_field_day(firm->run, output, is_removed ? gen_workday(listed + 1096, listed) : GEN_NO_DAY);
    gen_end_record(output);
}

void gen_write_liquidation(const struct gen_firm *firm, struct gen_output *output)
{
    const struct gen_cell *cell = firm->cell;
    const char *key = gen_fact_key(firm);
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_COURT, firm->index);
    stream.counter[0] = 16; // past the draws of gen_write_judicial and gen_write_cases
    bool had_liquidation = cell->kind == GEN_DEREGISTERED && gen_chance(&stream, 150);
    if (key == NULL || !(cell->exclusion == GEN_IN_LIQUIDATION || cell->reason == GEN_DORMANT ||
                         had_liquidation)) {
        return;
    }
    int32_t frame = firm->run->frame;
    int32_t started = gen_workday(frame - 60 - (int32_t)gen_below(&stream, 500), firm->established);
    int32_t ended = GEN_NO_DAY;
    if (cell->reason == GEN_DORMANT && gen_chance(&stream, 500)) {
        ended = frame + 90 + (int32_t)gen_below(&stream, 300); // as planned, within three years
    } else if (had_liquidation) {
        started = firm->deregistered - 55 - (int32_t)gen_below(&stream, 5);
        ended = firm->deregistered - 3;
    }
    gen_field(output, key);
    gen_field(output, cell->reason == GEN_DORMANT ? "歇业备案" : "清算备案");
    gen_field_day(firm->run, output, started);
    gen_field_day(firm->run, output, ended);
    gen_end_record(output);
}

// The stages are steps of the routes of rules/cn.
void gen_write_cases(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const revoking[] = {"听证告知公告送达", "法制审核", "决定书公告送达"};
    const char *key = gen_fact_key(firm);
    if (key == NULL || firm->cell->exclusion != GEN_OPEN_CASE) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_COURT, firm->index);
    stream.counter[0] = 8; // past the draws of gen_write_judicial
    bool is_compulsory = firm->cell->kind == GEN_REVOKED;
    uint32_t days = is_compulsory ? 5 + gen_below(&stream, 70) : 2 + gen_below(&stream, 24);
    int32_t date = gen_workday(firm->run->frame - (int32_t)days, firm->established);
    gen_field(output, key);
    gen_field(output, is_compulsory ? "compulsory" : "revoke");
    gen_field(output, is_compulsory ? "公示系统公告" : revoking[gen_below(&stream, 3)]);
    gen_field_day(firm->run, output, date);
    field_document(output, is_compulsory ? "淮阴审批强注告字" : "淮阴市监立字",
                   gen_year_of(date + firm->run->shift_days), 100 + gen_below(&stream, 900));
    gen_end_record(output);
}

void gen_write_survey(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const results[] = {"", "失联", "愿注销", "找到", "正常经营"};
    static const char *const wishes[] = {"", "", "愿注销", "", "不愿注销"};
    const char *key = gen_fact_key(firm);
    if (key == NULL || firm->cell->survey == GEN_NOT_SURVEYED) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_SURVEY, firm->index);
    char officer[32];
    char photo[32];
    struct gen_text officer_text = gen_text_in(officer, sizeof officer);
    struct gen_text photo_text = gen_text_in(photo, sizeof photo);
    int32_t date = gen_day(2026, 3, 16) + (int32_t)gen_below(&stream, 95);
    if (date < firm->established + 3) {
        date =
            firm->established + 3 < firm->run->frame ? firm->established + 3 : firm->run->frame - 1;
    }
    bool has_photo = gen_chance(&stream, 850);
    gen_add(&photo_text, has_photo ? "ZP" : "");
    if (has_photo) {
        gen_add_number(&photo_text, gen_below(&stream, 100000), 5);
    }
    // Two officers a town.
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_SURVEY,
                    UINT64_MAX - firm->cell->town * 2U - firm->index % 2U);
    gen_add_person(&stream, &officer_text);
    gen_field(output, key);
    gen_field(output, results[firm->cell->survey]);
    gen_field(output, wishes[firm->cell->survey]);
    gen_field(output, firm->cell->survey == GEN_SURVEY_LOST ? "否" : "是");
    gen_field(output, officer);
    gen_field_day(firm->run, output, gen_workday(date, date - 2));
    gen_field(output, photo);
    gen_end_record(output);
}
