/* SPDX-License-Identifier: MIT
 * Any bytes as a block frame. The check sum would stop nearly all of them, so they are also tried
 * with the right one; what then decodes must be safe to read and must survive another round. */
#include "column/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(const struct hj_vector *a, const struct hj_vector *b, uint32_t row)
{
    struct hj_value x = hj_vector_value(a, row);
    struct hj_value y = hj_vector_value(b, row);
    if (x.null || y.null) {
        return x.null == y.null;
    }
    switch (x.type) {
    case HJ_BOOLEAN:
        return x.boolean == y.boolean;
    case HJ_INTEGER:
        return x.integer == y.integer;
    case HJ_NUMBER:
        return memcmp(&x.number, &y.number, sizeof x.number) == 0;
    case HJ_TEXT:
        return hj_span_equal(x.text, y.text);
    case HJ_DATE:
        return x.date == y.date;
    }
    return false;
}

static void try_frame(struct hj_span frame)
{
    struct hj_arena arena = {0};
    struct hj_codec codec = {0};
    struct hj_buffer out = {0};
    struct hj_vector vector;
    struct hj_vector again;
    struct hj_error error;
    if (hj_codec_decode(frame, &arena, &vector, &error) == HJ_OK) {
        if (hj_codec_encode(&codec, &vector, HJ_COMPRESS_LZ4, &out, &error) != HJ_OK ||
            hj_codec_decode(hj_buffer_span(&out), &arena, &again, &error) != HJ_OK ||
            again.type != vector.type || again.rows != vector.rows) {
            abort();
        }
        for (uint32_t row = 0; row < vector.rows; row++) {
            if (!is_same(&vector, &again, row)) {
                abort();
            }
        }
    }
    hj_buffer_release(&out);
    hj_codec_release(&codec);
    hj_arena_release(&arena);
}

/* The input as the fields of a header and a stored payload. */
static bool seal(struct hj_span input, struct hj_buffer *out)
{
    struct hj_frame frame;
    if (input.size < 16 || !hj_buffer_reserve(out, HJ_FRAME_HEADER + input.size)) {
        return false;
    }
    memcpy(&frame.rows, input.data + 4, sizeof frame.rows);
    memcpy(&frame.payload, input.data + 8, sizeof frame.payload);
    memcpy(&frame.entries, input.data + 12, sizeof frame.entries);
    frame.type = (uint8_t)input.data[0];
    frame.form = (uint8_t)input.data[1];
    frame.compression = (uint8_t)input.data[2];
    frame.nulls = input.data[3] & 1;
    frame.stored = (uint32_t)(input.size - 16);
    frame.rows %= HJ_BLOCK_ROWS + 2;
    frame.payload %= 1 << 24;
    if (frame.compression == HJ_COMPRESS_NONE) {
        frame.payload = frame.stored;
    }
    memcpy(out->data + HJ_FRAME_HEADER, input.data + 16, frame.stored);
    out->size = HJ_FRAME_HEADER + frame.stored;
    hj_frame_write(&frame, out->data);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct hj_span input = {(const char *)data, size};
    struct hj_buffer sealed = {0};
    try_frame(input);
    if (seal(input, &sealed)) {
        try_frame(hj_buffer_span(&sealed));
    }
    hj_buffer_release(&sealed);
    return 0;
}
