/* SPDX-License-Identifier: MIT
 * The secret under which ids and phones are hashed: 32 random bytes in a file beside the store that
 * only its owner may read. Made at the first load that needs it; without it the same id would get
 * another hash in each load. */
#ifndef HJ_CAMPAIGN_PERSONAL_KEY_H
#define HJ_CAMPAIGN_PERSONAL_KEY_H

#include "campaign/campaign.h"

/* An empty key where no dictionary has a personal id or phone. The bytes are the arena's. */
enum hj_code hj_personal_key(const struct hj_campaign *campaign,
                             const struct hj_dictionaries *dictionaries, struct hj_arena *arena,
                             struct hj_span *key, struct hj_error *error) HJ_MUST_USE;

#endif
