/* SPDX-License-Identifier: MIT
 * A fact table on its way into the store: its records are sorted by the firm they mean, so that
 * block b of the table holds the records of the firms of registry block b, and a feature is a
 * merge. Records that mean no firm stand in one more block at the end: stored, listed, never used.
 *
 * Behind the table's own columns each block has two more: #firm, the row of the firm in the
 * registry's block, ascending (a row of the table each), and #known, one bit a firm of the
 * registry's block: a missing record is known to be missing (its key is valid and unique, no reject
 * of the table bears it). In the block of those that mean no firm #firm says why (enum hj_no_firm).
 *
 * A block of the registry may have more records than a block can hold (15 million annual reports of
 * 3 million firms: five a firm). Then they are several parts; part p of block b is block
 * hj_fact_block(b, p) of the table. Parts behind the first are there only where they have rows, and
 * without #known.
 *
 * Memory while a table is sorted: its frames as compressed (about a third of the file), 12 bytes a
 * record, and one column at a time as decoded. */
#ifndef HJ_CAMPAIGN_FACTS_H
#define HJ_CAMPAIGN_FACTS_H

#include "campaign/campaign.h"
#include "campaign/firms.h"
#include "campaign/frames.h"

#define HJ_FACT_FIRM "#firm"
#define HJ_FACT_KNOWN "#known"

/* Why a record means no firm. Stored: never renumber. */
enum hj_no_firm {
    HJ_NO_FIRM_KEY = 0,         /* a key that no firm has */
    HJ_NO_FIRM_SHARED = 1,      /* a key that several firms have */
    HJ_NO_FIRM_NAME = 2,        /* no key, and a name that no firm has */
    HJ_NO_FIRM_SHARED_NAME = 3, /* no key, and a name that several firms have */
    HJ_NO_FIRM_NOTHING = 4,     /* neither key nor name */
};

static inline uint32_t hj_fact_block(uint32_t registry_blocks, uint32_t block, uint32_t part)
{
    return part * (registry_blocks + 1) + block;
}

/* How firms are found, for all fact tables of one load. */
struct hj_fact_firms {
    const struct hj_firms *keys;   /* by the key column */
    const struct hj_firms *names;  /* by name in normal form; NULL: not asked for */
    const struct hj_firms *former; /* by former names; NULL: the registry has none */
    const struct hj_text_normal *normal;
    uint32_t registry_blocks;
    bool key_is_code; /* the key is the unified code: valid means its check digit */
};

struct hj_fact_load {
    const struct hj_schema *schema; /* as input gave it */
    const struct hj_frames *frames;
    int key, name;                  /* columns of the schema; -1: none */
    const struct hj_span *rejected; /* keys that rejects bear */
    size_t rejected_count;
};

struct hj_fact_counts {
    uint64_t no_key;  /* NULL key and no name that is one firm's */
    uint64_t no_firm; /* a key that no firm has */
    uint64_t shared;  /* a key that several firms have */
    uint64_t by_name; /* found by name */
};

/* Sorts and stores: adds the snapshot's blocks (snapshot->id is set, its schema is what
 * hj_fact_schema gave). Sets snapshot->blocks. */
enum hj_code hj_fact_store(struct hj_store *store, struct hj_snapshot *snapshot,
                           const struct hj_fact_load *load, const struct hj_fact_firms *firms,
                           struct hj_fact_counts *counts, struct hj_error *error) HJ_MUST_USE;

/* The schema with #firm and #known behind it. */
enum hj_code hj_fact_schema(const struct hj_schema *schema, struct hj_arena *arena,
                            struct hj_schema *result, struct hj_error *error) HJ_MUST_USE;

#endif
