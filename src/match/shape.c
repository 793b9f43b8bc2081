/* SPDX-License-Identifier: MIT */
#include "match/shape.h"

/* The bytes that one place may have. */
struct choice {
    bool bytes[256];
};

struct reader {
    struct hj_span left;
};

static bool next_is(const struct reader *reader, char byte)
{
    return reader->left.size > 0 && reader->left.data[0] == byte;
}

static bool take(struct reader *reader, char *byte)
{
    if (reader->left.size == 0) {
        return false;
    }
    *byte = reader->left.data[0];
    reader->left = hj_span_slice(reader->left, 1, reader->left.size - 1);
    return true;
}

static void add_range(struct choice *choice, char from, char to)
{
    for (int byte = (unsigned char)from; byte <= (unsigned char)to; byte++) {
        choice->bytes[byte] = true;
    }
}

/* Behind [: up to ]. Ranges of ASCII, none that only looks like one. */
static bool read_class(struct reader *reader, struct choice *choice)
{
    char from, to;
    bool any = false;
    while (take(reader, &from)) {
        if (from == ']') {
            return any;
        }
        if ((unsigned char)from >= 0x80 || strchr("^[\\-", from)) {
            return false;
        }
        to = from;
        if (next_is(reader, '-')) {
            bool range = take(reader, &to) && take(reader, &to);
            if (!range || (unsigned char)to >= 0x80 || strchr("[]\\", to) || to < from) {
                return false;
            }
        }
        add_range(choice, from, to);
        any = true;
    }
    return false;
}

/* One byte of the text. A quantifier behind part of a character is refused by read_times. */
static bool read_choice(struct reader *reader, struct choice *choice)
{
    char byte;
    *choice = (struct choice){.bytes = {false}};
    if (!take(reader, &byte)) {
        return false;
    }
    if (byte == '[') {
        return read_class(reader, choice);
    }
    if (byte == '\\') {
        add_range(choice, '0', '9');
        return take(reader, &byte) && byte == 'd';
    }
    if (byte == '\0' || strchr("^$.|()?*+{}]", byte)) {
        return false;
    }
    choice->bytes[(unsigned char)byte] = true;
    return true;
}

/* {n}, or once. */
static bool read_times(struct reader *reader, uint32_t *times)
{
    char byte;
    *times = 1;
    if (reader->left.size > 0 && strchr("?*+", reader->left.data[0])) {
        return false;
    }
    if (!next_is(reader, '{')) {
        return true;
    }
    *times = 0;
    for (bool found = take(reader, &byte); found && take(reader, &byte) && byte != '}';) {
        if (byte < '0' || byte > '9' || *times > HJ_SHAPE_PLACES) {
            return false;
        }
        *times = *times * 10 + (uint32_t)(byte - '0');
    }
    return byte == '}' && *times > 0 &&
           (reader->left.size == 0 || !strchr("?*+{", reader->left.data[0]));
}

static bool add_places(struct hj_shape *shape, const struct choice *choice, uint32_t times)
{
    if (times > HJ_SHAPE_PLACES - shape->size) {
        return false;
    }
    for (uint32_t place = shape->size; place < shape->size + times; place++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            shape->places[byte] |= (uint32_t)choice->bytes[byte] << place;
        }
    }
    shape->size += times;
    return true;
}

bool hj_shape_of(struct hj_span pattern, struct hj_shape *shape)
{
    struct reader reader = {pattern};
    struct choice choice;
    char byte;
    *shape = (struct hj_shape){.size = 0};
    if (!take(&reader, &byte) || byte != '^') {
        return false;
    }
    while (reader.left.size > 0) {
        uint32_t times;
        if (next_is(&reader, '$')) {
            shape->whole = true;
            return reader.left.size == 1;
        }
        bool part = (unsigned char)reader.left.data[0] >= 0x80;
        if (!read_choice(&reader, &choice) || !read_times(&reader, &times) ||
            (part && times != 1) || !add_places(shape, &choice, times)) {
            return false;
        }
    }
    return true;
}

bool hj_shape_fits(const struct hj_shape *shape, struct hj_span text)
{
    if (text.size < shape->size) {
        return false;
    }
    if (shape->whole && text.size != shape->size &&
        !(text.size == shape->size + 1 && text.data[shape->size] == '\n')) {
        return false;
    }
    uint32_t fits = 1;
    for (uint32_t place = 0; place < shape->size; place++) {
        fits &= shape->places[(unsigned char)text.data[place]] >> place;
    }
    return fits;
}
