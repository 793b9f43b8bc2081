// SPDX-License-Identifier: MIT
// The numbers of the fixture as tables: who reads them is plan.c alone. Every count is a firm of a
// block of 20,000.
#ifndef GENERATOR_QUOTAS_H
#define GENERATOR_QUOTAS_H

#include <stddef.h>
#include <stdint.h>

#define GEN_BIT(value) (1U << (value))
#define GEN_FIELD(name) offsetof(struct gen_cell, name)
#define GEN_LEGAL_ONLY GEN_BIT(GEN_LEGAL)
#define GEN_LISTED                                                                                 \
    (GEN_BIT(GEN_NO_REPORT) | GEN_BIT(GEN_UNREACHABLE) | GEN_BIT(GEN_BOTH) |                       \
     GEN_BIT(GEN_OTHER_CAUSE))

struct gen_stratum {
    uint16_t count;
    uint8_t kind;
    uint8_t reason;
    uint8_t missed;
    uint8_t cause;
};

// A selection of cells: a bit for each value that is let in, 0 for all.
struct gen_selection {
    uint32_t kinds;
    uint32_t reasons;
    uint32_t missed;
    uint32_t causes;
    uint32_t bands;
    uint32_t taxes;
    uint32_t towns;
};

struct gen_share {
    uint8_t value;
    uint16_t count;
};

#define GEN_SHARES 15

// Hands the shares out at random inside the selection; they must add up to what the selection
// holds. A share of count 0 ends the list.
struct gen_deal {
    const char *name;
    size_t field; // offset of a uint8_t in struct gen_cell
    struct gen_selection in;
    struct gen_share shares[GEN_SHARES];
};

extern const struct gen_stratum gen_strata[];
extern const size_t gen_strata_count;
// First those of the register, then those of the facts, which select by what the first gave.
extern const struct gen_deal gen_register_deals[];
extern const size_t gen_register_deals_count;
extern const struct gen_deal gen_fact_deals[];
extern const size_t gen_fact_deals_count;

// Valid certificates of a town, in the order of enum gen_town.
extern const uint8_t gen_certificates_by_town[];

#endif
