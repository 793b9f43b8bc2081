/* SPDX-License-Identifier: MIT
 * survey: estimates from the visits, the rules against them, and the next draw. As a table the
 * rules stand below the estimates; as CSV and JSON they are asked for with --by rule. */
#include "cli/render.h"

#include <errno.h>

/* A whole number of `least` to `most`. */
static enum hj_code read_number(const struct hj_arguments *arguments, enum hj_option option,
                                int64_t least, int64_t most, int64_t *number,
                                struct hj_error *error)
{
    const char *value = arguments->value[option];
    char *end;
    if (!value) {
        return HJ_OK;
    }
    errno = 0;
    *number = strtoll(value, &end, 10);
    if (errno == 0 && end != value && *end == '\0' && *number >= least && *number <= most) {
        return HJ_OK;
    }
    hj_error_set(error, HJ_OPTION_VALUE);
    hj_error_text(error, "option", hj_span_of(hj_options[option].name));
    hj_error_text(error, "value", hj_span_of(value));
    return error->code;
}

static enum hj_code print(struct hj_session *session, const struct hj_filter *filter,
                          enum hj_format format, struct hj_error *error)
{
    static const char by_rule[] = "rule";
    uint64_t count;
    if (filter->draw > 0) {
        return hj_render_rows(session, HJ_RESULT_DRAW, filter, format, &count, error);
    }
    bool rules = filter->by && strcmp(filter->by, by_rule) == 0;
    enum hj_code code = HJ_OK;
    if (!rules) {
        code = hj_render_rows(session, HJ_RESULT_SURVEY, filter, format, &count, error);
    }
    if (code == HJ_OK && (rules || format == HJ_FORMAT_TABLE)) {
        struct hj_filter of_rules = *filter;
        of_rules.by = by_rule;
        if (!rules) {
            fputc('\n', stdout);
        }
        code = hj_render_rows(session, HJ_RESULT_EVALUATION, &of_rules, format, &count, error);
        /* Before the rules ran there are the estimates alone. */
        code = code == HJ_CAMPAIGN_NOT_FLAGGED && !rules ? HJ_OK : code;
    }
    return code;
}

int hj_command_survey(const struct hj_command *command, const struct hj_arguments *arguments)
{
    enum { MOST = 10000000 };
    struct hj_session session;
    struct hj_error error = {0};
    enum hj_format format = HJ_FORMAT_TABLE;
    int64_t seed = 1;
    struct hj_filter filter = {
        .by = arguments->value[HJ_OPTION_BY],
        .where = arguments->value[HJ_OPTION_WHERE],
        .allocation = arguments->value[HJ_OPTION_ALLOCATION],
    };
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK) {
        code = read_number(arguments, HJ_OPTION_DRAW, 1, MOST, &filter.draw, &error);
    }
    if (code == HJ_OK) {
        code = read_number(arguments, HJ_OPTION_SEED, 0, (INT64_C(1) << 56) - 1, &seed, &error);
    }
    filter.seed = (uint64_t)seed;
    if (code == HJ_OK) {
        code = print(&session, &filter, format, &error);
    }
    return hj_session_end(&session, code, &error);
}
