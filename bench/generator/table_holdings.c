// SPDX-License-Identifier: MIT
// What a firm has: branches, holdings in others, licences, a place among the firms above the
// statistical scale.
#include "calendar.h"
#include "history.h"
#include "tables.h"

static bool is_working_company(const struct gen_cell *cell)
{
    return cell->kind == GEN_LEGAL && cell->reason == GEN_PLAIN && cell->missed == 0 &&
           gen_is_company(cell) && cell->tax == GEN_TAX_NORMAL && cell->insured == GEN_INSURED_SOME;
}

// Three certificate holders in five, and four in a hundred of the other working companies of some
// age.
void gen_write_above_scale(const struct gen_firm *firm, struct gen_output *output)
{
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_HOLDINGS, firm->index);
    const char *key = gen_fact_key(firm);
    uint32_t per_mille = firm->cell->certificate == GEN_VALID ? 600 : 40;
    if (key == NULL || !is_working_company(firm->cell) || firm->cell->band > GEN_2019_23 ||
        !gen_chance(&stream, per_mille)) {
        return;
    }
    gen_field(output, key);
    gen_field(output, firm->name);
    gen_field_number(output, 2025 + firm->run->shift_years);
    gen_end_record(output);
}

// A row stands under the head office, which is known from the side of the branch.
void gen_write_branches(const struct gen_firm *firm, struct gen_output *output)
{
    static struct gen_firm head;
    if (firm->cell->kind != GEN_BRANCH || !firm->cell->has_partner) {
        return;
    }
    gen_firm_make(&head, firm->run, firm->plan, firm->cell->partner);
    const char *key = gen_fact_key(&head);
    if (key == NULL) {
        return;
    }
    gen_field(output, key);
    gen_field(output, firm->name);
    gen_field(output, firm->code);
    gen_field_day(firm->run, output, GEN_NO_DAY);
    gen_end_record(output);
}

// Three working companies in a hundred hold a share in another, one in a hundred of the dead still
// does; a fifth of the holdings has ended.
void gen_write_investments(const struct gen_firm *firm, struct gen_output *output)
{
    static struct gen_firm target;
    const struct gen_cell *cell = firm->cell;
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_HOLDINGS, firm->index);
    stream.counter[0] = 8; // past the draws of gen_write_above_scale
    const char *key = gen_fact_key(firm);
    bool is_holder = cell->kind == GEN_LEGAL && gen_is_company(cell) &&
                     gen_chance(&stream, cell->reason == GEN_PLAIN ? 30 : 10);
    uint16_t place = (uint16_t)gen_below(&stream, GEN_BLOCK);
    const struct gen_cell *other = &firm->plan->cells[place];
    if (key == NULL || !is_holder || other->kind != GEN_LEGAL || other->pair != GEN_SINGLE ||
        other->code != GEN_CODE_RIGHT || place == firm->place) {
        return;
    }
    gen_firm_make(&target, firm->run, firm->plan, place);
    int32_t since = target.established > firm->established ? target.established : firm->established;
    int32_t ended = firm->run->frame - 30 - (int32_t)gen_below(&stream, 600);
    bool has_ended = gen_chance(&stream, 200) && ended > since;
    gen_field(output, key);
    gen_field(output, target.name);
    gen_field(output, target.code);
    gen_field_day(firm->run, output, has_ended ? ended : GEN_NO_DAY);
    gen_end_record(output);
}

// Four in five of those whose business needs one; an approval to leave was given to few.
void gen_write_licences(const struct gen_firm *firm, struct gen_output *output)
{
    const char *key = gen_fact_key(firm);
    const char *kind = gen_licence(firm);
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_LICENCE, firm->index);
    stream.counter[0] = 8; // past the draws of gen_licence
    if (key == NULL || kind == NULL || !gen_chance(&stream, 800)) {
        return;
    }
    char number[64];
    struct gen_text text = gen_text_in(number, sizeof number);
    int32_t until = firm->run->frame - 300 + (int32_t)gen_below(&stream, 1200);
    if (firm->revoked != GEN_NO_DAY) {
        until = firm->revoked + (int32_t)gen_below(&stream, 300);
    }
    gen_add(&text, "淮许〔");
    gen_add_number(&text, (uint64_t)(gen_year_of(until + firm->run->shift_days) - 3), 4);
    gen_add(&text, "〕");
    gen_add_number(&text, 1 + gen_below(&stream, 999), 3);
    gen_add(&text, "号");
    bool is_approved = gen_chance(&stream, firm->cell->kind == GEN_REVOKED ? 400 : 50);
    gen_field(output, key);
    gen_field(output, kind);
    gen_field(output, number);
    gen_field_day(firm->run, output, until);
    gen_field(output, is_approved ? "是" : "否");
    gen_end_record(output);
}
