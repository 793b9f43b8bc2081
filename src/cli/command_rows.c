/* SPDX-License-Identifier: MIT
 * findings, verdicts, rejects: the rows of a result, filtered. */
#include "cli/message.h"
#include "cli/render.h"
#include "cli/words.h"

#include <inttypes.h>

static enum hj_result result_of(const char *name)
{
    int result = 0;
    while (strcmp(hj_result_name((enum hj_result)result), name) != 0) {
        result++;
    }
    return (enum hj_result)result;
}

/* What is counted, as people call it. */
static const char *counted(enum hj_result result)
{
    switch (result) {
    case HJ_RESULT_FINDINGS:
        return _("findings");
    case HJ_RESULT_CLUSTERS:
        return _("firms in clusters");
    case HJ_RESULT_VERDICTS:
        return _("verdicts");
    case HJ_RESULT_REJECTS:
        return _("rejects");
    case HJ_RESULT_CHANGES:
        return _("changes");
    case HJ_RESULT_UNMATCHED:
        return _("records that mean no firm");
    case HJ_RESULT_PLAN:
        return _("firms whose case can be opened");
    case HJ_RESULT_WATCH:
    case HJ_RESULT_WATCH_RISKS:
    case HJ_RESULT_RATIO:
    case HJ_RESULT_COVERAGE:
    case HJ_RESULT_SURVEY:
    case HJ_RESULT_DRAW:
    case HJ_RESULT_EVALUATION:
    case HJ_RESULT_PROFILE:
    case HJ_RESULT_DIFF:
    case HJ_RESULT_COUNT:
        break;
    }
    return _("lines");
}

/* The class that the person calls so, in the person's language; NULL stays. */
static const char *class_of(const char *word)
{
    static const char *const classes[] = {"abnormal", "zombie", "duplicate", "protect"};
    for (size_t i = 0; word && i < sizeof classes / sizeof *classes; i++) {
        char room[HJ_WORD];
        if (hj_span_is(hj_words_translate(hj_span_of(classes[i]), room), word)) {
            return classes[i];
        }
    }
    return word;
}

static bool append_quoted(struct hj_buffer *out, const char *text)
{
    bool room = true;
    for (; room && *text; text++) {
        room = hj_buffer_append(out, (struct hj_span){text, 1}) &&
               (*text != '\'' || hj_buffer_append(out, hj_span_of("'")));
    }
    return room;
}

/* Nothing in a town that no firm lies in would look like good news: the name may be mistyped, or
 * may be an old one. */
static void say_town(struct hj_session *session, const char *town)
{
    struct hj_buffer text = {0};
    struct hj_sql *sql = NULL;
    struct hj_error ignored = {0};
    const struct hj_value *values = NULL;
    bool room = hj_buffer_append(&text, hj_span_of("SELECT town FROM firm WHERE town LIKE '%")) &&
                append_quoted(&text, town) &&
                hj_buffer_append(&text, hj_span_of("%' GROUP BY town ORDER BY town = '")) &&
                append_quoted(&text, town) &&
                hj_buffer_append(&text, hj_span_of("' DESC, town LIMIT 1")) &&
                hj_buffer_append(&text, (struct hj_span){"", 1});
    bool asked = room && hj_sql_open(session->campaign, text.data, &sql, &ignored) == HJ_OK &&
                 hj_sql_next(sql, &values, &ignored) == HJ_OK;
    if (asked && (!values || !hj_span_is(values[0].text, town))) {
        fprintf(stderr, "%s ", _("no firm lies in this town:"));
        hj_words_print(stderr, hj_span_of(town));
        if (values) {
            fprintf(stderr, "\n    %s ", _("did you mean:"));
            hj_words_print(stderr, values[0].text);
        }
        fputc('\n', stderr);
    }
    hj_sql_close(sql);
    hj_buffer_release(&text);
}

int hj_command_rows(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    enum hj_format format;
    uint64_t count = 0;
    const struct hj_filter filter = {
        .rule = arguments->value[HJ_OPTION_RULE],
        .rule_class = class_of(arguments->value[HJ_OPTION_CLASS]),
        .town = arguments->value[HJ_OPTION_TOWN],
        .route = arguments->value[HJ_OPTION_ROUTE],
        .where = arguments->value[HJ_OPTION_WHERE],
        .by = arguments->value[HJ_OPTION_BY],
        .scenario = arguments->operand_count ? arguments->operands[0] : NULL,
    };
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK) {
        code = hj_render_rows(&session, result_of(command->name), &filter, format, &count, &error);
    }
    if (code == HJ_OK && count == 0 && filter.town) {
        say_town(&session, filter.town);
    }
    if (code == HJ_OK && !session.quiet) {
        fprintf(stderr, "%" PRIu64 " %s\n", count, counted(result_of(command->name)));
    }
    return hj_session_end(&session, code, &error);
}
