// SPDX-License-Identifier: MIT
// The tables: one row of gen_tables each. Adding a table is a function and a row.
#ifndef GENERATOR_TABLES_H
#define GENERATOR_TABLES_H

#include "firm.h"

struct gen_table {
    const char *name;
    const char *header;
    void (*write_firm)(const struct gen_firm *firm,
                       struct gen_output *output); // NULL: not about firms
    void (*write_district)(const struct gen_run *run,
                           struct gen_output *output); // NULL: about firms
};

extern const struct gen_table gen_tables[];
extern const size_t gen_tables_count;

// The header of the register in its narrow form.
extern const char gen_narrow_header[];

// A day of the frame, moved to the as-of date asked for.
void gen_field_day(const struct gen_run *run, struct gen_output *output, int32_t day);

void gen_write_registry(const struct gen_firm *firm, struct gen_output *output);
void gen_write_annual_report(const struct gen_firm *firm, struct gen_output *output);
void gen_write_abnormal_list(const struct gen_firm *firm, struct gen_output *output);
void gen_write_serious_violation(const struct gen_firm *firm, struct gen_output *output);
void gen_write_tax(const struct gen_firm *firm, struct gen_output *output);
void gen_write_social_insurance(const struct gen_firm *firm, struct gen_output *output);
void gen_write_financials(const struct gen_firm *firm, struct gen_output *output);
void gen_write_hightech(const struct gen_firm *firm, struct gen_output *output);
void gen_write_hightech_cancelled(const struct gen_firm *firm, struct gen_output *output);
void gen_write_tech_sme(const struct gen_firm *firm, struct gen_output *output);
void gen_write_judicial(const struct gen_firm *firm, struct gen_output *output);
void gen_write_cases(const struct gen_firm *firm, struct gen_output *output);
void gen_write_survey(const struct gen_firm *firm, struct gen_output *output);
void gen_write_liquidation(const struct gen_firm *firm, struct gen_output *output);
void gen_write_above_scale(const struct gen_firm *firm, struct gen_output *output);
void gen_write_branches(const struct gen_firm *firm, struct gen_output *output);
void gen_write_investments(const struct gen_firm *firm, struct gen_output *output);
void gen_write_licences(const struct gen_firm *firm, struct gen_output *output);
void gen_write_decisions(const struct gen_firm *firm, struct gen_output *output);
void gen_write_truth(const struct gen_firm *firm, struct gen_output *output);
void gen_write_towns(const struct gen_run *run, struct gen_output *output);
void gen_write_peers(const struct gen_run *run, struct gen_output *output);

#endif
