/* SPDX-License-Identifier: MIT
 * watch: firms of the numerator that may drop out of it, and each risk counted. As a table both; as
 * CSV and JSON the risks are asked for with --by risk. */
#include "cli/render.h"

static enum hj_code print(struct hj_session *session, const struct hj_filter *filter,
                          enum hj_format format, struct hj_error *error)
{
    static const char by_risk[] = "risk";
    bool risks = filter->by && strcmp(filter->by, by_risk) == 0;
    uint64_t count;
    enum hj_code code = HJ_OK;
    if (filter->by && !risks) {
        hj_error_set(error, HJ_OPTION_VALUE);
        hj_error_text(error, "option", hj_span_of(hj_options[HJ_OPTION_BY].name));
        hj_error_text(error, "value", hj_span_of(filter->by));
        return error->code;
    }
    if (!risks) {
        code = hj_render_rows(session, HJ_RESULT_WATCH, filter, format, &count, error);
    }
    if (code == HJ_OK && (risks || format == HJ_FORMAT_TABLE)) {
        if (!risks) {
            fputc('\n', stdout);
        }
        code = hj_render_rows(session, HJ_RESULT_WATCH_RISKS, filter, format, &count, error);
    }
    return code;
}

int hj_command_watch(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    enum hj_format format = HJ_FORMAT_TABLE;
    const struct hj_filter filter = {
        .town = arguments->value[HJ_OPTION_TOWN],
        .where = arguments->value[HJ_OPTION_WHERE],
        .by = arguments->value[HJ_OPTION_BY],
        .scenario = arguments->operand_count ? arguments->operands[0] : NULL,
    };
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK) {
        code = print(&session, &filter, format, &error);
    }
    return hj_session_end(&session, code, &error);
}
