/* SPDX-License-Identifier: MIT */
#include "campaign/pass.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "campaign/clusters.h"
#include "campaign/facts.h"
#include "campaign/pass_peers.h"
#include "campaign/rests.h"
#include "column/codec.h"

/* A frame in a slot's buffer; index says what it is of. */
struct frame {
    uint32_t fact;   /* REGISTRY_FRAME, or index into the program's facts */
    uint32_t part;   /* of the fact's block */
    uint32_t column; /* of the schema */
    size_t from, size;
};

enum { REGISTRY_FRAME = UINT16_MAX };

struct slot {
    struct hj_buffer bytes;
    struct frame *frames;
    size_t frame_count, frame_capacity;
    struct hj_arena arena;
    struct hj_pass_block block;
    struct hj_match_input input;
    struct hj_vector records;
    struct hj_vector survivor;
    struct hj_span *peers; /* frames */
    const struct hj_vector *derived[HJ_DERIVED_COUNT];
};

struct hj_passing {
    struct hj_pass own; /* the caller's, copied */
    const struct hj_pass *job;
    uint32_t first; /* block of the window's first item */
    uint32_t next;  /* block that the next window begins with */
    const struct hj_program_needs *needs;
    struct hj_program *program;
    struct hj_worker **workers; /* one a thread; with keep_results one a slot */
    struct hj_arena *columns;   /* likewise: what a block's frames were unpacked to */
    unsigned worker_count;
    struct slot *slots;
    unsigned slot_count;
    uint32_t record_column;
    struct hj_pass_peers *peers;
};

/* Frames are read one behind the other; each begins where any type is aligned, since a decoded
 * vector may point into it. */
static bool align(struct hj_buffer *buffer)
{
    static const char zero[sizeof(max_align_t)];
    size_t over = buffer->size % sizeof zero;
    return over == 0 || hj_buffer_append(buffer, (struct hj_span){zero, sizeof zero - over});
}

/* Reads the frame that `wanted` names (fact, part, column) from a block of the snapshot. */
static enum hj_code read_frame(struct hj_passing *pass, struct slot *slot,
                               const struct hj_snapshot *snapshot, struct frame wanted,
                               uint32_t block, struct hj_error *error)
{
    const struct hj_column *definition = &snapshot->schema.columns[wanted.column];
    if (definition->header.size == 0 && definition->origin != HJ_FROM_RECORD) {
        return HJ_OK; /* the files have no such column: all NULL */
    }
    void *frames = slot->frames;
    if (hj_memory_grow(&frames, &slot->frame_capacity, slot->frame_count + 1,
                       sizeof *slot->frames) != 0 ||
        !align(&slot->bytes)) {
        return hj_error_memory(error);
    }
    slot->frames = frames;
    wanted.from = slot->bytes.size;
    bool found = true;
    enum hj_code code = wanted.part == 0
                            ? hj_store_get_block(pass->job->store, snapshot->id, wanted.column,
                                                 block, &slot->bytes, error)
                            : hj_store_find_block(pass->job->store, snapshot->id, wanted.column,
                                                  block, &slot->bytes, &found, error);
    wanted.size = slot->bytes.size - wanted.from;
    if (code == HJ_OK && found) {
        slot->frames[slot->frame_count++] = wanted;
    }
    return code;
}

static enum hj_code read_registry(struct hj_passing *pass, struct slot *slot, uint32_t column,
                                  struct hj_error *error)
{
    return read_frame(pass, slot, &pass->job->loaded->registry,
                      (struct frame){.fact = REGISTRY_FRAME, .column = column}, slot->block.block,
                      error);
}

static enum hj_code read_fact(struct hj_passing *pass, struct slot *slot, uint32_t index,
                              struct hj_error *error)
{
    const struct hj_program_fact *fact = &pass->needs->facts[index];
    const struct hj_snapshot *snapshot = &pass->job->loaded->facts[fact->fact];
    uint32_t own = snapshot->schema.count - 2;
    struct frame wanted = {.fact = index};
    enum hj_code code = HJ_OK;
    for (; code == HJ_OK; wanted.part++) {
        uint32_t block =
            hj_fact_block(pass->job->loaded->registry.blocks, slot->block.block, wanted.part);
        size_t before = slot->frame_count;
        if (block >= snapshot->blocks) {
            break;
        }
        /* #firm tells whether there is such a part. */
        wanted.column = own;
        HJ_TRY(read_frame(pass, slot, snapshot, wanted, block, error));
        if (slot->frame_count == before) {
            break;
        }
        /* A table without records has #firm and what is known of the keys, but no columns. */
        for (uint32_t c = 0; c < fact->column_count && snapshot->stored > 0; c++) {
            wanted.column = fact->columns[c];
            HJ_TRY(read_frame(pass, slot, snapshot, wanted, block, error));
        }
        if (wanted.part == 0) {
            wanted.column = own + 1;
            HJ_TRY(read_frame(pass, slot, snapshot, wanted, block, error));
        }
    }
done:
    return code;
}

