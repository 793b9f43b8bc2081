/* SPDX-License-Identifier: MIT */
#include "input/source.h"

#include "base/memory.h"
#include "input/encoding.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* First bytes that say what a file is, before any text is read. */
struct signature {
    struct hj_span bytes;
    enum hj_code refusal; /* HJ_OK: it can be read */
    enum hj_file_kind kind;
};

static const struct signature signatures[] = {
    {HJ_SPAN("PK\x03\x04"), HJ_OK, HJ_FILE_XLSX},
    {HJ_SPAN("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), HJ_INPUT_OLD_WORKBOOK, HJ_FILE_TEXT},
    {HJ_SPAN("%PDF-"), HJ_INPUT_NO_TABLE, HJ_FILE_TEXT},
    {HJ_SPAN("\x1F\x8B"), HJ_INPUT_COMPRESSED, HJ_FILE_TEXT},
    {HJ_SPAN("BZh"), HJ_INPUT_COMPRESSED, HJ_FILE_TEXT},
    {HJ_SPAN("\xFD"
             "7zXZ"),
     HJ_INPUT_COMPRESSED, HJ_FILE_TEXT},
    {HJ_SPAN("7z\xBC\xAF\x27\x1C"), HJ_INPUT_COMPRESSED, HJ_FILE_TEXT},
    {HJ_SPAN("Rar!\x1A\x07"), HJ_INPUT_COMPRESSED, HJ_FILE_TEXT},
    {HJ_SPAN("\x28\xB5\x2F\xFD"), HJ_INPUT_COMPRESSED, HJ_FILE_TEXT},
};

enum { HEAD_SIZE = 16 };

enum hj_code hj_source_read_file(const struct hj_source *source, uint64_t offset, char *bytes,
                                 size_t size, size_t *got, struct hj_error *error)
{
    *got = 0;
    while (*got < size) {
        ssize_t count =
            pread(source->descriptor, bytes + *got, size - *got, (off_t)(offset + *got));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return hj_error_system(error, HJ_READ, source->path, errno);
        }
        if (count == 0) {
            break;
        }
        *got += (size_t)count;
    }
    return HJ_OK;
}

static bool begins_with(struct hj_span text, struct hj_span start)
{
    return text.size >= start.size && memcmp(text.data, start.data, start.size) == 0;
}

static enum hj_code refuse(const struct hj_source *source, enum hj_code code,
                           struct hj_error *error)
{
    hj_error_set(error, code);
    hj_error_text(error, "file", hj_span_of(source->path));
    return code;
}

static enum hj_code look_at_head(struct hj_source *source, struct hj_error *error)
{
    char bytes[HEAD_SIZE];
    struct hj_span head = {.data = bytes};
    enum hj_code code = hj_source_read_file(source, 0, bytes, sizeof bytes, &head.size, error);
    if (code != HJ_OK) {
        return code;
    }
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        if (begins_with(head, signatures[i].bytes)) {
            source->kind = signatures[i].kind;
            source->encoding = "XLSX";
            return signatures[i].refusal == HJ_OK ? HJ_OK
                                                  : refuse(source, signatures[i].refusal, error);
        }
    }
    code = hj_encoding_find(source, error);
    if (code == HJ_OK && source->size == 0) {
        code = refuse(source, HJ_INPUT_EMPTY, error);
    }
    return code;
}

enum hj_code hj_source_open(struct hj_source *source, const char *path, struct hj_error *error)
{
    struct stat status;
    *source = (struct hj_source){.path = path, .descriptor = -1, .kind = HJ_FILE_TEXT};
    /* without O_NONBLOCK opening a pipe would wait for its writer */
    source->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source->descriptor < 0) {
        return hj_error_system(error, HJ_OPEN, path, errno);
    }
    if (fstat(source->descriptor, &status) != 0) {
        return hj_error_system(error, HJ_READ, path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return refuse(source, HJ_NOT_A_FILE, error);
    }
    source->bytes = (uint64_t)status.st_size;
    source->changed_seconds = (int64_t)status.st_mtim.tv_sec;
    source->changed_nanoseconds = (int64_t)status.st_mtim.tv_nsec;
    if (source->bytes == 0) {
        return refuse(source, HJ_INPUT_EMPTY, error);
    }
    return look_at_head(source, error);
}

void hj_source_close(struct hj_source *source)
{
    if (source && source->descriptor >= 0) {
        close(source->descriptor);
        source->descriptor = -1;
        hj_memory_free(source->checkpoints);
        source->checkpoints = NULL;
    }
}

enum hj_code hj_source_read(const struct hj_source *source, uint64_t offset, char *bytes,
                            size_t size, size_t *got, struct hj_error *error)
{
    enum hj_code code;
    *got = 0;
    if (offset >= source->size) {
        return HJ_OK;
    }
    uint64_t left = source->size - offset;
    size = size > left ? (size_t)left : size;
    if (source->charset) {
        code = hj_encoding_read(source, offset, bytes, size, got, error);
    } else {
        code = hj_source_read_file(source, source->text_begin + offset, bytes, size, got, error);
    }
    if (code == HJ_OK && *got < size) {
        code = refuse(source, HJ_INPUT_CHANGED, error);
    }
    return code;
}

enum hj_code hj_source_unchanged(const struct hj_source *source, struct hj_error *error)
{
    struct stat status;
    if (fstat(source->descriptor, &status) != 0) {
        return hj_error_system(error, HJ_READ, source->path, errno);
    }
    if ((uint64_t)status.st_size != source->bytes ||
        (int64_t)status.st_mtim.tv_sec != source->changed_seconds ||
        (int64_t)status.st_mtim.tv_nsec != source->changed_nanoseconds) {
        return refuse(source, HJ_INPUT_CHANGED, error);
    }
    return HJ_OK;
}

struct hj_place hj_source_place(const struct hj_source *source, uint64_t from, uint64_t line,
                                uint64_t offset)
{
    struct hj_place place = {line, 1};
    struct hj_error ignored;
    char bytes[16384];
    char before = '\0';
    size_t got = 1;
    for (; from < offset && got > 0; from += got) {
        size_t size = offset - from < sizeof bytes ? (size_t)(offset - from) : sizeof bytes;
        if (hj_source_read(source, from, bytes, size, &got, &ignored) != HJ_OK) {
            break;
        }
        for (size_t i = 0; i < got; i++) {
            bool ended = before == '\n' || (before == '\r' && bytes[i] != '\n');
            place.line += ended;
            place.column = ended ? 1 : place.column;
            place.column += ((unsigned char)bytes[i] & 0xC0u) != 0x80u;
            before = bytes[i];
        }
    }
    if (before == '\n' || before == '\r') {
        place.line++;
        place.column = 1;
    }
    return place;
}

enum hj_code hj_source_bad_byte(const struct hj_source *source, enum hj_code code, uint64_t from,
                                uint64_t line, uint64_t offset, struct hj_error *error)
{
    char byte = '\0', name[8];
    size_t got;
    struct hj_place place = hj_source_place(source, from, line, offset);
    enum hj_code read = hj_source_read(source, offset, &byte, 1, &got, error);
    if (read != HJ_OK) {
        return read;
    }
    hj_error_set(error, code);
    hj_error_text(error, "file", hj_span_of(source->path));
    int size = snprintf(name, sizeof name, "0x%02X", (unsigned)(unsigned char)byte);
    hj_error_text(error, "byte", (struct hj_span){name, (size_t)size});
    hj_error_place(error, source->path, place.line, place.column);
    return code;
}
