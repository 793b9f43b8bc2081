/* SPDX-License-Identifier: MIT */
#include "input/xml.h"

#include "base/memory.h"

#include <expat.h>
#include <zip.h>

enum {
    PIECE_SIZE = 64 * 1024,
    TOKEN_SIZE = 4 * 1024 * 1024, /* what expat may hold back for one tag */
    RATIO = 200,                  /* unpacked to packed */
    RATIO_FROM =
        8 * 1024 * 1024, /* bytes before the ratio counts: small parts of blanks are harmless */
};

struct reader {
    XML_Parser parser;
    const struct hj_xml_handlers *handlers;
    void *context;
    bool stopped; /* a handler has what it wanted */
    bool doctype;
};

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *hj_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2) {
        if (strcmp(local_name(attributes[0]), name) == 0) {
            return attributes[1];
        }
    }
    return NULL;
}

static void stop_unless(struct reader *reader, bool go_on)
{
    if (!go_on) {
        reader->stopped = true;
        XML_StopParser(reader->parser, XML_FALSE);
    }
}

static void take_start(void *context, const char *name, const char **attributes)
{
    struct reader *reader = context;
    stop_unless(reader, reader->handlers->start(reader->context, local_name(name), attributes));
}

static void take_end(void *context, const char *name)
{
    struct reader *reader = context;
    if (!reader->stopped) {
        stop_unless(reader, reader->handlers->end(reader->context, local_name(name)));
    }
}

static void take_text(void *context, const char *text, int size)
{
    struct reader *reader = context;
    if (!reader->stopped) {
        stop_unless(reader,
                    reader->handlers->text(reader->context, (struct hj_span){text, (size_t)size}));
    }
}

static void take_doctype(void *context, const char *name, const char *system,
                         const char *identifier, int internal)
{
    struct reader *reader = context;
    (void)name;
    (void)system;
    (void)identifier;
    (void)internal;
    reader->doctype = true;
    XML_StopParser(reader->parser, XML_FALSE);
}

static enum hj_code damaged(const struct hj_xml_archive *archive, const char *part,
                            const char *reason, struct hj_error *error)
{
    hj_error_set(error, HJ_INPUT_BOOK_DAMAGED);
    hj_error_text(error, "file", hj_span_of(archive->path));
    hj_error_text(error, "part", hj_span_of(part));
    hj_error_text(error, "reason", hj_span_of(reason));
    return error->code;
}

static enum hj_code not_opened(const struct hj_xml_archive *archive, const char *part,
                               struct hj_error *error)
{
    if (zip_error_code_zip(zip_get_error(archive->zip)) == ZIP_ER_NOPASSWD) {
        hj_error_set(error, HJ_INPUT_OLD_WORKBOOK); /* its text names the password too */
        hj_error_text(error, "file", hj_span_of(archive->path));
        return error->code;
    }
    return damaged(archive, part, zip_strerror(archive->zip), error);
}

static enum hj_code too_large(const struct hj_xml_archive *archive, struct hj_error *error)
{
    hj_error_set(error, HJ_INPUT_BOOK_LARGE);
    hj_error_text(error, "file", hj_span_of(archive->path));
    return error->code;
}

/* Why expat stopped. */
static enum hj_code parse_failed(const struct hj_xml_archive *archive, const char *part,
                                 const struct reader *reader, struct hj_error *error)
{
    enum XML_Error reason = XML_GetErrorCode(reader->parser);
    if (reader->doctype) {
        return damaged(archive, part, "it has a DOCTYPE", error);
    }
    if (reason == XML_ERROR_NO_MEMORY) {
        return hj_error_memory(error);
    }
    return damaged(archive, part, XML_ErrorString(reason), error);
}

static enum hj_code parse_pieces(struct hj_xml_archive *archive, const char *part, zip_file_t *file,
                                 const zip_stat_t *status, struct reader *reader,
                                 struct hj_error *error)
{
    uint64_t packed =
        (status->valid & ZIP_STAT_COMP_SIZE) && status->comp_size ? status->comp_size : 1;
    for (;;) {
        void *piece = XML_GetBuffer(reader->parser, PIECE_SIZE);
        if (!piece) {
            return hj_error_memory(error);
        }
        zip_int64_t got = zip_fread(file, piece, PIECE_SIZE);
        if (got < 0) {
            return damaged(archive, part, zip_file_strerror(file), error);
        }
        archive->part_done += (uint64_t)got;
        if ((uint64_t)got > archive->budget ||
            (archive->part_done > RATIO_FROM && archive->part_done / RATIO > packed)) {
            return too_large(archive, error);
        }
        archive->budget -= (uint64_t)got;
        if (XML_ParseBuffer(reader->parser, (int)got, got == 0) != XML_STATUS_OK) {
            return reader->stopped ? HJ_OK : parse_failed(archive, part, reader, error);
        }
        XML_Index index = XML_GetCurrentByteIndex(reader->parser);
        if (index >= 0 && archive->part_done > (uint64_t)index + TOKEN_SIZE) {
            return damaged(archive, part, "a tag is too long", error);
        }
        if (got == 0) {
            return HJ_OK;
        }
    }
}

bool hj_xml_has_part(const struct hj_xml_archive *archive, const char *part)
{
    return zip_name_locate(archive->zip, part, ZIP_FL_NOCASE) >= 0;
}

enum hj_code hj_xml_parse(struct hj_xml_archive *archive, const char *part,
                          const struct hj_xml_handlers *handlers, void *context,
                          struct hj_error *error)
{
    static const XML_Memory_Handling_Suite memory = {hj_memory_new, hj_memory_resize,
                                                     hj_memory_free};
    struct reader reader = {.handlers = handlers, .context = context};
    zip_stat_t status;
    zip_stat_init(&status);
    zip_int64_t index = zip_name_locate(archive->zip, part, ZIP_FL_NOCASE);
    zip_file_t *file = index < 0 ? NULL : zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (!file || zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &status) != 0) {
        enum hj_code code = not_opened(archive, part, error);
        if (file) {
            zip_fclose(file);
        }
        return code;
    }
    archive->part_size = status.valid & ZIP_STAT_SIZE ? status.size : 0;
    archive->part_done = 0;
    reader.parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    enum hj_code code = reader.parser ? HJ_OK : hj_error_memory(error);
    if (code == HJ_OK) {
        XML_SetUserData(reader.parser, &reader);
        XML_SetElementHandler(reader.parser, take_start, take_end);
        XML_SetCharacterDataHandler(reader.parser, take_text);
        XML_SetStartDoctypeDeclHandler(reader.parser, take_doctype);
        code = parse_pieces(archive, part, file, &status, &reader, error);
        XML_ParserFree(reader.parser);
    }
    zip_fclose(file);
    return code;
}
