// SPDX-License-Identifier: MIT
// Names: region, trade name, industry, form. A trade name and an industry come from one number, a
// different one for every record (multiplication by a prime that does not divide the modulus), so
// two records never share both unless planned.
#include "firm.h"

#define TWO_LETTER_RECORDS 160000U

enum style { IN_CITY_FULL, IN_CITY, IN_PROVINCE, IN_BRACKETS, IN_DISTRICT, STYLES };

struct parts {
    char trade[32];
    size_t turn; // which of the industry words of the sector
    enum style style;
    bool long_form; // 有限责任公司 for 有限公司
};

uint64_t gen_index(const struct gen_plan *plan, uint16_t place)
{
    return plan->block * GEN_BLOCK + place;
}

// Sole proprietors and households are in few trades; the lists of their words are cut by the place
// in this one.
#define SMALL_SECTORS 5
static const enum gen_sector sectors_of_small[SMALL_SECTORS] = {
    GEN_TRADE, GEN_SERVICES, GEN_MANUFACTURING, GEN_FARMING, GEN_BUSINESS,
};

static const char *word_of_small(const struct gen_list *words, size_t each, size_t sector,
                                 size_t turn)
{
    size_t cut = 0;
    while (cut + 1 < SMALL_SECTORS && sectors_of_small[cut] != sector) {
        cut++;
    }
    return words->words[(cut * each + turn % each) % words->count];
}

static bool copies_partner(const struct gen_cell *cell)
{
    return cell->has_partner && cell->second && cell->pair != GEN_AFFILIATE;
}

uint64_t gen_origin(const struct gen_firm *firm)
{
    return gen_index(firm->plan, copies_partner(firm->cell) ? firm->cell->partner : firm->place);
}

size_t gen_sector_of(const struct gen_run *run, const struct gen_plan *plan, uint16_t place)
{
    const struct gen_cell *cell = &plan->cells[place];
    if (copies_partner(cell) || (cell->kind == GEN_BRANCH && cell->has_partner)) {
        return gen_sector_of(run, plan, cell->partner);
    }
    struct gen_stream stream;
    gen_stream_open(&stream, run->seed, GEN_FOR_NAME, gen_index(plan, place));
    if (cell->certificate != GEN_NO_CERTIFICATE) {
        bool is_maker = cell->certificate != GEN_VALID || cell->certificate_number < 126;
        return is_maker                   ? GEN_MANUFACTURING
               : gen_chance(&stream, 500) ? GEN_SOFTWARE
                                          : GEN_TECHNOLOGY;
    }
    if (cell->type >= GEN_TYPE_WHOLE_PEOPLE && cell->type <= GEN_TYPE_COOPERATIVE_STOCK) {
        return gen_chance(&stream, 600) ? GEN_MANUFACTURING : GEN_TRADE;
    }
    if (cell->kind == GEN_COOPERATIVE || cell->kind == GEN_PARTNERSHIP) {
        return cell->kind == GEN_COOPERATIVE ? GEN_FARMING : GEN_BUSINESS;
    }
    if (cell->kind == GEN_SOLE || cell->kind == GEN_HOUSEHOLD) {
        return sectors_of_small[gen_below(&stream, cell->kind == GEN_SOLE ? SMALL_SECTORS : 2)];
    }
    uint16_t weights[GEN_SECTORS];
    for (size_t i = 0; i < GEN_SECTORS; i++) {
        weights[i] = (uint16_t)gen_sectors[i].weight;
    }
    return gen_pick(&stream, weights, GEN_SECTORS);
}

static void draw_trade(const struct gen_run *run, uint64_t index, struct parts *parts,
                       struct gen_stream *stream)
{
    uint64_t letters = gen_trade_letters.count;
    uint64_t pairs = letters * letters;
    struct gen_text trade = gen_text_in(parts->trade, sizeof parts->trade);
    bool is_short = index < TWO_LETTER_RECORDS && gen_chance(stream, 450);
    uint64_t names = is_short ? pairs : pairs * letters;
    uint64_t factor = is_short ? 104729U : 15485863U;
    uint64_t number = (index * factor + run->seed % 1000003U) % (names * GEN_INDUSTRY_TURNS);
    uint64_t which = number % names;
    parts->turn = (size_t)(number / names);
    gen_add(&trade, gen_trade_letters.words[which % letters]);
    gen_add(&trade, gen_trade_letters.words[which / letters % letters]);
    if (!is_short) {
        gen_add(&trade, gen_trade_letters.words[which / pairs]);
    }
}

