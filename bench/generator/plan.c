// SPDX-License-Identifier: MIT
#include "plan.h"

#include <stddef.h>
#include <string.h>

#include "quotas.h"
#include "random.h"

#define VALID_CERTIFICATES 148
#define LITIGATED_CERTIFICATE 120
#define LOCAL_BRANCHES 300
#define SPOILT_CODES 4

static const char *fill_strata(struct gen_cell *cells)
{
    size_t used = 0;
    for (size_t i = 0; i < gen_strata_count; i++) {
        const struct gen_stratum *stratum = &gen_strata[i];
        for (uint16_t n = 0; n < stratum->count && used < GEN_BLOCK; n++) {
            cells[used].kind = stratum->kind;
            cells[used].reason = stratum->reason;
            cells[used].missed = stratum->missed;
            cells[used].cause = stratum->cause;
            used++;
        }
    }
    return used == GEN_BLOCK ? NULL : "strata";
}

static bool lets_in(uint32_t mask, uint8_t value)
{
    return mask == 0 || (mask >> value & 1U) != 0;
}

static bool is_selected(const struct gen_selection *in, const struct gen_cell *cell)
{
    return lets_in(in->kinds, cell->kind) && lets_in(in->reasons, cell->reason) &&
           lets_in(in->missed, cell->missed) && lets_in(in->causes, cell->cause) &&
           lets_in(in->bands, cell->band) && lets_in(in->taxes, cell->tax) &&
           lets_in(in->towns, cell->town);
}

static void shuffle(uint16_t *slots, size_t count, struct gen_stream *stream)
{
    for (size_t i = count; i > 1; i--) {
        uint32_t other = gen_below(stream, (uint32_t)i);
        uint16_t kept = slots[i - 1];
        slots[i - 1] = slots[other];
        slots[other] = kept;
    }
}

static bool hand_out(const struct gen_deal *deal, struct gen_cell *cells, struct gen_stream *stream)
{
    uint16_t slots[GEN_BLOCK];
    size_t count = 0;
    for (uint16_t slot = 0; slot < GEN_BLOCK; slot++) {
        if (is_selected(&deal->in, &cells[slot])) {
            slots[count++] = slot;
        }
    }
    shuffle(slots, count, stream);
    size_t given = 0;
    for (size_t i = 0; i < GEN_SHARES && deal->shares[i].count > 0; i++) {
        for (uint16_t n = 0; n < deal->shares[i].count; n++) {
            if (given == count) {
                return false;
            }
            uint8_t *field = (uint8_t *)&cells[slots[given++]] + deal->field;
            *field = deal->shares[i].value;
        }
    }
    return given == count;
}

bool gen_is_legal_person(const struct gen_cell *cell)
{
    return cell->kind <= GEN_ANNULLED;
}

bool gen_is_company(const struct gen_cell *cell)
{
    return gen_is_legal_person(cell) && cell->type < GEN_TYPE_WHOLE_PEOPLE;
}

// A living company without anything special about it: what the planted cases are made of.
static bool is_ordinary(const struct gen_cell *cell)
{
    return cell->kind == GEN_LEGAL && cell->reason == GEN_PLAIN && gen_is_company(cell) &&
           cell->certificate == GEN_NO_CERTIFICATE && cell->exclusion == GEN_NOT_EXCLUDED &&
           cell->pair == GEN_SINGLE && cell->code == GEN_CODE_RIGHT && cell->violation == 0 &&
           cell->capital == GEN_CAPITAL_GIVEN && cell->authority == GEN_DISTRICT;
}

static bool is_spotless(const struct gen_cell *cell)
{
    return is_ordinary(cell) && cell->missed == 0 && cell->cause == GEN_UNLISTED;
}

static bool can_hold_certificate(const struct gen_cell *cell)
{
    return is_ordinary(cell) && cell->band >= GEN_2000_09 && cell->band <= GEN_2019_23 &&
           cell->tax == GEN_TAX_NORMAL && cell->insured == GEN_INSURED_SOME &&
           cell->survey == GEN_NOT_SURVEYED;
}

static void grant(struct gen_cell *cell, enum gen_certificate certificate, uint8_t *numbers)
{
    cell->certificate = (uint8_t)certificate;
    cell->certificate_number = numbers[certificate]++;
}

