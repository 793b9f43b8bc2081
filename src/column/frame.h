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

/* The bytes of a code in a dictionary with so many entries. */
static inline size_t hj_frame_code_size(uint32_t entries)
{
    return entries <= 1 ? 0 : entries <= 256 ? 1 : 2;
}

#endif
