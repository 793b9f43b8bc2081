/* SPDX-License-Identifier: MIT
 * Any bytes as one part of a workbook (the first byte says which), or as the whole file. */
#include "input/load.h"

#include <fcntl.h>
#include <unistd.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum hj_code take_schema(void *context, const struct hj_schema *schema,
                                struct hj_error *error)
{
    (void)context;
    (void)schema;
    (void)error;
    return HJ_OK;
}

static enum hj_code take_frame(void *context, uint32_t column, uint32_t block, struct hj_span frame,
                               struct hj_error *error)
{
    (void)context;
    (void)column;
    (void)block;
    (void)frame;
    (void)error;
    return HJ_OK;
}

static enum hj_code take_reject(void *context, const struct hj_reject *reject,
                                struct hj_error *error)
{
    (void)context;
    (void)reject;
    (void)error;
    return HJ_OK;
}

static const char *const parts[][2] = {
    {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" "
                                 "t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\" "
                                 "s=\"1\"><v>43529</v></c></row></sheetData></worksheet>"},
    {"xl/sharedStrings.xml", "<sst><si><t>name</t></si></sst>"},
    {"xl/styles.xml",
     "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
    {"xl/workbook.xml",
     "<workbook xmlns:r=\"x\"><sheets><sheet name=\"s\" r:id=\"s\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"t\" Type=\"x/styles\" Target=\"styles.xml\"/>"
     "<Relationship Id=\"u\" Type=\"x/sharedStrings\" "
     "Target=\"sharedStrings.xml\"/></Relationships>"},
    {"_rels/.rels", "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
                    "Target=\"xl/workbook.xml\"/></Relationships>"},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

static void write_book(const char *path, size_t chosen, const uint8_t *data, size_t size)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (size_t i = 0; i < PARTS; i++) {
        const void *bytes = i == chosen ? (const void *)data : parts[i][1];
        zip_source_t *source = zip_source_buffer(zip, bytes, i == chosen ? size : strlen(bytes), 0);
        zip_int64_t index = zip_file_add(zip, parts[i][0], source, ZIP_FL_OVERWRITE);
        if (index < 0 || zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0) {
            abort();
        }
    }
    if (zip_close(zip) != 0) {
        abort();
    }
}

static void write_bytes(const char *path, const uint8_t *data, size_t size)
{
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (file < 0 || write(file, "PK\x03\x04", 4) != 4 || write(file, data, size) != (ssize_t)size) {
        abort();
    }
    close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    struct hj_arena arena = {0};
    struct hj_input_result result;
    struct hj_error error;
    if (size == 0) {
        return 0;
    }
    if (!path[0]) {
        snprintf(path, sizeof path, "/tmp/hejian-fuzz-xlsx-%ld", (long)getpid());
    }
    if (data[0] % (PARTS + 1) == PARTS) {
        write_bytes(path, data + 1, size - 1);
    } else {
        write_book(path, data[0] % (PARTS + 1), data + 1, size - 1);
    }
    static const struct hj_field fields[] = {{.name = HJ_SPAN("name"), .type = HJ_FIELD_DATE}};
    static const struct hj_table dictionary = {
        .name = HJ_SPAN("t"), .fields = fields, .field_count = 1};
    const struct hj_input_sink sink = {NULL, take_schema, take_frame, take_reject};
    const char *file = path;
    struct hj_input_options options = {.table = HJ_SPAN("t"),
                                       .dictionary = data[0] & 0x80 ? NULL : &dictionary,
                                       .files = &file,
                                       .file_count = 1,
                                       .threads = 1};
    enum hj_code code = hj_input_load(&options, &sink, &arena, &result, &error);
    if (code == HJ_OK && result.records != result.stored + result.rejected) {
        abort();
    }
    hj_arena_release(&arena);
    return 0;
}
