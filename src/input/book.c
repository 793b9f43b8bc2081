/* SPDX-License-Identifier: MIT */
#include "input/book.h"

#include "base/memory.h"
#include "input/escape.h"
#include "input/limits.h"

#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

enum {
    NAME_SIZE = 256,
    CUSTOM_FORMATS = 4096, /* of a book; more are not looked at */
    CELL_FORMATS = 65536,
};

/* What one part is read with. */
struct reader {
    struct hj_book *book;
    bool memory_full;
    bool too_large;
    /* relations */
    const char *wanted; /* the end of the relation's type, or its id */
    bool by_type;
    char target[NAME_SIZE];
    /* styles */
    bool in_formats; /* inside cellXfs */
    struct custom {
        unsigned long id;
        unsigned char style;
    } * custom;
    size_t custom_count, custom_capacity;
    /* shared texts */
    bool in_text;      /* inside <t> */
    unsigned phonetic; /* inside <rPh>: how a text is read aloud */
    size_t begin;      /* of the text at hand */
};

static bool ignore_end(void *context, const char *name)
{
    (void)context;
    (void)name;
    return true;
}

static bool ignore_text(void *context, struct hj_span text)
{
    (void)context;
    (void)text;
    return true;
}

static void *grown(struct reader *reader, void *items, size_t *capacity, size_t count, size_t size)
{
    if (hj_memory_grow(&items, capacity, count + 1, size) != 0) {
        reader->memory_full = true;
        return NULL;
    }
    return items;
}

/* ---- relations ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), wanted = strlen(end);
    return size >= wanted && strcmp(text + size - wanted, end) == 0;
}

static bool take_relation(void *context, const char *name, const char **attributes)
{
    struct reader *reader = context;
    const char *key = hj_xml_attribute(attributes, reader->by_type ? "Type" : "Id");
    const char *target = hj_xml_attribute(attributes, "Target");
    bool matches = key && (reader->by_type ? ends_with(key, reader->wanted)
                                           : strcmp(key, reader->wanted) == 0);
    if (strcmp(name, "Relationship") != 0 || !matches || !target) {
        return true;
    }
    snprintf(reader->target, sizeof reader->target, "%s", target);
    return false;
}

/* A target is below its part's folder, or from the root; "." and ".." are undone. */
static void resolve_target(char target[NAME_SIZE], const char *part, size_t folder)
{
    char given[NAME_SIZE];
    memcpy(given, target, sizeof given);
    size_t size = given[0] != '/' && folder < NAME_SIZE ? folder : 0;
    memcpy(target, part, size);
    for (const char *step = given; *step;) {
        size_t length = strcspn(step, "/");
        const char *next = step + length + (step[length] == '/');
        if (length == 2 && memcmp(step, "..", 2) == 0) {
            size -= size > 0; /* the slash, then what stands before it */
            while (size > 0 && target[size - 1] != '/') {
                size--;
            }
        } else if (length > 0 && !(length == 1 && *step == '.')) {
            size_t kept = (size_t)(next - step);
            if (size + kept >= NAME_SIZE) {
                break; /* no part has so long a name */
            }
            memcpy(target + size, step, kept);
            size += kept;
        }
        step = next;
    }
    target[size] = '\0';
}

/* The part that a relation of `part` means; *found empty: none. `by_type`: by the end of its type.
 */
static enum hj_code find_relation(struct reader *reader, const char *part, const char *wanted,
                                  bool by_type, struct hj_error *error)
{
    static const struct hj_xml_handlers handlers = {take_relation, ignore_end, ignore_text};
    const char *slash = strrchr(part, '/');
    size_t folder = slash ? (size_t)(slash - part) + 1 : 0;
    char relations[2 * NAME_SIZE];
    snprintf(relations, sizeof relations, "%.*s_rels/%s.rels", (int)folder, part, part + folder);
    reader->wanted = wanted;
    reader->by_type = by_type;
    reader->target[0] = '\0';
    if (!hj_xml_has_part(&reader->book->archive, relations)) {
        return HJ_OK;
    }
    enum hj_code code = hj_xml_parse(&reader->book->archive, relations, &handlers, reader, error);
    if (code == HJ_OK && reader->target[0] != '\0') {
        resolve_target(reader->target, part, folder);
    }
    return code;
}

