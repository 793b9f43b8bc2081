/* SPDX-License-Identifier: MIT */
#include "input/books.h"

#include "cmocka_test.h"

#include <zip.h>

enum { PARTS = 32, TEXT_SIZE = 8192 };

const char *book_of_parts(const char *name, const struct book_part *parts, size_t count)
{
    const char *path = scratch_text(name, "");
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (size_t i = 0; zip && i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0);
        if (!source || zip_file_add(zip, parts[i].name, source, ZIP_FL_OVERWRITE) < 0) {
            abort();
        }
    }
    if (!zip || zip_close(zip) != 0) {
        abort();
    }
    return path;
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

const char *book_of_sheets(const char *name, const struct book_options *options)
{
    static struct book_part parts[PARTS];
    static char names[PARTS][64], workbook[TEXT_SIZE], relations[TEXT_SIZE], shared[TEXT_SIZE];
    size_t book = 0, relation = 0, count = 0;
    const char *rest[PARTS];
    size_t made = 0;
    book += (size_t)snprintf(workbook, sizeof workbook,
                             XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">%s<sheets>",
                             options->workbook ? options->workbook : "");
    relation += (size_t)snprintf(relations, sizeof relations,
                                 XML "<Relationships xmlns=\"" PACKAGE "\">"
                                     "<Relationship Id=\"a\" Type=\"" OFFICE
                                     "/styles\" Target=\"styles.xml\"/>"
                                     "<Relationship Id=\"b\" Type=\"" OFFICE
                                     "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>");
    for (size_t i = 0; i < options->count; i++) {
        size_t room = strlen(options->sheets[i].rows) + 512;
        char *sheet = malloc(room);
        if (!sheet) {
            abort();
        }
        snprintf(sheet, room,
                 XML "<worksheet xmlns=\"" MAIN
                     "\"><dimension ref=\"A1\"/><sheetData>%s</sheetData>"
                     "<mergeCells count=\"0\"/></worksheet>",
                 options->sheets[i].rows);
        rest[made++] = sheet;
        snprintf(names[count], sizeof names[count], "xl/worksheets/sheet%zu.xml", i + 1);
        parts[count] = (struct book_part){names[count], sheet};
        count++;
        book += (size_t)snprintf(workbook + book, sizeof workbook - book,
                                 "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"s%zu\"/>",
                                 options->sheets[i].name, i + 1, i);
        relation += (size_t)snprintf(relations + relation, sizeof relations - relation,
                                     "<Relationship Id=\"s%zu\" Type=\"" OFFICE
                                     "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                                     i, i + 1);
    }
    snprintf(workbook + book, sizeof workbook - book, "</sheets></workbook>");
    snprintf(relations + relation, sizeof relations - relation, "</Relationships>");
    snprintf(shared, sizeof shared, XML "<sst xmlns=\"" MAIN "\">%s</sst>",
             options->shared ? options->shared : "");
    parts[count++] = (struct book_part){
        "_rels/.rels",
        XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
            "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"};
    parts[count++] = (struct book_part){"xl/workbook.xml", workbook};
    parts[count++] = (struct book_part){"xl/_rels/workbook.xml.rels", relations};
    parts[count++] = (struct book_part){"xl/sharedStrings.xml", shared};
    if (options->styles) {
        parts[count++] = (struct book_part){"xl/styles.xml", options->styles};
    }
    const char *path = book_of_parts(name, parts, count);
    while (made > 0) {
        free((void *)(uintptr_t)rest[--made]);
    }
    return path;
}

static const struct hj_field fields[] = {
    {.name = HJ_SPAN("uscc"),
     .headers = SPANS(HJ_SPAN("统一社会信用代码")),
     .identifier = true,
     .required = true},
    {.name = HJ_SPAN("name"), .headers = SPANS(HJ_SPAN("企业名称"))},
    {.name = HJ_SPAN("established"), .type = HJ_FIELD_DATE, .headers = SPANS(HJ_SPAN("成立日期"))},
    {.name = HJ_SPAN("staff"), .type = HJ_FIELD_INTEGER, .headers = SPANS(HJ_SPAN("人数"))},
    {.name = HJ_SPAN("share"), .type = HJ_FIELD_NUMBER, .headers = SPANS(HJ_SPAN("比例"))},
    {.name = HJ_SPAN("listed"), .type = HJ_FIELD_BOOLEAN, .headers = SPANS(HJ_SPAN("上市"))},
};
const struct hj_table book_dictionary = {
    .name = HJ_SPAN("t"),
    .key = HJ_SPAN("uscc"),
    .nulls = SPANS(HJ_SPAN(""), HJ_SPAN("N/A")),
    .totals = SPANS(HJ_SPAN("合计"), HJ_SPAN("总计")),
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};

enum hj_code book_read(struct collected *collected, const char *path,
                       const struct hj_table *dictionary)
{
    struct hj_input_options options = {.table = HJ_SPAN("t"),
                                       .dictionary = dictionary,
                                       .files = &path,
                                       .file_count = 1,
                                       .threads = 2};
    return collected_load(collected, &options);
}

void book_load(struct collected *collected, const char *path, const struct hj_table *dictionary)
{
    if (book_read(collected, path, dictionary) != HJ_OK) {
        fail_msg("%s", collected_message(collected));
    }
}
