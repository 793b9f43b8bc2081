// SPDX-License-Identifier: MIT
// Certificates, their cancellations, technology SMEs; and the two tables that are about the
// district, not its firms.
#include <string.h>

#include "calendar.h"
#include "tables.h"

#define EXPIRING 46
#define LISTED_TWICE 10

// Half of the rows come without a code: 73 + 4 + 1 + 1, and the second row of the one that is
// listed twice.
static bool has_code(const struct gen_cell *cell)
{
    uint8_t number = cell->certificate_number;
    switch ((enum gen_certificate)cell->certificate) {
    case GEN_VALID:
        return number < 30 || number >= 103;
    case GEN_EXPIRED:
        return number % 2 == 0;
    case GEN_CERTIFICATE_MOVED:
        return number != 0;
    case GEN_CANCELLED:
        return number != 1;
    case GEN_NO_CERTIFICATE:
        break;
    }
    return true;
}

static int32_t issue_day(const struct gen_cell *cell)
{
    uint8_t number = cell->certificate_number;
    if (cell->certificate == GEN_EXPIRED) {
        return number < 5 ? gen_day(2022, 11, 18) : gen_day(2022, 12, 12);
    }
    if (cell->certificate == GEN_VALID && number < EXPIRING) {
        return number < 20   ? gen_day(2023, 11, 6)
               : number < 32 ? gen_day(2023, 11, 24)
                             : gen_day(2023, 12, 13);
    }
    if (cell->certificate == GEN_VALID && number >= 98) {
        return number < 125 ? gen_day(2025, 11, 18) : gen_day(2025, 12, 19);
    }
    return number % 2 == 0 ? gen_day(2024, 11, 19) : gen_day(2024, 12, 16);
}

// The same day three years on; none of the days of issue is 29 February.
static int32_t three_years_on(int32_t day)
{
    struct gen_date date = gen_date_of(day);
    return gen_day(date.year + 3, date.month, date.day);
}

static void field_certificate(const struct gen_firm *firm, struct gen_output *output)
{
    char bytes[32];
    struct gen_text text = gen_text_in(bytes, sizeof bytes);
    uint32_t number =
        (uint32_t)firm->cell->certificate * 2000U + firm->cell->certificate_number * 11U;
    gen_add(&text, "GR");
    gen_add_number(&text, (uint64_t)gen_year_of(issue_day(firm->cell) + firm->run->shift_days), 4);
    gen_add(&text, "32");
    gen_add_number(&text, number + (firm->index / GEN_BLOCK % 90) * 11000U, 6);
    gen_field(output, bytes);
}

// Lists without codes are typed by hand: half-width brackets.
static void field_typed_name(struct gen_output *output, const char *name)
{
    char bytes[256];
    struct gen_text text = gen_text_in(bytes, sizeof bytes);
    while (*name != '\0') {
        if (strncmp(name, "（", 3) == 0 || strncmp(name, "）", 3) == 0) {
            gen_add(&text, strncmp(name, "（", 3) == 0 ? "(" : ")");
            name += 3;
        } else {
            char letter[2] = {*name, '\0'};
            gen_add(&text, letter);
            name++;
        }
    }
    gen_field(output, bytes);
}

static void write_certificate(const struct gen_firm *firm, struct gen_output *output,
                              bool with_code)
{
    const struct gen_cell *cell = firm->cell;
    bool by_former = cell->certificate == GEN_VALID && firm->former[0] != '\0';
    const char *name = by_former ? firm->former : firm->name;
    if (with_code) {
        gen_field(output, name);
        gen_field(output, firm->code);
    } else {
        field_typed_name(output, name);
        gen_field(output, "");
    }
    field_certificate(firm, output);
    gen_field_day(firm->run, output, issue_day(cell));
    gen_field_day(firm->run, output, three_years_on(issue_day(cell)));
    gen_end_record(output);
}

void gen_write_hightech(const struct gen_firm *firm, struct gen_output *output)
{
    const struct gen_cell *cell = firm->cell;
    if (cell->certificate == GEN_NO_CERTIFICATE) {
        return;
    }
    write_certificate(firm, output, has_code(cell));
    if (cell->certificate == GEN_VALID && cell->certificate_number == LISTED_TWICE) {
        write_certificate(firm, output, false);
    }
}

