/* SPDX-License-Identifier: MIT */
#include "base/csv.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool needs_quotes(struct hj_span value)
{
    if (value.size == 0) {
        return false;
    }
    if (is_blank(value.data[0]) || is_blank(value.data[value.size - 1])) {
        return true;
    }
    for (size_t i = 0; i < value.size; i++) {
        char byte = value.data[i];
        if (byte == ',' || byte == '"' || byte == '\n' || byte == '\r') {
            return true;
        }
    }
    return false;
}

bool hj_csv_field(struct hj_buffer *out, struct hj_span value)
{
    static const struct hj_span quote = HJ_SPAN("\"");
    if (!needs_quotes(value)) {
        return hj_buffer_append(out, value);
    }
    bool done = hj_buffer_append(out, quote);
    while (done && value.size > 0) {
        const char *found = memchr(value.data, '"', value.size);
        size_t size = found ? (size_t)(found - value.data) + 1 : value.size;
        done = hj_buffer_append(out, hj_span_slice(value, 0, size));
        if (done && found) {
            done = hj_buffer_append(out, quote);
        }
        value = hj_span_slice(value, size, value.size - size);
    }
    return done && hj_buffer_append(out, quote);
}

bool hj_csv_record(struct hj_buffer *out, const struct hj_span *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((i > 0 && !hj_buffer_append(out, hj_span_of(","))) || !hj_csv_field(out, values[i])) {
            return false;
        }
    }
    return hj_buffer_append(out, hj_span_of("\n"));
}