static void draw_parts(const struct gen_run *run, const struct gen_plan *plan, uint16_t place,
                       struct parts *parts)
{
    static const uint16_t weights[STYLES] = {45, 25, 17, 5, 8};
    const struct gen_cell *cell = &plan->cells[place];
    if (copies_partner(cell)) {
        draw_parts(run, plan, cell->partner, parts);
    } else {
        struct gen_stream stream;
        gen_stream_open(&stream, run->seed, GEN_FOR_NAME, gen_index(plan, place));
        stream.counter[0] = 8; // past the draws of gen_sector_of
        draw_trade(run, gen_index(plan, place), parts, &stream);
        parts->style = (enum style)gen_pick(&stream, weights, STYLES);
        parts->long_form = gen_chance(&stream, 100);
    }
    if (cell->pair == GEN_AFFILIATE && cell->second) {
        struct parts first;
        draw_parts(run, plan, cell->partner, &first);
        struct gen_text trade = gen_text_in(parts->trade, sizeof parts->trade);
        gen_add(&trade, first.trade);
        parts->style = first.style;
        if (gen_sector_of(run, plan, place) == gen_sector_of(run, plan, cell->partner)) {
            parts->turn = (first.turn + 1) % GEN_INDUSTRY_TURNS;
        }
    }
    if (cell->pair == GEN_VARIANT) {
        parts->style = cell->pair_number < 20 && !cell->second ? IN_CITY : IN_BRACKETS;
    } else if (cell->pair == GEN_SAME_CODE && cell->pair_number >= 3 && cell->pair_number < 6) {
        parts->style = IN_BRACKETS;
    } else if (cell->pair == GEN_OLD_AND_NEW && cell->pair_number >= 10 && cell->pair_number < 14) {
        parts->style = IN_BRACKETS;
    }
    if (cell->second && ((cell->pair == GEN_OLD_AND_NEW && cell->pair_number >= 14) ||
                         (cell->pair == GEN_SAME_CODE && cell->pair_number >= 9))) {
        parts->long_form = !parts->long_form;
    }
    if (cell->second && cell->pair == GEN_SAME_CODE && cell->pair_number >= 9) {
        parts->turn = (parts->turn + 1) % GEN_INDUSTRY_TURNS;
    }
}

// The brackets around the city: full width, but where a pair is planted that differs in just that.
static void add_city_in_brackets(const struct gen_cell *cell, struct gen_text *name)
{
    static const char *const forms[] = {"（淮安）", "(淮安)", "〔淮安〕", " （淮安） "};
    size_t form = 0;
    if (cell->second && cell->pair == GEN_VARIANT && cell->pair_number >= 20) {
        form = cell->pair_number < 30 ? 1 : cell->pair_number < 35 ? 2 : 3;
    } else if (cell->second && (cell->pair == GEN_SAME_CODE || cell->pair == GEN_OLD_AND_NEW)) {
        form = 1;
    }
    gen_add(name, forms[form]);
}

static void add_company(const struct gen_run *run, const struct gen_plan *plan, uint16_t place,
                        const struct parts *parts, struct gen_text *name)
{
    static const char *const regions[STYLES] = {"淮安市", "淮安", "江苏", "", "淮安市淮阴区"};
    const struct gen_cell *cell = &plan->cells[place];
    const struct gen_sector_words *sector = &gen_sectors[gen_sector_of(run, plan, place)];
    size_t industries = gen_count(sector->industries, GEN_INDUSTRIES);
    gen_add(name, regions[parts->style]);
    gen_add(name, parts->trade);
    if (parts->style == IN_BRACKETS) {
        add_city_in_brackets(cell, name);
    }
    gen_add(name, sector->industries[parts->turn % industries]);
    if (cell->type == GEN_TYPE_STOCK) {
        gen_add(name, "股份有限公司");
    } else {
        gen_add(name, parts->long_form ? "有限责任公司" : "有限公司");
    }
}

static void add_old_enterprise(const struct parts *parts, size_t sector, struct gen_text *name)
{
    static const char *const regions[] = {"淮阴县", "淮阴", "淮安市淮阴区"};
    static const char *const maker_forms[] = {"厂", "总厂", "工业公司"};
    static const char *const trade_forms[] = {"公司", "供应站", "经营公司"};
    size_t industries = gen_count(gen_sectors[sector].industries, GEN_INDUSTRIES);
    gen_add(name, regions[(size_t)parts->style % 3]);
    gen_add(name, parts->trade);
    gen_add(name, gen_sectors[sector].industries[parts->turn % industries]);
    gen_add(name, sector == GEN_MANUFACTURING ? maker_forms[parts->turn % 3]
                                              : trade_forms[parts->turn % 3]);
}

// Half of the branches belong to a firm of the register, the others to one elsewhere.
static void add_branch(const struct gen_run *run, const struct gen_plan *plan, uint16_t place,
                       const struct parts *parts, struct gen_text *name)
{
    static const char *const forms[] = {"淮阴分公司", "淮安分公司", "第一分公司", "第二分公司"};
    if (plan->cells[place].has_partner) {
        gen_name(run, plan, plan->cells[place].partner, name);
        gen_add(name, forms[2 + parts->turn % 2]);
        return;
    }
    size_t sector = gen_sector_of(run, plan, place);
    size_t industries = gen_count(gen_sectors[sector].industries, GEN_INDUSTRIES);
    gen_add(
        name,
        gen_outside_cities.words[(parts->turn + (size_t)parts->style) % gen_outside_cities.count]);
    gen_add(name, parts->trade);
    gen_add(name, gen_sectors[sector].industries[parts->turn % industries]);
    gen_add(name, "有限公司");
    gen_add(name, forms[parts->turn % 2]);
}

