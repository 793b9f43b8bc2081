/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/* Eight bytes at once. Masks are read from bytes too, and no sum below leaves its byte, so that the
 * order of bytes in a word does not matter. */
static inline uint64_t word_at(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* True when the word is part of a run of three-byte characters that begin where `lead` holds 0x0F,
 * and none of them begins with E0 or ED: those alone need a look at their second byte. */
static inline bool is_run(uint64_t word, uint64_t lead)
{
    uint64_t bits = EVERY_BYTE(0xC0) | (lead & EVERY_BYTE(0x03)) << 4;
    uint64_t wanted = EVERY_BYTE(0x80) | (lead & EVERY_BYTE(0x06)) << 4;
    uint64_t one = (lead & EVERY_BYTE(0x01)) << 4;
    /* a half byte that is not 0 carries into bit 4 when 0x0F is added */
    uint64_t not_e0 = (word & lead) + lead;
    uint64_t not_ed = ((word & lead) ^ (lead & EVERY_BYTE(0x0D))) + lead;
    return (((word & bits) ^ wanted) | ((not_e0 & not_ed & one) ^ one)) == 0;
}

/* Bytes, from `at`, of three-byte characters taken eight at a time. Chinese text is such runs: on a
 * real register (53 MB, a third ASCII) this makes 1.5 GB/s a core into 2.1. */
static size_t skip_run(struct hj_span text, size_t at)
{
    static const unsigned char first[8] = {0x0F, 0, 0, 0x0F, 0, 0, 0x0F, 0};
    static const unsigned char second[8] = {0, 0x0F, 0, 0, 0x0F, 0, 0, 0x0F};
    static const unsigned char third[8] = {0, 0, 0x0F, 0, 0, 0x0F, 0, 0};
    const char *bytes = text.data;
    while (text.size - at >= 24 && is_run(word_at(bytes + at), word_at(first)) &&
           is_run(word_at(bytes + at + 8), word_at(second)) &&
           is_run(word_at(bytes + at + 16), word_at(third))) {
        at += 24;
    }
    return at;
}

static bool follows(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Bytes of the character at `at` that is not ASCII, 0 when it is broken. Table 3-7 of the Unicode
 * standard. */
static size_t character_size(struct hj_span text, size_t at)
{
    const unsigned char *byte = (const unsigned char *)text.data + at;
    size_t left = text.size - at;
    if (byte[0] < 0xC2 || byte[0] > 0xF4 || left < 2) {
        return 0;
    }
    if (byte[0] < 0xE0) {
        return follows(byte[1]) ? 2 : 0;
    }
    if (byte[0] < 0xF0) {
        bool second = byte[0] == 0xE0   ? byte[1] >= 0xA0 && byte[1] <= 0xBF
                      : byte[0] == 0xED ? byte[1] >= 0x80 && byte[1] <= 0x9F
                                        : follows(byte[1]);
        return second && left >= 3 && follows(byte[2]) ? 3 : 0;
    }
    bool second = byte[0] == 0xF0   ? byte[1] >= 0x90 && byte[1] <= 0xBF
                  : byte[0] == 0xF4 ? byte[1] >= 0x80 && byte[1] <= 0x8F
                                    : follows(byte[1]);
    return second && left >= 4 && follows(byte[2]) && follows(byte[3]) ? 4 : 0;
}

bool hj_text_utf8_valid(struct hj_span text, size_t *bad_at)
{
    size_t at = 0;
    while (at < text.size) {
        while (text.size - at >= 8 && (word_at(text.data + at) & EVERY_BYTE(0x80)) == 0) {
            at += 8;
        }
        while (at < text.size && ((unsigned char)text.data[at] & 0x80) == 0) {
            at++;
        }
        at = skip_run(text, at);
        while (at < text.size && ((unsigned char)text.data[at] & 0x80) != 0) {
            size_t size = character_size(text, at);
            if (size == 0) {
                if (bad_at != NULL) {
                    *bad_at = at;
                }
                return false;
            }
            at += size;
        }
    }
    return true;
}

uint32_t hj_text_next(struct hj_span text, size_t *at)
{
    const unsigned char *byte = (const unsigned char *)text.data + *at;
    if (byte[0] < 0x80) {
        *at += 1;
        return byte[0];
    }
    size_t size = character_size(text, *at);
    if (size == 0) {
        *at += 1;
        return HJ_TEXT_BROKEN;
    }
    *at += size;
    if (size == 2) {
        return (byte[0] & 0x1Fu) << 6 | (byte[1] & 0x3Fu);
    }
    if (size == 3) {
        return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    }
    return (byte[0] & 0x07u) << 18 | (byte[1] & 0x3Fu) << 12 | (byte[2] & 0x3Fu) << 6 |
           (byte[3] & 0x3Fu);
}

size_t hj_text_before(struct hj_span text, size_t at)
{
    size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && follows((unsigned char)text.data[begin])) {
        begin--;
    }
    return begin;
}

size_t hj_text_encode(uint32_t point, char bytes[4])
{
    if (point < 0x80) {
        bytes[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        bytes[0] = (char)(0xC0 | point >> 6);
        bytes[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        bytes[0] = (char)(0xE0 | point >> 12);
        bytes[1] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | point >> 18);
    bytes[1] = (char)(0x80 | (point >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (point >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

typedef signed char lanes __attribute__((vector_size(16)));

enum { LANES = sizeof(lanes), MOST = 15 * LANES };

/* -1 for each of sixteen bytes that follows another: those are below -64. */
static lanes following(const char *bytes)
{
    lanes found;
    memcpy(&found, bytes, sizeof found);
    return found < -64;
}

/* Of at most MOST bytes, sixteen at a time, so that the sum of all lanes is a byte too. What is
 * left at the end is taken from the last sixteen, without those that were counted before. */
static size_t short_length(struct hj_span text)
{
    static const signed char last[2 * LANES] = {[LANES] = -1, -1, -1, -1, -1, -1, -1, -1,
                                                -1,           -1, -1, -1, -1, -1, -1, -1};
    char padded[LANES] = {0};
    lanes sums;
    uint64_t halves[2];
    if (text.size == 0) {
        return 0;
    }
    size_t points = text.size;
    if (text.size < LANES) {
        memcpy(padded, text.data, text.size);
        text = (struct hj_span){padded, LANES};
    }
    memcpy(&sums, last + text.size % LANES, sizeof sums);
    sums &= following(text.data + text.size - LANES);
    for (size_t at = 0; text.size - at >= LANES; at += LANES) {
        sums += following(text.data + at);
    }
    sums = -sums;
    memcpy(halves, &sums, sizeof halves);
    return points - (size_t)((halves[0] + halves[1]) * UINT64_C(0x0101010101010101) >> 56);
}

size_t hj_text_length(struct hj_span text)
{
    size_t points = 0;
    for (; text.size > MOST; text = hj_span_slice(text, MOST, text.size - MOST)) {
        points += short_length(hj_span_slice(text, 0, MOST));
    }
    return points + short_length(text);
}

size_t hj_text_offset(struct hj_span text, size_t points)
{
    for (size_t at = 0; at < text.size; at++) {
        if (!follows((unsigned char)text.data[at])) {
            if (points == 0) {
                return at;
            }
            points--;
        }
    }
    return text.size;
}

struct hj_span hj_text_substr(struct hj_span text, int64_t from)
{
    if (text.data == NULL || from <= 1) {
        return text;
    }
    size_t begin = hj_text_offset(text, (size_t)(from - 1));
    return hj_span_slice(text, begin, text.size - begin);
}

struct hj_span hj_text_substr_count(struct hj_span text, int64_t from, int64_t count)
{
    if (text.data == NULL || count < 0) {
        return (struct hj_span){NULL, 0};
    }
    if (from < 1) {
        /* from <= 0 and count >= 0: the sum cannot overflow, one less than it could */
        int64_t end = from + count;
        if (end <= 1) {
            return hj_span_slice(text, 0, 0);
        }
        count = end - 1;
        from = 1;
    }
    struct hj_span rest = hj_text_substr(text, from);
    return hj_span_slice(rest, 0, hj_text_offset(rest, (size_t)count));
}

size_t hj_text_width(struct hj_span text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t point = hj_text_next(text, &at);
        if (point < 0x7F) {
            width += point >= 0x20;
        } else {
            int cells = utf8proc_charwidth((utf8proc_int32_t)point);
            width += cells > 0 ? (size_t)cells : 0;
        }
    }
    return width;
}

bool hj_text_is_space(uint32_t point)
{
    if (point < 0x80) {
        return point == ' ' || (point >= '\t' && point <= '\r');
    }
    return point == 0x85 || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200B) || point == 0x2028 || point == 0x2029 ||
           point == 0x202F || point == 0x205F || point == 0x3000 || point == 0xFEFF;
}

struct hj_span hj_text_trim(struct hj_span text)
{
    size_t begin = 0;
    size_t end = text.size;
    for (size_t next = 0; begin < end && hj_text_is_space(hj_text_next(text, &next));
         begin = next) {
    }
    while (end > begin) {
        size_t last = hj_text_before(text, end);
        size_t next = last;
        if (!hj_text_is_space(hj_text_next(text, &next)) || next != end) {
            break;
        }
        end = last;
    }
    return text.data == NULL ? text : hj_span_slice(text, begin, end - begin);
}