// 148 valid by town (two of them on the abnormal list), 9 expired, 2 cancelled, 3 moved away.
static const char *grant_certificates(struct gen_cell *cells, struct gen_stream *stream)
{
    uint16_t slots[GEN_BLOCK];
    uint16_t order[VALID_CERTIFICATES];
    for (uint16_t i = 0; i < GEN_BLOCK; i++) {
        slots[i] = i;
    }
    for (uint16_t i = 0; i < VALID_CERTIFICATES; i++) {
        order[i] = i;
    }
    shuffle(slots, GEN_BLOCK, stream);
    shuffle(order, VALID_CERTIFICATES, stream);
    uint8_t left[GEN_TOWNS];
    memcpy(left, gen_certificates_by_town, sizeof left);
    uint8_t numbers[GEN_CANCELLED + 1] = {0};
    size_t listed = 0;
    for (size_t i = 0; i < GEN_BLOCK && listed < 2; i++) {
        struct gen_cell *cell = &cells[slots[i]];
        if (can_hold_certificate(cell) && cell->missed == 1 && cell->cause == GEN_NO_REPORT &&
            left[cell->town] > 0) {
            left[cell->town]--;
            grant(cell, GEN_VALID, numbers);
            listed++;
        }
    }
    for (size_t i = 0; i < GEN_BLOCK; i++) {
        struct gen_cell *cell = &cells[slots[i]];
        if (cell->kind == GEN_MOVED && cell->type != GEN_TYPE_SINGLE &&
            numbers[GEN_CERTIFICATE_MOVED] < 3) {
            grant(cell, GEN_CERTIFICATE_MOVED, numbers);
        } else if (can_hold_certificate(cell) && is_spotless(cell)) {
            if (left[cell->town] > 0) {
                left[cell->town]--;
                grant(cell, GEN_VALID, numbers);
            } else if (numbers[GEN_EXPIRED] < 9) {
                grant(cell, GEN_EXPIRED, numbers);
            } else if (numbers[GEN_CANCELLED] < 2) {
                grant(cell, GEN_CANCELLED, numbers);
            }
        }
    }
    for (size_t i = 0; i < GEN_BLOCK; i++) {
        struct gen_cell *cell = &cells[slots[i]];
        if (cell->certificate == GEN_VALID) {
            cell->certificate_number = (uint8_t)order[cell->certificate_number];
            if (cell->certificate_number == LITIGATED_CERTIFICATE) {
                cell->exclusion = GEN_LITIGATION;
            }
        }
    }
    bool whole = numbers[GEN_VALID] == VALID_CERTIFICATES && numbers[GEN_EXPIRED] == 9 &&
                 numbers[GEN_CANCELLED] == 2 && numbers[GEN_CERTIFICATE_MOVED] == 3;
    return whole ? NULL : "certificates";
}

static void join_pair(struct gen_cell *cells, uint16_t first, uint16_t second, enum gen_pair pair,
                      uint8_t number)
{
    cells[first].pair = (uint8_t)pair;
    cells[first].pair_number = number;
    cells[first].partner = second;
    cells[first].has_partner = true;
    cells[second].pair = (uint8_t)pair;
    cells[second].pair_number = number;
    cells[second].partner = first;
    cells[second].has_partner = true;
    cells[second].second = true;
    if (pair != GEN_AFFILIATE) {
        cells[second].type = cells[first].type;
    }
    if (pair == GEN_OLD_AND_NEW) {
        cells[second].code = GEN_CODE_OLD;
    }
}

// Pairs are taken from one band and one town, so that a copied date or address changes no count.
static const char *plant_pairs(struct gen_cell *cells, const uint16_t *slots, enum gen_pair pair,
                               uint8_t wanted, uint32_t bands)
{
    uint16_t waiting[GEN_BANDS][GEN_TOWNS];
    bool is_waiting[GEN_BANDS][GEN_TOWNS] = {{false}};
    uint8_t number = 0;
    for (size_t i = 0; i < GEN_BLOCK && number < wanted; i++) {
        struct gen_cell *cell = &cells[slots[i]];
        if (!is_spotless(cell) || !lets_in(bands, cell->band)) {
            continue;
        }
        if (is_waiting[cell->band][cell->town]) {
            join_pair(cells, waiting[cell->band][cell->town], slots[i], pair, number++);
        } else {
            waiting[cell->band][cell->town] = slots[i];
        }
        is_waiting[cell->band][cell->town] = !is_waiting[cell->band][cell->town];
    }
    return number == wanted ? NULL : "pairs";
}

