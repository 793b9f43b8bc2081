/* SPDX-License-Identifier: MIT */
#include "input/csv_file.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "input/slice.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* What an item keeps from read to merge. */
struct slot {
    struct hj_window window;
    struct hj_slice slice;
};

/* What belongs to a thread; the last one to the merge. */
struct lane {
    struct hj_worker worker;
    struct hj_slice_reader reader;
};

struct job {
    const struct hj_source *source;
    const struct hj_csv_start *start;
    struct hj_delivery *delivery;
    uint64_t slice_size;
    unsigned threads, slots;
    struct slot *slot;
    struct lane *lane;    /* threads + 1 */
    XXH3_state_t *digest; /* of the text read so far: changed by read alone */
    uint64_t expected;    /* where the next slice has to begin: changed by merge alone */
    uint32_t reparsed;
};

static uint64_t slice_begin(const struct job *job, uint64_t item)
{
    return item * job->slice_size;
}

static uint64_t slice_limit(const struct job *job, uint64_t item)
{
    uint64_t limit = (item + 1) * job->slice_size;
    return limit < job->source->size ? limit : job->source->size;
}

static enum hj_code read_slice(void *context, uint64_t item, unsigned slot, bool *end,
                               struct hj_error *error)
{
    struct job *job = context;
    struct hj_window *window = &job->slot[slot].window;
    uint64_t begin = slice_begin(job, item);
    (void)end;
    window->at = begin == 0 ? 0 : begin - 1;
    enum hj_code code = hj_source_read(job->source, window->at, window->bytes, window->capacity,
                                       &window->size, error);
    if (code == HJ_OK && job->digest) {
        XXH3_128bits_update(job->digest, window->bytes + (begin - window->at),
                            (size_t)(slice_limit(job, item) - begin));
    }
    return code;
}

static enum hj_code parse_slice(void *context, uint64_t item, unsigned slot, unsigned thread,
                                struct hj_error *error)
{
    struct job *job = context;
    struct hj_window *window = &job->slot[slot].window;
    struct hj_slice *slice = &job->slot[slot].slice;
    uint64_t begin = slice_begin(job, item);
    slice->limit = slice_limit(job, item);
    slice->begin = job->start->offset;
    slice->outcome = HJ_SLICE_GIVEN_UP;
    if (slice->begin < begin && !hj_slice_first_line(job->source, window, begin, &slice->begin)) {
        return HJ_OK;
    }
    if (slice->begin >= slice->limit) {
        return HJ_OK;
    }
    return hj_slice_parse(&job->lane[thread].reader, window, slice, error);
}

static enum hj_code parse_again(struct job *job, struct slot *slot, struct hj_error *error)
{
    struct hj_window *window = &slot->window;
    slot->slice.begin = window->at = job->expected;
    job->reparsed++;
    enum hj_code code = hj_source_read(job->source, window->at, window->bytes, window->capacity,
                                       &window->size, error);
    return code == HJ_OK
               ? hj_slice_parse(&job->lane[job->threads].reader, window, &slot->slice, error)
               : code;
}

