/* SPDX-License-Identifier: MIT
 * The literals of all patterns of a column, searched in one pass over the column's bytes; only rows
 * with a hit are asked of the pattern itself (design.md section 13). Seen by the files of this room
 * alone.
 *
 * How: a few literals are looked for at every place by vector instructions where the machine has
 * them (search_vectors.h). Otherwise every literal has a block of `block` bytes at each of its
 * first `step` offsets, where step = shortest literal - block + 1. So one look at every step-th
 * place of the column meets each occurrence, at a place that depends on nothing found before: no
 * automaton, whose loads would wait for one another. A table of the blocks' hashes (16 bytes a
 * block, 8 KiB at least, so in the first cache as a rule) lets nearly all places through: five
 * instructions a place.
 *
 * Measured on 148,287 real records with 192 bytes of scope each: a pattern of 17 alternatives takes
 * 70 ns a row, with PCRE2's JIT alone 610; 27 rules with 17 patterns went from 3,250 to 430 ns a
 * row. */
#ifndef HJ_MATCH_SEARCH_H
#define HJ_MATCH_SEARCH_H

#include "column/vector.h"
#include "match/literals.h"
#include "match/node.h"
#include "match/search_vectors.h"
#include "match/shape.h"

/* Where one literal shows itself. */
struct hj_search_block {
    uint64_t head, mask; /* the first bytes of the needle, at most eight, and which those are */
    uint32_t needle;
    uint32_t offset; /* of the block in the needle */
    uint32_t next;   /* with the same hash; + 1, 0: none */
};

/* Literals of similar length: a short one would make the step of all others small. */
struct hj_search_scan {
    size_t block, step;
    uint64_t mask;               /* the first `block` bytes of eight */
    unsigned shift;              /* of a hash, to an index into filter and slots */
    const unsigned char *filter; /* 1 where there is a block */
    const uint32_t *slots;       /* first block + 1 */
    const struct hj_search_block *blocks;
    const struct hj_search_groups *groups; /* of a scan that looks at every place; else NULL */
};

/* An ASCII literal too short for a scan ("P2P"). Among Chinese texts its bytes are rare, so they
 * are found by the first letter in it, or its first byte. */
struct hj_search_rare {
    uint32_t needle;
    uint32_t offset; /* of that byte in the needle */
};

struct hj_search {
    const struct hj_span *needles;
    uint32_t needle_count;
    struct hj_search_scan scans[2];
    uint32_t scan_count;
    const struct hj_search_rare *rare;
    uint32_t rare_count;
};

/* What is known of a pattern node. */
struct hj_node_search {
    struct hj_literals literals;
    const struct hj_shape *shape;             /* of a REGEXP that is one; else NULL */
    bool searched;                            /* its literals are needles of the column's search */
    const uint32_t *needles[HJ_LITERAL_SETS]; /* of each set, as many as its items */
};

static inline uint32_t hj_search_hash(uint64_t block, unsigned shift)
{
    return (uint32_t)((block * UINT64_C(0x9E3779B97F4A7C15)) >> shift);
}

/* Gives every LIKE and REGEXP node of the program its hj_node_search, and the columns that they
 * read their hj_search. False: the memory is full. */
bool hj_search_prepare(struct hj_program *program) HJ_MUST_USE;

/* Sets in bits[needle] the rows of the plain text column that hold the needle. */
void hj_search_run(const struct hj_search *search, const struct hj_vector *column,
                   uint64_t *const *bits);

#endif
