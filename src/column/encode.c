/* SPDX-License-Identifier: MIT */
#include "column/codec.h"

#include "column/dictionary.h"
#include "column/frame.h"

#include <lz4.h>
#include <zstd.h>

void hj_codec_release(struct hj_codec *codec)
{
    if (codec) {
        hj_buffer_release(&codec->payload);
        hj_buffer_release(&codec->scratch);
    }
}

static bool put(struct hj_buffer *out, const void *items, size_t count, size_t size)
{
    if (!hj_buffer_reserve(out, count * size)) {
        return false;
    }
    if (count && size) {
        hj_frame_copy(out->data + out->size, items, count, size);
        out->size += count * size;
    }
    return true;
}

/* The fewest bytes, of 0, 1, 2 and 4, that hold the number; 8: none of them. */
static uint8_t width_of(uint64_t largest)
{
    if (largest == 0) {
        return 0;
    }
    return largest <= UINT8_MAX ? 1 : largest <= UINT16_MAX ? 2 : largest <= UINT32_MAX ? 4 : 8;
}

/* A list of texts; text_of(source, i) gives the i-th. */
struct texts {
    const struct hj_vector *vector;
    const struct hj_dictionary *dictionary; /* NULL: the rows of the vector */
    uint32_t count;
};

static inline struct hj_span text_of(const struct texts *texts, uint32_t i)
{
    uint32_t row = texts->dictionary ? texts->dictionary->first_row[i] : i;
    if (hj_vector_is_null(texts->vector, row)) {
        return (struct hj_span)HJ_SPAN("");
    }
    return hj_vector_text(texts->vector, row);
}

static size_t texts_size(const struct texts *texts, uint32_t *longest)
{
    size_t size = 0;
    uint32_t most = 0;
    for (uint32_t i = 0; i < texts->count; i++) {
        uint32_t length = (uint32_t)text_of(texts, i).size;
        most = length > most ? length : most;
        size += length;
    }
    *longest = most;
    return size;
}

static void put_lengths(const struct texts *texts, uint8_t width, char *to)
{
    for (uint32_t i = 0; i < texts->count; i++) {
        hj_frame_put_number(to, i, width, (uint32_t)text_of(texts, i).size);
    }
}

static void put_bytes(const struct texts *texts, char *to)
{
    for (uint32_t i = 0; i < texts->count; i++) {
        struct hj_span text = text_of(texts, i);
        if (text.size) {
            memcpy(to, text.data, text.size);
            to += text.size;
        }
    }
}

static bool put_texts(struct hj_buffer *out, const struct texts *texts)
{
    uint32_t longest;
    size_t size = texts_size(texts, &longest);
    uint8_t width = width_of(longest);
    if (size > HJ_BLOCK_BYTES || !hj_buffer_reserve(out, 1 + width * (size_t)texts->count + size)) {
        return false;
    }
    out->data[out->size++] = (char)width;
    put_lengths(texts, width, out->data + out->size);
    out->size += width * (size_t)texts->count;
    const struct hj_vector *vector = texts->vector;
    if (texts->dictionary || vector->text.codes) {
        put_bytes(texts, out->data + out->size);
    } else if (size) {
        memcpy(out->data + out->size, vector->text.bytes + vector->text.offsets[0], size);
    }
    out->size += size;
    return true;
}

static bool put_codes(struct hj_buffer *out, const struct hj_dictionary *dictionary, uint32_t rows)
{
    size_t size = hj_frame_code_size(dictionary->entries);
    if (size != 1) {
        return put(out, dictionary->codes, rows, size);
    }
    if (!hj_buffer_reserve(out, rows)) {
        return false;
    }
    for (uint32_t row = 0; row < rows; row++) {
        out->data[out->size + row] = (char)dictionary->codes[row];
    }
    out->size += rows;
    return true;
}

static bool encode_text(struct hj_codec *codec, const struct hj_vector *vector,
                        struct hj_frame *frame)
{
    hj_buffer_clear(&codec->scratch);
    if (!hj_buffer_reserve(&codec->scratch, sizeof(struct hj_dictionary))) {
        return false;
    }
    struct hj_dictionary *dictionary = (void *)codec->scratch.data;
    struct texts rows = {vector, NULL, vector->rows};
    if (!hj_dictionary_build(dictionary, vector)) {
        return put_texts(&codec->payload, &rows);
    }
    struct texts entries = {vector, dictionary, dictionary->entries};
    size_t start = codec->payload.size;
    uint32_t longest;
    size_t plain = texts_size(&rows, &longest);
    plain += 1 + width_of(longest) * (size_t)vector->rows;
    if (!put_codes(&codec->payload, dictionary, vector->rows) ||
        !put_texts(&codec->payload, &entries)) {
        return false;
    }
    if (codec->payload.size - start > plain) {
        codec->payload.size = start;
        return put_texts(&codec->payload, &rows);
    }
    frame->form = HJ_FORM_DICTIONARY;
    frame->entries = dictionary->entries;
    return true;
}

static inline int64_t whole_of(const struct hj_vector *vector, uint32_t row)
{
    return vector->type == HJ_DATE ? vector->dates[row] : vector->integers[row];
}