static enum hj_code read_block(void *context, uint64_t item, unsigned number, bool *end,
                               struct hj_error *error)
{
    struct hj_passing *pass = context;
    struct slot *slot = &pass->slots[number];
    enum hj_code code = HJ_OK;
    (void)end;
    hj_arena_clear(&slot->arena);
    hj_buffer_clear(&slot->bytes);
    slot->frame_count = 0;
    uint32_t block = pass->first + (uint32_t)item;
    slot->block = (struct hj_pass_block){.block = block, .arena = &slot->arena};
    HJ_TRY(read_registry(pass, slot, pass->record_column, error));
    for (uint32_t c = 0; c < pass->needs->column_count; c++) {
        HJ_TRY(read_registry(pass, slot, pass->needs->columns[c], error));
    }
    for (uint32_t c = 0; c < pass->job->column_count; c++) {
        HJ_TRY(read_registry(pass, slot, pass->job->columns[c], error));
    }
    for (uint32_t f = 0; f < pass->needs->fact_count; f++) {
        HJ_TRY(read_fact(pass, slot, f, error));
    }
    HJ_TRY(hj_pass_peers_read(pass->peers, block, &slot->arena, &slot->peers, error));
    if (pass->job->loaded->linked) {
        HJ_TRY(hj_survivor_get(pass->job->store, &pass->job->loaded->clusters, block, &slot->arena,
                               &slot->survivor, error));
        slot->derived[HJ_DERIVED_survivor] = &slot->survivor;
    }
    if (pass->job->read) {
        HJ_TRY(pass->job->read(pass->job->context, block, &slot->arena, &slot->block.made, error));
    }
done:
    return code;
}

/* Vectors of the registry's columns; the record numbers are the slot's. */
static enum hj_code decode_registry(struct hj_passing *pass, struct slot *slot,
                                    struct hj_arena *arena, struct hj_error *error)
{
    uint32_t count = pass->job->loaded->registry.schema.count;
    struct hj_vector *vectors = hj_arena_zero(arena, count, sizeof *vectors);
    const struct hj_vector **columns = hj_arena_zero(arena, count, sizeof *columns);
    if (!vectors || !columns) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < slot->frame_count; i++) {
        const struct frame *frame = &slot->frames[i];
        if (frame->fact != REGISTRY_FRAME || columns[frame->column]) {
            continue;
        }
        struct hj_span bytes = {slot->bytes.data + frame->from, frame->size};
        struct hj_arena *into = frame->column == pass->record_column ? &slot->arena : arena;
        enum hj_code code = hj_codec_decode(bytes, into, &vectors[frame->column], error);
        if (code != HJ_OK) {
            return code;
        }
        columns[frame->column] = &vectors[frame->column];
    }
    slot->records = vectors[pass->record_column];
    slot->input = (struct hj_match_input){
        .rows = slot->records.rows, .columns = columns, .column_count = count};
    return HJ_OK;
}

struct part_wanted {
    uint32_t fact, number; /* as in a frame */
    uint32_t columns;      /* of the fact's schema */
};

/* The vectors of one part of a fact table's block, and its rows' firms. */
static enum hj_code decode_part(const struct slot *slot, struct part_wanted wanted,
                                struct hj_arena *arena, struct hj_match_part *part,
                                struct hj_error *error)
{
    uint32_t count = wanted.columns;
    struct hj_vector *vectors = hj_arena_zero(arena, count, sizeof *vectors);
    const struct hj_vector **columns = hj_arena_zero(arena, count, sizeof *columns);
    if (!vectors || !columns) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < slot->frame_count; i++) {
        const struct frame *frame = &slot->frames[i];
        if (frame->fact != wanted.fact || frame->part != wanted.number) {
            continue;
        }
        struct hj_span bytes = {slot->bytes.data + frame->from, frame->size};
        enum hj_code code = hj_codec_decode(bytes, arena, &vectors[frame->column], error);
        if (code != HJ_OK) {
            return code;
        }
        columns[frame->column] = &vectors[frame->column];
    }
    const struct hj_vector *firm = &vectors[count - 2];
    uint32_t *firms = hj_arena_new(arena, firm->rows * sizeof *firms);
    if (!firms) {
        return hj_error_memory(error);
    }
    for (uint32_t row = 0; row < firm->rows; row++) {
        firms[row] = (uint32_t)firm->integers[row];
    }
    *part = (struct hj_match_part){firm->rows, firms, columns, count};
    return HJ_OK;
}

