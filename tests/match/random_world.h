/* SPDX-License-Identifier: MIT
 * A random ruleset (columns of every type, derived columns, features of every kind over two fact
 * tables, parameters) and random blocks for it: rich in NULLs, text columns plain and as
 * dictionaries, records in several parts. */
#ifndef HJ_TESTS_MATCH_RANDOM_WORLD_H
#define HJ_TESTS_MATCH_RANDOM_WORLD_H

#include "match/input.h"
#include "match/program.h"
#include "match/random_predicates.h"

enum { WORLD_RULES = 3 };

struct random_world {
    struct random_source source;
    struct hj_arena arena;       /* of the ruleset */
    struct hj_arena block_arena; /* of the block made last */
    struct hj_regexes regexes;
    struct hj_ruleset ruleset;
    struct random_grammar grammar; /* over firms */
    struct hj_match_input input;   /* the block made last */
};

/* features: how many of each kind. */
void random_world_init(struct random_world *world, uint64_t seed, uint32_t features);
/* Features and trees of which nothing asks whether a value is known. */
void random_world_init_monotone(struct random_world *world, uint64_t seed, uint32_t features);
void random_world_release(struct random_world *world);
/* Another block, in world->input. */
void random_world_block(struct random_world *world, uint32_t rows);
/* A copy of the builder's view that lives as long as the block. */
struct hj_vector *random_world_keep(struct random_world *world,
                                    const struct hj_vector_builder *builder);

#endif