static bool steps_evenly(const struct hj_vector *vector, int64_t *step)
{
    *step = 0;
    if (vector->rows == 0 ||
        (vector->rows > 1 &&
         __builtin_sub_overflow(whole_of(vector, 1), whole_of(vector, 0), step))) {
        return false;
    }
    for (uint32_t row = 1; row < vector->rows; row++) {
        uint64_t here = (uint64_t)whole_of(vector, row) - (uint64_t)whole_of(vector, row - 1);
        if (here != (uint64_t)*step ||
            (whole_of(vector, row) < whole_of(vector, row - 1)) != (*step < 0)) {
            return false;
        }
    }
    return true;
}

static bool put_narrow(struct hj_buffer *out, const struct hj_vector *vector, int64_t base,
                       uint8_t width)
{
    size_t rows = vector->rows;
    if (!put(out, &base, 1, sizeof base) || !put(out, &width, 1, 1) ||
        !hj_buffer_reserve(out, rows * width)) {
        return false;
    }
    char *to = out->data + out->size;
    for (uint32_t row = 0; width > 0 && row < rows; row++) {
        uint64_t offset = (uint64_t)whole_of(vector, row) - (uint64_t)base;
        hj_frame_put_number(to, row, width, (uint32_t)offset);
    }
    out->size += rows * width;
    return true;
}

static bool encode_whole(struct hj_codec *codec, const struct hj_vector *vector,
                         struct hj_frame *frame)
{
    int64_t step;
    if (!frame->nulls && steps_evenly(vector, &step)) {
        int64_t first = whole_of(vector, 0);
        frame->form = HJ_FORM_SEQUENCE;
        return put(&codec->payload, &first, 1, sizeof first) &&
               put(&codec->payload, &step, 1, sizeof step);
    }
    int64_t lowest = vector->rows ? whole_of(vector, 0) : 0;
    int64_t highest = lowest;
    for (uint32_t row = 1; row < vector->rows; row++) {
        int64_t value = whole_of(vector, row);
        lowest = value < lowest ? value : lowest;
        highest = value > highest ? value : highest;
    }
    size_t size = vector->type == HJ_DATE ? sizeof(hj_date) : sizeof(int64_t);
    uint8_t width = width_of((uint64_t)highest - (uint64_t)lowest);
    if (width < size && vector->rows > 0) {
        frame->form = HJ_FORM_NARROW;
        return put_narrow(&codec->payload, vector, lowest, width);
    }
    return put(&codec->payload,
               vector->type == HJ_DATE ? (const void *)vector->dates
                                       : (const void *)vector->integers,
               vector->rows, size);
}

static bool encode_payload(struct hj_codec *codec, const struct hj_vector *vector,
                           struct hj_frame *frame)
{
    size_t words = hj_bits_words(vector->rows);
    frame->nulls = vector->nulls && hj_bits_count(vector->nulls, vector->rows) > 0;
    if (frame->nulls && !put(&codec->payload, vector->nulls, words, sizeof(uint64_t))) {
        return false;
    }
    switch (vector->type) {
    case HJ_BOOLEAN:
        return put(&codec->payload, vector->booleans, words, sizeof(uint64_t));
    case HJ_NUMBER:
        return put(&codec->payload, vector->numbers, vector->rows, sizeof(double));
    case HJ_TEXT:
        return encode_text(codec, vector, frame);
    case HJ_INTEGER:
    case HJ_DATE:
        return encode_whole(codec, vector, frame);
    }
    return false;
}

/* Compresses the payload to `to`, which has room for as many bytes; 0 when it does not shrink. */
static size_t compress(struct hj_span payload, enum hj_compression compression, char *to)
{
    if (compression == HJ_COMPRESS_LZ4 && payload.size <= LZ4_MAX_INPUT_SIZE) {
        int size = LZ4_compress_default(payload.data, to, (int)payload.size, (int)payload.size);
        return (size_t)size < payload.size ? (size_t)size : 0;
    }
    if (compression == HJ_COMPRESS_ZSTD) {
        size_t size = ZSTD_compress(to, payload.size, payload.data, payload.size, 1);
        return ZSTD_isError(size) || size >= payload.size ? 0 : size;
    }
    return 0;
}

enum hj_code hj_codec_encode(struct hj_codec *codec, const struct hj_vector *vector,
                             enum hj_compression compression, struct hj_buffer *out,
                             struct hj_error *error)
{
    struct hj_frame frame = {.type = (uint8_t)vector->type, .rows = vector->rows};
    hj_buffer_clear(&codec->payload);
    if (vector->rows > HJ_BLOCK_ROWS || !encode_payload(codec, vector, &frame) ||
        !hj_buffer_reserve(out, HJ_FRAME_HEADER + codec->payload.size)) {
        return hj_error_memory(error);
    }
    struct hj_span payload = hj_buffer_span(&codec->payload);
    char *to = out->data + out->size;
    size_t stored = compress(payload, compression, to + HJ_FRAME_HEADER);
    if (stored > 0) {
        frame.compression = (uint8_t)compression;
    } else {
        stored = payload.size;
        if (stored > 0) {
            memcpy(to + HJ_FRAME_HEADER, payload.data, stored);
        }
    }
    frame.payload = (uint32_t)payload.size;
    frame.stored = (uint32_t)stored;
    hj_frame_write(&frame, to);
    out->size += HJ_FRAME_HEADER + stored;
    return HJ_OK;
}
