/* SPDX-License-Identifier: MIT
 * Bytes that grow. One owner; clear keeps the memory for the next use. All zero is an empty buffer.
 */
#ifndef HJ_BASE_BUFFER_H
#define HJ_BASE_BUFFER_H

#include "base/error.h"

struct hj_buffer {
    char *data;
    size_t size;
    size_t capacity;
};

void hj_buffer_release(struct hj_buffer *buffer);
static inline void hj_buffer_clear(struct hj_buffer *buffer)
{
    buffer->size = 0;
}
/* Room for `more` bytes after size; false when the memory is full (nothing changed). */
bool hj_buffer_reserve(struct hj_buffer *buffer, size_t more);
bool hj_buffer_append(struct hj_buffer *buffer, struct hj_span bytes);
static inline struct hj_span hj_buffer_span(const struct hj_buffer *buffer)
{
    return (struct hj_span){buffer->data, buffer->size};
}

#endif
