/* SPDX-License-Identifier: MIT
 * lists: the lists for each department and town. */
#include "cli/stage.h"

enum hj_code hj_stage_lists(struct hj_session *session, struct hj_error *error)
{
    return hj_lists(session->campaign, session->arguments->value[HJ_OPTION_OUT], error);
}

int hj_command_lists(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_stage_lists(&session, &error);
    }
    return hj_session_end(&session, code, &error);
}
