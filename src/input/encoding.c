/* SPDX-License-Identifier: MIT */
#include "input/encoding.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    CHUNK_SIZE = 256 * 1024,        /* of the file, converted at once: a checkpoint each */
    CARRY_SIZE = 8,                 /* the beginning of a character, from the chunk before */
    TEXT_SIZE = 2 * CHUNK_SIZE,     /* two bytes of a file are at most three of UTF-8 */
    CERTAIN_SIZE = 6 * 1024 * 1024, /* bytes of valid UTF-8 … */
    CERTAIN_POINTS = 16,            /* … with so many characters of three bytes: it is UTF-8 */
    SURE_POINTS = 4,                /* so many before the first wrong byte: it was meant to be */
    HEAD_SIZE = 4096,
};

/* What a byte order mark says. */
struct mark {
    struct hj_span bytes;
    const char *encoding, *charset;
};

static const struct mark marks[] = {
    {HJ_SPAN("\xEF\xBB\xBF"), "UTF-8", NULL},
    {HJ_SPAN("\xFF\xFE"), "UTF-16LE", "UTF-16LE"},
    {HJ_SPAN("\xFE\xFF"), "UTF-16BE", "UTF-16BE"},
    {HJ_SPAN("\x84\x31\x95\x33"), "GB18030", "GB18030"},
};
static const struct mark no_mark = {HJ_SPAN(""), "UTF-8", NULL};
static const struct mark gb18030 = {HJ_SPAN(""), "GB18030", "GB18030"};

/* ---- conversion ---- */

struct converter {
    iconv_t state;
    char *input; /* what is left of the chunk before, then the chunk */
    char *text;
    size_t kept;      /* bytes left of the chunk before */
    uint64_t file;    /* offset in the file of the next bytes to read */
    uint64_t text_at; /* offset of `text` in the text */
    size_t text_size;
    uint64_t bad_at;      /* offset in the file of what is no character */
    XXH3_state_t *digest; /* NULL: none is wanted */
};

static enum hj_code converter_open(struct converter *converter, const char *charset,
                                   struct hj_checkpoint from, struct hj_error *error)
{
    *converter = (struct converter){.file = from.file, .text_at = from.text};
    converter->state = iconv_open("UTF-8", charset);
    if (converter->state == (iconv_t)-1) {
        return errno == ENOMEM ? hj_error_memory(error)
                               : hj_error_system(error, HJ_READ, charset, errno);
    }
    converter->input = hj_memory_new(CARRY_SIZE + CHUNK_SIZE);
    converter->text = hj_memory_new(TEXT_SIZE);
    return converter->input && converter->text ? HJ_OK : hj_error_memory(error);
}

static void converter_close(struct converter *converter)
{
    if (converter->state != (iconv_t)-1) {
        iconv_close(converter->state);
    }
    hj_memory_free(converter->input);
    hj_memory_free(converter->text);
}

static bool converter_ended(const struct converter *converter, const struct hj_source *source)
{
    return converter->file >= source->bytes && converter->kept == 0;
}

static struct hj_checkpoint converter_place(const struct converter *converter)
{
    return (struct hj_checkpoint){.text = converter->text_at + converter->text_size,
                                  .file = converter->file - converter->kept};
}

/* Converts the next chunk. *bad: behind its text stands what is no character. */
static enum hj_code converter_next(struct converter *converter, const struct hj_source *source,
                                   bool *bad, struct hj_error *error)
{
    size_t got;
    char *from = converter->input, *to = converter->text;
    enum hj_code code = hj_source_read_file(source, converter->file, from + converter->kept,
                                            CHUNK_SIZE, &got, error);
    if (code != HJ_OK) {
        return code;
    }
    if (converter->digest) {
        XXH3_128bits_update(converter->digest, from + converter->kept, got);
    }
    size_t left = converter->kept + got, room = TEXT_SIZE;
    converter->file += got;
    converter->text_at += converter->text_size;
    bool failed = iconv(converter->state, &from, &left, &to, &room) == (size_t)-1;
    /* the beginning of a character at the chunk's end is bad only where nothing follows */
    *bad = failed && (errno != EINVAL || got == 0 || left > CARRY_SIZE);
    converter->text_size = (size_t)(to - converter->text);
    converter->kept = left;
    converter->bad_at = converter->file - left;
    if (!*bad && left) {
        memmove(converter->input, from, left);
    }
    return HJ_OK;
}

