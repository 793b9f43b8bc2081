// SPDX-License-Identifier: MIT
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include "calendar.h"

#define OUTPUT_BYTES ((size_t)1 << 20)

struct gen_text gen_text_in(char *bytes, size_t capacity)
{
    bytes[0] = '\0';
    return (struct gen_text){bytes, 0, capacity};
}

void gen_add(struct gen_text *text, const char *words)
{
    size_t length = strlen(words);
    if (text->length + length >= text->capacity) {
        return;
    }
    memcpy(text->bytes + text->length, words, length + 1);
    text->length += length;
}

void gen_add_number(struct gen_text *text, uint64_t number, unsigned width)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || sizeof digits - 1 - at < width);
    gen_add(text, digits + at);
}

void gen_add_date(struct gen_text *text, int32_t day)
{
    if (day == GEN_NO_DAY) {
        return;
    }
    struct gen_date date = gen_date_of(day);
    gen_add_number(text, (uint64_t)date.year, 4);
    gen_add(text, "-");
    gen_add_number(text, (uint64_t)date.month, 2);
    gen_add(text, "-");
    gen_add_number(text, (uint64_t)date.day, 2);
}

bool gen_output_open(struct gen_output *output, const char *path)
{
    memset(output, 0, sizeof *output);
    output->buffer = malloc(OUTPUT_BYTES);
    if (output->buffer == NULL) {
        return false;
    }
    output->file = fopen(path, "wb");
    if (output->file == NULL) {
        free(output->buffer);
        output->buffer = NULL;
        return false;
    }
    return true;
}

static void flush(struct gen_output *output)
{
    if (output->used > 0 && fwrite(output->buffer, 1, output->used, output->file) != output->used) {
        output->failed = true;
    }
    output->used = 0;
}

bool gen_output_close(struct gen_output *output)
{
    if (output->file == NULL) {
        return true;
    }
    flush(output);
    if (fclose(output->file) != 0) {
        output->failed = true;
    }
    free(output->buffer);
    output->file = NULL;
    output->buffer = NULL;
    return !output->failed;
}

static void put(struct gen_output *output, const char *bytes, size_t length)
{
    while (length > 0) {
        if (output->used == OUTPUT_BYTES) {
            flush(output);
        }
        size_t part = OUTPUT_BYTES - output->used < length ? OUTPUT_BYTES - output->used : length;
        memcpy(output->buffer + output->used, bytes, part);
        output->used += part;
        bytes += part;
        length -= part;
    }
}

void gen_field(struct gen_output *output, const char *field)
{
    if (output->in_record) {
        put(output, ",", 1);
    }
    output->in_record = true;
    size_t length = strlen(field);
    if (strcspn(field, ",\"\r\n") == length) {
        put(output, field, length);
        return;
    }
    put(output, "\"", 1);
    for (;;) {
        size_t plain = strcspn(field, "\"");
        put(output, field, plain);
        if (field[plain] == '\0') {
            break;
        }
        put(output, "\"\"", 2);
        field += plain + 1;
    }
    put(output, "\"", 1);
}

void gen_field_number(struct gen_output *output, int64_t number)
{
    char digits[32];
    struct gen_text text = gen_text_in(digits, sizeof digits);
    if (number < 0) {
        gen_add(&text, "-");
        number = -number;
    }
    gen_add_number(&text, (uint64_t)number, 1);
    gen_field(output, digits);
}

void gen_field_date(struct gen_output *output, int32_t day)
{
    char digits[32];
    struct gen_text text = gen_text_in(digits, sizeof digits);
    gen_add_date(&text, day);
    gen_field(output, digits);
}

void gen_end_record(struct gen_output *output)
{
    put(output, "\n", 1);
    output->in_record = false;
}

void gen_line(struct gen_output *output, const char *line)
{
    put(output, line, strlen(line));
    put(output, "\n", 1);
}
