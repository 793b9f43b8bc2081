/* SPDX-License-Identifier: MIT
 * run: the whole campaign, stage by stage, with what each came to. */
#include "cli/stage.h"

int hj_command_run(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_stage_run(&session, HJ_STAGE_LOAD, "load", &error);
    }
    if (code == HJ_OK) {
        code = hj_stage_run(&session, HJ_STAGE_FLAG, "flag", &error);
    }
    if (code == HJ_OK) {
        code = hj_stage_run(&session, HJ_STAGE_LINK, "link", &error);
    }
    if (code == HJ_OK) {
        code = hj_stage_run(&session, HJ_STAGE_DECIDE, "decide", &error);
    }
    if (code == HJ_OK) {
        code = hj_stage_lists(&session, &error);
    }
    if (code == HJ_OK) {
        code = hj_stage_simulate(&session, &error);
    }
    return hj_session_end(&session, code, &error);
}
