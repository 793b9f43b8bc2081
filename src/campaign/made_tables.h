/* SPDX-License-Identifier: MIT
 * What a stage leaves beside its results when it commits: the run's record, and descriptions of the
 * tables finding, verdict and cluster_member as they are now, from which the store's virtual tables
 * answer without knowing a rule (store/view.h). What is not current has no rows there. */
#ifndef HJ_CAMPAIGN_MADE_TABLES_H
#define HJ_CAMPAIGN_MADE_TABLES_H

#include "campaign/campaign.h"

/* Writes both and commits. */
enum hj_code hj_stage_commit(const struct hj_campaign *campaign, struct hj_store *store,
                             enum hj_stage stage, const struct hj_loaded *loaded,
                             struct hj_error *error) HJ_MUST_USE;

#endif
