/* SPDX-License-Identifier: MIT
 * Personal data on the way out of the store: a name keeps its first character, an id or a phone
 * (already a keyed hash) becomes a mark that there is one. */
#ifndef HJ_CAMPAIGN_MASK_H
#define HJ_CAMPAIGN_MASK_H

#include "campaign/campaign.h"

/* First character and `*`; the text is the arena's, data NULL when the memory is full. */
struct hj_span hj_mask_text(struct hj_span text, struct hj_arena *arena);
/* The value of a name of the firm scope, masked where it is personal. NULL stays NULL. */
struct hj_value hj_mask_value(const struct hj_loaded *loaded, uint32_t name, struct hj_value value,
                              struct hj_arena *arena);

#endif
