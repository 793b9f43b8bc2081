/* SPDX-License-Identifier: MIT
 * Stages as commands run them, alone and one after the other. */
#ifndef HJ_CLI_STAGE_H
#define HJ_CLI_STAGE_H

#include "cli/session.h"

/* Runs the stage and says how long it took. */
enum hj_code hj_stage_run(struct hj_session *session, enum hj_stage stage, const char *name,
                          struct hj_error *error) HJ_MUST_USE;
/* Writes the lists where --out or the campaign says. */
enum hj_code hj_stage_lists(struct hj_session *session, struct hj_error *error) HJ_MUST_USE;
/* The ratio, the what-if by route, and the campaign's scenario; left out, and said, where the rules
 * have no indicator or the campaign has chosen no counting. */
enum hj_code hj_stage_simulate(struct hj_session *session, struct hj_error *error) HJ_MUST_USE;

#endif
