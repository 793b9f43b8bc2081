/* SPDX-License-Identifier: MIT
 * A table over the BMP, built from the libraries, answers for a code point at a time. That is right
 * as long as neighbours do not change each other, which only combining characters do: text with
 * one, and text with a character outside the BMP, goes through utf8proc as a whole first and
 * through the table afterwards. */
#include "text/normal.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <opencc.h>
#include <utf8proc.h>

enum {
    BMP = 0x10000,
    FIRST_HAN = 0x2E80, /* nothing before it has a traditional form */
    LAST_HAN = 0x323AF,
    LONGEST = 64, /* bytes of the normal form of one code point; U+FDFA has 33 */
    LOCAL = 1024,
};

#define CONVERSION "t2s.json" /* traditional to simplified; OpenCC looks for it */
#define FOLD                                                                                       \
    ((utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |                    \
                         UTF8PROC_CASEFOLD | UTF8PROC_IGNORE))

/* An entry of the table holds up to three bytes of UTF-8, the first lowest, and how many they are
 * in its highest byte; or one of these there. */
#define ENTRY_LONG UINT32_C(0x80000000)  /* an offset into `pool`: a size byte, then the bytes */
#define ENTRY_WHOLE UINT32_C(0xC0000000) /* combines with what stands before it */
#define ENTRY_KIND UINT32_C(0xC0000000)

struct simplified {
    uint32_t from;
    uint32_t to;
};

struct hj_text_normal {
    uint32_t entries[BMP];
    char *pool;
    size_t pool_size;
    size_t pool_capacity;
    struct simplified *simplified; /* by `from`: the code points that t2s changes */
    size_t simplified_count;
    size_t simplified_capacity;
};

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

/* ---- building ---- */

/* All that compose with a character before them, and all that are re-ordered, are marks or Hangul
 * vowels and finals. */
static bool is_mark(utf8proc_int32_t point)
{
    const utf8proc_property_t *property = utf8proc_get_property(point);
    return property->combining_class != 0 || property->category == UTF8PROC_CATEGORY_MN ||
           property->category == UTF8PROC_CATEGORY_MC ||
           property->category == UTF8PROC_CATEGORY_ME || (point >= 0x1160 && point <= 0x11FF);
}

/* Does what this character becomes change what stands before it? (U+00B4 becomes a space and an
 * accent, and the space is dropped.) */
static bool combines(struct hj_span form)
{
    size_t at = 0;
    return form.size > 0 && is_mark((utf8proc_int32_t)hj_text_next(form, &at));
}

