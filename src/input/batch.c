/* SPDX-License-Identifier: MIT */
#include "input/batch.h"

#include "base/memory.h"

void hj_batch_release(struct hj_batch *batch)
{
    if (batch) {
        hj_buffer_release(&batch->frames);
        hj_buffer_release(&batch->texts);
        hj_memory_free(batch->frame_ends);
        hj_memory_free(batch->blocks);
        hj_memory_free(batch->records);
        hj_memory_free(batch->lines);
        hj_memory_free(batch->rejects);
        hj_slice_misfits_release(&batch->misfits);
        *batch = (struct hj_batch){0};
    }
}

bool hj_batch_clear(struct hj_batch *batch, uint32_t columns)
{
    batch->record_count = batch->line_count = 0;
    batch->frame_count = batch->block_count = batch->row_count = batch->reject_count = 0;
    hj_buffer_clear(&batch->frames);
    hj_buffer_clear(&batch->texts);
    return hj_slice_misfits_clear(&batch->misfits, columns);
}

/* hj_memory_grow for a typed array. */
#define GROW(array, capacity, wanted)                                                              \
    ((wanted) <= (capacity) || grow((void **)&(array), &(capacity), (wanted), sizeof *(array)))

static bool grow(void **array, size_t *capacity, size_t wanted, size_t size)
{
    return hj_memory_grow(array, capacity, wanted, size) == 0;
}

bool hj_batch_add_row(struct hj_batch *batch, uint32_t record, uint32_t line)
{
    size_t at = batch->row_count;
    if (!GROW(batch->records, batch->record_capacity, at + 1) ||
        !GROW(batch->lines, batch->line_capacity, at + 1)) {
        return false;
    }
    batch->records[at] = record;
    batch->lines[at] = line;
    batch->row_count++;
    return true;
}

bool hj_batch_add_reject(struct hj_batch *batch, struct hj_batch_reject reject, struct hj_span text,
                         struct hj_span key, struct hj_span value)
{
    reject.at = batch->texts.size;
    reject.text = (uint32_t)text.size;
    reject.key = (uint32_t)key.size;
    reject.value = (uint32_t)value.size;
    if (!GROW(batch->rejects, batch->reject_capacity, batch->reject_count + 1) ||
        !hj_buffer_append(&batch->texts, text) || !hj_buffer_append(&batch->texts, key) ||
        !hj_buffer_append(&batch->texts, value)) {
        return false;
    }
    batch->rejects[batch->reject_count++] = reject;
    return true;
}

bool hj_batch_end_frame(struct hj_batch *batch)
{
    if (!GROW(batch->frame_ends, batch->frame_capacity, batch->frame_count + 1)) {
        return false;
    }
    batch->frame_ends[batch->frame_count++] = batch->frames.size;
    return true;
}
