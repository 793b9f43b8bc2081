/* SPDX-License-Identifier: MIT */
#include "campaign/frames.h"

#include "base/memory.h"

void hj_frames_init(struct hj_frames *frames, uint32_t columns)
{
    *frames = (struct hj_frames){.columns = columns};
}

void hj_frames_release(struct hj_frames *frames)
{
    hj_buffer_release(&frames->bytes);
    hj_memory_free(frames->places);
    *frames = (struct hj_frames){0};
}

enum hj_code hj_frames_add(struct hj_frames *frames, uint32_t column, uint32_t block,
                           struct hj_span frame, struct hj_error *error)
{
    size_t wanted = ((size_t)block + 1) * frames->columns;
    void *places = frames->places;
    if (hj_memory_grow(&places, &frames->place_capacity, wanted, sizeof *frames->places) != 0) {
        return hj_error_memory(error);
    }
    frames->places = places;
    while (frames->blocks <= block) {
        memset(&frames->places[(size_t)frames->blocks * frames->columns], 0,
               frames->columns * sizeof *frames->places);
        frames->blocks++;
    }
    /* A decoded vector may point into its frame, which must lie where any type may. */
    static const char zero[sizeof(max_align_t)];
    size_t over = frames->bytes.size % sizeof zero;
    struct hj_span gap = {zero, over ? sizeof zero - over : 0};
    if (!hj_buffer_append(&frames->bytes, gap)) {
        return hj_error_memory(error);
    }
    frames->places[(size_t)block * frames->columns + column] =
        (struct hj_frame_place){frames->bytes.size, frame.size};
    return hj_buffer_append(&frames->bytes, frame) ? HJ_OK : hj_error_memory(error);
}

enum hj_code hj_frames_vector(const struct hj_frames *frames, uint32_t column, uint32_t block,
                              struct hj_arena *arena, struct hj_vector *vector,
                              struct hj_error *error)
{
    struct hj_frame_place place = frames->places[(size_t)block * frames->columns + column];
    if (place.size == 0) {
        *vector = (struct hj_vector){.type = HJ_TEXT};
        return HJ_OK;
    }
    const struct hj_span frame = {frames->bytes.data + place.from, place.size};
    return hj_codec_decode(frame, arena, vector, error);
}
