/* SPDX-License-Identifier: MIT
 * The .docx: three parts in a zip file, made in memory by libzip and then written as any output. */
#include "publish/letter.h"

#include "base/buffer.h"
#include "base/output.h"
#include "publish/cell.h"

#include <zip.h>

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

static const char relations[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/></Relationships>";

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

/* A4 in twentieths of a point; margins 37, 26, 35, 28 mm. */
static const char tail[] =
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1588\" w:header=\"851\" "
    "w:footer=\"992\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>";

struct look {
    const char *paragraph; /* of w:pPr */
    const char *run;       /* of w:rPr, behind the font; sizes are half points */
};
#define LINES "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/>"
static const struct look looks[] = {
    [HJ_LETTER_LOOK_BODY] = {LINES "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
                                   "<w:jc w:val=\"both\"/>",
                             "<w:sz w:val=\"32\"/>"},
    [HJ_LETTER_LOOK_TITLE] = {"<w:spacing w:after=\"400\"/><w:jc w:val=\"center\"/>",
                              "<w:b/><w:sz w:val=\"44\"/>"},
    [HJ_LETTER_LOOK_HEADING] = {"<w:keepNext/>" LINES
                                "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>",
                                "<w:b/><w:sz w:val=\"32\"/>"},
    [HJ_LETTER_LOOK_ADDRESS] = {LINES, "<w:sz w:val=\"32\"/>"},
    [HJ_LETTER_LOOK_SIGN] = {LINES "<w:jc w:val=\"right\"/>", "<w:sz w:val=\"32\"/>"},
    [HJ_LETTER_LOOK_MARK] = {"<w:jc w:val=\"center\"/>",
                             "<w:b/><w:color w:val=\"C00000\"/><w:sz w:val=\"28\"/>"},
};
#undef LINES

static bool append(struct hj_buffer *out, const char *text)
{
    return hj_buffer_append(out, hj_span_of(text));
}

/* As XML has it; a line feed is a break. */
static bool append_text(struct hj_buffer *out, struct hj_span text)
{
    bool room = append(out, "<w:t xml:space=\"preserve\">");
    for (size_t i = 0; room && i < text.size; i++) {
        switch (text.data[i]) {
        case '&':
            room = append(out, "&amp;");
            break;
        case '<':
            room = append(out, "&lt;");
            break;
        case '>':
            room = append(out, "&gt;");
            break;
        case '"':
            room = append(out, "&quot;");
            break;
        case '\n':
            room = append(out, "</w:t><w:br/><w:t xml:space=\"preserve\">");
            break;
        default:
            room = hj_buffer_append(out, hj_span_slice(text, i, 1));
        }
    }
    return room && append(out, "</w:t>");
}

static bool append_attribute(struct hj_buffer *out, const char *name, struct hj_span value)
{
    bool room = append(out, name) && append(out, "=\"");
    for (size_t i = 0; room && i < value.size; i++) {
        char letter = value.data[i];
        bool plain = letter != '"' && letter != '<' && letter != '&';
        room = !plain || hj_buffer_append(out, hj_span_slice(value, i, 1));
    }
    return room && append(out, "\"");
}

static bool append_paragraph(struct hj_buffer *out, struct hj_span font,
                             const struct hj_letter_paragraph *paragraph)
{
    struct hj_buffer clean = {0};
    const struct look *look = &looks[paragraph->look];
    bool room = hj_cell_clean(&clean, paragraph->text) && append(out, "<w:p><w:pPr>") &&
                append(out, look->paragraph) && append(out, "</w:pPr><w:r><w:rPr><w:rFonts") &&
                append_attribute(out, " w:ascii", font) &&
                append_attribute(out, " w:hAnsi", font) &&
                append_attribute(out, " w:eastAsia", font) && append(out, "/>") &&
                append(out, look->run) && append(out, "</w:rPr>") &&
                append_text(out, clean.size ? hj_buffer_span(&clean) : hj_span_of("")) &&
                append(out, "</w:r></w:p>");
    hj_buffer_release(&clean);
    return room;
}

static bool make_document(const struct hj_letter_paper *paper, struct hj_buffer *out)
{
    bool room = append(out, head);
    for (size_t i = 0; room && i < paper->count; i++) {
        room = append_paragraph(out, paper->font, &paper->paragraphs[i]);
    }
    return room && append(out, tail);
}

/* ---- the zip file ---- */

/* With the same day on every part: 1 January 1980, the first that the format knows. */
static bool add_part(zip_t *archive, const char *name, struct hj_span bytes)
{
    enum { FIRST_DAY = 0x21 };
    zip_source_t *source = zip_source_buffer(archive, bytes.data, bytes.size, 0);
    zip_int64_t index = source ? zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && index < 0) {
        zip_source_free(source);
    }
    return index >= 0 && zip_file_set_dostime(archive, (zip_uint64_t)index, 0, FIRST_DAY, 0) == 0;
}

static bool read_source(zip_source_t *source, struct hj_buffer *out)
{
    zip_stat_t found;
    if (zip_source_stat(source, &found) != 0 || zip_source_open(source) != 0) {
        return false;
    }
    bool whole = hj_buffer_reserve(out, (size_t)found.size) &&
                 zip_source_read(source, out->data, found.size) == (zip_int64_t)found.size;
    out->size = whole ? (size_t)found.size : 0;
    zip_source_close(source);
    return whole;
}

/* Only a full memory can make it fail: nothing is read or written outside. */
static bool pack(struct hj_span document, struct hj_buffer *out)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_TRUNCATE, &why) : NULL;
    bool made = false;
    if (archive) {
        zip_source_keep(source);
        made = add_part(archive, "[Content_Types].xml", hj_span_of(types)) &&
               add_part(archive, "_rels/.rels", hj_span_of(relations)) &&
               add_part(archive, "word/document.xml", document);
        if (!made || zip_close(archive) != 0) {
            zip_discard(archive);
            made = false;
        }
        made = made && read_source(source, out);
    }
    zip_source_free(source);
    zip_error_fini(&why);
    return made;
}

enum hj_code hj_letter_docx(const struct hj_letter_paper *paper, const char *path,
                            struct hj_error *error)
{
    struct hj_output output = {0};
    struct hj_buffer document = {0}, packed = {0};
    enum hj_code code = HJ_OK;
    if (!make_document(paper, &document) || !pack(hj_buffer_span(&document), &packed)) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(hj_output_open(&output, path, false, error));
    HJ_TRY(hj_output_write(&output, hj_buffer_span(&packed), error));
    HJ_TRY(hj_output_close(&output, error));
done:
    hj_output_discard(&output);
    hj_buffer_release(&document);
    hj_buffer_release(&packed);
    return code;
}
