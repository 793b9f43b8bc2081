/* SPDX-License-Identifier: MIT
 * Two tries, one of words as they are and one of words from their end. A step is one look-up of
 * (node, code point) in a hash table, and most places of a text end at the first: a name is parsed
 * in a third of the time that sorted lists by first character took. */
#include "text/words.h"

#include "base/memory.h"
#include "text/utf8.h"

enum {
    STARTS = 16384,
    FIRST_PLACES = 64,
};

/* One step from a node of the trie to the next. Node 0 is the root, where no step leads: `to` 0
 * marks a free place. Sixteen bytes, so that no step lies across two cache lines. */
struct edge {
    uint64_t key; /* the node it leaves << 32 | the code point */
    uint32_t to;
    uint32_t word; /* that ends with this step: 1 + its index in `words`; 0: none does */
};

struct word {
    uint32_t kinds;
    uint32_t first;
};

struct trie {
    struct edge *edges; /* open addressing, at most half full */
    size_t mask;
    uint32_t count;
    struct word *words;
    size_t word_count;
    size_t word_capacity;
    uint64_t starts[STARTS / 64]; /* which code points (modulo STARTS) an edge of the root has */
};

struct hj_text_words {
    struct trie forward;
    struct trie backward;
};

/* As hj_text_next, for text that is known to be valid: it is asked several times for every
 * character of a name. */
static inline uint32_t next_of(struct hj_span text, size_t *at)
{
    const unsigned char *byte = (const unsigned char *)text.data + *at;
    if (byte[0] >= 0xE0 && byte[0] < 0xF0 && text.size - *at >= 3) {
        *at += 3;
        return (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    }
    return hj_text_next(text, at);
}

static bool may_start(const struct trie *trie, uint32_t point)
{
    return (trie->starts[point % STARTS / 64] >> (point % 64) & 1) != 0;
}

static struct edge *place_of(const struct trie *trie, uint64_t key)
{
    size_t place = key * UINT64_C(0x9E3779B97F4A7C15) >> 40 & trie->mask;
    while (trie->edges[place].key != key && trie->edges[place].to != 0) {
        place = (place + 1) & trie->mask;
    }
    return &trie->edges[place];
}

static uint64_t key_of(uint32_t node, uint32_t point)
{
    return (uint64_t)node << 32 | point;
}

/* The step that goes on with one more code point; NULL when no word does. */
static inline const struct edge *step(const struct trie *trie, const struct edge *last,
                                      uint32_t point)
{
    if (last == NULL && !may_start(trie, point)) {
        return NULL;
    }
    const struct edge *edge = place_of(trie, key_of(last == NULL ? 0 : last->to, point));
    return edge->to == 0 ? NULL : edge;
}

static int trie_grow(struct trie *trie)
{
    struct trie old = *trie;
    size_t places = old.edges == NULL ? FIRST_PLACES : 2 * (old.mask + 1);
    trie->edges = hj_memory_zero(places, sizeof *trie->edges);
    if (trie->edges == NULL) {
        trie->edges = old.edges;
        return -1;
    }
    trie->mask = places - 1;
    for (size_t i = 0; old.edges != NULL && i <= old.mask; i++) {
        if (old.edges[i].to != 0) {
            *place_of(trie, old.edges[i].key) = old.edges[i];
        }
    }
    hj_memory_free(old.edges);
    return 0;
}

/* Adds one step; *node is moved along. NULL when the memory is full. */
static struct edge *trie_extend(struct trie *trie, uint32_t *node, uint32_t point)
{
    if (2 * ((size_t)trie->count + 1) > trie->mask && trie_grow(trie) != 0) {
        return NULL;
    }
    struct edge *edge = place_of(trie, key_of(*node, point));
    if (edge->to == 0) {
        *edge = (struct edge){.key = key_of(*node, point), .to = ++trie->count};
        if (*node == 0) {
            trie->starts[point % STARTS / 64] |= UINT64_C(1) << (point % 64);
        }
    }
    *node = edge->to;
    return edge;
}

/* Notes that a word ends with a step. */
static int end_word(struct trie *trie, struct edge *edge, size_t kind, size_t index)
{
    if (edge->word == 0) {
        void *words = trie->words;
        if (hj_memory_grow(&words, &trie->word_capacity, trie->word_count + 1,
                           sizeof *trie->words) != 0) {
            return -1;
        }
        trie->words = words;
        trie->words[trie->word_count++] = (struct word){0, (uint32_t)index};
        edge->word = (uint32_t)trie->word_count;
    }
    trie->words[edge->word - 1].kinds |= UINT32_C(1) << kind;
    return 0;
}

static int add_word(struct hj_text_words *words, struct hj_span text, size_t kind, size_t index)
{
    struct edge *edge = NULL;
    uint32_t node = 0;
    for (size_t at = 0; at < text.size;) {
        edge = trie_extend(&words->forward, &node, hj_text_next(text, &at));
        if (edge == NULL) {
            return -1;
        }
    }
    if (end_word(&words->forward, edge, kind, index) != 0) {
        return -1;
    }
    node = 0;
    for (size_t at = text.size; at > 0;) {
        at = hj_text_before(text, at);
        size_t next = at;
        edge = trie_extend(&words->backward, &node, hj_text_next(text, &next));
        if (edge == NULL) {
            return -1;
        }
    }
    return end_word(&words->backward, edge, kind, index);
}

static void trie_release(struct trie *trie)
{
    hj_memory_free(trie->edges);
    hj_memory_free(trie->words);
}

enum hj_code hj_text_words_new(struct hj_text_words **words, const struct hj_text_list *lists,
                               size_t count, const struct hj_text_normal *normal,
                               struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_arena arena;
    hj_arena_init(&arena);
    *words = NULL;
    struct hj_text_words *made = hj_memory_zero(1, sizeof *made);
    if (made == NULL || trie_grow(&made->forward) != 0 || trie_grow(&made->backward) != 0) {
        code = hj_error_memory(error);
        goto done;
    }
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < lists[k].count; i++) {
            hj_arena_clear(&arena);
            struct hj_span text = hj_text_normalise(normal, lists[k].items[i], &arena);
            bool full = text.data == NULL && lists[k].items[i].data != NULL;
            if (full || (text.size > 0 && add_word(made, text, k, i) != 0)) {
                code = hj_error_memory(error);
                goto done;
            }
        }
    }
    *words = made;
    made = NULL;
