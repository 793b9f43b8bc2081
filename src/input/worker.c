/* SPDX-License-Identifier: MIT */
#include "input/worker.h"

#include "base/memory.h"
#include "input/dates.h"
#include "input/fold.h"
#include "input/number.h"
#include "text/utf8.h"

/* Reasons to reject a record, the gravest first: when several hold, this one is named. */
static const enum hj_code reasons[] = {
    HJ_INPUT_RECORD_SIZE, HJ_INPUT_CELL_SIZE,    HJ_INPUT_NUL_BYTE,       HJ_INPUT_TOTALS,
    HJ_INPUT_FIELD_COUNT, HJ_INPUT_HEADER_AGAIN, HJ_INPUT_DESTROYED_CODE, HJ_INPUT_REQUIRED,
};

static size_t gravity(enum hj_code reason)
{
    size_t at = 0;
    while (at < sizeof reasons / sizeof reasons[0] && reasons[at] != reason) {
        at++;
    }
    return at;
}

enum hj_code hj_worker_init(struct hj_worker *worker, const struct hj_plan *plan,
                            const struct hj_input_options *options, struct hj_error *error)
{
    *worker = (struct hj_worker){.plan = plan, .compression = options->compression};
    worker->columns = hj_memory_zero(plan->schema.count, sizeof *worker->columns);
    if (!worker->columns) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < plan->schema.count; i++) {
        hj_vector_builder_init(&worker->columns[i], plan->schema.columns[i].type);
    }
    return plan->hashes ? hj_hasher_init(&worker->hasher, options->personal_key, error) : HJ_OK;
}

void hj_worker_release(struct hj_worker *worker)
{
    if (worker && worker->columns) {
        for (uint32_t i = 0; i < worker->plan->schema.count; i++) {
            hj_vector_builder_release(&worker->columns[i]);
        }
        hj_memory_free(worker->columns);
    }
    if (worker) {
        hj_codec_release(&worker->codec);
        hj_hasher_release(&worker->hasher);
        *worker = (struct hj_worker){0};
    }
}

static void clear_record(struct hj_worker *worker)
{
    worker->field = worker->heading = 0;
    worker->begun = false;
    worker->bytes = 0;
    worker->reason = HJ_OK;
    worker->reason_size = 0;
}

static void clear_columns(struct hj_worker *worker)
{
    for (uint32_t i = 0; i < worker->plan->schema.count; i++) {
        hj_vector_builder_clear(&worker->columns[i]);
    }
    worker->rows = 0;
}

enum hj_code hj_worker_begin(struct hj_worker *worker, const struct hj_binding *binding,
                             struct hj_batch *batch, struct hj_error *error)
{
    worker->binding = binding;
    worker->batch = batch;
    worker->memory_full = false;
    clear_columns(worker);
    clear_record(worker);
    return hj_batch_clear(batch, worker->plan->schema.count) ? HJ_OK : hj_error_memory(error);
}

/* ---- one cell ---- */

static void note(struct hj_worker *worker, bool done)
{
    worker->memory_full = worker->memory_full || !done;
}

static void append_null(struct hj_worker *worker, uint32_t column)
{
    if (column != HJ_NO_COLUMN) {
        note(worker, hj_vector_append_null(&worker->columns[column]));
    }
}

static void append_text(struct hj_worker *worker, uint32_t column, struct hj_span text)
{
    if (column != HJ_NO_COLUMN) {
        note(worker, hj_vector_append_text(&worker->columns[column], text));
    }
}

static void reject_cell(struct hj_worker *worker, enum hj_code reason, uint32_t column,
                        struct hj_span value)
{
    if (worker->reason == HJ_OK || gravity(reason) < gravity(worker->reason)) {
        worker->reason = reason;
        worker->reason_column = column;
        worker->reason_found = 0;
        worker->reason_size =
            value.size < sizeof worker->reason_value ? value.size : sizeof worker->reason_value;
        memcpy(worker->reason_value, value.data, worker->reason_size);
    }
}