void gen_name(const struct gen_run *run, const struct gen_plan *plan, uint16_t place,
              struct gen_text *name)
{
    const struct gen_cell *cell = &plan->cells[place];
    struct parts parts;
    draw_parts(run, plan, place, &parts);
    switch ((enum gen_kind)cell->kind) {
    case GEN_LEGAL:
    case GEN_REVOKED:
    case GEN_DEREGISTERED:
    case GEN_MOVED:
    case GEN_ANNULLED:
        if (gen_is_company(cell)) {
            add_company(run, plan, place, &parts, name);
        } else {
            add_old_enterprise(&parts, gen_sector_of(run, plan, place), name);
        }
        return;
    case GEN_BRANCH:
        add_branch(run, plan, place, &parts, name);
        return;
    case GEN_SOLE:
        gen_add(name, parts.style == IN_CITY ? "淮安市淮阴区" : "淮阴区");
        gen_add(name, parts.trade);
        gen_add(name,
                word_of_small(&gen_sole_forms, 3, gen_sector_of(run, plan, place), parts.turn));
        return;
    case GEN_PARTNERSHIP:
        gen_add(name, "淮安");
        gen_add(name, parts.trade);
        gen_add(name, parts.turn % 2 == 0 ? "企业管理合伙企业" : "股权投资合伙企业");
        gen_add(name, cell->type == GEN_TYPE_PARTNERSHIP ? "（普通合伙）" : "（有限合伙）");
        return;
    case GEN_COOPERATIVE:
        gen_add(name, parts.long_form ? "淮阴区" : "淮安市淮阴区");
        gen_add(name, parts.trade);
        gen_add(name, gen_cooperative_trades.words[parts.turn % gen_cooperative_trades.count]);
        gen_add(name, parts.style == IN_CITY ? "农民专业合作社" : "专业合作社");
        return;
    case GEN_HOUSEHOLD:
        gen_add(name, "淮阴区");
        gen_add(name, parts.trade);
        gen_add(name, word_of_small(&gen_household_trades, 8, gen_sector_of(run, plan, place),
                                    parts.turn));
        return;
    }
}

// Another name of the same firm: its own parts under a trade name that nobody else bears by plan.
static void add_other_name(const struct gen_firm *firm, struct gen_stream *stream,
                           struct gen_text *name)
{
    struct parts parts;
    draw_parts(firm->run, firm->plan, firm->place, &parts);
    struct gen_text trade = gen_text_in(parts.trade, sizeof parts.trade);
    for (size_t i = 0; i < 3; i++) {
        gen_add(&trade,
                gen_trade_letters.words[gen_below(stream, (uint32_t)gen_trade_letters.count)]);
    }
    if (gen_is_company(firm->cell)) {
        add_company(firm->run, firm->plan, firm->place, &parts, name);
    }
}

// Three firms in a hundred were renamed; the two certificates listed under a former name and three
// of the pairs are renamed on purpose.
void gen_name_firm(struct gen_firm *firm)
{
    const struct gen_cell *cell = firm->cell;
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_TEXT, firm->index);
    struct gen_text name = gen_text_in(firm->name, sizeof firm->name);
    struct gen_text former = gen_text_in(firm->former, sizeof firm->former);
    firm->sector = gen_sector_of(firm->run, firm->plan, firm->place);
    bool is_renamed = gen_chance(&stream, 30) && cell->kind == GEN_LEGAL &&
                      cell->pair == GEN_SINGLE && cell->certificate == GEN_NO_CERTIFICATE;
    if (cell->certificate == GEN_VALID &&
        (cell->certificate_number == 40 || cell->certificate_number == 90)) {
        is_renamed = true;
    }
    if (cell->pair == GEN_SAME_CODE && cell->second && cell->pair_number >= 6 &&
        cell->pair_number < 9) {
        add_other_name(firm, &stream, &name);
        gen_name(firm->run, firm->plan, cell->partner, &former);
        return;
    }
    gen_name(firm->run, firm->plan, firm->place, &name);
    if (is_renamed) {
        add_other_name(firm, &stream, &former);
    }
}

void gen_add_person(struct gen_stream *stream, struct gen_text *person)
{
    gen_add(person, gen_surnames.words[gen_below(stream, (uint32_t)gen_surnames.count)]);
    gen_add(person, gen_given_letters.words[gen_below(stream, (uint32_t)gen_given_letters.count)]);
    if (gen_chance(stream, 780)) {
        gen_add(person,
                gen_given_letters.words[gen_below(stream, (uint32_t)gen_given_letters.count)]);
    }
}
