/* SPDX-License-Identifier: MIT
 * headers: a dictionary's columns for a file, as YAML to paste. */
#include "cli/message.h"
#include "cli/session.h"

int hj_command_headers(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_buffer out = {0};
    (void)command;
    enum hj_code code = hj_session_open_if_there(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_headers(session.campaign, arguments->operands[0], &out, &error);
    }
    if (code == HJ_OK && !session.campaign && !session.quiet) {
        fprintf(stderr, "%s\n", _("no campaign, so no dictionary was asked: name one with -C"));
    }
    if (code == HJ_OK) {
        fwrite(out.data, 1, out.size, stdout);
    }
    hj_buffer_release(&out);
    return hj_session_end(&session, code, &error);
}