void hj_worker_reject(struct hj_worker *worker, enum hj_code reason, uint64_t found)
{
    struct hj_span none = HJ_SPAN("");
    reject_cell(worker, reason, HJ_NO_COLUMN, none);
    worker->reason_found = worker->reason == reason ? found : worker->reason_found;
}

static void misfit(struct hj_worker *worker, const struct hj_target *target, struct hj_span text,
                   bool unmapped)
{
    note(worker, hj_slice_misfits_add(&worker->batch->misfits, target->column * 2 + unmapped, text,
                                      !target->personal));
}

/* Appends the value in its type; false where it does not fit. */
static bool append_typed(struct hj_worker *worker, const struct hj_target *target,
                         struct hj_span text, const struct hj_cell *cell)
{
    struct hj_vector_builder *column = &worker->columns[target->column];
    char buffer[HJ_FOLD_SIZE];
    struct hj_span folded = hj_input_fold(text, buffer);
    union {
        hj_date date;
        int64_t integer;
        double number;
        bool boolean;
        struct hj_money money;
    } found;
    bool fits = folded.data != NULL;
    switch (target->type) {
    case HJ_FIELD_DATE:
        fits =
            fits && (cell->serial ? hj_input_serial_date(cell->number, cell->from_1904, &found.date)
                                  : hj_input_date(folded, &found.date));
        note(worker, !fits || hj_vector_append_date(column, found.date));
        break;
    case HJ_FIELD_INTEGER:
        fits = fits && hj_input_integer(folded, &found.integer);
        note(worker, !fits || hj_vector_append_integer(column, found.integer));
        break;
    case HJ_FIELD_NUMBER:
        fits = fits && hj_input_number(folded, &found.number);
        note(worker, !fits || hj_vector_append_number(column, found.number));
        break;
    case HJ_FIELD_BOOLEAN:
        fits = fits && hj_input_boolean(folded, &found.boolean);
        note(worker, !fits || hj_vector_append_boolean(column, found.boolean));
        break;
    case HJ_FIELD_MONEY:
        fits = fits && hj_input_money(&worker->plan->money, &worker->money, folded, &found.money);
        if (fits) {
            note(worker, hj_vector_append_number(column, found.money.value));
        }
        if (fits && found.money.currency.size) {
            append_text(worker, target->currency, found.money.currency);
        } else {
            append_null(worker, target->currency);
        }
        break;
    case HJ_FIELD_TEXT:
        break;
    }
    return fits;
}

static void append_hash(struct hj_worker *worker, uint32_t column, struct hj_span text)
{
    char digits[HJ_HASHER_DIGITS];
    note(worker, hj_hasher_run(&worker->hasher, text, digits));
    append_text(worker, column, (struct hj_span){digits, sizeof digits});
}

static void store_null(struct hj_worker *worker, const struct hj_target *target)
{
    struct hj_span none = HJ_SPAN("");
    append_null(worker, target->column);
    append_null(worker, target->raw);
    append_null(worker, target->currency);
    if (target->required) {
        reject_cell(worker, HJ_INPUT_REQUIRED, target->column, none);
    }
}

/* A value that does not fit is NULL, its original stays. */
static void store_misfit(struct hj_worker *worker, const struct hj_target *target,
                         struct hj_span text, bool unmapped)
{
    struct hj_span none = HJ_SPAN("");
    misfit(worker, target, text, unmapped);
    append_null(worker, target->column);
    if (unmapped) {
        append_null(worker, target->currency);
    }
    if (target->required) {
        reject_cell(worker, HJ_INPUT_REQUIRED, target->column, none);
    }
}

static void store(struct hj_worker *worker, const struct hj_target *target,
                  const struct hj_cell *cell)
{
    struct hj_span text = cell->text;
    struct hj_cell mapped = *cell;
    bool destroyed = cell->rounded || hj_input_is_destroyed_code(text);
    if (target->identifier && destroyed) {
        const struct hj_span hidden = HJ_SPAN("*");
        reject_cell(worker, HJ_INPUT_DESTROYED_CODE, target->column,
                    target->personal ? hidden : text);
    }
    if (target->hashed && destroyed) {
        store_misfit(worker, target, text, false); /* many persons would have one hash */
        return;
    }
    append_text(worker, target->raw, text);
    if (target->values) {
        const struct hj_lookup_entry *entry = hj_lookup_find(target->values, text);
        if (!entry) {
            store_misfit(worker, target, text, true);
            return;
        }
        text = entry->value;
        mapped.serial = false; /* what the text means, not the number */
    }
    if (target->hashed) {
        append_hash(worker, target->column, text);
    } else if (target->type == HJ_FIELD_TEXT) {
        append_text(worker, target->column, text);
    } else if (!append_typed(worker, target, text, &mapped)) {
        store_misfit(worker, target, cell->text, false);
    }
}