static bool add_checkpoint(struct hj_source *source, struct hj_checkpoint checkpoint)
{
    void *list = source->checkpoints;
    if (hj_memory_grow(&list, &source->checkpoint_capacity, source->checkpoint_count + 1,
                       sizeof *source->checkpoints) != 0) {
        return false;
    }
    source->checkpoints = list;
    source->checkpoints[source->checkpoint_count++] = checkpoint;
    return true;
}

static void take_digest(struct hj_source *source, const XXH3_state_t *state)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
    memcpy(source->digest.bytes, canonical.digest, sizeof source->digest.bytes);
    source->has_digest = true;
}

/* The pass over the whole file: checkpoints, size, digest. *bad: what stands at *bad_at of the
 * file, behind `size` bytes of text, is not of this encoding. */
static enum hj_code convert_all(struct hj_source *source, const struct mark *mark, bool *bad,
                                uint64_t *bad_at, struct hj_error *error)
{
    XXH3_state_t digest;
    struct converter converter;
    struct hj_checkpoint begin = {.text = 0, .file = mark->bytes.size};
    *bad = false;
    source->encoding = mark->encoding;
    source->charset = mark->charset;
    source->text_begin = mark->bytes.size;
    XXH3_128bits_reset(&digest);
    XXH3_128bits_update(&digest, mark->bytes.data, mark->bytes.size);
    enum hj_code code = converter_open(&converter, mark->charset, begin, error);
    converter.digest = &digest;
    while (code == HJ_OK && !*bad && !converter_ended(&converter, source)) {
        code = add_checkpoint(source, converter_place(&converter))
                   ? converter_next(&converter, source, bad, error)
                   : hj_error_memory(error);
    }
    source->size = converter_place(&converter).text;
    *bad_at = converter.bad_at;
    converter_close(&converter);
    take_digest(source, &digest);
    return code;
}

/* The last checkpoint at or before the offset of the text. */
static struct hj_checkpoint checkpoint_before(const struct hj_source *source, uint64_t offset)
{
    size_t low = 0, high = source->checkpoint_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->checkpoints[middle].text <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return source->checkpoints[low];
}

enum hj_code hj_encoding_read(const struct hj_source *source, uint64_t offset, char *bytes,
                              size_t size, size_t *got, struct hj_error *error)
{
    struct converter converter;
    bool bad = false;
    *got = 0;
    enum hj_code code =
        converter_open(&converter, source->charset, checkpoint_before(source, offset), error);
    while (code == HJ_OK && !bad && *got < size && !converter_ended(&converter, source)) {
        code = converter_next(&converter, source, &bad, error);
        uint64_t end = converter.text_at + converter.text_size;
        uint64_t wanted = offset + *got;
        if (code == HJ_OK && wanted < end) {
            size_t part = (size_t)(end - wanted);
            part = part < size - *got ? part : size - *got;
            memcpy(bytes + *got, converter.text + (wanted - converter.text_at), part);
            *got += part;
        }
    }
    converter_close(&converter);
    return code;
}

/* ---- what a file is ---- */

static enum hj_code refuse(const struct hj_source *source, enum hj_code code, uint64_t bad_at,
                           struct hj_error *error)
{
    char byte = '\0', name[8];
    size_t got;
    struct hj_place place = hj_source_place(source, 0, 1, source->size);
    enum hj_code read = hj_source_read_file(source, bad_at, &byte, 1, &got, error);
    if (read != HJ_OK) {
        return read;
    }
    hj_error_set(error, code);
    int size = snprintf(name, sizeof name, "0x%02X", (unsigned)(unsigned char)byte);
    hj_error_text(error, "byte", (struct hj_span){name, (size_t)size});
    hj_error_text(error, "encoding", hj_span_of(source->encoding));
    hj_error_place(error, source->path, place.line, place.column);
    return code;
}

