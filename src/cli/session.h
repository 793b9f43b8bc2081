/* SPDX-License-Identifier: MIT
 * What a command has to do with the person before the terminal: language, messages, progress, the
 * clock, and the campaign opened as the options say. The only place that reads the environment. */
#ifndef HJ_CLI_SESSION_H
#define HJ_CLI_SESSION_H

#include "cli/command.h"

struct hj_session {
    const struct hj_arguments *arguments;
    struct hj_campaign *campaign;
    struct hj_problems problems; /* of rule files without a campaign */
    size_t problems_shown;
    bool quiet, color, bar;
    bool color_data; /* the same on standard output */
    bool bar_drawn;
    double bar_after; /* seconds; a bar that is asked for is there at once */
    double started;   /* seconds of the monotonic clock */
    char clock[32];   /* when the session began, for records */
};

/* Opens the campaign and says what is wrong with it. Close in any case. */
enum hj_code hj_session_open(struct hj_session *session, const struct hj_arguments *arguments,
                             struct hj_error *error) HJ_MUST_USE;
/* The same where there is a campaign: named with -C, or in the working folder. */
enum hj_code hj_session_open_if_there(struct hj_session *session,
                                      const struct hj_arguments *arguments,
                                      struct hj_error *error) HJ_MUST_USE;
/* The same without a campaign. */
enum hj_code hj_session_start(struct hj_session *session, const struct hj_arguments *arguments,
                              struct hj_error *error) HJ_MUST_USE;

/* Seconds since the session began. */
double hj_session_seconds(const struct hj_session *session);

/* Ends a command: says the error, if there is one, and the problems not shown yet; flushes standard
 * output; the exit status. */
int hj_session_end(struct hj_session *session, enum hj_code code, const struct hj_error *error);

#endif
