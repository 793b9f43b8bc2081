/* SPDX-License-Identifier: MIT
 * Rows of any result as a table for people, as CSV, or as a JSON array, to standard output. */
#ifndef HJ_CLI_RENDER_H
#define HJ_CLI_RENDER_H

#include "base/decimal.h"
#include "cli/session.h"

enum hj_format { HJ_FORMAT_TABLE, HJ_FORMAT_CSV, HJ_FORMAT_JSON };

/* Reads --format; HJ_OPTION_VALUE for anything else. */
enum hj_code hj_format_read(const struct hj_arguments *arguments, enum hj_format *format,
                            struct hj_error *error) HJ_MUST_USE;

/* Numbers, days and truths as text (the shortest form that reads back); a text as itself; NULL as
 * nothing. The result may be in `room`. */
enum { HJ_VALUE_TEXT = HJ_DECIMAL_TEXT };
struct hj_span hj_value_text(const struct hj_value *value, char room[HJ_VALUE_TEXT]);

/* Rows from anywhere: next gives NULL values at the end. */
struct hj_render_source {
    void *context;
    enum hj_code (*next)(void *context, const struct hj_value **values, struct hj_error *error);
    const struct hj_result_column *columns;
    uint32_t width;
    bool as_is; /* names and words are not the program's: none is translated */
};
enum hj_code hj_render(const struct hj_render_source *source, enum hj_format format,
                       uint64_t *count, struct hj_error *error) HJ_MUST_USE;

/* Prints all rows of the result; *count of them. */
enum hj_code hj_render_rows(struct hj_session *session, enum hj_result result,
                            const struct hj_filter *filter, enum hj_format format, uint64_t *count,
                            struct hj_error *error) HJ_MUST_USE;

#endif
