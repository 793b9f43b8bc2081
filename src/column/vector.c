/* SPDX-License-Identifier: MIT */
#include "column/vector.h"

#include "base/memory.h"

enum { FIRST_ROWS = 1024 };

struct hj_value hj_vector_value(const struct hj_vector *vector, uint32_t row)
{
    struct hj_value value = {.type = vector->type, .null = hj_vector_is_null(vector, row)};
    if (value.null) {
        return value;
    }
    switch (vector->type) {
    case HJ_BOOLEAN:
        value.boolean = hj_bits_get(vector->booleans, row);
        break;
    case HJ_INTEGER:
        value.integer = vector->integers[row];
        break;
    case HJ_NUMBER:
        value.number = vector->numbers[row];
        break;
    case HJ_TEXT:
        value.text = hj_vector_text(vector, row);
        break;
    case HJ_DATE:
        value.date = vector->dates[row];
        break;
    }
    return value;
}

void hj_vector_builder_init(struct hj_vector_builder *builder, enum hj_type type)
{
    *builder = (struct hj_vector_builder){.type = type};
}

void hj_vector_builder_release(struct hj_vector_builder *builder)
{
    if (builder) {
        hj_memory_free(builder->nulls);
        hj_memory_free(builder->values);
        hj_buffer_release(&builder->bytes);
        *builder = (struct hj_vector_builder){.type = builder->type};
    }
}

void hj_vector_builder_clear(struct hj_vector_builder *builder)
{
    hj_vector_builder_truncate(builder, 0);
}

/* Bytes of values for so many rows. */
static size_t values_size(enum hj_type type, uint32_t rows)
{
    switch (type) {
    case HJ_BOOLEAN:
        return hj_bits_words(rows) * sizeof(uint64_t);
    case HJ_INTEGER:
        return rows * sizeof(int64_t);
    case HJ_NUMBER:
        return rows * sizeof(double);
    case HJ_TEXT:
        return ((size_t)rows + 1) * sizeof(uint32_t);
    case HJ_DATE:
        return rows * sizeof(hj_date);
    }
    return 0;
}

/* NULL stays NULL; *room false: the memory is full. */
static const void *copy_bytes(struct hj_arena *arena, const void *bytes, size_t size, bool *room)
{
    const void *copy =
        bytes ? hj_arena_copy(arena, (struct hj_span){(const char *)bytes, size}).data : NULL;
    *room = *room && (copy || !bytes);
    return copy;
}

bool hj_vector_copy(const struct hj_vector *vector, struct hj_arena *arena, struct hj_vector *copy)
{
    bool room = true;
    uint32_t rows = vector->rows;
    *copy = *vector;
    copy->nulls = copy_bytes(arena, vector->nulls, hj_bits_words(rows) * sizeof(uint64_t), &room);
    if (vector->type != HJ_TEXT) {
        copy->integers =
            copy_bytes(arena, vector->integers, values_size(vector->type, rows), &room);
        return room;
    }
    uint32_t entries = vector->text.codes ? vector->text.entries : rows;
    size_t bytes = vector->text.offsets ? vector->text.offsets[entries] : 0;
    copy->text.offsets =
        copy_bytes(arena, vector->text.offsets, values_size(HJ_TEXT, entries), &room);
    copy->text.bytes = copy_bytes(arena, vector->text.bytes, bytes, &room);
    copy->text.codes = copy_bytes(arena, vector->text.codes, rows * sizeof(uint16_t), &room);
    return room;
}

static bool grow_rows(struct hj_vector_builder *builder)
{
    uint32_t old = builder->capacity;
    if (builder->rows == HJ_BLOCK_ROWS) {
        return false;
    }
    uint32_t rows = old ? old * 2 : FIRST_ROWS;
    void *nulls = hj_memory_resize(builder->nulls, hj_bits_words(rows) * sizeof(uint64_t));
    if (!nulls) {
        return false;
    }
    builder->nulls = nulls;
    memset(builder->nulls + hj_bits_words(old), 0,
           (hj_bits_words(rows) - hj_bits_words(old)) * sizeof(uint64_t));
    void *values = hj_memory_resize(builder->values, values_size(builder->type, rows));
    if (!values) {
        return false;
    }
    builder->values = values;
    if (builder->type == HJ_BOOLEAN) {
        memset((uint64_t *)values + hj_bits_words(old), 0,
               values_size(HJ_BOOLEAN, rows) - values_size(HJ_BOOLEAN, old));
    }
    if (builder->type == HJ_TEXT && old == 0) {
        *(uint32_t *)values = 0;
    }
    builder->capacity = rows;
    return true;
}