static enum hj_code decode_fact(const struct hj_passing *pass, const struct slot *slot,
                                uint32_t index, struct hj_arena *arena,
                                struct hj_match_facts *facts, struct hj_error *error)
{
    const struct hj_snapshot *snapshot = &pass->job->loaded->facts[pass->needs->facts[index].fact];
    uint32_t count = snapshot->schema.count;
    uint32_t parts = 0;
    for (size_t i = 0; i < slot->frame_count; i++) {
        const struct frame *frame = &slot->frames[i];
        parts = frame->fact == index && frame->part >= parts ? frame->part + 1 : parts;
    }
    struct hj_match_part *part = hj_arena_zero(arena, parts, sizeof *part);
    if (!part) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < parts; i++) {
        enum hj_code code =
            decode_part(slot, (struct part_wanted){index, i, count}, arena, &part[i], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    const struct hj_vector *known = part[0].columns[count - 1];
    *facts = (struct hj_match_facts){.parts = part,
                                     .part_count = parts,
                                     .known_key = known && known->rows ? known->booleans : NULL};
    return HJ_OK;
}

static enum hj_code decode_facts(const struct hj_passing *pass, struct slot *slot,
                                 struct hj_arena *arena, struct hj_error *error)
{
    uint32_t count = pass->job->loaded->ruleset->fact_count;
    struct hj_match_facts *facts = hj_arena_zero(arena, count, sizeof *facts);
    if (!facts) {
        return hj_error_memory(error);
    }
    for (uint32_t f = 0; f < pass->needs->fact_count; f++) {
        enum hj_code code =
            decode_fact(pass, slot, f, arena, &facts[pass->needs->facts[f].fact], error);
        if (code != HJ_OK) {
            return code;
        }
    }
    slot->input.facts = facts;
    return HJ_OK;
}

static enum hj_code ask_flagged(struct hj_passing *pass, struct slot *slot, struct hj_error *error)
{
    if (!pass->job->flagged) {
        return HJ_OK;
    }
    struct hj_truth *flagged =
        hj_arena_zero(&slot->arena, pass->job->loaded->ruleset->rule_count, sizeof *flagged);
    if (!flagged) {
        return hj_error_memory(error);
    }
    slot->input.flagged = flagged;
    return pass->job->flagged(pass->job->context, &slot->block, flagged, error);
}

static enum hj_code choose_row(const struct hj_pass *job, struct slot *slot, struct hj_error *error)
{
    if (!job->row) {
        return HJ_OK;
    }
    uint64_t *only = hj_arena_zero(&slot->arena, hj_bits_words(slot->input.rows), sizeof *only);
    if (!only) {
        return hj_error_memory(error);
    }
    if (*job->row < slot->input.rows) {
        hj_bits_set(only, *job->row);
    }
    slot->input.only = only;
    return HJ_OK;
}

static enum hj_code work_block(void *context, uint64_t item, unsigned number, unsigned thread,
                               struct hj_error *error)
{
    struct hj_passing *pass = context;
    struct slot *slot = &pass->slots[number];
    unsigned worker = pass->job->keep_results ? number : thread;
    struct hj_arena *columns = &pass->columns[worker];
    enum hj_code code = HJ_OK;
    (void)item;
    hj_arena_clear(columns);
    HJ_TRY(decode_registry(pass, slot, columns, error));
    HJ_TRY(decode_facts(pass, slot, columns, error));
    slot->input.derived = slot->derived;
    slot->block.rows = slot->input.rows;
    slot->block.input = &slot->input;
    slot->block.records = &slot->records;
    slot->block.thread = thread;
    HJ_TRY(hj_pass_peers_input(pass->peers, &slot->block, slot->peers, &slot->input, error));
    HJ_TRY(ask_flagged(pass, slot, error));
    HJ_TRY(choose_row(pass->job, slot, error));
    HJ_TRY(hj_worker_run(pass->workers[worker], &slot->input, &slot->block.results, error));
    if (pass->job->work) {
        HJ_TRY(pass->job->work(pass->job->context, &slot->block, error));
    }
done:
    return code;
}

static enum hj_code merge_block(void *context, uint64_t item, unsigned number,
                                struct hj_error *error)
{
    struct hj_passing *pass = context;
    const struct hj_pass *job = pass->job;
    if (job->campaign->settings.progress) {
        job->campaign->settings.progress(job->campaign->settings.context, pass->first + item + 1,
                                         job->loaded->registry.blocks);
    }
    enum hj_code code = hj_pass_peers_leave(pass->peers, pass->first + (uint32_t)item,
                                            pass->slots[number].peers, error);
    return code == HJ_OK && job->merge ? job->merge(job->context, &pass->slots[number].block, error)
                                       : code;
}

static enum hj_code prepare(struct hj_passing *pass, struct hj_error *error)
{
    const struct hj_pass *job = pass->job;
    enum hj_code code = HJ_OK;
    if (hj_rests_of(job->loaded->ruleset, job->roots, job->root_count).tools) {
        HJ_TRY(hj_tools_make(job->loaded->ruleset, job->loaded->tools, error));
    }
    struct hj_program_options options = {
        .ruleset = job->loaded->ruleset,
        .tools = hj_tools_view(job->loaded->tools),
        .roots = job->roots,
        .root_count = job->root_count,
    };
    HJ_TRY(hj_program_new(&pass->program, &options, error));
    pass->needs = hj_program_needs(pass->program);
    unsigned threads = job->campaign->threads;
    pass->slot_count = 2 * threads + 1;
    pass->slots = hj_memory_zero(pass->slot_count, sizeof *pass->slots);
    pass->worker_count = job->keep_results ? pass->slot_count : threads;
    pass->workers = hj_memory_zero(pass->worker_count, sizeof *pass->workers);
    pass->columns = hj_memory_zero(pass->worker_count, sizeof *pass->columns);
    if (!pass->slots || !pass->workers || !pass->columns) {
        return hj_error_memory(error);
    }
    for (unsigned i = 0; i < pass->worker_count; i++) {
        HJ_TRY(hj_worker_new(&pass->workers[i], pass->program, error));
    }
    int record = hj_schema_find(&job->loaded->registry.schema, hj_span_of("#record"));
    if (record < 0) {
        hj_error_set(error, HJ_STORE_DAMAGED);
        hj_error_text(error, "reason", hj_span_of("no record numbers"));
        return error->code;
    }
    pass->record_column = (uint32_t)record;
    HJ_TRY(hj_pass_peers_new(job, pass->needs, &pass->peers, error));
done:
    return code;
}

static enum hj_code run_blocks(struct hj_passing *pass, uint32_t first, uint32_t count,
                               struct hj_error *error)
{
    const struct hj_parallel parallel = {
        .context = pass,
        .read = read_block,
        .work = work_block,
        .merge = merge_block,
        .items = count,
        .threads = pass->job->campaign->threads,
        .slots = pass->slot_count,
    };
    pass->first = first;
    pass->next = first + count;
    return hj_parallel_run(&parallel, error);
}

enum hj_code hj_pass_open(const struct hj_pass *job, struct hj_passing **result,
                          struct hj_error *error)
{
    struct hj_passing *pass = hj_memory_zero(1, sizeof *pass);
    *result = pass;
    if (!pass) {
        return hj_error_memory(error);
    }
    pass->own = *job;
    pass->job = &pass->own;
    return prepare(pass, error);
}

enum hj_code hj_pass_window(struct hj_passing *pass, uint32_t *count, struct hj_error *error)
{
    uint32_t left = pass->job->loaded->registry.blocks - pass->next;
    *count = left < pass->slot_count ? left : pass->slot_count;
    return *count ? run_blocks(pass, pass->next, *count, error) : HJ_OK;
}

enum hj_code hj_pass_one(struct hj_passing *pass, uint32_t block, struct hj_error *error)
{
    return run_blocks(pass, block, 1, error);
}

const struct hj_pass_block *hj_pass_block_at(const struct hj_passing *passing, uint32_t i)
{
    return &passing->slots[i].block;
}

void hj_pass_close(struct hj_passing *pass)
{
    if (!pass) {
        return;
    }
    for (unsigned i = 0; pass->workers && i < pass->worker_count; i++) {
        hj_worker_free(pass->workers[i]);
    }
    for (unsigned i = 0; pass->columns && i < pass->worker_count; i++) {
        hj_arena_release(&pass->columns[i]);
    }
    for (unsigned i = 0; pass->slots && i < pass->slot_count; i++) {
        hj_buffer_release(&pass->slots[i].bytes);
        hj_memory_free(pass->slots[i].frames);
        hj_arena_release(&pass->slots[i].arena);
    }
    hj_memory_free(pass->workers);
    hj_memory_free(pass->columns);
    hj_memory_free(pass->slots);
    hj_pass_peers_free(pass->peers);
    hj_program_free(pass->program);
    hj_memory_free(pass);
}

enum hj_code hj_pass_run(const struct hj_pass *job, struct hj_error *error)
{
    struct hj_passing *pass = NULL;
    enum hj_code code = hj_pass_open(job, &pass, error);
    if (code == HJ_OK) {
        code = run_blocks(pass, 0, job->loaded->registry.blocks, error);
    }
    hj_pass_close(pass);
    return code;
}
