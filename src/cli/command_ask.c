/* SPDX-License-Identifier: MIT
 * ask: a book of firms for a department to answer for. */
#include "cli/session.h"

int hj_command_ask(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    const struct hj_lists_options options = {
        .folder = arguments->value[HJ_OPTION_OUT],
        .issue = arguments->value[HJ_OPTION_ISSUE],
    };
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_ask(session.campaign, arguments->operands[0], &options, &error);
    }
    return hj_session_end(&session, code, &error);
}