/* Nearly every cell begins and ends with what is plainly no space: then nothing is decoded. Of the
 * Unicode spaces none has a first byte from 0xE4 to 0xED, where Chinese characters are. */
static struct hj_span trim(struct hj_span text)
{
    if (text.size == 0) {
        return text;
    }
    unsigned char first = (unsigned char)text.data[0];
    unsigned char last = (unsigned char)text.data[text.size - 1];
    unsigned char lead = text.size >= 3 ? (unsigned char)text.data[text.size - 3] : 0;
    bool begins = (first > ' ' && first < 0x7F) || (first >= 0xE4 && first <= 0xED);
    bool ends = (last > ' ' && last < 0x7F) || (last >= 0x80 && lead >= 0xE4 && lead <= 0xED);
    return begins && ends ? text : hj_text_trim(text);
}

/* The text is the word, but for blanks in it. */
static bool is_word(struct hj_span text, struct hj_span word)
{
    size_t found = 0;
    for (size_t at = 0; at < text.size;) {
        size_t from = at;
        if (found < word.size && text.data[at] == word.data[found]) {
            found++;
            at++;
        } else if (from == 0 || !hj_text_is_space(hj_text_next(text, &at))) {
            return false;
        }
    }
    return found == word.size;
}

/* A line of totals is known by its first text, which is often written with blanks inside. */
static bool is_totals(const struct hj_worker *worker, struct hj_span text)
{
    const struct hj_span_list *totals = &worker->plan->totals;
    for (uint32_t i = 0; i < totals->count; i++) {
        if (is_word(text, totals->items[i])) {
            return true;
        }
    }
    return false;
}

void hj_worker_cell(struct hj_worker *worker, const struct hj_cell *cell)
{
    uint32_t field = worker->field++;
    if (worker->memory_full || field >= worker->binding->headers->count) {
        return;
    }
    worker->bytes += cell->text.size;
    if (cell->text.size > HJ_LIMIT_CELL) {
        hj_worker_reject(worker, HJ_INPUT_CELL_SIZE, cell->text.size);
    } else if (worker->bytes > HJ_LIMIT_RECORD) {
        hj_worker_reject(worker, HJ_INPUT_RECORD_SIZE, worker->bytes);
    }
    if (worker->reason == HJ_INPUT_CELL_SIZE || worker->reason == HJ_INPUT_RECORD_SIZE) {
        return;
    }
    struct hj_cell trimmed = *cell;
    trimmed.text = trim(cell->text);
    if (worker->heading == field &&
        hj_span_equal(trimmed.text, worker->binding->headers->texts[field])) {
        worker->heading++;
    }
    if (!worker->begun && trimmed.text.size) {
        worker->begun = true;
        if (is_totals(worker, trimmed.text)) {
            hj_worker_reject(worker, HJ_INPUT_TOTALS, 0);
        }
    }
    bool null = trimmed.text.size == 0 || hj_lookup_find(&worker->plan->nulls, trimmed.text);
    const struct hj_field_targets *targets = &worker->binding->fields[field];
    for (uint32_t i = 0; i < targets->count; i++) {
        if (null) {
            store_null(worker, &targets->targets[i]);
        } else {
            store(worker, &targets->targets[i], &trimmed);
        }
    }
}

/* ---- records and blocks ---- */

