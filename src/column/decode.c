/* SPDX-License-Identifier: MIT */
#include "column/codec.h"

#include "column/frame.h"

#include <lz4.h>
#include <zstd.h>

/* One frame on its way to a vector: what is left of the payload, and where the rest goes. */
struct reader {
    struct hj_frame frame;
    struct hj_span left;
    struct hj_arena *arena;
    struct hj_vector *vector;
    struct hj_error *error;
};

static enum hj_code damaged(struct hj_error *error, const char *reason)
{
    hj_error_set(error, HJ_STORE_DAMAGED);
    hj_error_text(error, "reason", hj_span_of(reason));
    return HJ_STORE_DAMAGED;
}

static enum hj_code make(struct reader *reader, size_t count, size_t size, void **items)
{
    *items = hj_arena_new(reader->arena, count * size);
    return *items ? HJ_OK : hj_error_memory(reader->error);
}

static enum hj_code take_bytes(struct reader *reader, size_t size, const char **bytes)
{
    if (size > reader->left.size) {
        return damaged(reader->error, "too short");
    }
    *bytes = reader->left.data;
    reader->left = hj_span_slice(reader->left, size, reader->left.size - size);
    return HJ_OK;
}

/* Takes count items of size bytes; in place where they lie as this machine wants them. */
static enum hj_code take(struct reader *reader, size_t count, size_t size, const void **items)
{
    const char *bytes;
    void *copy;
    enum hj_code code = HJ_OK;
    HJ_TRY(take_bytes(reader, count * size, &bytes));
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if ((uintptr_t)bytes % size == 0) {
        *items = bytes;
        return HJ_OK;
    }
#endif
    HJ_TRY(make(reader, count, size, &copy));
    hj_frame_copy(copy, bytes, count, size);
    *items = copy;
done:
    return code;
}

static enum hj_code take_width(struct reader *reader, uint8_t *width)
{
    const char *byte;
    enum hj_code code = take_bytes(reader, 1, &byte);
    if (code == HJ_OK) {
        *width = (uint8_t)*byte;
        if (*width > 4 || *width == 3) {
            code = damaged(reader->error, "unknown width");
        }
    }
    return code;
}

/* Bits past the last row, which the vector promises are zero. */
static bool tail_is_clear(const uint64_t *bits, uint32_t rows)
{
    return rows % 64 == 0 || bits[rows / 64] >> (rows % 64) == 0;
}

/* The first row from `row` on that is NULL; rows when there is none. */
static uint32_t next_null(const struct hj_vector *vector, uint32_t row)
{
    if (!vector->nulls) {
        return vector->rows;
    }
    while (row < vector->rows) {
        uint64_t word = vector->nulls[row / 64] >> (row % 64);
        if (word != 0) {
            return row + (uint32_t)__builtin_ctzll(word);
        }
        row = (row / 64 + 1) * 64;
    }
    return vector->rows;
}

static enum hj_code take_nulls(struct reader *reader)
{
    const void *nulls;
    struct hj_vector *vector = reader->vector;
    enum hj_code code = HJ_OK;
    if (!reader->frame.nulls) {
        return HJ_OK;
    }
    HJ_TRY(take(reader, hj_bits_words(vector->rows), sizeof(uint64_t), &nulls));
    vector->nulls = nulls;
    if (!tail_is_clear(vector->nulls, vector->rows)) {
        code = damaged(reader->error, "null bits past the last row");
    }
done:
    return code;
}

static enum hj_code take_booleans(struct reader *reader)
{
    const void *items;
    struct hj_vector *vector = reader->vector;
    enum hj_code code = HJ_OK;
    HJ_TRY(take(reader, hj_bits_words(vector->rows), sizeof(uint64_t), &items));
    vector->booleans = items;
    bool sound = tail_is_clear(vector->booleans, vector->rows);
    for (size_t word = 0; vector->nulls && word < hj_bits_words(vector->rows); word++) {
        sound = sound && (vector->booleans[word] & vector->nulls[word]) == 0;
    }
    if (!sound) {
        code = damaged(reader->error, "truths where there are none");
    }
done:
    return code;
}

static enum hj_code take_numbers(struct reader *reader)
{
    const void *items;
    struct hj_vector *vector = reader->vector;
    enum hj_code code = HJ_OK;
    HJ_TRY(take(reader, vector->rows, sizeof(double), &items));
    vector->numbers = items;
    bool sound = true;
    for (uint32_t row = 0; row < vector->rows; row++) {
        sound &= vector->numbers[row] - vector->numbers[row] == 0; /* neither infinite nor NaN */
    }
    for (uint32_t row = next_null(vector, 0); row < vector->rows;
         row = next_null(vector, row + 1)) {
        sound &= vector->numbers[row] == 0;
    }
    if (!sound) {
        code = damaged(reader->error, "no number");
    }
done:
    return code;
}

