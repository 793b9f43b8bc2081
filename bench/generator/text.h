// SPDX-License-Identifier: MIT
// Text being put together in a buffer of the caller, and CSV files being written (RFC 4180, LF,
// quotes where needed).
#ifndef GENERATOR_TEXT_H
#define GENERATOR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// NUL-terminated at all times. What does not fit is left out whole: no character is ever cut in
// two.
struct gen_text {
    char *bytes;
    size_t length;
    size_t capacity;
};

struct gen_text gen_text_in(char *bytes, size_t capacity);
void gen_add(struct gen_text *text, const char *words);
void gen_add_number(struct gen_text *text, uint64_t number, unsigned width);
void gen_add_date(struct gen_text *text, int32_t day);

struct gen_output {
    FILE *file;
    char *buffer;
    size_t used;
    bool in_record;
    bool failed;
};

// Memory of the buffer belongs to the output; false: the file cannot be made, errno says why.
bool gen_output_open(struct gen_output *output, const char *path);
// False where anything was not written.
bool gen_output_close(struct gen_output *output);

void gen_field(struct gen_output *output, const char *field);
void gen_field_number(struct gen_output *output, int64_t number);
void gen_field_date(struct gen_output *output, int32_t day);
void gen_end_record(struct gen_output *output);
// A header line as it stands.
void gen_line(struct gen_output *output, const char *line);

#endif