/* ---- the workbook ---- */

static bool take_workbook(void *context, const char *name, const char **attributes)
{
    struct reader *reader = context;
    struct hj_book *book = reader->book;
    if (strcmp(name, "workbookPr") == 0) {
        const char *from_1904 = hj_xml_attribute(attributes, "date1904");
        book->from_1904 =
            from_1904 && (strcmp(from_1904, "1") == 0 || strcmp(from_1904, "true") == 0);
    }
    if (strcmp(name, "sheet") != 0) {
        return true;
    }
    const char *title = hj_xml_attribute(attributes, "name");
    const char *id = hj_xml_attribute(attributes, "id");
    if (book->sheet_count == HJ_BOOK_SHEETS) {
        reader->too_large = true;
        return false;
    }
    void *sheets =
        grown(reader, book->sheets, &book->sheet_capacity, book->sheet_count, sizeof *book->sheets);
    if (!sheets) {
        return false;
    }
    book->sheets = sheets;
    struct hj_span copy = hj_arena_copy(&book->arena, hj_span_of(title ? title : ""));
    struct hj_span relation = hj_arena_copy(&book->arena, hj_span_of(id ? id : ""));
    reader->memory_full = !copy.data || !relation.data;
    book->sheets[book->sheet_count++] = (struct hj_book_sheet){copy, relation.data};
    return !reader->memory_full;
}

/* Relation ids of the sheets become their parts; what is no worksheet (a chart) goes. */
static enum hj_code find_sheet_parts(struct reader *reader, const char *workbook,
                                     struct hj_error *error)
{
    struct hj_book *book = reader->book;
    size_t kept = 0;
    for (size_t i = 0; i < book->sheet_count; i++) {
        enum hj_code code = find_relation(reader, workbook, book->sheets[i].part, false, error);
        if (code != HJ_OK) {
            return code;
        }
        if (!hj_xml_has_part(&book->archive, reader->target) ||
            strstr(reader->target, "chartsheets/")) {
            continue;
        }
        struct hj_span part = hj_arena_copy(&book->arena, hj_span_of(reader->target));
        if (!part.data) {
            return hj_error_memory(error);
        }
        book->sheets[kept++] = (struct hj_book_sheet){book->sheets[i].name, part.data};
    }
    book->sheet_count = kept;
    return HJ_OK;
}

/* ---- styles ---- */

/* The format code's first section without quoted text, escapes and [colours]: only what shapes it.
 */
static size_t bare_format(const char *format, char *bare, size_t room)
{
    size_t size = 0;
    for (; *format && *format != ';' && size < room; format++) {
        char close = *format == '"' ? '"' : *format == '[' ? ']' : '\0';
        if (close) {
            const char *end = strchr(format + 1, close);
            format = end ? end : format + strlen(format) - 1;
        } else if ((*format == '\\' || *format == '_' || *format == '*') && format[1]) {
            format++;
        } else {
            bare[size++] = *format;
        }
    }
    return size;
}

unsigned char hj_book_style_of(const char *format)
{
    char bare[NAME_SIZE];
    size_t size = bare_format(format, bare, sizeof bare);
    size_t zeros = 0, digits = 0;
    bool day = false, month = false;
    for (size_t i = 0; i < size; i++) {
        zeros += bare[i] == '0';
        digits += bare[i] == '0' || bare[i] == '#' || bare[i] == '?';
        day = day || strchr("yYdD", bare[i]);
        month = month || bare[i] == 'm' || bare[i] == 'M';
    }
    if (day || (month && digits == 0)) {
        return HJ_STYLE_DATE;
    }
    return zeros == size && zeros > 1 && zeros < HJ_STYLE_DATE ? (unsigned char)zeros
                                                               : HJ_STYLE_PLAIN;
}