static enum hj_code merge_slice(void *context, uint64_t item, unsigned slot, struct hj_error *error)
{
    struct job *job = context;
    struct hj_slice *slice = &job->slot[slot].slice;
    uint64_t limit = slice_limit(job, item);
    if (job->expected >= limit) {
        return HJ_OK; /* a record that began earlier fills the whole slice */
    }
    if (slice->outcome == HJ_SLICE_GIVEN_UP || slice->begin != job->expected) {
        slice->limit = limit;
        enum hj_code code = parse_again(job, &job->slot[slot], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    uint64_t line = job->delivery->line + 1;
    if (slice->outcome == HJ_SLICE_NOT_UTF8) {
        return hj_source_bad_byte(job->source, HJ_INPUT_NOT_UTF8, slice->begin, line, slice->bad_at,
                                  error);
    }
    if (slice->outcome == HJ_SLICE_OPEN_QUOTE) {
        return hj_csv_open_quote(job->source, slice->record_at, line + slice->record_line, error);
    }
    job->expected = slice->end;
    enum hj_code code = hj_delivery_take(job->delivery, &slice->batch, error);
    hj_delivery_progress(job->delivery, slice->end);
    return code;
}

static enum hj_code open_job(struct job *job, const struct hj_binding *binding,
                             struct hj_error *error)
{
    uint64_t whole = job->source->size;
    size_t slack = whole < HJ_SLICE_SLACK ? (size_t)whole : HJ_SLICE_SLACK;
    slack = job->slice_size < slack ? (size_t)job->slice_size : slack;
    job->slot = hj_memory_zero(job->slots, sizeof *job->slot);
    job->lane = hj_memory_zero(job->threads + 1, sizeof *job->lane);
    if (!job->slot || !job->lane) {
        return hj_error_memory(error);
    }
    for (unsigned i = 0; i < job->slots; i++) {
        struct hj_window *window = &job->slot[i].window;
        /* the byte before, the slice, and what its last record needs; at least a character */
        window->capacity = 16 + (size_t)(whole < job->slice_size ? whole : job->slice_size) + slack;
        window->bytes = hj_memory_new(window->capacity);
        if (!window->bytes) {
            return hj_error_memory(error);
        }
    }
    for (unsigned i = 0; i <= job->threads; i++) {
        struct lane *lane = &job->lane[i];
        enum hj_code code =
            hj_worker_init(&lane->worker, job->delivery->plan, job->delivery->options, error);
        if (code != HJ_OK) {
            return code;
        }
        code = hj_slice_reader_init(&lane->reader, job->source, binding, &lane->worker, error);
        if (code != HJ_OK) {
            return code;
        }
        lane->reader.refill = i == job->threads;
    }
    return HJ_OK;
}

static void close_job(struct job *job)
{
    for (unsigned i = 0; job->slot && i < job->slots; i++) {
        hj_memory_free(job->slot[i].window.bytes);
        hj_batch_release(&job->slot[i].slice.batch);
    }
    for (unsigned i = 0; job->lane && i <= job->threads; i++) {
        hj_slice_reader_release(&job->lane[i].reader);
        hj_worker_release(&job->lane[i].worker);
    }
    hj_memory_free(job->slot);
    hj_memory_free(job->lane);
}

enum hj_code hj_csv_load(const struct hj_source *source, const struct hj_binding *binding,
                         const struct hj_csv_start *start, struct hj_delivery *delivery,
                         struct hj_input_file *file, uint32_t *reparsed, struct hj_error *error)
{
    XXH3_state_t digest;
    XXH128_canonical_t canonical;
    struct job job = {
        .source = source,
        .start = start,
        .delivery = delivery,
        .slice_size = delivery->options->slice_size ? delivery->options->slice_size : HJ_SLICE_SIZE,
        .threads = delivery->options->threads ? delivery->options->threads : 1,
        .digest = source->has_digest ? NULL : &digest,
        .expected = start->offset,
    };
    uint64_t items = (source->size + job.slice_size - 1) / job.slice_size;
    job.threads = items < job.threads ? (unsigned)items : job.threads;
    job.slots = job.threads + 2;
    XXH3_128bits_reset(&digest);
    XXH3_128bits_update(&digest, "\xEF\xBB\xBF", (size_t)source->text_begin);
    hj_delivery_begin_file(delivery, binding->headers, start->line);
    enum hj_code code = open_job(&job, binding, error);
    if (code == HJ_OK) {
        code = hj_parallel_run(&(struct hj_parallel){.context = &job,
                                                     .read = read_slice,
                                                     .work = parse_slice,
                                                     .merge = merge_slice,
                                                     .items = items,
                                                     .threads = job.threads,
                                                     .slots = job.slots},
                               error);
    }
    if (code == HJ_OK) {
        code = hj_source_unchanged(source, error);
    }
    file->content = source->digest;
    if (!source->has_digest) {
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&digest));
        memcpy(file->content.bytes, canonical.digest, sizeof file->content.bytes);
    }
    *reparsed += job.reparsed;
    close_job(&job);
    return code;
}
