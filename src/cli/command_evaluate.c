/* SPDX-License-Identifier: MIT
 * evaluate: precision and recall against a truth file. */
#include "cli/render.h"

int hj_command_evaluate(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    enum hj_format format = HJ_FORMAT_TABLE;
    uint64_t count;
    const struct hj_filter filter = {
        .by = arguments->value[HJ_OPTION_BY],
        .rule_class = arguments->value[HJ_OPTION_CLASS],
        .where = arguments->value[HJ_OPTION_WHERE],
        .truth = arguments->value[HJ_OPTION_TRUTH],
        .positive = arguments->value[HJ_OPTION_POSITIVE],
    };
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK && !filter.truth) {
        code = hj_error_set(&error, HJ_TRUTH_MISSING);
    }
    if (code == HJ_OK) {
        code = hj_render_rows(&session, HJ_RESULT_EVALUATION, &filter, format, &count, &error);
    }
    return hj_session_end(&session, code, &error);
}
