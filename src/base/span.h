/* SPDX-License-Identifier: MIT
 * A span is text: a pointer and a length. It owns nothing, is never assumed to end in NUL, and may
 * hold any byte. Order by bytes, which for UTF-8 is order by code point. */
#ifndef HJ_BASE_SPAN_H
#define HJ_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct hj_span {
    const char *data;
    size_t size;
};

/* A literal as a span, also in a static initialiser. */
#define HJ_SPAN(literal)                                                                           \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

static inline struct hj_span hj_span_of(const char *text)
{
    return (struct hj_span){text, text ? strlen(text) : 0};
}

static inline struct hj_span hj_span_slice(struct hj_span whole, size_t from, size_t size)
{
    return (struct hj_span){whole.data + from, size};
}

static inline bool hj_span_equal(struct hj_span a, struct hj_span b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool hj_span_is(struct hj_span a, const char *text)
{
    return hj_span_equal(a, hj_span_of(text));
}

static inline int hj_span_compare(struct hj_span a, struct hj_span b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
    if (order == 0) {
        order = (a.size > b.size) - (a.size < b.size);
    }
    return order;
}

#endif
