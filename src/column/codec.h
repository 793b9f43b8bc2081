/* SPDX-License-Identifier: MIT
 * The block frame: how one vector is stored as bytes. One encoder, one decoder, for registry
 * columns, fact tables, findings and cached results. Same values, same bytes, on any machine and
 * however the vector was made (the compressed bytes are those of the lz4 or zstd in use).
 *
 * Frame, little-endian:
 *   0  4  magic "HJB1"
 *   4  1  type (enum hj_type)
 *   5  1  form: 0 plain, 1 dictionary (text), 2 sequence, 3 narrow (both integers and dates)
 *   6  1  compression: 0 none, 1 lz4, 2 zstd
 *   7  1  flags: bit 0 null bits present
 *   8  4  rows, at most HJ_BLOCK_ROWS
 *  12  4  payload size before compression
 *  16  4  payload size as stored
 *  20  4  dictionary entries
 *  24  8  XXH3 of the stored payload, seeded with the XXH3 of the 24 bytes before it
 *  32     payload
 *
 * Payload: the null bits where flagged (8 bytes for every 64 rows), then by form
 *   plain       booleans: 8 bytes for every 64 rows; integers, numbers: 8 bytes a row; dates: 4;
 *               text: width (1 byte: 0, 1, 2 or 4), a length of that width a row, the bytes
 *   dictionary  a code a row (no byte where there is at most one entry, 1 where there are at most
 *               256, else 2), then the entries as plain text; entries in order of first appearance
 *   sequence    first, step (8 bytes each); no null bits
 *   narrow      base (8 bytes), width (1 byte: 0, 1, 2 or 4), an offset from base a row */
#ifndef HJ_COLUMN_CODEC_H
#define HJ_COLUMN_CODEC_H

#include "base/arena.h"
#include "base/error.h"
#include "column/vector.h"

enum hj_compression { HJ_COMPRESS_NONE = 0, HJ_COMPRESS_LZ4 = 1, HJ_COMPRESS_ZSTD = 2 };

/* What an encoder reuses from block to block; one a worker. All zero is ready. */
struct hj_codec {
    struct hj_buffer payload;
    struct hj_buffer scratch;
};
void hj_codec_release(struct hj_codec *codec);

/* Appends the frame of the vector to out. The encoder chooses the form: sequence where integers or
 * dates step evenly, narrow where they lie close together, dictionary where a text column repeats
 * itself; and no compression where it gains nothing. A vector of more than HJ_BLOCK_ROWS or
 * HJ_BLOCK_BYTES, like a full memory, is HJ_MEMORY; out is then as it was. */
enum hj_code hj_codec_encode(struct hj_codec *codec, const struct hj_vector *vector,
                             enum hj_compression compression, struct hj_buffer *out,
                             struct hj_error *error) HJ_MUST_USE;

/* The vector in the frame; its memory is the arena's (what needs no decompression may point into
 * the frame, which must live as long). Anything wrong with the frame is HJ_STORE_DAMAGED with a
 * {reason} (the caller adds {file}): every length, offset, code, date and number is checked, so
 * that a decoded vector is safe to read whoever wrote it. That entries are distinct and text is
 * UTF-8 is not. */
enum hj_code hj_codec_decode(struct hj_span frame, struct hj_arena *arena, struct hj_vector *vector,
                             struct hj_error *error) HJ_MUST_USE;

#endif
