/* SPDX-License-Identifier: MIT
 * The room `input` alone: files in, encoded blocks thrown away.
 *
 *     load_input THREADS FILE...
 *
 * With the columns of a registry as the shipped dictionary types them, written out here so that the
 * clock does not measure the reading of YAML. */
#include "base/memory.h"
#include "input/load.h"

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

#define LIST(...)                                                                                  \
    {                                                                                              \
        (const struct hj_span[]){__VA_ARGS__},                                                     \
            sizeof((const struct hj_span[]){__VA_ARGS__}) / sizeof(struct hj_span)                 \
    }
#define TEXT(text) HJ_SPAN(text)

static const struct hj_value_map statuses[] = {
    {HJ_SPAN("存续"), LIST(TEXT("在业"), TEXT("开业"), TEXT("在营"), TEXT("正常"))},
    {HJ_SPAN("吊销"), LIST(TEXT("吊销未注销"), TEXT("已吊销"))},
    {HJ_SPAN("注销"), LIST(TEXT("已注销"))},
    {HJ_SPAN("迁出"), LIST(TEXT("已迁出"))},
    {HJ_SPAN("撤销"), LIST(TEXT("已撤销"))},
};

static const struct hj_value_map types[] = {
    {HJ_SPAN("1100"), LIST(TEXT("有限责任公司"), TEXT("有限责任公司(自然人投资或控股)"))},
    {HJ_SPAN("1151"), LIST(TEXT("有限责任公司(自然人独资)"))},
    {HJ_SPAN("4540"), LIST(TEXT("个人独资企业"))},
    {HJ_SPAN("3400"), LIST(TEXT("股份合作制"))},
};

static const struct hj_field fields[] = {
    {.name = HJ_SPAN("uscc"), .headers = LIST(TEXT("统一社会信用代码")), .identifier = true},
    {.name = HJ_SPAN("name"), .headers = LIST(TEXT("企业名称")), .required = true},
    {.name = HJ_SPAN("established"),
     .type = HJ_FIELD_DATE,
     .headers = LIST(TEXT("注册日期"), TEXT("成立日期"))},
    {.name = HJ_SPAN("type"), .headers = LIST(TEXT("企业类型"))},
    {.name = HJ_SPAN("type_code"), .from = HJ_SPAN("type"), .values = types, .value_count = 4},
    {.name = HJ_SPAN("legal_rep"),
     .headers = LIST(TEXT("法人代表"), TEXT("法定代表人")),
     .personal = HJ_PERSONAL_NAME},
    {.name = HJ_SPAN("phone"), .headers = LIST(TEXT("联系电话")), .personal = HJ_PERSONAL_PHONE},
    {.name = HJ_SPAN("capital"),
     .type = HJ_FIELD_MONEY,
     .headers = LIST(TEXT("注册资金"), TEXT("注册资本"))},
    {.name = HJ_SPAN("scope"), .headers = LIST(TEXT("经营范围"))},
    {.name = HJ_SPAN("province"), .headers = LIST(TEXT("所在省份"))},
    {.name = HJ_SPAN("city"), .headers = LIST(TEXT("地区"))},
    {.name = HJ_SPAN("address"), .headers = LIST(TEXT("注册地址"), TEXT("住所"))},
    {.name = HJ_SPAN("status"),
     .headers = LIST(TEXT("登记状态")),
     .values = statuses,
     .value_count = 5},
};

static const struct hj_table dictionary = {
    .name = HJ_SPAN("registry"),
    .key = HJ_SPAN("uscc"),
    .nulls = LIST(TEXT(""), TEXT("N/A"), TEXT("NA"), TEXT("NULL"), TEXT("null"), TEXT("无"),
                  TEXT("-"), TEXT("--"), TEXT("—"), TEXT("/")),
    .fields = fields,
    .field_count = sizeof fields / sizeof fields[0],
};

static const struct hj_currency_word currencies[] = {
    {HJ_SPAN("人民币"), HJ_SPAN("CNY"), 0},   {HJ_SPAN("美元"), HJ_SPAN("USD"), 0},
    {HJ_SPAN("港元"), HJ_SPAN("HKD"), 0},     {HJ_SPAN("港币"), HJ_SPAN("HKD"), 0},
    {HJ_SPAN("欧元"), HJ_SPAN("EUR"), 0},     {HJ_SPAN("日元"), HJ_SPAN("JPY"), 0},
    {HJ_SPAN("英镑"), HJ_SPAN("GBP"), 0},     {HJ_SPAN("新台币"), HJ_SPAN("TWD"), 0},
    {HJ_SPAN("澳元"), HJ_SPAN("AUD"), 0},     {HJ_SPAN("加元"), HJ_SPAN("CAD"), 0},
    {HJ_SPAN("韩元"), HJ_SPAN("KRW"), 0},     {HJ_SPAN("新加坡元"), HJ_SPAN("SGD"), 0},
    {HJ_SPAN("瑞士法郎"), HJ_SPAN("CHF"), 0}, {HJ_SPAN("万元"), HJ_SPAN(""), 1},
    {HJ_SPAN("万"), HJ_SPAN(""), 1},          {HJ_SPAN("亿元"), HJ_SPAN(""), 10000},
    {HJ_SPAN("元"), HJ_SPAN(""), 0.0001},
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
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
    if (count < 3) {
        fprintf(stderr, "usage: load_input THREADS FILE...\n");
        return 2;
    }
    struct hj_input_options options = {
        .table = dictionary.name,
        .dictionary = &dictionary,
        .currencies = currencies,
        .currency_count = sizeof currencies / sizeof currencies[0],
        .files = (const char *const *)(arguments + 2),
        .file_count = (uint32_t)count - 2,
        .threads = (unsigned)strtol(arguments[1], NULL, 10),
        .compression = HJ_COMPRESS_LZ4,
        .personal_key = HJ_SPAN("a key for the clock alone"),
    };
    double began = seconds();
    if (hj_input_load(&options, &sink, &arena, &result, &error) != HJ_OK) {
        char text[1024];
        hj_error_render(&error, hj_code_text(error.code), text, sizeof text);
        fprintf(stderr, "%s:%" PRIu64 ":%" PRIu64 ": %s\n", error.file, error.line, error.column,
                text);
        return 1;
    }
    double took = seconds() - began;
    getrusage(RUSAGE_SELF, &usage);
    printf("input, %u threads: %.2f s, peak %ld MB, %" PRIu64 " records = %" PRIu64
           " stored + %" PRIu64 " rejected, %u blocks, %" PRIu64 " bytes in %" PRIu64
           " frames, %u parsed again, %s\n",
           options.threads, took, usage.ru_maxrss / 1024, result.records, result.stored,
           result.rejected, result.blocks, totals.bytes, totals.frames, result.reparsed,
           result.files[0].encoding.data);
    for (uint32_t i = 0; i < totals.schema.count && i < 64; i++) {
        printf("  %.*s %.1f MB\n", (int)totals.schema.columns[i].name.size,
               totals.schema.columns[i].name.data, (double)totals.column_bytes[i] / 1e6);
    }
    print_misfits(&result);
    hj_arena_release(&arena);
    return 0;
}
