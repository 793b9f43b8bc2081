/* SPDX-License-Identifier: MIT */
#include "text/words.h"

#include "base/memory.h"
#include "text/utf8.h"

#include <stdlib.h>

struct word {
    struct hj_span text;
    uint32_t kinds;
    uint32_t end; /* the code point it is found by: its first or its last */
    size_t first;
};

/* Words found by the same code point: a stretch of an array, the longest word first. */
struct stretch {
    uint32_t point;
    uint32_t begin;
    uint32_t end; /* 0: the place is free */
};

/* One way to find words: by how they begin, or by how they end. */
struct finder {
    struct word *words;
    struct stretch *places; /* a hash table with open addressing */
    size_t mask;
};

struct hj_text_words {
    struct hj_arena arena; /* the words' text */
    size_t count;
    struct finder by_begin;
    struct finder by_end;
};

static int compare_words(const void *a, const void *b)
{
    const struct word *left = a;
    const struct word *right = b;
    if (left->end != right->end) {
        return left->end < right->end ? -1 : 1;
    }
    if (left->text.size != right->text.size) {
        return left->text.size > right->text.size ? -1 : 1;
    }
    int order = hj_span_compare(left->text, right->text);
    if (order == 0 && left->kinds != right->kinds) {
        order = left->kinds < right->kinds ? -1 : 1;
    }
    return order != 0 ? order : (left->first > right->first) - (left->first < right->first);
}

/* Sorted words: those that are equal become one, of all kinds. */
static size_t join_equal(struct word *words, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && hj_span_equal(words[kept - 1].text, words[i].text)) {
            words[kept - 1].kinds |= words[i].kinds;
        } else {
            words[kept++] = words[i];
        }
    }
    return kept;
}

static size_t place_of(const struct finder *finder, uint32_t point)
{
    return (point * UINT32_C(0x9E3779B1) >> 8) & finder->mask;
}

/* Takes over sorted words. */
static int finder_init(struct finder *finder, struct word *words, size_t count)
{
    finder->words = words;
    finder->mask = 15;
    while (finder->mask < 2 * count) {
        finder->mask = 2 * finder->mask + 1;
    }
    finder->places = hj_memory_zero(finder->mask + 1, sizeof *finder->places);
    if (finder->places == NULL) {
        return -1;
    }
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && words[end].end == words[begin].end; end++) {
        }
        size_t place = place_of(finder, words[begin].end);
        while (finder->places[place].end != 0) {
            place = (place + 1) & finder->mask;
        }
        finder->places[place] = (struct stretch){words[begin].end, (uint32_t)begin, (uint32_t)end};
    }
    return 0;
}

static struct stretch finder_find(const struct finder *finder, uint32_t point)
{
    size_t place = place_of(finder, point);
    while (finder->places[place].end != 0 && finder->places[place].point != point) {
        place = (place + 1) & finder->mask;
    }
    return finder->places[place];
}

static enum hj_code collect(struct hj_text_words *words, const struct hj_text_list *lists,
                            size_t count, const struct hj_text_normal *normal,
                            struct hj_error *error)
{
    struct word *word = words->by_begin.words;
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < lists[k].count; i++) {
            struct hj_span text = hj_text_normalise(normal, lists[k].items[i], &words->arena);
            if (text.data == NULL && lists[k].items[i].data != NULL) {
                return hj_error_memory(error);
            }
            if (text.size > 0) {
                size_t at = 0;
                word[words->count++] =
                    (struct word){text, UINT32_C(1) << k, hj_text_next(text, &at), i};
            }
        }
    }
    return HJ_OK;
}

enum hj_code hj_text_words_new(struct hj_text_words **words, const struct hj_text_list *lists,
                               size_t count, const struct hj_text_normal *normal,
                               struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    size_t most = 1;
    for (size_t k = 0; k < count; k++) {
        most += lists[k].count;
    }
    *words = NULL;
    struct hj_text_words *made = hj_memory_zero(1, sizeof *made);
    if (made == NULL) {
        return hj_error_memory(error);
    }
    hj_arena_init(&made->arena);
    made->by_begin.words = hj_memory_zero(most, sizeof *made->by_begin.words);
    made->by_end.words = hj_memory_zero(most, sizeof *made->by_end.words);
    if (made->by_begin.words == NULL || made->by_end.words == NULL) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(collect(made, lists, count, normal, error));
    qsort(made->by_begin.words, made->count, sizeof *made->by_begin.words, compare_words);
    made->count = join_equal(made->by_begin.words, made->count);
    for (size_t i = 0; i < made->count; i++) {
        struct word word = made->by_begin.words[i];
        size_t at = hj_text_before(word.text, word.text.size);
        word.end = hj_text_next(word.text, &at);
        made->by_end.words[i] = word;
    }
    qsort(made->by_end.words, made->count, sizeof *made->by_end.words, compare_words);
    if (finder_init(&made->by_begin, made->by_begin.words, made->count) != 0 ||
        finder_init(&made->by_end, made->by_end.words, made->count) != 0) {
        code = hj_error_memory(error);
        goto done;
    }
    *words = made;
    made = NULL;
done:
    hj_text_words_free(made);
    return code;
}

void hj_text_words_free(struct hj_text_words *words)
{
    if (words != NULL) {
        hj_memory_free(words->by_begin.words);
        hj_memory_free(words->by_begin.places);
        hj_memory_free(words->by_end.words);
        hj_memory_free(words->by_end.places);
        hj_arena_release(&words->arena);
        hj_memory_free(words);
    }
}

static struct hj_text_word as_found(const struct word *word)
{
    return (struct hj_text_word){word->text.size, word->kinds, word->first};
}

struct hj_text_word hj_text_words_at(const struct hj_text_words *words, struct hj_span text,
                                     size_t at, uint32_t kinds)
{
    struct hj_text_word none = {0, 0, 0};
    if (at >= text.size) {
        return none;
    }
    size_t next = at;
    struct hj_span rest = hj_span_slice(text, at, text.size - at);
    struct stretch stretch = finder_find(&words->by_begin, hj_text_next(text, &next));
    for (uint32_t i = stretch.begin; i < stretch.end; i++) {
        const struct word *word = &words->by_begin.words[i];
        if ((word->kinds & kinds) != 0 && word->text.size <= rest.size &&
            memcmp(word->text.data, rest.data, word->text.size) == 0) {
            return as_found(word);
        }
    }
    return none;
}

struct hj_text_word hj_text_words_end(const struct hj_text_words *words, struct hj_span text,
                                      uint32_t kinds)
{
    struct hj_text_word none = {0, 0, 0};
    if (text.size == 0) {
        return none;
    }
    size_t last = hj_text_before(text, text.size);
    struct stretch stretch = finder_find(&words->by_end, hj_text_next(text, &last));
    for (uint32_t i = stretch.begin; i < stretch.end; i++) {
        const struct word *word = &words->by_end.words[i];
        if ((word->kinds & kinds) != 0 && word->text.size <= text.size &&
            memcmp(word->text.data, text.data + text.size - word->text.size, word->text.size) ==
                0) {
            return as_found(word);
        }
    }
    return none;
}
