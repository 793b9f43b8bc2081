// SPDX-License-Identifier: MIT
// registry.csv, and truth.csv beside it.
#include "calendar.h"
#include "tables.h"

// Most extracts write ISO dates; 2 % of these are in Chinese and 1 % with slashes.
static void write_established(const struct gen_firm *firm, struct gen_output *output)
{
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_TEXT, firm->index);
    stream.counter[0] = 16; // past the draws of firm.c
    uint32_t form = gen_below(&stream, 100);
    if (form >= 3) {
        gen_field_day(firm->run, output, firm->established);
        return;
    }
    char bytes[32];
    struct gen_text text = gen_text_in(bytes, sizeof bytes);
    struct gen_date date = gen_date_of(firm->established + firm->run->shift_days);
    gen_add_number(&text, (uint64_t)date.year, 4);
    gen_add(&text, form < 2 ? "年" : "/");
    gen_add_number(&text, (uint64_t)date.month, 1);
    gen_add(&text, form < 2 ? "月" : "/");
    gen_add_number(&text, (uint64_t)date.day, 1);
    gen_add(&text, form < 2 ? "日" : "");
    gen_field(output, bytes);
}

static const char *authority_name(const struct gen_firm *firm)
{
    static const char *const names[] = {
        "淮安市淮阴区行政审批局", "淮安市行政审批局",     "淮安市清江浦区行政审批局",
        "淮安市淮安区行政审批局", "江苏省市场监督管理局",
    };
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_TEXT, firm->index);
    stream.counter[0] = 24; // past the draws of write_established
    uint32_t per_mille = firm->cell->authority == GEN_DISTRICT ? 100 : 600;
    return gen_chance(&stream, per_mille) ? names[firm->cell->authority] : "";
}

static void write_narrow(const struct gen_firm *firm, struct gen_output *output)
{
    gen_field(output, firm->name);
    gen_field(output, firm->shown);
    write_established(firm, output);
    gen_field(output, gen_type_texts[firm->cell->type]);
    gen_field(output, firm->person);
    gen_field(output, firm->capital);
    gen_field(output, firm->scope);
    gen_field(output, "江苏");
    gen_field(output, "淮安");
    gen_field(output, firm->address);
    gen_field(output, firm->status);
    gen_field(output, firm->town);
    gen_end_record(output);
}

void gen_write_registry(const struct gen_firm *firm, struct gen_output *output)
{
    if (firm->run->narrow) {
        write_narrow(firm, output);
        return;
    }
    gen_field(output, firm->name);
    gen_field(output, firm->shown);
    gen_field(output, firm->number);
    gen_field(output, firm->organisation);
    write_established(firm, output);
    gen_field(output, gen_type_texts[firm->cell->type]);
    gen_field(output, firm->person);
    gen_field(output, firm->identity);
    gen_field(output, firm->phone);
    gen_field(output, firm->capital);
    gen_field(output, firm->scope);
    gen_field(output, firm->industry);
    gen_field(output, "江苏");
    gen_field(output, "淮安");
    gen_field(output, firm->address);
    gen_field(output, authority_name(firm));
    gen_field(output, firm->status);
    gen_field_day(firm->run, output, firm->revoked);
    gen_field_day(firm->run, output,
                  firm->cell->kind == GEN_DEREGISTERED ? firm->deregistered : GEN_NO_DAY);
    gen_field_day(firm->run, output, firm->approved);
    gen_field(output, firm->former);
    gen_field(output, firm->town);
    gen_end_record(output);
}

static const char *state_of(const struct gen_cell *cell)
{
    switch ((enum gen_reason)cell->reason) {
    case GEN_CLASSIC:
    case GEN_ZERO_AGENT:
    case GEN_MIXED:
    case GEN_OTHER_DEAD:
        return "dead";
    case GEN_DORMANT:
        return "dormant";
    case GEN_REVOKED_LONG:
    case GEN_REVOKED_NONCOMPANY:
    case GEN_REVOKED_YOUNG:
        return "revoked";
    case GEN_GONE:
        return "gone";
    case GEN_PLAIN:
    case GEN_LISTED_ALIVE:
        break;
    }
    return "alive";
}

static const char *reason_of(const struct gen_cell *cell)
{
    static const char *const reasons[] = {
        [GEN_PLAIN] = "plain",
        [GEN_CLASSIC] = "classic",
        [GEN_ZERO_AGENT] = "zero-agent",
        [GEN_MIXED] = "mixed",
        [GEN_LISTED_ALIVE] = "listed-alive",
        [GEN_DORMANT] = "dormant",
        [GEN_REVOKED_LONG] = "revoked-3y",
        [GEN_REVOKED_NONCOMPANY] = "revoked-non-company",
        [GEN_REVOKED_YOUNG] = "revoked-young",
        [GEN_OTHER_DEAD] = "other-dead",
    };
    if (cell->reason == GEN_GONE) {
        return cell->kind == GEN_DEREGISTERED ? "deregistered"
               : cell->kind == GEN_MOVED      ? "moved"
                                              : "annulled";
    }
    return reasons[cell->reason];
}

void gen_write_truth(const struct gen_firm *firm, struct gen_output *output)
{
    static const char *const exclusions[] = {
        "",        "liquidation", "litigation", "equity-frozen", "equity-pledged",
        "insured", "bankruptcy",  "open-case",  "dishonest",     "wages",
    };
    static const char *const pairs[] = {"", "same-code", "old-new", "variant", "affiliate"};
    static const char *const certificates[] = {"", "valid", "expired", "moved", "cancelled"};
    const struct gen_cell *cell = firm->cell;
    uint64_t partner = gen_index(firm->plan, cell->partner);
    bool has_partner = cell->pair != GEN_SINGLE && partner < firm->run->firms;
    gen_field_number(output, (int64_t)firm->index + 1);
    gen_field(output, firm->shown);
    gen_field(output, gen_is_legal_person(cell) ? "1" : "0");
    gen_field(output, state_of(cell));
    gen_field(output, reason_of(cell));
    gen_field(output, exclusions[cell->exclusion]);
    if (has_partner && cell->second && cell->pair != GEN_AFFILIATE) {
        gen_field_number(output, (int64_t)partner + 1);
    } else {
        gen_field(output, "");
    }
    gen_field(output, pairs[cell->pair]);
    if (has_partner && cell->pair == GEN_AFFILIATE) {
        gen_field_number(output, (int64_t)partner + 1);
    } else {
        gen_field(output, "");
    }
    gen_field(output, certificates[cell->certificate]);
    gen_field(output, gen_town_names[cell->town].name);
    gen_end_record(output);
}
