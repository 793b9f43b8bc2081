/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <inttypes.h>
#include <stdio.h>

enum hj_code hj_error_set(struct hj_error *error, enum hj_code code)
{
    *error = (struct hj_error){.code = code};
    return code;
}

static bool continues_a_character(char byte)
{
    return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* Copies at most size - 1 bytes, not cutting a UTF-8 character in two. What is not UTF-8 is cut
 * anywhere: a character has at most three bytes after its first. */
static void copy_cut(char *to, size_t size, struct hj_span from)
{
    size_t kept = from.size;
    if (kept > size - 1) {
        kept = size - 1;
        for (int back = 0; back < 3 && kept > 0 && continues_a_character(from.data[kept]); back++) {
            kept--;
        }
    }
    if (kept) {
        memcpy(to, from.data, kept);
    }
    to[kept] = '\0';
}

void hj_error_text(struct hj_error *error, const char *name, struct hj_span value)
{
    if (error->arguments == HJ_ERROR_ARGUMENTS) {
        return;
    }
    struct hj_error_argument *argument = &error->argument[error->arguments++];
    argument->name = name;
    copy_cut(argument->value, sizeof argument->value, value);
}

void hj_error_number(struct hj_error *error, const char *name, int64_t value)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%" PRId64, value);
    hj_error_text(error, name, (struct hj_span){digits, (size_t)size});
}

void hj_error_place(struct hj_error *error, const char *file, uint64_t line, uint64_t column)
{
    if (error->file[0] == '\0' && file) {
        copy_cut(error->file, sizeof error->file, hj_span_of(file));
    }
    if (error->line == 0) {
        error->line = line;
        error->column = column;
    }
}

enum hj_code hj_error_system(struct hj_error *error, enum hj_code code, const char *file,
                             int number)
{
    char reason[128];
    hj_error_set(error, code);
    if (strerror_r(number, reason, sizeof reason) != 0) {
        snprintf(reason, sizeof reason, "error %d", number);
    }
    hj_error_text(error, "file", hj_span_of(file));
    hj_error_text(error, "reason", hj_span_of(reason));
    return code;
}

enum hj_code hj_error_memory(struct hj_error *error)
{
    return hj_error_set(error, HJ_MEMORY);
}

const char *hj_error_argument(const struct hj_error *error, const char *name)
{
    for (unsigned i = 0; i < error->arguments; i++) {
        if (strcmp(error->argument[i].name, name) == 0) {
            return error->argument[i].value;
        }
    }
    return NULL;
}

void hj_error_render(const struct hj_error *error, const char *text, char *out, size_t size)
{
    size_t used = 0;
    while (*text && used + 1 < size) {
        const char *close = *text == '{' ? strchr(text, '}') : NULL;
        char name[32];
        size_t length = close ? (size_t)(close - text) - 1 : sizeof name;
        if (length >= sizeof name) {
            out[used++] = *text++;
            continue;
        }
        memcpy(name, text + 1, length);
        name[length] = '\0';
        const char *value = hj_error_argument(error, name);
        copy_cut(out + used, size - used, hj_span_of(value ? value : "?"));
        used += strlen(out + used);
        text = close + 1;
    }
    out[used] = '\0';
}
