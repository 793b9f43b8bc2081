/* SPDX-License-Identifier: MIT
 * A table over the BMP answers for a code point at a time. That is right
 * as long as neighbours do not change each other, which only combining characters do: text with
 * one, and text with a character outside the BMP, goes through utf8proc as a whole first and
 * through the table afterwards. */
#include "text/normal_table.h"

#include "base/memory.h"
#include "text/utf8.h"

enum { LOCAL = 1024 };

/* Where a result grows: on the stack as long as it fits, which a name always does. */
struct result {
    char *data;
    size_t size;
    size_t capacity;
    char local[LOCAL];
};

static int result_reserve(struct result *result, size_t more)
{
    if (result->capacity - result->size >= more) {
        return 0;
    }
    size_t capacity = result->capacity * 2 + more;
    char *data = hj_memory_resize(result->data == result->local ? NULL : result->data, capacity);
    if (data == NULL) {
        return -1;
    }
    if (result->data == result->local) {
        memcpy(data, result->local, result->size);
    }
    result->data = data;
    result->capacity = capacity;
    return 0;
}

static void result_release(struct result *result)
{
    if (result->data != result->local) {
        hj_memory_free(result->data);
    }
}

enum hj_code hj_text_normal_new(struct hj_text_normal **normal, struct hj_error *error)
{
    *normal = hj_memory_new(sizeof **normal);
    if (*normal == NULL) {
        return hj_error_memory(error);
    }
    **normal = hj_text_normal_built;
    return HJ_OK;
}

void hj_text_normal_free(struct hj_text_normal *normal)
{
    hj_memory_free(normal);
}

/* Writes text by the table; stops and returns the offset at the first character that is not for it
 * (SIZE_MAX when the memory is full). */
static size_t by_table(const struct hj_text_normal *normal, struct hj_span text,
                       struct result *result)
{
    const unsigned char *byte = (const unsigned char *)text.data;
    size_t at = 0;
    while (at < text.size) {
        uint32_t point = byte[at];
        size_t size = 1;
        if (point >= 0xE0 && point < 0xF0 && text.size - at >= 3) {
            point = (point & 0x0Fu) << 12 | (byte[at + 1] & 0x3Fu) << 6 | (byte[at + 2] & 0x3Fu);
            size = 3;
        } else if (point >= 0xC0 && point < 0xE0 && text.size - at >= 2) {
            point = (point & 0x1Fu) << 6 | (byte[at + 1] & 0x3Fu);
            size = 2;
        } else if (point >= 0x80) {
            return at;
        }
        if (result_reserve(result, HJ_NORMAL_LONGEST) != 0) {
            return SIZE_MAX;
        }
        uint32_t entry = normal->entries[point];
        char *to = result->data + result->size;
        if ((entry & HJ_NORMAL_KIND) == 0) {
            to[0] = (char)entry;
            to[1] = (char)(entry >> 8);
            to[2] = (char)(entry >> 16);
            result->size += entry >> 24;
        } else if ((entry & HJ_NORMAL_KIND) == HJ_NORMAL_LONG) {
            const unsigned char *form = normal->pool + (entry & ~HJ_NORMAL_KIND);
            memcpy(to, form + 1, form[0]);
            result->size += form[0];
        } else {
            return at;
        }
        at += size;
    }
    return at;
}

static int copy_broken(struct hj_span text, struct result *result)
{
    result->size = 0;
    if (result_reserve(result, text.size) != 0) {
        return -1;
    }
    memcpy(result->data, text.data, text.size);
    result->size = text.size;
    return 0;
}

/* As by_table, for any text; -1 when the memory is full. Gives 1 when something was dropped: what
 * stood before and after it may now compose. */
static int by_library(const struct hj_text_normal *normal, struct hj_span text,
                      struct result *result)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t count = utf8proc_map((const utf8proc_uint8_t *)text.data,
                                          (utf8proc_ssize_t)text.size, &folded, HJ_NORMAL_FOLD);
    if (count < 0 && count != UTF8PROC_ERROR_NOMEM) {
        return copy_broken(text, result); /* what is no UTF-8 has no other form */
    }
    if (count < 0) {
        return -1;
    }
    struct hj_span whole = {(const char *)folded, (size_t)count};
    int dropped = 0;
    result->size = 0;
    for (size_t at = 0; at < whole.size && dropped >= 0;) {
        uint32_t settled = hj_normal_settle(normal, hj_text_next(whole, &at));
        if (settled == 0) {
            dropped = 1;
        } else if (result_reserve(result, HJ_NORMAL_LONGEST) != 0) {
            dropped = -1;
        } else {
            result->size += hj_text_encode(settled, result->data + result->size);
        }
    }
    free(folded);
    return dropped;
}

struct hj_span hj_text_normalise(const struct hj_text_normal *normal, struct hj_span text,
                                 struct hj_arena *arena)
{
    struct hj_span form = {NULL, 0};
    if (text.data == NULL) {
        return form;
    }
    struct result result;
    result.data = result.local;
    result.size = 0;
    result.capacity = LOCAL;
    size_t at = by_table(normal, text, &result);
    bool full = at == SIZE_MAX;
    if (!full && at < text.size) {
        int again = by_library(normal, text, &result);
        if (again == 1) {
            again = by_library(normal, (struct hj_span){result.data, result.size}, &result);
        }
        full = again < 0;
    }
    if (!full) {
        form = hj_arena_copy(arena, (struct hj_span){result.data, result.size});
    }
    result_release(&result);
    return form;
}
