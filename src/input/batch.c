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

/* The items with room for one more, or NULL. */
static void *grown(void *items, size_t *capacity, size_t count, size_t size)
{
    return hj_memory_grow(&items, capacity, count + 1, size) == 0 ? items : NULL;
}

bool hj_batch_add_row(struct hj_batch *batch, uint32_t record, uint32_t line)
{
    size_t at = batch->row_count;
    uint32_t *records = grown(batch->records, &batch->record_capacity, at, sizeof *batch->records);
    if (!records) {
        return false;
    }
    batch->records = records;
    uint32_t *lines = grown(batch->lines, &batch->line_capacity, at, sizeof *batch->lines);
    if (!lines) {
        return false;
    }
    batch->lines = lines;
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
    struct hj_batch_reject *rejects =
        grown(batch->rejects, &batch->reject_capacity, batch->reject_count, sizeof *batch->rejects);
    batch->rejects = rejects ? rejects : batch->rejects;
    if (!rejects || !hj_buffer_append(&batch->texts, text) ||
        !hj_buffer_append(&batch->texts, key) || !hj_buffer_append(&batch->texts, value)) {
        return false;
    }
    batch->rejects[batch->reject_count++] = reject;
    return true;
}

bool hj_batch_end_frame(struct hj_batch *batch)
{
    size_t *ends = grown(batch->frame_ends, &batch->frame_capacity, batch->frame_count,
                         sizeof *batch->frame_ends);
    if (!ends) {
        return false;
    }
    batch->frame_ends = ends;
    batch->frame_ends[batch->frame_count++] = batch->frames.size;
    return true;
}
