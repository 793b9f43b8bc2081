// SPDX-License-Identifier: MIT
// The hidden truth: what each of the 20,000 firms of a block really is, before any fact is drawn
// from it. Exact counts come from here: strata say how many firms are of which kind, state and
// reporting history; deals hand out everything else (town, founding years, tax mark …) in exact
// shares inside a selection. Record r stands in block r / 20,000, at a place of a keyed
// permutation, so a firm is the same whatever the size of the run, and a shorter run is a prefix.
#ifndef GENERATOR_PLAN_H
#define GENERATOR_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#define GEN_BLOCK 20000

// What the register says it is; all but the first five are not enterprise legal persons.
enum gen_kind {
    GEN_LEGAL,
    GEN_REVOKED,
    GEN_DEREGISTERED,
    GEN_MOVED,
    GEN_ANNULLED,
    GEN_BRANCH,
    GEN_SOLE,
    GEN_PARTNERSHIP,
    GEN_COOPERATIVE,
    GEN_HOUSEHOLD,
};

// What it is in truth, and why it is in the fixture.
enum gen_reason {
    GEN_PLAIN,              // alive
    GEN_CLASSIC,            // dead: two reports missing, no tax, unreachable
    GEN_ZERO_AGENT,         // dead, but an agent files zero returns
    GEN_MIXED,              // dead, signs incomplete
    GEN_LISTED_ALIVE,       // alive, but looks dead
    GEN_DORMANT,            // filed as dormant (歇业): looks dead, is lawful
    GEN_REVOKED_LONG,       // company revoked three years ago or earlier
    GEN_REVOKED_NONCOMPANY, // state- or collectively-owned, revoked
    GEN_REVOKED_YOUNG,      // company revoked less than three years ago
    GEN_GONE,               // left the register
    GEN_OTHER_DEAD,         // no legal person, dead
};

enum gen_cause { GEN_UNLISTED, GEN_NO_REPORT, GEN_UNREACHABLE, GEN_BOTH, GEN_OTHER_CAUSE };

enum gen_band {
    GEN_TO_1999,
    GEN_2000_09,
    GEN_2010_13,
    GEN_2014_18,
    GEN_2019_23,
    GEN_2024_26,
    GEN_BANDS
};

enum gen_town {
    GEN_CHANGJIANGLU,
    GEN_WANGJIAYING,
    GEN_XINDUKOU,
    GEN_GUQINGKOU,
    GEN_NANCHENJI,
    GEN_DINGJI,
    GEN_XULIU,
    GEN_YUGOU,
    GEN_SANSHU,
    GEN_GAOJIAYAN,
    GEN_MATOU,
    GEN_LIULAOZHUANG,
    GEN_HUAIGAO,
    GEN_ZONE,
    GEN_TOWNS,
};

enum gen_tax {
    GEN_TAX_NONE,
    GEN_TAX_NORMAL,
    GEN_TAX_ZERO,
    GEN_TAX_ABNORMAL,
    GEN_TAX_CLOSED,
    GEN_TAX_NEVER,
    GEN_TAX_NOT_FOUND,
    GEN_TAX_UNCOMPARED
};

enum gen_type {
    GEN_TYPE_NATURAL,
    GEN_TYPE_SINGLE,
    GEN_TYPE_LIMITED,
    GEN_TYPE_CORPORATE,
    GEN_TYPE_STOCK,
    GEN_TYPE_STATE,
    GEN_TYPE_FOREIGN,
    GEN_TYPE_HKMT,
    GEN_TYPE_WHOLE_PEOPLE,
    GEN_TYPE_COLLECTIVE,
    GEN_TYPE_COOPERATIVE_STOCK,
    GEN_TYPE_BRANCH,
    GEN_TYPE_SOLE,
    GEN_TYPE_PARTNERSHIP,
    GEN_TYPE_LIMITED_PARTNERSHIP,
    GEN_TYPE_FARMERS,
    GEN_TYPE_HOUSEHOLD,
    GEN_TYPES,
};

// Why a list must leave a firm out; one a firm.
enum gen_exclusion {
    GEN_NOT_EXCLUDED,
    GEN_IN_LIQUIDATION,
    GEN_LITIGATION,
    GEN_EQUITY_FROZEN,
    GEN_EQUITY_PLEDGED,
    GEN_INSURED,
    GEN_BANKRUPTCY,
    GEN_OPEN_CASE,
    GEN_DISHONEST,
    GEN_WAGES,
};

enum gen_insured { GEN_INSURED_ZERO, GEN_INSURED_SOME };
enum gen_survey {
    GEN_NOT_SURVEYED,
    GEN_SURVEY_LOST,
    GEN_SURVEY_WILLING,
    GEN_SURVEY_FOUND,
    GEN_SURVEY_WORKING
};
enum gen_authority { GEN_DISTRICT, GEN_CITY, GEN_QINGJIANGPU, GEN_HUAIAN, GEN_PROVINCE };
enum gen_address { GEN_TOWN_UNNAMED, GEN_TOWN_NOW, GEN_TOWN_FORMER };
enum gen_capital { GEN_CAPITAL_GIVEN, GEN_CAPITAL_NA, GEN_CAPITAL_EMPTY };
enum gen_certificate {
    GEN_NO_CERTIFICATE,
    GEN_VALID,
    GEN_EXPIRED,
    GEN_CERTIFICATE_MOVED,
    GEN_CANCELLED
};
enum gen_code { GEN_CODE_RIGHT, GEN_CODE_SPOILT, GEN_CODE_OLD };
enum gen_decision { GEN_NO_DECISION, GEN_KEEP, GEN_EXIT };

// Pairs: two records that are the same firm, or (the last kind) must stay apart.
enum gen_pair { GEN_SINGLE, GEN_SAME_CODE, GEN_OLD_AND_NEW, GEN_VARIANT, GEN_AFFILIATE };

struct gen_cell {
    uint8_t kind;
    uint8_t reason;
    uint8_t missed; // due reports missed of the last two
    uint8_t cause;
    uint8_t band;
    uint8_t town;
    uint8_t tax;
    uint8_t type;
    uint8_t exclusion;
    uint8_t insured;
    uint8_t survey;
    uint8_t authority;
    uint8_t address;
    uint8_t capital;
    uint8_t certificate;
    uint8_t certificate_number; // 0 … among those of the same certificate state
    uint8_t code;
    uint8_t decision;
    uint8_t violation;
    uint8_t pair;
    uint8_t pair_number;
    bool second;      // the later record of a pair: facts stand under the first
    uint16_t partner; // place in the block of the other record of a pair, or of the head office of
                      // a branch
    bool has_partner;
};

struct gen_plan {
    uint64_t block;
    struct gen_cell cells[GEN_BLOCK]; // by place in the block: record r is cells[r % GEN_BLOCK]
};

// Fills the plan of one block. Returns NULL, or what does not add up in the quotas (a mistake of
// this program).
const char *gen_plan_fill(struct gen_plan *plan, uint64_t seed, uint64_t block);

bool gen_is_legal_person(const struct gen_cell *cell);
bool gen_is_company(const struct gen_cell *cell);

#endif
