/* SPDX-License-Identifier: MIT
 * Any bytes as a text file of a table with every type of column. Slices of 32 bytes must give what
 * one slice gives: the same records, rejects, and the same error at the same place. */
#include "base/memory.h"
#include "input/load.h"

#include <fcntl.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SPANS(...)                                                                                 \
    {                                                                                              \
        (const struct hj_span[]){__VA_ARGS__},                                                     \
            sizeof((const struct hj_span[]){__VA_ARGS__}) / sizeof(struct hj_span)                 \
    }

static const struct hj_value_map kinds[] = {{HJ_SPAN("1"), SPANS(HJ_SPAN("one"))}};
static const struct hj_field fields[] = {
    {.name = HJ_SPAN("a"), .identifier = true},
    {.name = HJ_SPAN("b"), .type = HJ_FIELD_DATE},
    {.name = HJ_SPAN("c"), .type = HJ_FIELD_MONEY},
    {.name = HJ_SPAN("d"), .type = HJ_FIELD_NUMBER, .values = kinds, .value_count = 1},
    {.name = HJ_SPAN("e"), .type = HJ_FIELD_BOOLEAN, .required = true},
    {.name = HJ_SPAN("f"), .personal = HJ_PERSONAL_PHONE},
    {.name = HJ_SPAN("g"), .from = HJ_SPAN("a"), .type = HJ_FIELD_INTEGER},
};
static const struct hj_table dictionary = {
    .name = HJ_SPAN("t"),
    .key = HJ_SPAN("a"),
    .nulls = SPANS(HJ_SPAN(""), HJ_SPAN("-")),
    .totals = SPANS(HJ_SPAN("sum")),
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
};
static const struct hj_currency_word words[] = {{HJ_SPAN("x"), HJ_SPAN("USD"), 1},
                                                {HJ_SPAN("yz"), HJ_SPAN("CNY"), 0}};

/* What a load said, without what depends on blocks. */
struct heard {
    uint64_t rejects, digest;
    struct hj_input_result result;
    struct hj_error error;
    enum hj_code code;
};

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    (void)context;
    (void)schema;
    (void)error;
    return HJ_OK;
}

/* Every frame must decode again. */
static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    struct hj_arena arena = {0};
    struct hj_vector vector;
    (void)context;
    (void)column;
    (void)block;
    if (hj_codec_decode(frame, &arena, &vector, error) != HJ_OK) {
        abort();
    }
    hj_arena_release(&arena);
    return HJ_OK;
}

static enum hj_code take_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    struct heard *heard = context;
    (void)error;
    heard->rejects++;
    heard->digest = heard->digest * 31 + hj_hash_bytes(reject->text) + reject->record * 7 +
                    reject->line * 3 + (uint64_t)reject->reason;
    return HJ_OK;
}

static void hear(const char *path, unsigned threads, uint32_t slice_size, struct heard *heard)
{
    struct hj_arena arena = {0};
    const struct hj_input_sink sink = {heard, take_schema, take_frame, take_reject};
    struct hj_input_options options = {
        .table = HJ_SPAN("t"),
        .dictionary = &dictionary,
        .currencies = words,
        .currency_count = 2,
        .files = &path,
        .file_count = 1,
        .threads = threads,
        .personal_key = HJ_SPAN("key"),
        .slice_size = slice_size,
    };
    memset(heard, 0, sizeof *heard);
    heard->code = hj_input_load(&options, &sink, &arena, &heard->result, &heard->error);
    hj_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    struct heard whole, sliced;
    if (!path[0]) {
        snprintf(path, sizeof path, "/tmp/hejian-fuzz-csv-%ld", (long)getpid());
    }
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (file < 0 || write(file, data, size) != (ssize_t)size) {
        abort();
    }
    close(file);
    hear(path, 1, 0, &whole);
    hear(path, 1, 32, &sliced);
    if (whole.code != sliced.code || whole.error.line != sliced.error.line ||
        whole.error.column != sliced.error.column) {
        abort();
    }
    if (whole.code == HJ_OK && (whole.rejects != sliced.rejects || whole.digest != sliced.digest ||
                                whole.result.records != sliced.result.records ||
                                whole.result.stored != sliced.result.stored)) {
        abort();
    }
    return 0;
}
