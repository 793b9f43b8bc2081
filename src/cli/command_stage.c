/* SPDX-License-Identifier: MIT
 * load, flag, decide: one stage each, and how long it took. */
#include "cli/stage.h"

enum hj_code hj_stage_run(struct hj_session *session, enum hj_stage stage, const char *name,
                          struct hj_error *error)
{
    double before = hj_session_seconds(session);
    enum hj_code code = hj_run(session->campaign, stage, error);
    if (code == HJ_OK && !session->quiet) {
        fprintf(stderr, "%s: %.1f s\n", name, hj_session_seconds(session) - before);
    }
    return code;
}

int hj_command_stage(const struct hj_command *command, const struct hj_arguments *arguments)
{
    static const struct {
        const char *name;
        enum hj_stage stage;
    } stages[] = {{"load", HJ_STAGE_LOAD},
                  {"flag", HJ_STAGE_FLAG},
                  {"link", HJ_STAGE_LINK},
                  {"decide", HJ_STAGE_DECIDE}};
    struct hj_session session;
    struct hj_error error = {0};
    enum hj_code code = hj_session_open(&session, arguments, &error);
    for (size_t i = 0; code == HJ_OK && i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(stages[i].name, command->name) == 0) {
            code = hj_stage_run(&session, stages[i].stage, stages[i].name, &error);
        }
    }
    /* What the verdicts rest on is new: they follow by themselves. Linking may come before flag. */
    bool flag = strcmp(command->name, "flag") == 0, link = strcmp(command->name, "link") == 0;
    if (code == HJ_OK && (flag || link)) {
        code = hj_stage_run(&session, HJ_STAGE_DECIDE, "decide", &error);
        code = link && code == HJ_CAMPAIGN_NOT_FLAGGED ? HJ_OK : code;
    }
    return hj_session_end(&session, code, &error);
}
