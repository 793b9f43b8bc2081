/* SPDX-License-Identifier: MIT */
#include "input/plan.h"

#include "text/utf8.h"

enum { LOOSE_SIZE = 256 };

/* Without blanks, ASCII letters small; data NULL where it is too long to be a header. */
static struct hj_span loosen(struct hj_span header, char buffer[LOOSE_SIZE])
{
    size_t size = 0;
    for (size_t at = 0; at < header.size;) {
        size_t from = at;
        uint32_t point = hj_text_next(header, &at);
        if (hj_text_is_space(point)) {
            continue;
        }
        if (size + (at - from) > LOOSE_SIZE) {
            return (struct hj_span){NULL, 0};
        }
        memcpy(buffer + size, header.data + from, at - from);
        if (point >= 'A' && point <= 'Z') {
            buffer[size] = (char)(buffer[size] + ('a' - 'A'));
        }
        size += at - from;
    }
    return (struct hj_span){buffer, size};
}

static bool add_word(struct hj_header_words *words, struct hj_span word, uint32_t field,
                     struct hj_arena *arena)
{
    char buffer[LOOSE_SIZE];
    struct hj_span text = hj_text_trim(word);
    struct hj_span loose = loosen(text, buffer);
    hj_lookup_add(&words->exact, (struct hj_lookup_entry){.key = text, .item = field});
    if (!loose.data) {
        return true;
    }
    loose = hj_arena_copy(arena, loose);
    if (!loose.data) {
        return false;
    }
    hj_lookup_add(&words->loose, (struct hj_lookup_entry){.key = loose, .item = field});
    return true;
}

enum hj_code hj_header_words_init(struct hj_header_words *words, const struct hj_table *dictionary,
                                  struct hj_arena *arena, struct hj_error *error)
{
    size_t count = 0;
    uint32_t fields = dictionary ? dictionary->field_count : 0;
    *words = (struct hj_header_words){.dictionary = dictionary};
    for (uint32_t i = 0; i < fields; i++) {
        count += dictionary->fields[i].headers.count + 1;
    }
    if (!hj_lookup_init(&words->exact, arena, count) ||
        !hj_lookup_init(&words->loose, arena, count)) {
        return hj_error_memory(error);
    }
    for (uint32_t i = 0; i < fields; i++) {
        const struct hj_field *field = &dictionary->fields[i];
        bool added = field->from.size != 0 || add_word(words, field->name, i, arena);
        for (uint32_t k = 0; added && k < field->headers.count; k++) {
            added = add_word(words, field->headers.items[k], i, arena);
        }
        if (!added) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

int hj_header_words_find(const struct hj_header_words *words, struct hj_span header)
{
    char buffer[LOOSE_SIZE];
    const struct hj_lookup_entry *entry = hj_lookup_find(&words->exact, header);
    if (!entry) {
        struct hj_span loose = loosen(header, buffer);
        entry = loose.data ? hj_lookup_find(&words->loose, loose) : NULL;
    }
    return entry ? (int)entry->item : -1;
}
