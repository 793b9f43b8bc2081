/* SPDX-License-Identifier: MIT
 * The room `input` alone: files in, encoded blocks thrown away.
 *
 *     load_input RULES TABLE THREADS FILE...
 *
 * RULES is a folder of rules whose dictionary has the TABLE; without one, every column is text. */
#include "base/memory.h"
#include "input/load.h"
#include "rules/builder.h"

#include <inttypes.h>
#include <sys/resource.h>

struct totals {
    uint64_t frames, bytes, rejects;
    struct hj_schema schema;
    uint64_t column_bytes[64];
};

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    struct totals *totals = context;
    (void)error;
    totals->schema = *schema;
    return HJ_OK;
}

static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    struct totals *totals = context;
    (void)block;
    (void)error;
    totals->frames++;
    totals->bytes += frame.size;
    if (column < 64) {
        totals->column_bytes[column] += frame.size;
    }
    return HJ_OK;
}

static enum hj_code take_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    struct totals *totals = context;
    (void)error;
    if (totals->rejects++ < 10) {
        char text[512];
        hj_error_render(&reject->error, hj_code_text(reject->reason), text, sizeof text);
        printf("  reject: record %" PRIu64 ", line %" PRIu64 ": %s\n", reject->record, reject->line,
               text);
    }
    return HJ_OK;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int print_error(const struct hj_error *error)
{
    char text[1024];
    hj_error_render(error, hj_code_text(error->code), text, sizeof text);
    fprintf(stderr, "%s:%" PRIu64 ":%" PRIu64 ": %s\n", error->file, error->line, error->column,
            text);
    return 1;
}

static const struct hj_table *find_table(const struct hj_dictionaries *dictionaries,
                                         struct hj_span name)
{
    for (uint32_t i = 0; i < dictionaries->table_count; i++) {
        if (hj_span_equal(dictionaries->tables[i].name, name)) {
            return &dictionaries->tables[i];
        }
    }
    return NULL;
}

static void print_misfits(const struct hj_input_result *result)
{
    for (uint32_t i = 0; i < result->misfit_count; i++) {
        const struct hj_misfit *misfit = &result->misfits[i];
        printf("  %.*s: %" PRIu64 " %s:", (int)misfit->column.size, misfit->column.data,
               misfit->count, misfit->unmapped ? "unmapped" : "do not fit");
        for (int k = 0; k < 5 && misfit->examples[k].data; k++) {
            printf(" [%.*s] %" PRIu64, (int)misfit->examples[k].size, misfit->examples[k].data,
                   misfit->example_counts[k]);
        }
        printf("\n");
    }
}

int main(int count, char **arguments)
{
    struct totals totals = {0};
    struct hj_arena arena = {0};
    struct hj_error error;
    struct hj_input_result result;
    struct rusage usage;
    const struct hj_input_sink sink = {&totals, take_schema, take_frame, take_reject};
    struct hj_rules_builder *builder = NULL;
    struct hj_problems problems = {0};
    struct hj_dictionaries dictionaries;
    if (count < 5) {
        fprintf(stderr, "usage: load_input RULES TABLE THREADS FILE...\n");
        return 2;
    }
    if (hj_rules_builder_new(&builder, &error) != HJ_OK ||
        hj_rules_add_path(builder, arguments[1], &problems, &error) != HJ_OK ||
        hj_rules_dictionaries(builder, &problems, &dictionaries, &error) != HJ_OK) {
        return print_error(&error);
    }
    struct hj_input_options options = {
        .table = hj_span_of(arguments[2]),
        .dictionary = find_table(&dictionaries, hj_span_of(arguments[2])),
        .currencies = dictionaries.currencies,
        .currency_count = dictionaries.currency_count,
        .files = (const char *const *)(arguments + 4),
        .file_count = (uint32_t)count - 4,
        .threads = (unsigned)strtol(arguments[3], NULL, 10),
        .compression = HJ_COMPRESS_LZ4,
        .personal_key = HJ_SPAN("a key for the clock alone"),
    };
    double began = seconds();
    if (hj_input_load(&options, &sink, &arena, &result, &error) != HJ_OK) {
        return print_error(&error);
    }
    double took = seconds() - began;
    getrusage(RUSAGE_SELF, &usage);
    double processor = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
    printf("input, %u threads: %.2f s (processor %.2f), peak %ld MB, %" PRIu64 " records = %" PRIu64
           " stored + %" PRIu64 " rejected, %u blocks, %" PRIu64 " bytes in %" PRIu64
           " frames, %u parsed again, %s\n",
           options.threads, took, processor, usage.ru_maxrss / 1024, result.records, result.stored,
           result.rejected, result.blocks, totals.bytes, totals.frames, result.reparsed,
           result.files[0].encoding.data);
    for (uint32_t i = 0; i < totals.schema.count && i < 64; i++) {
        printf("  %.*s %.1f MB\n", (int)totals.schema.columns[i].name.size,
               totals.schema.columns[i].name.data, (double)totals.column_bytes[i] / 1e6);
    }
    print_misfits(&result);
    hj_arena_release(&arena);
    hj_problems_release(&problems);
    hj_rules_builder_free(builder);
    return 0;
}
