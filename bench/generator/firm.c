// SPDX-License-Identifier: MIT
#include "firm.h"

#include <string.h>

#include "calendar.h"
#include "codes.h"

#define AGENTS 60
#define AGENT_SUBJECT ((uint64_t)1 << 56)

static uint32_t serial_of(const struct gen_run *run, uint64_t index)
{
    return (uint32_t)((index + run->seed % GEN_SERIALS) % GEN_SERIALS);
}

static void write_codes(struct gen_firm *firm)
{
    static const char *const authorities[] = {"320804", "320800", "320812", "320803", "320000"};
    const struct gen_cell *cell = firm->cell;
    bool is_repeated =
        cell->second && (cell->pair == GEN_SAME_CODE || cell->pair == GEN_OLD_AND_NEW);
    uint64_t owner = is_repeated ? gen_origin(firm) : firm->index;
    bool is_old = firm->established < gen_day(2015, 10, 1);
    const char *prefix = cell->kind == GEN_COOPERATIVE ? "93"
                         : cell->kind == GEN_HOUSEHOLD ? "92"
                                                       : "91";
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_CODE, firm->index);
    gen_organisation_code(serial_of(firm->run, owner), is_old, firm->organisation);
    gen_credit_code(prefix, authorities[cell->authority], firm->organisation, firm->code);
    unsigned first_digit = gen_below(&stream, 4);
    if (cell->kind == GEN_HOUSEHOLD) {
        first_digit += 6;
    } else if (cell->type == GEN_TYPE_FOREIGN || cell->type == GEN_TYPE_HKMT) {
        first_digit = 4 + first_digit % 2;
    }
    gen_registration_number(serial_of(firm->run, firm->index), first_digit, firm->number);
    memcpy(firm->shown, firm->code, sizeof firm->shown);
    if (cell->code == GEN_CODE_OLD) {
        memcpy(firm->shown, firm->number, sizeof firm->number);
    } else if (cell->code == GEN_CODE_SPOILT) {
        gen_spoil_check(firm->shown);
    }
    // Few extracts still carry the old columns: a number for one in eight of the old firms, an
    // organisation code for one in twelve; ten of the planted pairs join by the organisation code,
    // eight only by name, person and date.
    bool shows_number = is_old && gen_chance(&stream, 120);
    bool shows_organisation = is_old && gen_chance(&stream, 80);
    if (cell->pair == GEN_OLD_AND_NEW) {
        shows_number = cell->second;
        shows_organisation = cell->pair_number < 10;
    }
    if (!shows_number && cell->code != GEN_CODE_OLD) {
        firm->number[0] = '\0';
    }
    if (!shows_organisation) {
        firm->organisation[0] = '\0';
    }
}

// One firm in sixteen is represented by one of sixty persons who found firms for others.
static void write_person(struct gen_firm *firm)
{
    const struct gen_cell *cell = firm->cell;
    struct gen_stream stream;
    uint64_t owner = cell->pair != GEN_SINGLE && cell->second ? gen_index(firm->plan, cell->partner)
                                                              : firm->index;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_PERSON, owner);
    bool by_agent =
        gen_is_company(cell) && cell->certificate == GEN_NO_CERTIFICATE && gen_chance(&stream, 62);
    if (cell->reason == GEN_ZERO_AGENT) {
        by_agent = gen_chance(&stream, 400);
    }
    bool is_missing = gen_chance(&stream, 25) && cell->pair == GEN_SINGLE &&
                      cell->certificate == GEN_NO_CERTIFICATE;
    bool shows_identity = gen_chance(&stream, 100);
    bool shows_phone = gen_chance(&stream, 300);
    if (by_agent) {
        uint64_t agent = gen_below(&stream, AGENTS);
        gen_stream_open(&stream, firm->run->seed, GEN_FOR_PERSON,
                        AGENT_SUBJECT | firm->plan->block * AGENTS | agent);
    }
    struct gen_text person = gen_text_in(firm->person, sizeof firm->person);
    struct gen_text phone = gen_text_in(firm->phone, sizeof firm->phone);
    firm->identity[0] = '\0';
    if (is_missing || (cell->second && cell->pair == GEN_VARIANT && cell->pair_number % 5 == 4)) {
        return;
    }
    gen_add_person(&stream, &person);
    if (shows_identity) {
        uint32_t birthday = (1948 + gen_below(&stream, 52)) * 10000 +
                            (1 + gen_below(&stream, 12)) * 100 + 1 + gen_below(&stream, 28);
        gen_false_identity(birthday, gen_below(&stream, 1000), firm->identity);
    }
    if (shows_phone) {
        gen_add(&phone, "1380000");
        gen_add_number(&phone, gen_below(&stream, 10000), 4);
    }
}

