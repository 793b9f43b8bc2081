/* SPDX-License-Identifier: MIT
 * lists: the lists for each department and town. */
#include "cli/stage.h"

enum hj_code hj_stage_lists(struct hj_session *session, struct hj_error *error)
{
    const char *const *given = session->arguments->value;
    struct hj_lists_options options = {
        .folder = given[HJ_OPTION_OUT],
        .stage = given[HJ_OPTION_STAGE],
        .issue = given[HJ_OPTION_ISSUE],
    };
    return hj_lists(session->campaign, &options, error);
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
