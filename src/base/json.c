/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include "base/decimal.h"

#include <inttypes.h>
#include <stdio.h>

static bool append_escaped(struct hj_buffer *out, unsigned char byte)
{
    char text[8];
    static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (size_t i = 0; i + 1 < sizeof short_forms; i += 2) {
        if ((unsigned char)short_forms[i] == byte) {
            const char pair[2] = {'\\', short_forms[i + 1]};
            return hj_buffer_append(out, (struct hj_span){pair, 2});
        }
    }
    int size = snprintf(text, sizeof text, "\\u%04x", byte);
    return hj_buffer_append(out, (struct hj_span){text, (size_t)size});
}

bool hj_json_string(struct hj_buffer *out, struct hj_span text)
{
    bool room = hj_buffer_append(out, hj_span_of("\""));
    size_t from = 0;
    for (size_t i = 0; room && i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\') {
            continue;
        }
        room =
            hj_buffer_append(out, hj_span_slice(text, from, i - from)) && append_escaped(out, byte);
        from = i + 1;
    }
    return room && hj_buffer_append(out, hj_span_slice(text, from, text.size - from)) &&
           hj_buffer_append(out, hj_span_of("\""));
}

bool hj_json_integer(struct hj_buffer *out, int64_t value)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%" PRId64, value);
    return hj_buffer_append(out, (struct hj_span){text, (size_t)size});
}

bool hj_json_number(struct hj_buffer *out, double value)
{
    char text[HJ_DECIMAL_TEXT];
    size_t size = hj_decimal_shortest(value, text);
    return hj_buffer_append(out, (struct hj_span){text, size});
}