static uint32_t simplify(const struct hj_text_normal *normal, uint32_t point)
{
    size_t low = 0;
    size_t high = normal->simplified_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (normal->simplified[middle].from < point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < normal->simplified_count && normal->simplified[low].from == point;
    return found ? normal->simplified[low].to : point;
}

static bool is_low_quote(uint32_t point)
{
    return point == 0x201A || point == 0x201E || (point >= 0x301D && point <= 0x301F);
}

static bool is_middle_dot(uint32_t point)
{
    static const uint32_t dots[] = {0x00B7, 0x0387, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB};
    for (size_t i = 0; i < sizeof dots / sizeof dots[0]; i++) {
        if (dots[i] == point) {
            return true;
        }
    }
    return false;
}

/* Steps 2 to 5 of the header for a code point that has gone through step 1; 0 when it is dropped.
 */
static uint32_t settle(const struct hj_text_normal *normal, uint32_t point)
{
    point = simplify(normal, point);
    if (hj_text_is_space(point)) {
        return 0;
    }
    if (is_middle_dot(point)) {
        return 0xB7;
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    if (point == '<' || (category == UTF8PROC_CATEGORY_PS && !is_low_quote(point))) {
        return '(';
    }
    if (point == '>' || (category == UTF8PROC_CATEGORY_PE && !is_low_quote(point))) {
        return ')';
    }
    return point;
}

/* The normal form of a code point alone, at most LONGEST bytes; its size, or -1 when the memory is
 * full. */
static int form_of(const struct hj_text_normal *normal, uint32_t point, char form[LONGEST])
{
    char bytes[4];
    utf8proc_uint8_t *folded = NULL;
    size_t size = hj_text_encode(point, bytes);
    utf8proc_ssize_t count =
        utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size, &folded, FOLD);
    if (count < 0) {
        return -1;
    }
    struct hj_span text = {(const char *)folded, (size_t)count};
    size_t written = 0;
    for (size_t at = 0; at < text.size && written <= LONGEST - 4;) {
        uint32_t settled = settle(normal, hj_text_next(text, &at));
        written += settled == 0 ? 0 : hj_text_encode(settled, form + written);
    }
    free(folded);
    return (int)written;
}

static int add_entry(struct hj_text_normal *normal, uint32_t point)
{
    char form[LONGEST];
    int size = form_of(normal, point, form);
    if (size < 0) {
        return -1;
    }
    if (combines((struct hj_span){form, (size_t)size})) {
        normal->entries[point] = ENTRY_WHOLE;
    } else if (size <= 3) {
        uint32_t entry = (uint32_t)size << 24;
        for (int i = 0; i < size; i++) {
            entry |= (uint32_t)(unsigned char)form[i] << (8 * i);
        }
        normal->entries[point] = entry;
    } else {
        void *pool = normal->pool;
        int failed =
            hj_memory_grow(&pool, &normal->pool_capacity, normal->pool_size + 1 + (size_t)size, 1);
        normal->pool = pool;
        if (failed != 0) {
            return -1;
        }
        normal->entries[point] = ENTRY_LONG | (uint32_t)normal->pool_size;
        normal->pool[normal->pool_size] = (char)size;
        memcpy(normal->pool + normal->pool_size + 1, form, (size_t)size);
        normal->pool_size += 1 + (size_t)size;
    }
    return 0;
}

static enum hj_code opencc_unusable(struct hj_error *error, const char *reason)
{
    (void)hj_error_set(error, HJ_OPENCC);
    hj_error_text(error, "file", hj_span_of(CONVERSION));
    hj_error_text(error, "reason", hj_span_of(reason));
    return error->code;
}

/* Reads what OpenCC made of one code point a line. A phrase never crosses a line, so each is
 * answered for alone. */
static enum hj_code read_simplified(struct hj_text_normal *normal, struct hj_span asked,
                                    struct hj_span answer, struct hj_error *error)
{
    size_t at = 0;
    for (size_t next = 0; next < asked.size;) {
        uint32_t from = hj_text_next(asked, &next);
        uint32_t to = at < answer.size ? hj_text_next(answer, &at) : HJ_TEXT_BROKEN;
        if (from == to) {
            continue;
        }
        if (from == '\n' || to == '\n' || to == HJ_TEXT_BROKEN) {
            return opencc_unusable(error, "one character becomes several");
        }
        void *items = normal->simplified;
        int failed = hj_memory_grow(&items, &normal->simplified_capacity,
                                    normal->simplified_count + 1, sizeof *normal->simplified);
        normal->simplified = items;
        if (failed != 0) {
            return hj_error_memory(error);
        }
        normal->simplified[normal->simplified_count++] = (struct simplified){from, to};
    }
    return HJ_OK;
}

/* What t2s gives may itself be the traditional form of something (薴 → 苧 → 苎). Only the last is
 * the form of all of them; no chain is longer than the steps tried. */
static void follow_chains(struct hj_text_normal *normal)
{
    for (int step = 0; step < 4; step++) {
        for (size_t i = 0; i < normal->simplified_count; i++) {
            normal->simplified[i].to = simplify(normal, normal->simplified[i].to);
        }
    }
}

/* All code points that may have a traditional form, one a line; NULL when the memory is full. */
static char *questions(size_t *size)
{
    char *asked = hj_memory_new((size_t)(LAST_HAN - FIRST_HAN + 1) * 5 + 1);
    *size = 0;
    for (uint32_t point = FIRST_HAN; point <= LAST_HAN && asked != NULL; point++) {
        if (utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_LO) {
            *size += hj_text_encode(point, asked + *size);
            asked[(*size)++] = '\n';
        }
    }
    return asked;
}

static enum hj_code ask_opencc(struct hj_text_normal *normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    size_t size = 0;
    char *answer = NULL;
    char *asked = questions(&size);
    opencc_t opencc = (opencc_t)-1;
    if (asked == NULL) {
        return hj_error_memory(error);
    }
    opencc = opencc_open(CONVERSION);
    if (opencc == (opencc_t)-1) {
        code = opencc_unusable(error, opencc_error());
        goto done;
    }
    answer = opencc_convert_utf8(opencc, asked, size);
    if (answer == NULL) {
        code = opencc_unusable(error, opencc_error());
        goto done;
    }
    HJ_TRY(read_simplified(normal, (struct hj_span){asked, size}, hj_span_of(answer), error));
    follow_chains(normal);
done:
    if (answer != NULL) {
        opencc_convert_utf8_free(answer);
    }
    if (opencc != (opencc_t)-1) {
        (void)opencc_close(opencc);
    }
    hj_memory_free(asked);
    return code;
}

enum hj_code hj_text_normal_new(struct hj_text_normal **normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    *normal = NULL;
    struct hj_text_normal *made = hj_memory_zero(1, sizeof *made);
    if (made == NULL) {
        return hj_error_memory(error);
    }
    HJ_TRY(ask_opencc(made, error));
    for (uint32_t point = 0; point < BMP; point++) {
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (!surrogate && add_entry(made, point) != 0) {
            code = hj_error_memory(error);
            goto done;
        }
    }
    *normal = made;
    made = NULL;
done:
    hj_text_normal_free(made);
    return code;
}

void hj_text_normal_free(struct hj_text_normal *normal)
{
    if (normal != NULL) {
        hj_memory_free(normal->pool);
        hj_memory_free(normal->simplified);
        hj_memory_free(normal);
    }
}

/* ---- using ---- */

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
        if (result_reserve(result, LONGEST) != 0) {
            return SIZE_MAX;
        }
        uint32_t entry = normal->entries[point];
        char *to = result->data + result->size;
        if ((entry & ENTRY_KIND) == 0) {
            to[0] = (char)entry;
            to[1] = (char)(entry >> 8);
            to[2] = (char)(entry >> 16);
            result->size += entry >> 24;
        } else if ((entry & ENTRY_KIND) == ENTRY_LONG) {
            const char *form = normal->pool + (entry & ~ENTRY_KIND);
            memcpy(to, form + 1, (size_t)form[0]);
            result->size += (size_t)form[0];
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
                                          (utf8proc_ssize_t)text.size, &folded, FOLD);
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
        uint32_t settled = settle(normal, hj_text_next(whole, &at));
        if (settled == 0) {
            dropped = 1;
        } else if (result_reserve(result, LONGEST) != 0) {
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
