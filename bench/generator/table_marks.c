// SPDX-License-Identifier: MIT
// What comes back from other departments: tax marks, insured persons, balance sheets, court
// matters; and what people decided.
#include "calendar.h"
#include "history.h"
#include "tables.h"

static int32_t draw_last_return(const struct gen_firm *firm, struct gen_stream *stream)
{
    const struct gen_cell *cell = firm->cell;
    int32_t frame = firm->run->frame;
    if (cell->tax == GEN_TAX_NORMAL) {
        return frame - 10 - (int32_t)gen_below(stream, 75);
    }
    if (cell->tax == GEN_TAX_ZERO) {
        return frame - 70 - (int32_t)gen_below(stream, 19);
    }
    if (cell->tax != GEN_TAX_ABNORMAL && cell->tax != GEN_TAX_CLOSED) {
        return GEN_NO_DAY;
    }
    if (cell->reason == GEN_PLAIN && cell->kind == GEN_LEGAL) {
        return gen_between(stream, gen_day(2025, 5, 6), gen_day(2026, 2, 14));
    }
    int32_t high = cell->kind == GEN_REVOKED ? firm->revoked - 400 : gen_day(2024, 3, 29);
    int32_t low = cell->reason == GEN_LISTED_ALIVE ? gen_day(2023, 10, 9) : firm->established + 40;
    low = low < gen_day(2012, 1, 4) ? gen_day(2012, 1, 4) : low;
    return gen_between(stream, low < high ? low : high, high);
}

// A firm's first return is due some days after its founding: who is younger has filed none yet.
static int32_t last_return(const struct gen_firm *firm, struct gen_stream *stream)
{
    int32_t filed = draw_last_return(firm, stream);
    if (filed == GEN_NO_DAY || filed >= firm->established + 10) {
        return filed;
    }
    return firm->established + 10 < firm->run->frame - 8 ? firm->established + 10 : GEN_NO_DAY;
}

void gen_write_tax(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const marks[] = {"",           "正常",     "零申报", "非正常户",
                                        "税务已注销", "从未登记", "查无",   "未比对"};
    const struct gen_cell *cell = firm->cell;
    const char *key = gen_fact_key(firm);
    if (key == NULL || cell->tax == GEN_TAX_NONE) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_TAX, firm->index);
    int32_t filed = last_return(firm, &stream);
    int32_t since = GEN_NO_DAY;
    if (filed != GEN_NO_DAY && cell->tax == GEN_TAX_ABNORMAL) {
        since = gen_workday(filed + 100 + (int32_t)gen_below(&stream, 35), filed);
    } else if (filed != GEN_NO_DAY && cell->tax == GEN_TAX_CLOSED) {
        since = gen_workday(filed + 5 + (int32_t)gen_below(&stream, 25), filed);
    }
    bool is_compared = cell->tax != GEN_TAX_UNCOMPARED && cell->tax != GEN_TAX_NOT_FOUND;
    uint32_t owing = gen_below(&stream, 100);
    uint32_t debtors = cell->tax == GEN_TAX_ABNORMAL ? 18 : 1;
    gen_field(output, key);
    gen_field(output, marks[cell->tax]);
    gen_field_day(firm->run, output, filed);
    gen_field_day(firm->run, output, since);
    gen_field_day(firm->run, output,
                  cell->tax == GEN_TAX_UNCOMPARED ? GEN_NO_DAY : firm->run->frame - 1);
    // One mark in eight comes back without a word on arrears.
    bool says_arrears = is_compared && owing < 88;
    gen_field(output, !says_arrears ? "" : owing < debtors ? "是" : "否");
    gen_end_record(output);
}

void gen_write_social_insurance(const struct gen_firm *firm, struct gen_output *output)
{
    const char *key = gen_fact_key(firm);
    if (key == NULL || firm->cell->kind != GEN_LEGAL) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_INSURANCE, firm->index);
    uint32_t insured = 0;
    if (firm->cell->insured == GEN_INSURED_SOME) {
        bool is_large = firm->cell->certificate != GEN_NO_CERTIFICATE || gen_chance(&stream, 60);
        insured = is_large ? 20 + gen_below(&stream, 180)
                           : 1 + gen_below(&stream, 1 + gen_below(&stream, 16));
    }
    gen_field(output, key);
    gen_field_number(output, insured);
    gen_field_day(firm->run, output, gen_day(2026, 5, 1));
    gen_field_day(firm->run, output, firm->run->frame - 1);
    gen_end_record(output);
}

