/* SPDX-License-Identifier: MIT
 * The frames of a table held in memory on their way from input to the store: what a fact table goes
 * through before its records are sorted by firm. Compressed, so about a third of the file. */
#ifndef HJ_CAMPAIGN_FRAMES_H
#define HJ_CAMPAIGN_FRAMES_H

#include "column/codec.h"

struct hj_frame_place {
    size_t from, size;
};

struct hj_frames {
    struct hj_buffer bytes;
    struct hj_frame_place *places; /* block * columns + column; size 0: no frame, all NULL */
    size_t place_capacity;
    uint32_t columns, blocks;
};

void hj_frames_init(struct hj_frames *frames, uint32_t columns);
void hj_frames_release(struct hj_frames *frames);
/* Keeps a copy of the frame. */
enum hj_code hj_frames_add(struct hj_frames *frames, uint32_t column, uint32_t block,
                           struct hj_span frame, struct hj_error *error) HJ_MUST_USE;
/* The vector of a column and block, in the arena and in the frames, to which none may be added
 * while it is in use; rows 0 and no NULL bits where there is no frame. */
enum hj_code hj_frames_vector(const struct hj_frames *frames, uint32_t column, uint32_t block,
                              struct hj_arena *arena, struct hj_vector *vector,
                              struct hj_error *error) HJ_MUST_USE;

#endif
