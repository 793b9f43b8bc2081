/* SPDX-License-Identifier: MIT
 * ratio: the indicator today. As a table the matrix of routes, every counting and the official
 * figure stand above the groups; CSV and JSON are the groups and the total by the campaign's
 * counting. */
#include "cli/outlook.h"
#include "cli/render.h"

/* As CSV and JSON the matrix alone, to the person: the data is the ratio. */
static enum hj_code print_outlook(struct hj_session *session, enum hj_format format,
                                  struct hj_error *error)
{
    bool table = format == HJ_FORMAT_TABLE;
    struct hj_outlook *outlook;
    enum hj_code code = hj_outlook_new(
        session->campaign, session->arguments->value[HJ_OPTION_TARGET], &outlook, error);
    if (code == HJ_OK && (table || !session->quiet)) {
        hj_outlook_print_matrix(outlook, table ? stdout : stderr);
    }
    if (code == HJ_OK && table) {
        hj_outlook_print_today(outlook, stdout);
        hj_outlook_print_target(outlook, stdout);
    }
    hj_outlook_free(outlook);
    return code;
}

/* A filter that cannot be is said before anything is printed. */
static enum hj_code try_rows(struct hj_session *session, const struct hj_filter *filter,
                             struct hj_error *error)
{
    struct hj_rows *rows = NULL;
    enum hj_code code = hj_rows_open(session->campaign, HJ_RESULT_RATIO, filter, &rows, error);
    hj_rows_close(rows);
    return code;
}

int hj_command_ratio(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    enum hj_format format = HJ_FORMAT_TABLE;
    uint64_t count;
    const struct hj_filter filter = {
        .town = arguments->value[HJ_OPTION_TOWN],
        .by = arguments->value[HJ_OPTION_BY],
        .where = arguments->value[HJ_OPTION_WHERE],
    };
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    bool groups = format != HJ_FORMAT_TABLE || filter.by || filter.town || filter.where;
    if (code == HJ_OK && groups) {
        code = try_rows(&session, &filter, &error);
    }
    if (code == HJ_OK) {
        code = print_outlook(&session, format, &error);
    }
    if (code == HJ_OK && groups) {
        code = hj_render_rows(&session, HJ_RESULT_RATIO, &filter, format, &count, &error);
    }
    return hj_session_end(&session, code, &error);
}
