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

/* regions: names of provinces, cities and districts, with or without their suffix; suffixes: 省 市
 * 区 县 and the like, which may follow a region of the list. HJ_MEMORY. The caller frees. */
enum hj_code hj_text_addresses_new(struct hj_text_addresses **addresses,
                                   struct hj_text_list regions, struct hj_text_list suffixes,
                                   const struct hj_text_normal *normal,
                                   struct hj_error *error) HJ_MUST_USE;
void hj_text_addresses_free(struct hj_text_addresses *addresses);

/* The normal form of the address without the regions it begins with, in the arena. What would be
 * empty then keeps its regions. addresses may be NULL: the plain normal form. A NULL text gives a
 * NULL span; so does a full memory. */
struct hj_span hj_text_address_key(const struct hj_text_addresses *addresses,
                                   const struct hj_text_normal *normal, struct hj_span address,
                                   struct hj_arena *arena);

/* A town and all it is called. A former name that several towns carry (王营镇) tells nothing alone:
 * the community decides. Spans are copied. */
struct hj_text_town {
    struct hj_span name;
    struct hj_text_list former; /* former names, other spellings, names of parts merged into it */
    struct hj_text_list communities; /* villages and communities; they may repeat across towns */
};

enum hj_text_town_found {
    HJ_TEXT_TOWN_NONE,
    HJ_TEXT_TOWN_ONE,
    HJ_TEXT_TOWN_AMBIGUOUS, /* several towns, and nothing in the address decides */
};

struct hj_text_town_match {
    enum hj_text_town_found found;
    size_t town;       /* index in the table, when found is HJ_TEXT_TOWN_ONE */
    bool by_former;    /* by a former name */
    bool by_community; /* a community decided, or was all there was */
};

struct hj_text_towns;

/* HJ_MEMORY. The caller frees. */
enum hj_code hj_text_towns_new(struct hj_text_towns **towns, const struct hj_text_town *table,
                               size_t count, const struct hj_text_normal *normal,
                               struct hj_error *error) HJ_MUST_USE;
void hj_text_towns_free(struct hj_text_towns *towns);

/* text: in normal form. hj_text_town_of_name wants a town's name and nothing else (the column
 * `town`); hj_text_town_of_address looks for one anywhere in an address. */
struct hj_text_town_match hj_text_town_of_name(const struct hj_text_towns *towns,
                                               struct hj_span text);
struct hj_text_town_match hj_text_town_of_address(const struct hj_text_towns *towns,
                                                  struct hj_span text);

#endif
