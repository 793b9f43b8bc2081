/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"

#include "base/memory.h"

void hj_buffer_release(struct hj_buffer *buffer)
{
    if (buffer) {
        hj_memory_free(buffer->data);
        *buffer = (struct hj_buffer){0};
    }
}

bool hj_buffer_reserve(struct hj_buffer *buffer, size_t more)
{
    if (more > SIZE_MAX - buffer->size) {
        return false;
    }
    void *data = buffer->data;
    if (hj_memory_grow(&data, &buffer->capacity, buffer->size + more, 1) != 0) {
        return false;
    }
    buffer->data = data;
    return true;
}

bool hj_buffer_append(struct hj_buffer *buffer, struct hj_span bytes)
{
    if (!hj_buffer_reserve(buffer, bytes.size)) {
        return false;
    }
    if (bytes.size) {
        memcpy(buffer->data + buffer->size, bytes.data, bytes.size);
        buffer->size += bytes.size;
    }
    return true;
}