static const char *plant_all_pairs(struct gen_cell *cells, struct gen_stream *stream)
{
    static const struct {
        enum gen_pair pair;
        uint8_t count;
        uint32_t bands;
    } wanted[] = {
        {GEN_OLD_AND_NEW, 18, 1U << GEN_2000_09 | 1U << GEN_2010_13},
        {GEN_SAME_CODE, 12, 0},
        {GEN_VARIANT, 40, 0},
        {GEN_AFFILIATE, 60, 0},
    };
    uint16_t slots[GEN_BLOCK];
    for (uint16_t i = 0; i < GEN_BLOCK; i++) {
        slots[i] = i;
    }
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        shuffle(slots, GEN_BLOCK, stream);
        const char *mistake =
            plant_pairs(cells, slots, wanted[i].pair, wanted[i].count, wanted[i].bands);
        if (mistake != NULL) {
            return mistake;
        }
    }
    shuffle(slots, GEN_BLOCK, stream);
    size_t spoilt = 0;
    for (size_t i = 0; i < GEN_BLOCK && spoilt < SPOILT_CODES; i++) {
        if (is_spotless(&cells[slots[i]])) {
            cells[slots[i]].code = GEN_CODE_SPOILT;
            spoilt++;
        }
    }
    return spoilt == SPOILT_CODES ? NULL : "spoilt codes";
}

static void give_head_offices(struct gen_cell *cells, struct gen_stream *stream)
{
    bool is_head[GEN_BLOCK] = {false};
    size_t given = 0;
    for (uint16_t slot = 0; slot < GEN_BLOCK && given < LOCAL_BRANCHES; slot++) {
        if (cells[slot].kind != GEN_BRANCH) {
            continue;
        }
        uint16_t head = 0;
        do {
            head = (uint16_t)gen_below(stream, GEN_BLOCK);
        } while (!is_spotless(&cells[head]) || is_head[head] ||
                 cells[head].band >= cells[slot].band);
        is_head[head] = true;
        cells[slot].partner = head;
        cells[slot].has_partner = true;
        given++;
    }
}

static void put_in_order(struct gen_plan *plan, const struct gen_cell *cells, uint64_t seed)
{
    uint16_t slot_of_place[GEN_BLOCK];
    uint16_t place_of_slot[GEN_BLOCK];
    struct gen_stream stream;
    gen_stream_open(&stream, seed, GEN_FOR_ORDER, plan->block);
    for (uint16_t i = 0; i < GEN_BLOCK; i++) {
        slot_of_place[i] = i;
    }
    shuffle(slot_of_place, GEN_BLOCK, &stream);
    for (uint16_t place = 0; place < GEN_BLOCK; place++) {
        place_of_slot[slot_of_place[place]] = place;
    }
    for (uint16_t place = 0; place < GEN_BLOCK; place++) {
        plan->cells[place] = cells[slot_of_place[place]];
        plan->cells[place].partner = place_of_slot[plan->cells[place].partner];
    }
}

static const char *hand_out_all(const struct gen_deal *deals, size_t count, struct gen_cell *cells,
                                uint64_t seed, uint64_t subject)
{
    for (size_t i = 0; i < count; i++) {
        struct gen_stream stream;
        gen_stream_open(&stream, seed, GEN_FOR_PLAN, subject + i);
        if (!hand_out(&deals[i], cells, &stream)) {
            return deals[i].name;
        }
    }
    return NULL;
}

const char *gen_plan_fill(struct gen_plan *plan, uint64_t seed, uint64_t block)
{
    static struct gen_cell cells[GEN_BLOCK];
    struct gen_stream stream;
    memset(cells, 0, sizeof cells);
    plan->block = block;
    const char *mistake = fill_strata(cells);
    // Each list of deals has its own numbers, so that one more in the first moves nothing in the
    // second.
    if (mistake == NULL) {
        mistake =
            hand_out_all(gen_register_deals, gen_register_deals_count, cells, seed, block << 9);
    }
    if (mistake == NULL) {
        mistake =
            hand_out_all(gen_fact_deals, gen_fact_deals_count, cells, seed, block << 9 | 256U);
    }
    for (size_t slot = 0; slot < GEN_BLOCK; slot++) {
        if (cells[slot].exclusion == GEN_INSURED) {
            cells[slot].insured = GEN_INSURED_SOME;
        }
    }
    gen_stream_open(&stream, seed, GEN_FOR_PLAN, block << 9 | 511U);
    if (mistake == NULL) {
        mistake = grant_certificates(cells, &stream);
    }
    if (mistake == NULL) {
        mistake = plant_all_pairs(cells, &stream);
    }
    if (mistake == NULL) {
        give_head_offices(cells, &stream);
        put_in_order(plan, cells, seed);
    }
    return mistake;
}
