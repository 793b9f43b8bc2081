/* SPDX-License-Identifier: MIT */
#include "column/frame.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    AT_TYPE = 4,
    AT_FORM = 5,
    AT_COMPRESSION = 6,
    AT_FLAGS = 7,
    AT_ROWS = 8,
    AT_PAYLOAD = 12,
    AT_STORED = 16,
    AT_ENTRIES = 20,
    AT_HASH = 24,
    FLAG_NULLS = 1,
};

static const char magic[4] = {'H', 'J', 'B', '1'};

void hj_frame_copy(void *to, const void *from, size_t count, size_t size)
{
    if (count == 0) {
        return;
    }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, from, count * size);
#else
    for (size_t i = 0; i < count; i++) {
        for (size_t byte = 0; byte < size; byte++) {
            ((char *)to)[i * size + byte] = ((const char *)from)[i * size + size - 1 - byte];
        }
    }
#endif
}

static uint32_t get_u32(const char *bytes)
{
    uint32_t value;
    hj_frame_copy(&value, bytes, 1, sizeof value);
    return value;
}

static uint64_t frame_hash(const char *bytes, size_t stored)
{
    uint64_t seed = XXH3_64bits(bytes, AT_HASH);
    return XXH3_64bits_withSeed(bytes + HJ_FRAME_HEADER, stored, seed);
}

void hj_frame_write(const struct hj_frame *frame, char *bytes)
{
    memcpy(bytes, magic, sizeof magic);
    bytes[AT_TYPE] = (char)frame->type;
    bytes[AT_FORM] = (char)frame->form;
    bytes[AT_COMPRESSION] = (char)frame->compression;
    bytes[AT_FLAGS] = frame->nulls ? FLAG_NULLS : 0;
    hj_frame_copy(bytes + AT_ROWS, &frame->rows, 1, sizeof frame->rows);
    hj_frame_copy(bytes + AT_PAYLOAD, &frame->payload, 1, sizeof frame->payload);
    hj_frame_copy(bytes + AT_STORED, &frame->stored, 1, sizeof frame->stored);
    hj_frame_copy(bytes + AT_ENTRIES, &frame->entries, 1, sizeof frame->entries);
    uint64_t hash = frame_hash(bytes, frame->stored);
    hj_frame_copy(bytes + AT_HASH, &hash, 1, sizeof hash);
}

static bool form_fits(const struct hj_frame *frame)
{
    switch ((enum hj_form)frame->form) {
    case HJ_FORM_PLAIN:
        return true;
    case HJ_FORM_DICTIONARY:
        return frame->type == HJ_TEXT;
    case HJ_FORM_SEQUENCE:
        return (frame->type == HJ_INTEGER || frame->type == HJ_DATE) && !frame->nulls;
    case HJ_FORM_NARROW:
        return frame->type == HJ_INTEGER || frame->type == HJ_DATE;
    }
    return false;
}

/* The most that so many stored bytes can unpack to: 255 a byte in lz4, 128 KiB for each block of 4
 * bytes in zstd. It keeps a forged header from asking for memory that no payload could fill. */
static bool payload_fits(const struct hj_frame *frame)
{
    uint64_t stored = frame->stored;
    switch ((enum hj_compression)frame->compression) {
    case HJ_COMPRESS_NONE:
        return frame->payload == stored;
    case HJ_COMPRESS_LZ4:
        return frame->payload <= stored * 255;
    case HJ_COMPRESS_ZSTD:
        return frame->payload <= stored * 32768;
    }
    return false;
}

const char *hj_frame_read(struct hj_span bytes, struct hj_frame *frame)
{
    if (bytes.size < HJ_FRAME_HEADER || memcmp(bytes.data, magic, sizeof magic) != 0) {
        return "not a block";
    }
    *frame = (struct hj_frame){
        .type = (uint8_t)bytes.data[AT_TYPE],
        .form = (uint8_t)bytes.data[AT_FORM],
        .compression = (uint8_t)bytes.data[AT_COMPRESSION],
        .nulls = bytes.data[AT_FLAGS] & FLAG_NULLS,
        .rows = get_u32(bytes.data + AT_ROWS),
        .payload = get_u32(bytes.data + AT_PAYLOAD),
        .stored = get_u32(bytes.data + AT_STORED),
        .entries = get_u32(bytes.data + AT_ENTRIES),
    };
    uint64_t hash;
    hj_frame_copy(&hash, bytes.data + AT_HASH, 1, sizeof hash);
    if (frame->stored != bytes.size - HJ_FRAME_HEADER) {
        return "wrong length";
    }
    if (frame_hash(bytes.data, frame->stored) != hash) {
        return "wrong check sum";
    }
    if (frame->type < HJ_BOOLEAN || frame->type > HJ_DATE || !form_fits(frame) ||
        (bytes.data[AT_FLAGS] & ~FLAG_NULLS) != 0) {
        return "unknown form";
    }
    if (frame->rows > HJ_BLOCK_ROWS || !payload_fits(frame) ||
        frame->entries > (frame->form == HJ_FORM_DICTIONARY ? frame->rows : 0)) {
        return "impossible size";
    }
    return NULL;
}
