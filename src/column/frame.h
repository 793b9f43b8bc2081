/* SPDX-License-Identifier: MIT
 * The header of a block frame, for the encoder and the decoder; the layout stands in codec.h. */
#ifndef HJ_COLUMN_FRAME_H
#define HJ_COLUMN_FRAME_H

#include "column/codec.h"

enum { HJ_FRAME_HEADER = 32 };

enum hj_form {
    HJ_FORM_PLAIN = 0,
    HJ_FORM_DICTIONARY = 1,
    HJ_FORM_SEQUENCE = 2,
    HJ_FORM_NARROW = 3
};

struct hj_frame {
    uint8_t type;
    uint8_t form;
    uint8_t compression;
    bool nulls;
    uint32_t rows;
    uint32_t payload; /* bytes before compression */
    uint32_t stored;  /* bytes after */
    uint32_t entries;
};

/* Writes the header before the stored payload, which lies at bytes + HJ_FRAME_HEADER already. */
void hj_frame_write(const struct hj_frame *frame, char *bytes);
/* Reads and checks a header against its payload; returns NULL, or what is wrong. */
const char *hj_frame_read(struct hj_span bytes, struct hj_frame *frame);

/* Copies count items of size bytes (1, 2, 4 or 8) between this machine's order and little-endian.
 */
void hj_frame_copy(void *to, const void *from, size_t count, size_t size);

/* The i-th of little-endian numbers of 0, 1, 2 or 4 bytes. Byte by byte, which the compiler knows
 * for one load or store; a loop over them is compiled once a width. */
static inline uint32_t hj_frame_number(const char *bytes, size_t i, uint8_t width)
{
    const unsigned char *from = (const unsigned char *)bytes + i * width;
    return width == 0   ? 0
           : width == 1 ? from[0]
           : width == 2 ? from[0] | (uint32_t)from[1] << 8
                        : from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
                              (uint32_t)from[3] << 24;
}

static inline void hj_frame_put_number(char *bytes, size_t i, uint8_t width, uint32_t number)
{
    unsigned char *to = (unsigned char *)bytes + i * width;
    if (width >= 1) {
        to[0] = (unsigned char)number;
    }
    if (width >= 2) {
        to[1] = (unsigned char)(number >> 8);
    }
    if (width == 4) {
        to[2] = (unsigned char)(number >> 16);
        to[3] = (unsigned char)(number >> 24);
    }
}

/* The bytes of a code in a dictionary with so many entries. */
static inline size_t hj_frame_code_size(uint32_t entries)
{
    return entries <= 1 ? 0 : entries <= 256 ? 1 : 2;
}

#endif