/* Fills items, whole or dates, with first, first + step, …; false where that leaves 64 bits. */
static bool fill_sequence(const struct hj_vector *vector, int64_t first, int64_t step, void *items)
{
    int64_t last;
    if (vector->rows == 0 || __builtin_mul_overflow(step, (int64_t)vector->rows - 1, &last) ||
        __builtin_add_overflow(first, last, &last)) {
        return false;
    }
    if (vector->type == HJ_DATE &&
        (first < HJ_DATE_MIN || first > HJ_DATE_MAX || last < HJ_DATE_MIN || last > HJ_DATE_MAX)) {
        return false;
    }
    int64_t value = first;
    for (uint32_t row = 0; row < vector->rows; row++) {
        if (vector->type == HJ_DATE) {
            ((hj_date *)items)[row] = (hj_date)value;
        } else {
            ((int64_t *)items)[row] = value;
        }
        value = (int64_t)((uint64_t)value + (uint64_t)step);
    }
    return true;
}

/* Fills items with base + offset; false where that leaves the type. */
static bool fill_narrow(const struct hj_vector *vector, int64_t base, const char *offsets,
                        uint8_t width, void *items)
{
    int64_t most;
    uint32_t largest = 0;
    bool dates = vector->type == HJ_DATE;
    for (uint32_t row = 0; row < vector->rows; row++) {
        uint32_t offset = hj_frame_number(offsets, row, width);
        uint64_t value = (uint64_t)base + offset;
        largest = offset > largest ? offset : largest;
        if (dates) {
            ((uint32_t *)items)[row] = (uint32_t)value;
        } else {
            ((uint64_t *)items)[row] = value;
        }
    }
    return !__builtin_add_overflow(base, (int64_t)largest, &most) &&
           (!dates || (base >= INT32_MIN && most <= INT32_MAX));
}

static enum hj_code unpack_whole(struct reader *reader, void *items)
{
    const char *numbers;
    const char *offsets;
    uint8_t width;
    int64_t number[2];
    bool sound = false;
    struct hj_vector *vector = reader->vector;
    enum hj_code code = HJ_OK;
    if (reader->frame.form == HJ_FORM_SEQUENCE) {
        HJ_TRY(take_bytes(reader, 16, &numbers));
        hj_frame_copy(number, numbers, 2, sizeof *number);
        sound = fill_sequence(vector, number[0], number[1], items);
    } else {
        HJ_TRY(take_bytes(reader, 8, &numbers));
        hj_frame_copy(number, numbers, 1, sizeof *number);
        HJ_TRY(take_width(reader, &width));
        HJ_TRY(take_bytes(reader, (size_t)vector->rows * width, &offsets));
        sound = fill_narrow(vector, number[0], offsets, width, items);
    }
    if (!sound) {
        code = damaged(reader->error, "integers out of range");
    }
done:
    return code;
}

/* Dates must be days that exist, NULL rows hold 0. */
static bool whole_is_sound(const struct hj_vector *vector)
{
    bool sound = true;
    bool dates = vector->type == HJ_DATE;
    for (uint32_t row = 0; dates && row < vector->rows; row++) {
        sound &= vector->dates[row] >= HJ_DATE_MIN && vector->dates[row] <= HJ_DATE_MAX;
    }
    for (uint32_t row = next_null(vector, 0); row < vector->rows;
         row = next_null(vector, row + 1)) {
        sound &= (dates ? vector->dates[row] : vector->integers[row]) == 0;
    }
    return sound;
}

static enum hj_code take_whole(struct reader *reader)
{
    struct hj_vector *vector = reader->vector;
    size_t size = vector->type == HJ_DATE ? sizeof(hj_date) : sizeof(int64_t);
    const void *items;
    void *made;
    enum hj_code code = HJ_OK;
    if (reader->frame.form == HJ_FORM_PLAIN) {
        HJ_TRY(take(reader, vector->rows, size, &items));
    } else {
        HJ_TRY(make(reader, vector->rows, size, &made));
        HJ_TRY(unpack_whole(reader, made));
        items = made;
    }
    if (vector->type == HJ_DATE) {
        vector->dates = items;
    } else {
        vector->integers = items;
    }
    if (!whole_is_sound(vector)) {
        code = damaged(reader->error, "no such day");
    }
done:
    return code;
}

