// SPDX-License-Identifier: MIT
// Word lists: everything here is invented or taken from the common language, nothing from a
// register. Town, former town and community names of the district are public geography.
#ifndef GENERATOR_WORDS_H
#define GENERATOR_WORDS_H

#include <stddef.h>

#include "plan.h"

// Trades of legal persons, branches and sole proprietors; the order is that of gen_sectors.
enum gen_sector {
    GEN_MANUFACTURING,
    GEN_TRADE,
    GEN_CONSTRUCTION,
    GEN_TRANSPORT,
    GEN_SOFTWARE,
    GEN_BUSINESS,
    GEN_TECHNOLOGY,
    GEN_FARMING,
    GEN_PROPERTY,
    GEN_SERVICES,
    GEN_SECTORS,
};

// Words of an industry; no word stands in two sectors, and a sector has at least GEN_INDUSTRY_TURNS
// of them.
#define GEN_INDUSTRY_TURNS 12
#define GEN_INDUSTRIES 16
#define GEN_SCOPES 10

struct gen_sector_words {
    unsigned weight;
    const char *codes[4];                   // of the national classification, NULL at the end
    const char *industries[GEN_INDUSTRIES]; // NULL at the end
    const char *scopes[GEN_SCOPES];         // NULL at the end
};

#define GEN_COMMUNITIES 14
#define GEN_FORMER_NAMES 4

struct gen_town_words {
    const char *code;
    const char *name;
    const char *former[GEN_FORMER_NAMES]; // NULL at the end; the present name may be among them
    const char *communities[GEN_COMMUNITIES];
};

struct gen_list {
    const char *const *words;
    size_t count;
};

extern const struct gen_sector_words gen_sectors[GEN_SECTORS];
extern const struct gen_town_words gen_town_names[GEN_TOWNS];
extern const char *const gen_type_texts[GEN_TYPES];

extern const struct gen_list gen_trade_letters;
extern const struct gen_list gen_surnames;
extern const struct gen_list gen_given_letters;
extern const struct gen_list gen_roads;
extern const struct gen_list gen_buildings;
extern const struct gen_list gen_common_scopes;
extern const struct gen_list gen_cooperative_trades;
extern const struct gen_list gen_household_trades; // eight of shops, eight of services
extern const struct gen_list gen_sole_forms;       // three a trade, in the order of names.c
extern const struct gen_list gen_outside_cities;

size_t gen_count(const char *const *words, size_t limit);

#endif
