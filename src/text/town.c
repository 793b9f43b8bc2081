/* SPDX-License-Identifier: MIT
 * A name may be that of several towns, and of several kinds: so a name is a word, and behind each
 * word stands what it may mean. */
#include "base/memory.h"
#include "text/address.h"
#include "text/utf8.h"

#include <stdlib.h>

enum kind { PRESENT, FORMER, COMMUNITY };

struct meaning {
    struct hj_span name; /* in normal form; only while building */
    size_t town;
    enum kind kind;
};

struct hj_text_towns {
    struct meaning *meanings; /* those of one name together */
    size_t count;
    size_t *begin; /* by the index of the name among the words; one more at the end */
    struct hj_text_words *words;
    struct hj_text_words *suffixes;
};

enum {
    ANY = 1,   /* each set of words has one list */
    NAMES = 8, /* of one kind in one address; more are not looked at */
};

/* ---- building ---- */

static int compare_meanings(const void *a, const void *b)
{
    const struct meaning *left = a;
    const struct meaning *right = b;
    int order = hj_span_compare(left->name, right->name);
    if (order == 0) {
        order = (left->town > right->town) - (left->town < right->town);
    }
    return order != 0 ? order : (left->kind > right->kind) - (left->kind < right->kind);
}

struct builder {
    struct hj_text_towns *towns;
    const struct hj_text_normal *normal;
    struct hj_arena *arena;
};

static int add_names(const struct builder *builder, struct hj_text_list names, size_t town,
                     enum kind kind)
{
    for (size_t i = 0; i < names.count; i++) {
        struct hj_span name = hj_text_normalise(builder->normal, names.items[i], builder->arena);
        if (name.data == NULL && names.items[i].data != NULL) {
            return -1;
        }
        if (name.size > 0) {
            builder->towns->meanings[builder->towns->count++] = (struct meaning){name, town, kind};
        }
    }
    return 0;
}

static int collect(const struct builder *builder, const struct hj_text_town *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct hj_text_list name = {&table[i].name, 1};
        if (add_names(builder, name, i, PRESENT) != 0 ||
            add_names(builder, table[i].former, i, FORMER) != 0 ||
            add_names(builder, table[i].communities, i, COMMUNITY) != 0) {
            return -1;
        }
    }
    return 0;
}

/* Sorts the meanings and makes a word of each name. */
static enum hj_code index_names(const struct builder *builder, struct hj_error *error)
{
    struct hj_text_towns *towns = builder->towns;
    qsort(towns->meanings, towns->count, sizeof *towns->meanings, compare_meanings);
    struct hj_span *names = hj_arena_zero(builder->arena, towns->count + 1, sizeof *names);
    towns->begin = hj_memory_zero(towns->count + 1, sizeof *towns->begin);
    if (names == NULL || towns->begin == NULL) {
        return hj_error_memory(error);
    }
    struct hj_text_list list = {names, 0};
    for (size_t i = 0; i < towns->count; i++) {
        if (i == 0 || !hj_span_equal(towns->meanings[i - 1].name, towns->meanings[i].name)) {
            towns->begin[list.count] = i;
            names[list.count++] = towns->meanings[i].name;
        }
    }
    towns->begin[list.count] = towns->count;
    return hj_text_words_new(&towns->words, &list, 1, builder->normal, error);
}

enum hj_code hj_text_towns_new(struct hj_text_towns **towns, const struct hj_text_town *table,
                               size_t count, struct hj_text_list community_suffixes,
                               const struct hj_text_normal *normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_arena arena;
    size_t most = count + 1;
    for (size_t i = 0; i < count; i++) {
        most += table[i].former.count + table[i].communities.count;
    }
    hj_arena_init(&arena);
    *towns = NULL;
    struct hj_text_towns *made = hj_memory_zero(1, sizeof *made);
    if (made == NULL) {
        return hj_error_memory(error);
    }
    const struct builder builder = {made, normal, &arena};
    made->meanings = hj_memory_zero(most, sizeof *made->meanings);
    if (made->meanings == NULL || collect(&builder, table, count) != 0) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(index_names(&builder, error));
    HJ_TRY(hj_text_words_new(&made->suffixes, &community_suffixes, 1, normal, error));
    *towns = made;
    made = NULL;
done:
    hj_text_towns_free(made);
    hj_arena_release(&arena);
    return code;
}