void gen_write_hightech_cancelled(const struct gen_firm *firm, struct gen_output *output)
{
    if (firm->cell->certificate != GEN_CANCELLED) {
        return;
    }
    bool first = firm->cell->certificate_number == 0;
    gen_field(output, firm->name);
    gen_field(output, firm->code);
    field_certificate(firm, output);
    gen_field_day(firm->run, output, first ? gen_day(2025, 1, 1) : gen_day(2026, 1, 1));
    gen_field(output, first ? "累计两年未填报年度发展情况报表" : "不符合认定条件");
    gen_end_record(output);
}

// Four in five certificate holders are in the pool, and three in a hundred of other makers and
// technical firms.
void gen_write_tech_sme(const struct gen_firm *firm, struct gen_output *output)
{
    const struct gen_cell *cell = firm->cell;
    struct gen_stream stream;
    gen_stream_open(&stream, firm->run->seed, GEN_FOR_HIGHTECH, firm->index);
    bool is_technical = firm->sector == GEN_MANUFACTURING || firm->sector == GEN_SOFTWARE ||
                        firm->sector == GEN_TECHNOLOGY;
    bool is_plain = cell->kind == GEN_LEGAL && cell->reason == GEN_PLAIN && cell->missed == 0 &&
                    gen_is_company(cell) && cell->insured == GEN_INSURED_SOME &&
                    cell->pair == GEN_SINGLE && cell->code == GEN_CODE_RIGHT &&
                    cell->band <= GEN_2019_23;
    uint32_t per_mille = cell->certificate == GEN_VALID ? 800 : is_plain && is_technical ? 55 : 0;
    if (!gen_chance(&stream, per_mille)) {
        return;
    }
    char number[32];
    struct gen_text text = gen_text_in(number, sizeof number);
    int32_t year = gen_chance(&stream, 600) ? 2026 : 2025;
    gen_add_number(&text, (uint64_t)(year + firm->run->shift_years), 4);
    gen_add(&text, "320804");
    gen_add(&text, "0C");
    gen_add_number(&text, firm->index % 1000000, 6);
    gen_field(output, firm->name);
    gen_field(output, firm->code);
    gen_field(output, number);
    gen_field_number(output, year + firm->run->shift_years);
    gen_end_record(output);
}

static void field_list(struct gen_output *output, const char *const *words, size_t limit,
                       const char *leave_out)
{
    char bytes[512];
    struct gen_text text = gen_text_in(bytes, sizeof bytes);
    size_t count = gen_count(words, limit);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], leave_out) != 0) {
            gen_add(&text, text.length > 0 ? ";" : "");
            gen_add(&text, words[i]);
        }
    }
    gen_field(output, bytes);
}

void gen_write_towns(const struct gen_run *run, struct gen_output *output)
{
    (void)run;
    for (size_t i = 0; i < GEN_TOWNS; i++) {
        const struct gen_town_words *town = &gen_town_names[i];
        gen_field(output, town->code);
        gen_field(output, town->name);
        if (i == GEN_ZONE) {
            gen_field(output, "高新区");
        } else {
            field_list(output, town->former, GEN_FORMER_NAMES, town->name);
        }
        field_list(output, town->communities, GEN_COMMUNITIES, "");
        gen_end_record(output);
    }
}

// The circular: the district's own figures are those of office.md, the others invented.
void gen_write_peers(const struct gen_run *run, struct gen_output *output)
{
    static const struct {
        const char *name;
        int64_t hightech;
        int64_t firms;
    } districts[] = {
        {"清江浦区", 236, 24180}, {"淮阴区", 148, 14187},          {"淮安区", 171, 15260},
        {"洪泽区", 112, 8940},    {"涟水县", 139, 13720},          {"盱眙县", 151, 11890},
        {"金湖县", 127, 7760},    {"市经济技术开发区", 184, 9310},
    };
    for (size_t i = 0; i < sizeof districts / sizeof districts[0]; i++) {
        gen_field(output, districts[i].name);
        gen_field_number(output, districts[i].hightech);
        gen_field_number(output, districts[i].firms);
        gen_field_day(run, output, run->frame);
        gen_end_record(output);
    }
}
