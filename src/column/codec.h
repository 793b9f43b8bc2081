/* SPDX-License-Identifier: MIT
 * The block frame: how one vector is stored as bytes. One encoder, one decoder, for registry columns,
 * fact tables, findings and cached results. Same vector, same bytes, on any machine.
 *
 * Frame, little-endian:
 *   0  4  magic "HJB1"
 *   4  1  type (enum hj_type)
 *   5  1  form: 0 plain, 1 dictionary (text), 2 sequence (integers first, first + step, …)
 *   6  1  compression: 0 none, 1 lz4, 2 zstd
 *   7  1  flags: bit 0 null bits present
 *   8  4  rows
 *  12  4  payload size before compression
 *  16  4  payload size as stored
 *  20  4  dictionary entries
 *  24  8  XXH3 of the 24 bytes before it and of the stored payload
 *  32     payload */
#ifndef HJ_COLUMN_CODEC_H
#define HJ_COLUMN_CODEC_H

#include "base/arena.h"
#include "column/vector.h"

enum hj_compression { HJ_COMPRESS_NONE = 0, HJ_COMPRESS_LZ4 = 1, HJ_COMPRESS_ZSTD = 2 };

/* What an encoder reuses from block to block; one a worker. All zero is ready. */
struct hj_codec {
    struct hj_buffer payload;
    struct hj_buffer scratch;
};
void hj_codec_release(struct hj_codec *codec);

/* Appends the frame of the vector to out. The encoder chooses the form: sequence where integers or
 * dates step evenly, dictionary where a text column repeats itself. */
enum hj_code hj_codec_encode(struct hj_codec *codec, const struct hj_vector *vector,
                             enum hj_compression compression, struct hj_buffer *out,
                             struct hj_error *error) HJ_MUST_USE;
/* The vector in the frame; its memory is the arena's (what needs no decompression may point into the
 * frame, which must live as long). Anything wrong with the frame is HJ_STORE_DAMAGED: every length,
 * offset and code is checked, so that a decoded vector is safe to read. */
enum hj_code hj_codec_decode(struct hj_span frame, struct hj_arena *arena, struct hj_vector *vector,
                             struct hj_error *error) HJ_MUST_USE;

#endif