// Balance sheets are there for one plain company in sixteen; one in seven of these lives on loans:
// losses year after year, earnings below interest, debts above assets.
void gen_write_financials(const struct gen_firm *firm, struct gen_output *output)
{
    const struct gen_cell *cell = firm->cell;
    const char *key = gen_fact_key(firm);
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_FINANCIALS, firm->index);
    bool is_open = cell->kind == GEN_LEGAL && cell->reason == GEN_PLAIN && cell->missed == 0 &&
                   gen_is_company(cell) &&
                   (cell->certificate == GEN_VALID || gen_chance(&stream, 62));
    if (key == NULL || !is_open) {
        return;
    }
    bool lives_on_loans = cell->certificate == GEN_NO_CERTIFICATE && gen_chance(&stream, 140);
    int64_t assets = 80 + gen_below(&stream, 4000);
    int64_t revenue = assets * (40 + gen_below(&stream, 120)) / 100;
    int64_t share = lives_on_loans ? 85 + gen_below(&stream, 50) : 15 + gen_below(&stream, 55);
    for (int32_t year = GEN_FIRST_REPORT; year <= GEN_LAST_REPORT; year++) {
        if (year < gen_year_of(firm->established)) {
            continue;
        }
        assets = assets * (92 + gen_below(&stream, 20)) / 100;
        revenue = revenue * ((lives_on_loans ? 78 : 90) + gen_below(&stream, 24)) / 100;
        int64_t liabilities = assets * share / 100;
        int64_t short_loans = liabilities * (10 + gen_below(&stream, 25)) / 100;
        int64_t long_loans = liabilities * gen_below(&stream, 25) / 100;
        int64_t interest = (short_loans * 38 + long_loans * 46) / 1000;
        int64_t margin = lives_on_loans ? -4 - (int64_t)gen_below(&stream, 9)
                                        : (int64_t)gen_below(&stream, 13) - 2;
        int64_t earnings = revenue * margin / 100 + (lives_on_loans ? 0 : interest);
        int64_t profit = earnings - interest;
        const int64_t values[] = {revenue,
                                  profit,
                                  profit > 0 ? profit * 75 / 100 : profit,
                                  earnings,
                                  interest,
                                  assets,
                                  liabilities,
                                  short_loans,
                                  long_loans,
                                  0};
        gen_field(output, key);
        gen_field_number(output, year + firm->run->shift_years);
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
            gen_field_number(output, values[i]);
        }
        gen_end_record(output);
        share += lives_on_loans ? 4 : 0;
    }
}

static void write_matter(const struct gen_firm *firm, struct gen_output *output, const char *kind,
                         struct gen_stream *stream, int32_t started, int32_t ended)
{
    char number[64];
    struct gen_text text = gen_text_in(number, sizeof number);
    gen_add(&text, "（");
    gen_add_number(&text, (uint64_t)gen_year_of(started + firm->run->shift_days), 4);
    gen_add(&text, "）苏0804字第");
    gen_add_number(&text, 1 + gen_below(stream, 9000), 1);
    gen_add(&text, "号");
    gen_field(output, gen_fact_key(firm));
    gen_field(output, kind);
    gen_field(output, number);
    gen_field(output, "淮安市淮阴区人民法院");
    gen_field_day(firm->run, output, started);
    gen_field_day(firm->run, output, ended);
    gen_end_record(output);
}

void gen_write_judicial(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const kinds[] = {
        [GEN_LITIGATION] = "诉讼",         [GEN_EQUITY_FROZEN] = "股权冻结",
        [GEN_EQUITY_PLEDGED] = "股权出质", [GEN_BANKRUPTCY] = "破产",
        [GEN_DISHONEST] = "失信",          [GEN_WAGES] = "欠薪",
    };
    const char *key = gen_fact_key(firm);
    if (key == NULL || !gen_is_legal_person(firm->cell)) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_COURT, firm->index);
    uint8_t exclusion = firm->cell->exclusion;
    int32_t started = firm->run->frame - 15 - (int32_t)gen_below(&stream, 400);
    started = gen_workday(started, firm->established);
    if (exclusion < sizeof kinds / sizeof kinds[0] && kinds[exclusion] != NULL &&
        started > firm->established) {
        bool by_court = exclusion == GEN_BANKRUPTCY && firm->index % 3 == 0;
        write_matter(firm, output, by_court ? "强制清算" : kinds[exclusion], &stream, started,
                     GEN_NO_DAY);
    } else if (exclusion == GEN_NOT_EXCLUDED && firm->cell->kind == GEN_LEGAL &&
               gen_chance(&stream, 12)) {
        int32_t then = started - 500;
        if (then > firm->established) {
            write_matter(firm, output, "诉讼", &stream, gen_workday(then, then - 2),
                         gen_workday(then + 80 + (int32_t)gen_below(&stream, 200), then));
        }
    }
}

// Ten firms of the list were judged already, and the first six affiliates were told apart.
void gen_write_decisions(const struct gen_firm *firm, struct gen_output *output)
{
    const struct gen_cell *cell = firm->cell;
    bool is_apart = cell->pair == GEN_AFFILIATE && !cell->second && cell->pair_number < 6;
    const char *key = gen_fact_key(firm);
    if (key == NULL || (cell->decision == GEN_NO_DECISION && !is_apart)) {
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_SURVEY, firm->index);
    stream.counter[0] = 8; // past the draws of gen_write_survey
    char officer[32];
    struct gen_text officer_text = gen_text_in(officer, sizeof officer);
    int32_t date =
        gen_workday(firm->run->frame - 20 - (int32_t)gen_below(&stream, 60), firm->established);
    gen_add_person(&stream, &officer_text);
    gen_field(output, key);
    gen_field(output, is_apart ? "not_same" : cell->decision == GEN_KEEP ? "keep" : "exit");
    if (is_apart) {
        struct gen_firm other;
        gen_firm_make(&other, firm->run, firm->plan, cell->partner);
        gen_field(output, other.code);
        gen_field(output, "关联企业，各自经营");
    } else {
        gen_field(output, "");
        gen_field(output, cell->decision == GEN_KEEP ? "现场核查仍在经营" : "股东会已决议解散");
    }
    gen_field(output, officer);
    gen_field_day(firm->run, output, date);
    gen_field_day(firm->run, output, is_apart ? GEN_NO_DAY : date + 365);
    gen_end_record(output);
}