done:
    hj_text_words_free(made);
    hj_arena_release(&arena);
    return code;
}

void hj_text_words_free(struct hj_text_words *words)
{
    if (words != NULL) {
        trie_release(&words->forward);
        trie_release(&words->backward);
        hj_memory_free(words);
    }
}

/* Sets *found when a word of the kinds asked for ends with the step. */
static inline bool ends_word(const struct trie *trie, const struct edge *edge, uint32_t kinds,
                             size_t size, struct hj_text_word *found)
{
    if (edge->word == 0 || (trie->words[edge->word - 1].kinds & kinds) == 0) {
        return false;
    }
    const struct word *word = &trie->words[edge->word - 1];
    *found = (struct hj_text_word){size, word->kinds, word->first};
    return true;
}

size_t hj_text_words_all(const struct hj_text_words *words, struct hj_span text, size_t at,
                         uint32_t kinds, struct hj_text_word *found, size_t most)
{
    const struct edge *edge = NULL;
    size_t count = 0;
    for (size_t next = at; next < text.size && count < most;) {
        edge = step(&words->forward, edge, next_of(text, &next));
        if (edge == NULL) {
            break;
        }
        count += ends_word(&words->forward, edge, kinds, next - at, &found[count]);
    }
    return count;
}

struct hj_text_word hj_text_words_at(const struct hj_text_words *words, struct hj_span text,
                                     size_t at, uint32_t kinds)
{
    struct hj_text_word found = {0, 0, 0};
    const struct edge *edge = NULL;
    for (size_t next = at; next < text.size;) {
        edge = step(&words->forward, edge, next_of(text, &next));
        if (edge == NULL) {
            break;
        }
        (void)ends_word(&words->forward, edge, kinds, next - at, &found);
    }
    return found;
}

struct hj_text_word hj_text_words_end(const struct hj_text_words *words, struct hj_span text,
                                      uint32_t kinds)
{
    struct hj_text_word found = {0, 0, 0};
    const struct edge *edge = NULL;
    for (size_t at = text.size; at > 0;) {
        at = hj_text_before(text, at);
        size_t next = at;
        edge = step(&words->backward, edge, next_of(text, &next));
        if (edge == NULL) {
            break;
        }
        (void)ends_word(&words->backward, edge, kinds, text.size - at, &found);
    }
    return found;
}