static void write_capital(struct gen_firm *firm)
{
    static const uint32_t amounts[] = {10,  20,  30,   50,   80,   100,  150,  200,   300,
                                       500, 800, 1000, 1200, 2000, 3000, 5000, 10000, 20000};
    static const uint16_t weights[] = {60,  25, 40, 110, 30, 190, 20, 120, 70,
                                       110, 30, 80, 10,  40, 15,  20, 6,   3};
    struct gen_text capital = gen_text_in(firm->capital, sizeof firm->capital);
    if (firm->cell->capital != GEN_CAPITAL_GIVEN) {
        gen_add(&capital, firm->cell->capital == GEN_CAPITAL_NA ? "N/A" : "");
        return;
    }
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_CAPITAL, gen_origin(firm));
    uint32_t amount = amounts[gen_pick(&stream, weights, sizeof weights / sizeof weights[0])];
    uint32_t form = gen_below(&stream, 100);
    if (firm->cell->kind == GEN_HOUSEHOLD) {
        amount = 1 + amount / 20;
    }
    if (firm->cell->type == GEN_TYPE_FOREIGN || firm->cell->type == GEN_TYPE_HKMT) {
        gen_add_number(&capital, amount + 20, 1);
        gen_add(&capital, form < 50 ? ".5(万美元)" : form < 80 ? "万美元" : "(万港元)");
        return;
    }
    if (gen_is_company(firm->cell) && gen_chance(&stream, 8)) {
        amount = 0;
    }
    if (form < 12 && amount >= 1000) {
        gen_add_number(&capital, amount / 1000, 1);
        gen_add(&capital, ",");
        gen_add_number(&capital, amount % 1000 + gen_below(&stream, 100) * (amount % 1000 == 0), 3);
        gen_add(&capital, "(万元人民币)");
        return;
    }
    gen_add_number(&capital, amount, 1);
    if (amount < 100 && gen_chance(&stream, 60)) {
        gen_add(&capital, ".");
        gen_add_number(&capital, 1 + gen_below(&stream, 9), 1);
    }
    gen_add(&capital, form < 70   ? "万人民币"
                      : form < 92 ? "(万元人民币)"
                      : form < 97 ? "万元"
                                  : "(万元(人民币))");
}

static void add_scope_items(struct gen_firm *firm, struct gen_stream *stream, size_t wanted,
                            struct gen_text *scope)
{
    const struct gen_sector_words *sector = &gen_sectors[firm->sector];
    size_t own = gen_count(sector->scopes, GEN_SCOPES);
    size_t first = gen_below(stream, (uint32_t)own);
    size_t common = gen_below(stream, (uint32_t)gen_common_scopes.count);
    const char *separator = gen_chance(stream, 800) ? "；" : "、";
    for (size_t item = 0; scope->length < wanted && item < own + gen_common_scopes.count; item++) {
        if (item > 0) {
            gen_add(scope, separator);
        }
        bool is_own = item < own && (item < 2 || item % 2 == 0);
        gen_add(scope, is_own ? sector->scopes[(first + item) % own]
                              : gen_common_scopes.words[(common + item) % gen_common_scopes.count]);
    }
}

const char *gen_licence(const struct gen_firm *firm)
{
    const struct gen_cell *cell = firm->cell;
    bool can_hold = gen_is_company(cell) && cell->certificate == GEN_NO_CERTIFICATE &&
                    (cell->reason == GEN_PLAIN || cell->reason == GEN_REVOKED_LONG);
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_LICENCE, gen_origin(firm));
    uint32_t drawn = gen_below(&stream, 1000);
    if (!can_hold) {
        return NULL;
    }
    if (firm->sector == GEN_BUSINESS) {
        return drawn < 40 ? "劳务派遣" : NULL;
    }
    if (firm->sector == GEN_TRADE) {
        return drawn < 12 ? "危险化学品经营" : NULL;
    }
    return firm->sector == GEN_SERVICES && drawn < 25 ? "校外培训" : NULL;
}