/* Formats that every book has: dates, among them those of East Asian editions. */
static unsigned char built_in_style(unsigned long id)
{
    bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
                (id >= 50 && id <= 58);
    return date ? HJ_STYLE_DATE : HJ_STYLE_PLAIN;
}

static bool take_style(void *context, const char *name, const char **attributes)
{
    struct reader *reader = context;
    struct hj_book *book = reader->book;
    const char *id = hj_xml_attribute(attributes, "numFmtId");
    unsigned long number = id ? strtoul(id, NULL, 10) : 0;
    reader->in_formats = reader->in_formats || strcmp(name, "cellXfs") == 0;
    if (strcmp(name, "numFmt") == 0 && reader->custom_count < CUSTOM_FORMATS) {
        const char *format = hj_xml_attribute(attributes, "formatCode");
        void *custom = grown(reader, reader->custom, &reader->custom_capacity, reader->custom_count,
                             sizeof *reader->custom);
        if (!custom) {
            return false;
        }
        reader->custom = custom;
        reader->custom[reader->custom_count++] =
            (struct custom){number, hj_book_style_of(format ? format : "")};
    }
    if (reader->in_formats && strcmp(name, "xf") == 0 && book->style_count < CELL_FORMATS) {
        void *styles = grown(reader, book->styles, &book->style_capacity, book->style_count,
                             sizeof *book->styles);
        if (!styles) {
            return false;
        }
        book->styles = styles;
        unsigned char style = built_in_style(number);
        for (size_t i = 0; i < reader->custom_count; i++) {
            style = reader->custom[i].id == number ? reader->custom[i].style : style;
        }
        book->styles[book->style_count++] = style;
    }
    return true;
}

static bool end_style(void *context, const char *name)
{
    struct reader *reader = context;
    reader->in_formats = reader->in_formats && strcmp(name, "cellXfs") != 0;
    return true;
}

/* ---- shared texts ---- */

static bool start_string(void *context, const char *name, const char **attributes)
{
    struct reader *reader = context;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        reader->begin = reader->book->strings.size;
    }
    reader->phonetic += strcmp(name, "rPh") == 0;
    reader->in_text = strcmp(name, "t") == 0 && reader->phonetic == 0;
    return true;
}

/* All that is held of them stays within the limit. */
static bool strings_fit(struct reader *reader)
{
    const struct hj_book *book = reader->book;
    size_t held = book->strings.size + book->string_count * sizeof *book->string_ends;
    reader->too_large = held > HJ_BOOK_STRINGS;
    return !reader->too_large;
}

static bool take_string(void *context, struct hj_span text)
{
    struct reader *reader = context;
    struct hj_buffer *strings = &reader->book->strings;
    if (!reader->in_text) {
        return true;
    }
    reader->memory_full = !hj_buffer_append(strings, text);
    return !reader->memory_full && strings_fit(reader);
}

static bool end_string(void *context, const char *name)
{
    struct reader *reader = context;
    struct hj_book *book = reader->book;
    reader->in_text = reader->in_text && strcmp(name, "t") != 0;
    reader->phonetic -= strcmp(name, "rPh") == 0 && reader->phonetic > 0;
    if (strcmp(name, "si") != 0) {
        return true;
    }
    size_t *ends = grown(reader, book->string_ends, &book->string_capacity, book->string_count,
                         sizeof *book->string_ends);
    if (!ends) {
        return false;
    }
    book->string_ends = ends;
    book->strings.size = reader->begin + hj_unescape(book->strings.data + reader->begin,
                                                     book->strings.size - reader->begin);
    book->string_ends[book->string_count++] = book->strings.size;
    return strings_fit(reader);
}

/* ---- the book ---- */

static enum hj_code refuse(const struct reader *reader, enum hj_code code, struct hj_error *error)
{
    if (reader->memory_full) {
        return hj_error_memory(error);
    }
    hj_error_set(error, code);
    hj_error_text(error, "file", hj_span_of(reader->book->archive.path));
    return error->code;
}

