/* SPDX-License-Identifier: MIT
 * run: the whole campaign, stage by stage, with what each came to. */
#include "cli/message.h"
#include "cli/outlook.h"
#include "cli/stage.h"

static enum hj_code show_outlook(struct hj_session *session, struct hj_error *error)
{
    struct hj_outlook *outlook = NULL;
    enum hj_code code = hj_outlook_new(session->campaign, NULL, &outlook, error);
    if (code == HJ_OK) {
        hj_outlook_print_today(outlook, stdout);
        hj_outlook_print_target(outlook, stdout);
        hj_outlook_print_routes(outlook, stdout);
    }
    hj_outlook_free(outlook);
    if (code == HJ_CAMPAIGN_NO_INDICATOR) {
        fprintf(stderr, "%s\n", _("no indicator in the rules: no ratio, no what-if"));
        return HJ_OK;
    }
    return code;
}

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
        code = show_outlook(&session, &error);
    }
    return hj_session_end(&session, code, &error);
}