static inline bool has_room(struct hj_vector_builder *builder)
{
    return (builder->rows < builder->capacity && builder->rows < HJ_BLOCK_ROWS) ||
           grow_rows(builder);
}

bool hj_vector_append_null(struct hj_vector_builder *builder)
{
    if (!has_room(builder)) {
        return false;
    }
    uint32_t row = builder->rows;
    switch (builder->type) {
    case HJ_BOOLEAN:
        break; /* the bit is zero already */
    case HJ_INTEGER:
        ((int64_t *)builder->values)[row] = 0;
        break;
    case HJ_NUMBER:
        ((double *)builder->values)[row] = 0;
        break;
    case HJ_TEXT:
        ((uint32_t *)builder->values)[row + 1] = (uint32_t)builder->bytes.size;
        break;
    case HJ_DATE:
        ((hj_date *)builder->values)[row] = 0;
        break;
    }
    hj_bits_set(builder->nulls, row);
    builder->null_rows++;
    builder->rows++;
    return true;
}

bool hj_vector_append_boolean(struct hj_vector_builder *builder, bool value)
{
    if (!has_room(builder)) {
        return false;
    }
    if (value) {
        hj_bits_set(builder->values, builder->rows);
    }
    builder->rows++;
    return true;
}

bool hj_vector_append_integer(struct hj_vector_builder *builder, int64_t value)
{
    if (!has_room(builder)) {
        return false;
    }
    ((int64_t *)builder->values)[builder->rows++] = value;
    return true;
}

bool hj_vector_append_number(struct hj_vector_builder *builder, double value)
{
    if (!has_room(builder)) {
        return false;
    }
    ((double *)builder->values)[builder->rows++] = value;
    return true;
}

bool hj_vector_append_text(struct hj_vector_builder *builder, struct hj_span value)
{
    struct hj_buffer *bytes = &builder->bytes;
    if (!has_room(builder) || value.size > HJ_BLOCK_BYTES - bytes->size) {
        return false;
    }
    if (value.size > bytes->capacity - bytes->size && !hj_buffer_reserve(bytes, value.size)) {
        return false;
    }
    if (value.size) {
        memcpy(bytes->data + bytes->size, value.data, value.size);
        bytes->size += value.size;
    }
    ((uint32_t *)builder->values)[++builder->rows] = (uint32_t)bytes->size;
    return true;
}

bool hj_vector_append_date(struct hj_vector_builder *builder, hj_date value)
{
    if (!has_room(builder)) {
        return false;
    }
    ((hj_date *)builder->values)[builder->rows++] = value;
    return true;
}

/* Clears the bits of rows from .. to-1 and returns how many were set. */
static uint32_t clear_bits(uint64_t *bits, uint32_t from, uint32_t to)
{
    uint32_t cleared = 0;
    for (size_t word = from / 64; word < hj_bits_words(to); word++) {
        uint64_t kept = word == from / 64 ? (UINT64_C(1) << (from % 64)) - 1 : 0;
        cleared += (uint32_t)__builtin_popcountll(bits[word] & ~kept);
        bits[word] &= kept;
    }
    return cleared;
}

void hj_vector_builder_truncate(struct hj_vector_builder *builder, uint32_t rows)
{
    if (rows >= builder->rows) {
        return;
    }
    builder->null_rows -= clear_bits(builder->nulls, rows, builder->rows);
    if (builder->type == HJ_BOOLEAN) {
        clear_bits(builder->values, rows, builder->rows);
    }
    if (builder->type == HJ_TEXT) {
        builder->bytes.size = ((const uint32_t *)builder->values)[rows];
    }
    builder->rows = rows;
}

struct hj_vector hj_vector_builder_view(const struct hj_vector_builder *builder)
{
    static const uint32_t no_rows = 0;
    struct hj_vector vector = {
        .type = builder->type,
        .rows = builder->rows,
        .nulls = builder->null_rows ? builder->nulls : NULL,
    };
    switch (builder->type) {
    case HJ_BOOLEAN:
        vector.booleans = builder->values;
        break;
    case HJ_INTEGER:
        vector.integers = builder->values;
        break;
    case HJ_NUMBER:
        vector.numbers = builder->values;
        break;
    case HJ_TEXT:
        vector.text.offsets = builder->values ? builder->values : &no_rows;
        vector.text.bytes = builder->bytes.data ? builder->bytes.data : "";
        break;
    case HJ_DATE:
        vector.dates = builder->values;
        break;
    }
    return vector;
}
