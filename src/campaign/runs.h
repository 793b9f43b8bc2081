/* SPDX-License-Identifier: MIT
 * Every run of a stage, recorded in the store with what it ran on and what came out: the group
 * `run` of entries, one JSON object a run, named by its number from 00000001. Recorded within the
 * run's transaction, so that a run which failed never was. */
#ifndef HJ_CAMPAIGN_RUNS_H
#define HJ_CAMPAIGN_RUNS_H

#include "campaign/campaign.h"

/* {"stage", "at" (what the settings call now; null where they do not), "program", "as_of",
 * "rules" (digest of rules, features and routes; null for load), "inputs" (one digest a table),
 * "counts" (the arguments of the note)}. loaded: NULL for load. */
enum hj_code hj_run_record(const struct hj_campaign *campaign, struct hj_store *store,
                           enum hj_stage stage, const struct hj_loaded *loaded,
                           const struct hj_error *counts, struct hj_error *error) HJ_MUST_USE;

#endif