/* How much of a file is UTF-8. */
struct scan {
    uint64_t valid;  /* bytes from the beginning that are; all of them: it is UTF-8 */
    uint64_t points; /* characters of three bytes or more among them */
    bool certain;    /* enough of it: the rest was not looked at */
};

static uint64_t count_points(struct hj_span text)
{
    uint64_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += (unsigned char)text.data[i] >= 0xE0;
    }
    return count;
}

static enum hj_code scan_utf8(const struct hj_source *source, struct scan *scan,
                              struct hj_error *error)
{
    char *bytes = hj_memory_new(CHUNK_SIZE);
    enum hj_code code = bytes ? HJ_OK : hj_error_memory(error);
    bool bad = false;
    *scan = (struct scan){0};
    while (code == HJ_OK && !bad && !scan->certain && scan->valid < source->bytes) {
        size_t got, valid;
        code = hj_source_read_file(source, scan->valid, bytes, CHUNK_SIZE, &got, error);
        if (code != HJ_OK || hj_text_utf8_valid((struct hj_span){bytes, got}, &valid)) {
            valid = code == HJ_OK ? got : 0;
        } else {
            /* a character that the chunk's end cuts is whole in the next one, which begins with it
             */
            bad = valid + 4 <= got || scan->valid + got >= source->bytes;
        }
        scan->points +=
            scan->points < CERTAIN_POINTS ? count_points((struct hj_span){bytes, valid}) : 0;
        scan->valid += valid;
        scan->certain = scan->valid >= CERTAIN_SIZE && scan->points >= CERTAIN_POINTS;
    }
    hj_memory_free(bytes);
    return code;
}

/* Text in UTF-16 without its mark: a zero byte beside every ASCII character, always on one side. A
 * few zeros may stand on one side by chance. */
static bool is_unmarked_utf16(struct hj_span head)
{
    enum { FEW = 8, SHARE = 20 };
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < head.size; i++) {
        zeros[i % 2] += head.data[i] == '\0';
    }
    size_t count = zeros[0] + zeros[1];
    return (zeros[0] == 0 || zeros[1] == 0) && count >= FEW && count * SHARE >= head.size;
}

static enum hj_code find_without_mark(struct hj_source *source, struct hj_span head,
                                      struct hj_error *error)
{
    struct scan scan;
    bool bad;
    uint64_t bad_at;
    if (is_unmarked_utf16(head)) {
        hj_error_set(error, HJ_INPUT_NO_MARK);
        hj_error_text(error, "file", hj_span_of(source->path));
        return error->code;
    }
    enum hj_code code = scan_utf8(source, &scan, error);
    if (code != HJ_OK || scan.certain || scan.valid == source->bytes) {
        return code;
    }
    if (scan.points >= SURE_POINTS) {
        return hj_source_bad_byte(source, HJ_INPUT_NOT_UTF8, 0, 1, scan.valid, error);
    }
    code = convert_all(source, &gb18030, &bad, &bad_at, error);
    return code == HJ_OK && bad ? refuse(source, HJ_INPUT_NO_ENCODING, bad_at, error) : code;
}

enum hj_code hj_encoding_find(struct hj_source *source, struct hj_error *error)
{
    char bytes[HEAD_SIZE];
    struct hj_span head = {.data = bytes};
    const struct mark *mark = &no_mark;
    bool bad;
    uint64_t bad_at;
    enum hj_code code = hj_source_read_file(source, 0, bytes, sizeof bytes, &head.size, error);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (head.size >= marks[i].bytes.size &&
            memcmp(head.data, marks[i].bytes.data, marks[i].bytes.size) == 0) {
            mark = &marks[i];
        }
    }
    source->encoding = mark->encoding;
    source->text_begin = mark->bytes.size;
    source->size = source->bytes - source->text_begin;
    if (code != HJ_OK || source->size == 0) {
        return code;
    }
    if (mark == &no_mark) {
        return find_without_mark(source, head, error);
    }
    if (mark->charset) {
        code = convert_all(source, mark, &bad, &bad_at, error);
        return code == HJ_OK && bad ? refuse(source, HJ_INPUT_BAD_BYTE, bad_at, error) : code;
    }
    return HJ_OK;
}
