/* SPDX-License-Identifier: MIT
 * Addresses: a key under which two spellings of one address are equal, and the town an address lies
 * in. Word lists and the table of towns are passed in.
 *
 * Both structs are frozen: const and shared by all threads. */
#ifndef HJ_TEXT_ADDRESS_H
#define HJ_TEXT_ADDRESS_H

#include "base/arena.h"
#include "base/error.h"
#include "text/normal.h"
#include "text/words.h"

struct hj_text_addresses;

/* regions: names of provinces, cities and districts, with or without their suffix; suffixes: what
 * may follow a region of the list (省 市 区 县). HJ_MEMORY. The caller frees. */
enum hj_code hj_text_addresses_new(struct hj_text_addresses **addresses,
                                   struct hj_text_list regions, struct hj_text_list suffixes,
                                   const struct hj_text_normal *normal,
                                   struct hj_error *error) HJ_MUST_USE;
void hj_text_addresses_free(struct hj_text_addresses *addresses);

/* The normal form of the address without the regions it begins with, in the arena:
 * 江苏省淮安市淮阴区 长江路12号 and 淮阴区长江路12号 are one. A region without its suffix goes only
 * when another follows (淮安淮阴区), for else it may name a road (淮安路12号); an address that is
 * nothing but regions stays. Numerals, 号 and 室 stay as they are written: 12-1号, 12号1室 and
 * 十二号 may be three doors. addresses may be NULL: the plain normal form. A NULL text gives a NULL
 * span; so does a full memory. */
struct hj_span hj_text_address_key(const struct hj_text_addresses *addresses,
                                   const struct hj_text_normal *normal, struct hj_span address,
                                   struct hj_arena *arena);

/* A town and all it is called. Spans are copied. */
struct hj_text_town {
    struct hj_span name;
    struct hj_text_list former;      /* former names, other spellings, what was merged into it */
    struct hj_text_list communities; /* villages and communities, without 村 or 社区 */
};

enum hj_text_town_found {
    HJ_TEXT_TOWN_NONE,
    HJ_TEXT_TOWN_ONE,
    HJ_TEXT_TOWN_AMBIGUOUS, /* several towns, and nothing in the text decides */
};

struct hj_text_town_match {
    enum hj_text_town_found found;
    size_t town;       /* index in the table, when found is HJ_TEXT_TOWN_ONE */
    bool by_former;    /* by a former name */
    bool by_community; /* a community decided, or was all there was */
};

struct hj_text_towns;

/* community_suffixes: what makes a community's name sure where no town is named: 村 社区 居委会.
 * With none a community only decides between towns that share a former name. HJ_MEMORY. The caller
 * frees. */
enum hj_code hj_text_towns_new(struct hj_text_towns **towns, const struct hj_text_town *table,
                               size_t count, struct hj_text_list community_suffixes,
                               const struct hj_text_normal *normal,
                               struct hj_error *error) HJ_MUST_USE;
void hj_text_towns_free(struct hj_text_towns *towns);

/* The town a text in normal form lies in: an address, the column `town`, or both one behind the
 * other (a column that says 王营镇 needs the community of the address). At each place the longest
 * name wins. A town's present name decides. Else its former ones do, and where one belongs to
 * several towns, the communities that are named. Else a community with its suffix does, when no
 * other town has one of that name. */
struct hj_text_town_match hj_text_town_of(const struct hj_text_towns *towns, struct hj_span text);

#endif