// Wide scopes are as the big registers have them: long lists, six in ten with the sentence on
// approvals.
static void write_scope(struct gen_firm *firm)
{
    static const char approval[] = "（依法须经批准的项目，经相关部门批准后方可开展经营活动）";
    struct gen_stream stream;
    struct gen_text scope = gen_text_in(firm->scope, sizeof firm->scope);
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_SCOPE, gen_origin(firm));
    size_t wide = firm->run->scope_bytes;
    if (wide == 0) {
        add_scope_items(firm, &stream, 6 + gen_below(&stream, 12), &scope);
    } else {
        bool says_approval = wide >= 120 && gen_chance(&stream, 600);
        size_t wanted = wide / 2 + gen_below(&stream, (uint32_t)wide) + 1;
        size_t tail = says_approval ? sizeof approval - 1 : 0;
        // Half an item more than wanted is written on the average, and the separators before the
        // last ones.
        size_t spare = tail + 14;
        add_scope_items(firm, &stream, wanted > spare + 12 ? wanted - spare : 12, &scope);
        gen_add(&scope, says_approval ? approval : "");
    }
    const char *licence = gen_licence(firm);
    if (licence != NULL) {
        gen_add(&scope, "；许可项目：");
        gen_add(&scope, licence);
    }
    // What really stands in such columns: a line break in one of 2,000, quotes in one of 1,200,
    // ASCII commas in a few.
    uint32_t oddity = gen_below(&stream, 6000);
    if (oddity < 3) {
        gen_add(&scope, "\n一般项目：");
        add_scope_items(firm, &stream, scope.length + 12, &scope);
    } else if (oddity < 8) {
        gen_add(&scope, "（\"自产自销\"）");
    } else if (oddity < 48) {
        gen_add(&scope, ",代办服务");
    }
}

static const char *draw_status(const struct gen_firm *firm, struct gen_stream *stream)
{
    static const char *const living[] = {"存续", "在业", "开业", "存续（在营、开业、在册）",
                                         "在营"};
    static const uint16_t living_weights[] = {42, 24, 12, 20, 2};
    static const char *const revoked[] = {"吊销，未注销", "吊销,未注销", "吊销", "已吊销"};
    static const uint16_t revoked_weights[] = {50, 15, 25, 10};
    switch ((enum gen_kind)firm->cell->kind) {
    case GEN_REVOKED:
        return revoked[gen_pick(stream, revoked_weights, 4)];
    case GEN_DEREGISTERED:
        return gen_chance(stream, 850) ? "注销" : "已注销";
    case GEN_MOVED:
        return gen_chance(stream, 800) ? "迁出" : "已迁出";
    case GEN_ANNULLED:
        return gen_chance(stream, 700) ? "撤销" : "撤销登记";
    case GEN_LEGAL:
    case GEN_BRANCH:
    case GEN_SOLE:
    case GEN_PARTNERSHIP:
    case GEN_COOPERATIVE:
    case GEN_HOUSEHOLD:
        break;
    }
    return living[gen_pick(stream, living_weights, 5)];
}

void gen_firm_make(struct gen_firm *firm, const struct gen_run *run, const struct gen_plan *plan,
                   uint16_t place)
{
    firm->run = run;
    firm->plan = plan;
    firm->cell = &plan->cells[place];
    firm->place = place;
    firm->index = gen_index(plan, place);
    gen_name_firm(firm);
    gen_date_firm(firm);
    write_codes(firm);
    write_person(firm);
    write_capital(firm);
    write_scope(firm);
    gen_address_firm(firm);
    struct gen_stream stream;
    gen_stream_open(&stream, run->seed, GEN_FOR_TEXT, firm->index);
    stream.counter[0] = 8; // past the draws of gen_name_firm
    const struct gen_sector_words *sector = &gen_sectors[firm->sector];
    firm->industry = sector->codes[gen_below(&stream, 4)];
    firm->status = draw_status(firm, &stream);
}
