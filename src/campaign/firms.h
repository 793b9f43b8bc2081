/* SPDX-License-Identifier: MIT
 * Finding the firm that a fact record means: by its key, else, where the record has none, by its
 * name and then by former names. Built from the registry's blocks as stored, frozen, used by the
 * load of each fact table, gone afterwards. Keys are compared as text, not as hashes. About 24
 * bytes a firm and the key's text. */
#ifndef HJ_CAMPAIGN_FIRMS_H
#define HJ_CAMPAIGN_FIRMS_H

#include "store/store.h"
#include "text/normal.h"

/* A firm as a number: block * 65,536 + row. */
#define HJ_FIRM_NONE UINT32_MAX
#define HJ_FIRM_SHARED (UINT32_MAX - 1) /* the key or name is that of several firms */

struct hj_firms;

/* column: the registry's column that records are joined on, texts or whole numbers; NULL normal:
 * they are compared as they are, else in normal form. */
enum hj_code hj_firms_new(struct hj_store *store, const struct hj_snapshot *registry,
                          uint32_t column, const struct hj_text_normal *normal,
                          struct hj_firms **firms, struct hj_error *error) HJ_MUST_USE;
void hj_firms_free(struct hj_firms *firms);

/* The firm with that text (in normal form where the index is), HJ_FIRM_SHARED, or HJ_FIRM_NONE. */
uint32_t hj_firms_find(const struct hj_firms *firms, struct hj_span text);

/* Rows of each block of the registry. */
uint32_t hj_firms_rows(const struct hj_firms *firms, uint32_t block);
/* The text of a firm as indexed; data NULL where it is NULL. */
struct hj_span hj_firms_text(const struct hj_firms *firms, uint32_t firm);

#endif
