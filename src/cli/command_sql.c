/* SPDX-License-Identifier: MIT
 * sql: one SELECT over the store's tables. */
#include "cli/message.h"
#include "cli/render.h"

#include <inttypes.h>

static enum hj_code next(void *context, const struct hj_value **values, struct hj_error *error)
{
    return hj_sql_next(context, values, error);
}

int hj_command_sql(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_sql *sql = NULL;
    enum hj_format format;
    uint64_t count = 0;
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK) {
        code = hj_sql_open(session.campaign, arguments->operands[0], &sql, &error);
    }
    if (code == HJ_OK) {
        struct hj_render_source source = {.context = sql, .next = next, .as_is = true};
        source.columns = hj_sql_columns(sql, &source.width);
        code = hj_render(&source, format, &count, &error);
    }
    hj_sql_close(sql);
    if (code == HJ_OK && !session.quiet) {
        fprintf(stderr, _("%" PRIu64 " rows\n"), count);
    }
    return hj_session_end(&session, code, &error);
}
