/* SPDX-License-Identifier: MIT
 * The places of a text at which one of a few needles may stand, 32 places at a time. Seen by
 * search.c and search_prepare.c alone.
 *
 * How: the needles are put into eight groups, a bit each. For each of three bytes of a needle two
 * tables say, by the byte's low and by its high four bits, which groups have it; a place passes if
 * a group has all six halves. One instruction looks up 32 of them. What the tables cannot tell
 * apart is compared in full by who asked. */
#ifndef HJ_MATCH_SEARCH_VECTORS_H
#define HJ_MATCH_SEARCH_VECTORS_H

#include "base/span.h"

#include <stdint.h>

enum {
    HJ_SEARCH_LANES = 32,
    HJ_SEARCH_LEAST = 3, /* bytes of a needle */
    HJ_SEARCH_MOST = 40, /* needles: with more, the groups let too much through */
    HJ_SEARCH_PROBES = 3,
    HJ_SEARCH_REACH = 8, /* bytes from a place on that are looked at */
};

struct hj_search_groups {
    uint8_t probes[HJ_SEARCH_PROBES]; /* which bytes of a needle */
    uint8_t low[HJ_SEARCH_PROBES][16], high[HJ_SEARCH_PROBES][16];
};

/* Whether this machine has such instructions; without them nothing below may be called. */
bool hj_search_has_vectors(void);

/* Of at most HJ_SEARCH_MOST needles, each of HJ_SEARCH_LEAST bytes and more. */
void hj_search_group(const struct hj_span *needles, uint32_t count,
                     struct hj_search_groups *groups);

/* Writes those of the `count` places from `place` on, a multiple of HJ_SEARCH_LANES, that pass, and
 * returns how many they are. The last has HJ_SEARCH_REACH bytes. */
size_t hj_search_pass(const struct hj_search_groups *groups, const char *bytes, size_t place,
                      size_t count, uint32_t *places);

#endif