static enum hj_code take_codes(struct reader *reader)
{
    struct hj_vector *vector = reader->vector;
    size_t size = hj_frame_code_size(reader->frame.entries);
    const char *bytes;
    const void *items;
    void *made;
    enum hj_code code = HJ_OK;
    if (size == 2) {
        HJ_TRY(take(reader, vector->rows, size, &items));
        vector->text.codes = items;
    } else {
        HJ_TRY(take_bytes(reader, vector->rows * size, &bytes));
        HJ_TRY(make(reader, vector->rows, sizeof(uint16_t), &made));
        uint16_t *codes = made;
        for (uint32_t row = 0; row < vector->rows; row++) {
            codes[row] = size == 1 ? (uint8_t)bytes[row] : 0;
        }
        vector->text.codes = codes;
    }
    uint32_t largest = 0;
    for (uint32_t row = 0; row < vector->rows; row++) {
        largest = vector->text.codes[row] > largest ? vector->text.codes[row] : largest;
    }
    bool sound = true;
    uint32_t nulls = 0;
    for (uint32_t row = next_null(vector, 0); row < vector->rows;
         row = next_null(vector, row + 1)) {
        sound &= vector->text.codes[row] == 0;
        nulls++;
    }
    if (!sound || largest >= (reader->frame.entries ? reader->frame.entries : 1) ||
        (reader->frame.entries == 0 && nulls < vector->rows)) {
        code = damaged(reader->error, "unknown dictionary entry");
    }
done:
    return code;
}

/* Takes count lengths and their bytes; the offsets are made. */
static enum hj_code take_texts(struct reader *reader, uint32_t count)
{
    struct hj_vector *vector = reader->vector;
    const char *lengths;
    uint8_t width;
    void *made;
    enum hj_code code = HJ_OK;
    HJ_TRY(take_width(reader, &width));
    HJ_TRY(take_bytes(reader, (size_t)count * width, &lengths));
    HJ_TRY(make(reader, (size_t)count + 1, sizeof(uint32_t), &made));
    uint32_t *offsets = made;
    uint64_t end = 0; /* 65,535 lengths of 32 bits: only what take_bytes allows is a sound offset */
    for (uint32_t i = 0; i < count; i++) {
        offsets[i] = (uint32_t)end;
        end += hj_frame_number(lengths, i, width);
    }
    offsets[count] = (uint32_t)end;
    vector->text.offsets = offsets;
    HJ_TRY(take_bytes(reader, (size_t)end, &vector->text.bytes));
done:
    return code;
}

static enum hj_code take_text(struct reader *reader)
{
    struct hj_vector *vector = reader->vector;
    enum hj_code code = HJ_OK;
    if (reader->frame.form == HJ_FORM_DICTIONARY) {
        vector->text.entries = reader->frame.entries;
        HJ_TRY(take_codes(reader));
        return take_texts(reader, reader->frame.entries);
    }
    HJ_TRY(take_texts(reader, vector->rows));
    for (uint32_t row = next_null(vector, 0); row < vector->rows;
         row = next_null(vector, row + 1)) {
        if (vector->text.offsets[row] != vector->text.offsets[row + 1]) {
            return damaged(reader->error, "text in a NULL row");
        }
    }
done:
    return code;
}

static enum hj_code take_values(struct reader *reader)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(take_nulls(reader));
    switch (reader->vector->type) {
    case HJ_BOOLEAN:
        HJ_TRY(take_booleans(reader));
        break;
    case HJ_NUMBER:
        HJ_TRY(take_numbers(reader));
        break;
    case HJ_TEXT:
        HJ_TRY(take_text(reader));
        break;
    case HJ_INTEGER:
    case HJ_DATE:
        HJ_TRY(take_whole(reader));
        break;
    }
    if (reader->left.size != 0) {
        code = damaged(reader->error, "too long");
    }
done:
    return code;
}

/* The payload before compression: in place, or unpacked into the arena. */
static enum hj_code unpack(struct reader *reader, struct hj_span stored)
{
    size_t size = reader->frame.payload;
    void *made;
    bool whole = false;
    enum hj_code code = HJ_OK;
    if (reader->frame.compression == HJ_COMPRESS_NONE) {
        reader->left = stored;
        return HJ_OK;
    }
    HJ_TRY(make(reader, size, 1, &made));
    if (reader->frame.compression == HJ_COMPRESS_LZ4) {
        whole = stored.size <= INT32_MAX && size <= INT32_MAX &&
                LZ4_decompress_safe(stored.data, made, (int)stored.size, (int)size) == (int)size;
    } else {
        whole = ZSTD_decompress(made, size, stored.data, stored.size) == size;
    }
    if (!whole) {
        code = damaged(reader->error, "cannot be unpacked");
    }
    reader->left = (struct hj_span){made, size};
done:
    return code;
}

enum hj_code hj_codec_decode(struct hj_span frame, struct hj_arena *arena, struct hj_vector *vector,
                             struct hj_error *error)
{
    struct reader reader = {.arena = arena, .vector = vector, .error = error};
    enum hj_code code = HJ_OK;
    const char *wrong = hj_frame_read(frame, &reader.frame);
    if (wrong) {
        return damaged(error, wrong);
    }
    *vector =
        (struct hj_vector){.type = (enum hj_type)reader.frame.type, .rows = reader.frame.rows};
    HJ_TRY(unpack(&reader, hj_span_slice(frame, HJ_FRAME_HEADER, frame.size - HJ_FRAME_HEADER)));
    HJ_TRY(take_values(&reader));
done:
    return code;
}