void hj_text_towns_free(struct hj_text_towns *towns)
{
    if (towns != NULL) {
        hj_memory_free(towns->meanings);
        hj_memory_free(towns->begin);
        hj_text_words_free(towns->words);
        hj_text_words_free(towns->suffixes);
        hj_memory_free(towns);
    }
}

/* ---- finding ---- */

/* The names of one kind that an address holds. */
struct named {
    size_t count;
    size_t name[NAMES];
};

static bool means(const struct hj_text_towns *towns, size_t name, enum kind kind, size_t town)
{
    for (size_t i = towns->begin[name]; i < towns->begin[name + 1]; i++) {
        if (towns->meanings[i].kind == kind && towns->meanings[i].town == town) {
            return true;
        }
    }
    return false;
}

static void note(const struct hj_text_towns *towns, size_t name, enum kind kind,
                 struct named *named)
{
    for (size_t i = towns->begin[name]; i < towns->begin[name + 1]; i++) {
        if (towns->meanings[i].kind == kind) {
            if (named->count < NAMES) {
                named->name[named->count++] = name;
            }
            return;
        }
    }
}

/* How many towns bear all of the names (at most 2 are told apart); *town: the first. */
static size_t bearers(const struct hj_text_towns *towns, const struct named *named, enum kind kind,
                      size_t *town)
{
    size_t count = 0;
    size_t first = named->name[0];
    for (size_t i = towns->begin[first]; i < towns->begin[first + 1] && count < 2; i++) {
        const struct meaning *meaning = &towns->meanings[i];
        bool all = meaning->kind == kind;
        for (size_t k = 1; k < named->count && all; k++) {
            all = means(towns, named->name[k], kind, meaning->town);
        }
        if (all && count++ == 0) {
            *town = meaning->town;
        }
    }
    return count;
}

/* The one town of the first former name that also has a community which the address names;
 * communities that none of its towns has say nothing. */
static size_t bearers_with_community(const struct hj_text_towns *towns, const struct named *former,
                                     const struct named *communities, size_t *town)
{
    size_t count = 0;
    size_t first = former->name[0];
    for (size_t i = towns->begin[first]; i < towns->begin[first + 1]; i++) {
        const struct meaning *meaning = &towns->meanings[i];
        for (size_t k = 0; k < communities->count && meaning->kind == FORMER; k++) {
            if (means(towns, communities->name[k], COMMUNITY, meaning->town)) {
                count++;
                *town = meaning->town;
                break;
            }
        }
    }
    return count;
}

struct hj_text_town_match hj_text_town_of(const struct hj_text_towns *towns, struct hj_span text)
{
    struct hj_text_town_match match = {.found = HJ_TEXT_TOWN_NONE};
    struct named present = {.count = 0};
    struct named former = {.count = 0};
    struct named communities = {.count = 0};
    struct named sure = {.count = 0}; /* communities with their suffix */
    for (size_t at = 0; at < text.size;) {
        struct hj_text_word word = hj_text_words_at(towns->words, text, at, ANY);
        if (word.size == 0) {
            (void)hj_text_next(text, &at);
            continue;
        }
        at += word.size;
        note(towns, word.first, PRESENT, &present);
        note(towns, word.first, FORMER, &former);
        note(towns, word.first, COMMUNITY, &communities);
        if (hj_text_words_at(towns->suffixes, text, at, ANY).size > 0) {
            note(towns, word.first, COMMUNITY, &sure);
        }
    }
    size_t count = 0;
    if (present.count > 0) {
        count = bearers(towns, &present, PRESENT, &match.town);
    } else if (former.count > 0) {
        match.by_former = true;
        count = bearers(towns, &former, FORMER, &match.town);
        if (count != 1) {
            match.by_community = true;
            count = bearers_with_community(towns, &former, &communities, &match.town);
        }
    } else if (sure.count > 0) {
        match.by_community = true;
        count = bearers(towns, &sure, COMMUNITY, &match.town);
    } else {
        return match;
    }
    match.found = count == 1 ? HJ_TEXT_TOWN_ONE : HJ_TEXT_TOWN_AMBIGUOUS;
    return match;
}
