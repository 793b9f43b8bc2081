/* SPDX-License-Identifier: MIT
 * simulate: what the indicator becomes when the firms of each route leave. */
#include "base/json.h"
#include "cli/message.h"
#include "cli/outlook.h"
#include "cli/render.h"

int hj_command_simulate(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_outlook *outlook = NULL;
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code =
            hj_outlook_new(session.campaign, arguments->value[HJ_OPTION_TARGET], &outlook, &error);
    }
    if (code == HJ_OK) {
        hj_outlook_print_today(outlook, stdout);
        hj_outlook_print_target(outlook, stdout);
        hj_outlook_print_routes(outlook, stdout);
    }
    hj_outlook_free(outlook);
    return hj_session_end(&session, code, &error);
}