static enum hj_code read_part(struct reader *reader, const char *part,
                              const struct hj_xml_handlers *handlers, struct hj_error *error)
{
    if (!hj_xml_has_part(&reader->book->archive, part)) {
        return HJ_OK;
    }
    enum hj_code code = hj_xml_parse(&reader->book->archive, part, handlers, reader, error);
    if (code == HJ_OK && (reader->memory_full || reader->too_large)) {
        code = refuse(reader, HJ_INPUT_BOOK_LARGE, error);
    }
    return code;
}

/* A part that the workbook refers to by a type; a book may have none. */
static enum hj_code read_related(struct reader *reader, const char *workbook, const char *type,
                                 const struct hj_xml_handlers *handlers, struct hj_error *error)
{
    char part[NAME_SIZE];
    enum hj_code code = find_relation(reader, workbook, type, true, error);
    memcpy(part, reader->target, sizeof part);
    return code == HJ_OK ? read_part(reader, part, handlers, error) : code;
}

static enum hj_code read_book(struct reader *reader, struct hj_error *error)
{
    static const struct hj_xml_handlers workbook_handlers = {take_workbook, ignore_end,
                                                             ignore_text};
    static const struct hj_xml_handlers style_handlers = {take_style, end_style, ignore_text};
    static const struct hj_xml_handlers string_handlers = {start_string, end_string, take_string};
    char workbook[NAME_SIZE];
    enum hj_code code;
    HJ_TRY(find_relation(reader, "", "/officeDocument", true, error));
    memcpy(workbook, reader->target, sizeof workbook);
    HJ_TRY(read_part(reader, workbook, &workbook_handlers, error));
    HJ_TRY(find_sheet_parts(reader, workbook, error));
    HJ_TRY(read_related(reader, workbook, "/styles", &style_handlers, error));
    HJ_TRY(read_related(reader, workbook, "/sharedStrings", &string_handlers, error));
    if (reader->book->sheet_count == 0) {
        code = refuse(reader, HJ_INPUT_NO_BOOK, error);
    }
done:
    return code;
}

enum hj_code hj_book_open(struct hj_book *book, const struct hj_source *source,
                          struct hj_error *error)
{
    struct reader reader = {.book = book};
    int reason = 0;
    *book = (struct hj_book){.archive = {.path = source->path, .budget = HJ_BOOK_BYTES}};
    int descriptor = dup(source->descriptor); /* libzip closes it */
    if (descriptor >= 0) {
        lseek(descriptor, 0, SEEK_SET);
        book->archive.zip = zip_fdopen(descriptor, 0, &reason);
    }
    if (!book->archive.zip) {
        if (descriptor >= 0) {
            close(descriptor);
        }
        return reason == ZIP_ER_MEMORY ? hj_error_memory(error)
                                       : refuse(&reader, HJ_INPUT_NO_BOOK, error);
    }
    enum hj_code code = read_book(&reader, error);
    hj_memory_free(reader.custom);
    return code;
}

void hj_book_close(struct hj_book *book)
{
    if (book) {
        if (book->archive.zip) {
            zip_discard(book->archive.zip);
        }
        hj_memory_free(book->sheets);
        hj_memory_free(book->styles);
        hj_memory_free(book->string_ends);
        hj_buffer_release(&book->strings);
        hj_arena_release(&book->arena);
        *book = (struct hj_book){0};
    }
}

struct hj_span hj_book_string(const struct hj_book *book, size_t index)
{
    if (index >= book->string_count) {
        return (struct hj_span){NULL, 0};
    }
    size_t from = index ? book->string_ends[index - 1] : 0;
    const char *data = book->strings.data ? book->strings.data : "";
    return (struct hj_span){data + from, book->string_ends[index] - from};
}

unsigned char hj_book_style(const struct hj_book *book, size_t format)
{
    return format < book->style_count ? book->styles[format] : HJ_STYLE_PLAIN;
}