static enum hj_code close_block(struct hj_worker *worker, struct hj_error *error)
{
    const struct hj_plan *plan = worker->plan;
    struct hj_batch *batch = worker->batch;
    void *blocks = batch->blocks;
    if (worker->rows == 0) {
        return HJ_OK;
    }
    if (hj_memory_grow(&blocks, &batch->block_capacity, batch->block_count + 1,
                       sizeof *batch->blocks) != 0) {
        return hj_error_memory(error);
    }
    batch->blocks = blocks;
    batch->blocks[batch->block_count++] =
        (struct hj_batch_block){.rows = worker->rows, .frame = batch->frame_count};
    for (uint32_t i = 0; i < plan->schema.count; i++) {
        struct hj_vector_builder *column = &worker->columns[i];
        bool has_frame = plan->stored[i] && plan->schema.columns[i].origin != HJ_FROM_RECORD;
        /* a column that this file has not, but another one has */
        bool missing = has_frame && column->rows == 0;
        while (missing && column->rows < worker->rows) {
            if (!hj_vector_append_null(column)) {
                return hj_error_memory(error);
            }
        }
        if (has_frame) {
            struct hj_vector vector = hj_vector_builder_view(column);
            enum hj_code code = hj_codec_encode(&worker->codec, &vector, worker->compression,
                                                &batch->frames, error);
            if (code != HJ_OK) {
                return code;
            }
        }
        if (!hj_batch_end_frame(batch)) {
            return hj_error_memory(error);
        }
    }
    clear_columns(worker);
    return HJ_OK;
}

/* Digits hold a key that is a number. */
static struct hj_span key_of(const struct hj_worker *worker, char digits[24])
{
    struct hj_span none = HJ_SPAN("");
    uint32_t key = worker->plan->key_column;
    if (key == HJ_NO_COLUMN || worker->columns[key].rows <= worker->rows) {
        return none;
    }
    struct hj_vector vector = hj_vector_builder_view(&worker->columns[key]);
    if (hj_vector_is_null(&vector, worker->rows)) {
        return none;
    }
    if (vector.type == HJ_INTEGER) {
        int size = snprintf(digits, 24, "%lld", (long long)vector.integers[worker->rows]);
        return (struct hj_span){digits, (size_t)size};
    }
    if (vector.type != HJ_TEXT) {
        return none;
    }
    struct hj_span text = hj_vector_text(&vector, worker->rows);
    return text.size > HJ_LIMIT_REJECT_TEXT ? none : text;
}

static void reject_record(struct hj_worker *worker, uint32_t line, struct hj_span text)
{
    struct hj_batch_reject reject = {
        .record = worker->batch->record_count,
        .line = line,
        .reason = worker->reason,
        .column = worker->reason_column,
        .found = worker->reason_found,
    };
    struct hj_span value = {worker->reason_value, worker->reason_size};
    char digits[24];
    note(worker, hj_batch_add_reject(worker->batch, reject, text, key_of(worker, digits), value));
    hj_slice_misfits_undo(&worker->batch->misfits);
    for (uint32_t i = 0; i < worker->plan->schema.count; i++) {
        hj_vector_builder_truncate(&worker->columns[i], worker->rows);
    }
}

void hj_worker_record(struct hj_worker *worker, uint32_t line, struct hj_span text)
{
    uint32_t expected = worker->binding->headers->count;
    if (worker->memory_full) {
        return;
    }
    if (worker->field != expected) {
        hj_worker_reject(worker, HJ_INPUT_FIELD_COUNT, worker->field);
    } else if (worker->heading == expected) {
        hj_worker_reject(worker, HJ_INPUT_HEADER_AGAIN, 0);
    }
    if (worker->reason != HJ_OK) {
        reject_record(worker, line, text);
    } else {
        worker->rows++;
        hj_slice_misfits_keep(&worker->batch->misfits);
        note(worker, hj_batch_add_row(worker->batch, worker->batch->record_count, line));
    }
    worker->batch->record_count++;
    clear_record(worker);
    if (worker->rows == HJ_BLOCK_ROWS) {
        struct hj_error error;
        note(worker, close_block(worker, &error) == HJ_OK);
    }
}

enum hj_code hj_worker_finish(struct hj_worker *worker, struct hj_error *error)
{
    return worker->memory_full ? hj_error_memory(error) : close_block(worker, error);
}
