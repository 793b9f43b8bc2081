/* SPDX-License-Identifier: MIT
 * The table of text/normal_table.h from the libraries: when the program is built, and in the test
 * that compares. */
#include "text/normal_table.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <opencc.h>

enum {
    FIRST_HAN = 0x2E80, /* nothing before it has a traditional form */
    LAST_HAN = 0x323AF,
};

#define CONVERSION "t2s.json" /* traditional to simplified; OpenCC looks for it */

/* A table and the memory that it looks into. */
struct made {
    struct hj_text_normal table; /* first: what callers have */
    uint32_t entries[HJ_NORMAL_POINTS];
    unsigned char *pool;
    size_t pool_size, pool_capacity;
    struct hj_normal_pair *simplified;
    size_t simplified_count, simplified_capacity;
};

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

/* The normal form of a code point alone, at most HJ_NORMAL_LONGEST bytes; its size, or -1 when the
 * memory is full. */
static int form_of(const struct made *made, uint32_t point, char form[HJ_NORMAL_LONGEST])
{
    char bytes[4];
    utf8proc_uint8_t *folded = NULL;
    size_t size = hj_text_encode(point, bytes);
    utf8proc_ssize_t count = utf8proc_map((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)size,
                                          &folded, HJ_NORMAL_FOLD);
    if (count < 0) {
        return -1;
    }
    struct hj_span text = {(const char *)folded, (size_t)count};
    size_t written = 0;
    for (size_t at = 0; at < text.size && written <= HJ_NORMAL_LONGEST - 4;) {
        uint32_t settled = hj_normal_settle(&made->table, hj_text_next(text, &at));
        written += settled == 0 ? 0 : hj_text_encode(settled, form + written);
    }
    free(folded);
    return (int)written;
}

static int add_entry(struct made *made, uint32_t point)
{
    char form[HJ_NORMAL_LONGEST];
    int size = form_of(made, point, form);
    if (size < 0) {
        return -1;
    }
    if (combines((struct hj_span){form, (size_t)size})) {
        made->entries[point] = HJ_NORMAL_WHOLE;
    } else if (size <= 3) {
        uint32_t entry = (uint32_t)size << 24;
        for (int i = 0; i < size; i++) {
            entry |= (uint32_t)(unsigned char)form[i] << (8 * i);
        }
        made->entries[point] = entry;
    } else {
        void *pool = made->pool;
        int failed =
            hj_memory_grow(&pool, &made->pool_capacity, made->pool_size + 1 + (size_t)size, 1);
        made->pool = pool;
        if (failed != 0) {
            return -1;
        }
        made->entries[point] = HJ_NORMAL_LONG | (uint32_t)made->pool_size;
        made->pool[made->pool_size] = (unsigned char)size;
        memcpy(made->pool + made->pool_size + 1, form, (size_t)size);
        made->pool_size += 1 + (size_t)size;
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
static enum hj_code read_simplified(struct made *made, struct hj_span asked, struct hj_span answer,
                                    struct hj_error *error)
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
        void *items = made->simplified;
        int failed = hj_memory_grow(&items, &made->simplified_capacity, made->simplified_count + 1,
                                    sizeof *made->simplified);
        made->simplified = items;
        if (failed != 0) {
            return hj_error_memory(error);
        }
        made->simplified[made->simplified_count++] = (struct hj_normal_pair){from, to};
    }
    return HJ_OK;
}

/* The table sees what there is so far. */
static void set_views(struct made *made)
{
    made->table = (struct hj_text_normal){
        .entries = made->entries,
        .pool = made->pool,
        .pool_size = made->pool_size,
        .simplified = made->simplified,
        .simplified_count = made->simplified_count,
    };
}

/* What t2s gives may itself be the traditional form of something (薴 → 苧 → 苎). Only the last is
 * the form of all of them; no chain is longer than the steps tried. */
static void follow_chains(struct made *made)
{
    for (int step = 0; step < 4; step++) {
        for (size_t i = 0; i < made->simplified_count; i++) {
            made->simplified[i].to = hj_normal_simplify(&made->table, made->simplified[i].to);
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

static enum hj_code ask_opencc(struct made *made, struct hj_error *error)
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
    HJ_TRY(read_simplified(made, (struct hj_span){asked, size}, hj_span_of(answer), error));
    set_views(made);
    follow_chains(made);
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

enum hj_code hj_text_normal_make(struct hj_text_normal **normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    *normal = NULL;
    struct made *made = hj_memory_zero(1, sizeof *made);
    if (made == NULL) {
        return hj_error_memory(error);
    }
    HJ_TRY(ask_opencc(made, error));
    for (uint32_t point = 0; point < HJ_NORMAL_POINTS; point++) {
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (!surrogate && add_entry(made, point) != 0) {
            code = hj_error_memory(error);
            goto done;
        }
    }
    set_views(made);
    *normal = &made->table;
done:
    if (code != HJ_OK) {
        hj_text_normal_unmake(&made->table);
    }
    return code;
}

void hj_text_normal_unmake(struct hj_text_normal *normal)
{
    struct made *made = (struct made *)normal;
    if (made != NULL) {
        hj_memory_free(made->pool);
        hj_memory_free(made->simplified);
        hj_memory_free(made);
    }
}
