/* SPDX-License-Identifier: MIT
 * From the outside in: notes in brackets and the form at the end, the branch behind the parent, the
 * region in front or in brackets, and what is left is split into trade name and industry where it
 * costs least. Costs are in tenths of an unknown character; they were weighed on names whose trade
 * name is known, and the test of this file measures what they are worth. */
#include "text/name.h"

#include "base/memory.h"
#include "text/utf8.h"

/* A set of words for each purpose: most places of a name end the search at its first step. */
struct hj_text_names {
    struct hj_text_words *regions;
    struct hj_text_words *suffixes;
    struct hj_text_words *industries; /* and forms that say what a firm does */
    struct hj_text_words *forms;
    struct hj_text_words *inner_forms; /* those that are part of no other word */
    struct hj_text_words *branches;
};

enum {
    TOKENS = 96,     /* a name with more is cut off for the search of its trade name */
    INNER_FORM = 4,  /* characters: 有限公司 is part of no other word, 公司 and 店 are */
    WORD_FORM = 2,   /* characters: 书店 says what a firm does, 店 may end a trade name */
    ANY = 3,         /* of a set, whatever list */
    PIECES = 8,      /* regions one in the other */
    WORDS = 8,       /* words of industries that begin at one place */
    UNKNOWN = 10,    /* a character of the industry that no word covers */
    WORD = 2,        /* a word of the industry */
    WORD_FIRST = 30, /* a trade name that begins with a word of an industry: 环保, 第一 */
    NEVER = 1 << 20,
};

static struct hj_span head(struct hj_span text, size_t size)
{
    return hj_span_slice(text, 0, size);
}

static struct hj_span tail(struct hj_span text, size_t from)
{
    return hj_span_slice(text, from, text.size - from);
}

/* Those of the words that have at least so many characters; items has room for all. */
static struct hj_text_list long_words(struct hj_text_list words, size_t least,
                                      struct hj_span *items)
{
    struct hj_text_list chosen = {items, 0};
    for (size_t i = 0; i < words.count; i++) {
        if (hj_text_length(words.items[i]) >= least) {
            items[chosen.count++] = words.items[i];
        }
    }
    return chosen;
}

enum hj_code hj_text_names_new(struct hj_text_names **names, const struct hj_text_name_lists *lists,
                               const struct hj_text_normal *normal, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_span *items = hj_memory_zero(lists->forms.count + 1, sizeof *items);
    struct hj_text_names *made = hj_memory_zero(1, sizeof *made);
    *names = NULL;
    if (items == NULL || made == NULL) {
        code = hj_error_memory(error);
        goto done;
    }
    struct hj_text_list words[] = {lists->industries, long_words(lists->forms, WORD_FORM, items)};
    HJ_TRY(hj_text_words_new(&made->industries, words, 2, normal, error));
    struct hj_text_list inner = long_words(lists->forms, INNER_FORM, items);
    HJ_TRY(hj_text_words_new(&made->inner_forms, &inner, 1, normal, error));
    HJ_TRY(hj_text_words_new(&made->regions, &lists->regions, 1, normal, error));
    HJ_TRY(hj_text_words_new(&made->suffixes, &lists->region_suffixes, 1, normal, error));
    HJ_TRY(hj_text_words_new(&made->forms, &lists->forms, 1, normal, error));
    HJ_TRY(hj_text_words_new(&made->branches, &lists->branches, 1, normal, error));
    *names = made;
    made = NULL;
done:
    hj_memory_free(items);
    hj_text_names_free(made);
    return code;
}

void hj_text_names_free(struct hj_text_names *names)
{
    if (names != NULL) {
        hj_text_words_free(names->regions);
        hj_text_words_free(names->suffixes);
        hj_text_words_free(names->industries);
        hj_text_words_free(names->forms);
        hj_text_words_free(names->inner_forms);
        hj_text_words_free(names->branches);
        hj_memory_free(names);
    }
}

static struct hj_span none(void)
{
    return (struct hj_span){NULL, 0};
}

static struct hj_span or_none(struct hj_span text)
{
    return text.size == 0 ? none() : text;
}

/* Where the bracket that ends the text opens; SIZE_MAX when the text does not end with one. */
static size_t last_bracket(struct hj_span text)
{
    size_t depth = 0;
    for (size_t at = text.size; at-- > 0;) {
        depth += text.data[at] == ')';
        if (depth == 0) {
            break;
        }
        if (text.data[at] == '(' && --depth == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

/* Takes notes in brackets off the end, as long as they are no form: (筹), a former name. */
static struct hj_span without_notes(const struct hj_text_names *names, struct hj_span name)
{
    for (;;) {
        size_t open = last_bracket(name);
        if (open == SIZE_MAX || hj_text_words_end(names->forms, name, ANY).size > 0) {
            return name;
        }
        name = head(name, open);
    }
}

/* The end of the first form inside the name that has something before and behind it and at least
 * `least` characters; 0 when there is none. */
static size_t inner_form(const struct hj_text_words *forms, struct hj_span name, size_t least)
{
    size_t at = 0;
    while (at < name.size) {
        struct hj_text_word form = hj_text_words_at(forms, name, at, ANY);
        bool inside = at > 0 && form.size > 0 && at + form.size < name.size;
        if (inside && hj_text_length(hj_span_slice(name, at, form.size)) >= least) {
            return at + form.size;
        }
        (void)hj_text_next(name, &at);
    }
    return 0;
}

/* The part of a name that names the parent, the whole when it is no branch. */
static struct hj_span parent_of(const struct hj_text_names *names, struct hj_span name,
                                bool *is_branch)
{
    struct hj_text_word branch = hj_text_words_end(names->branches, name, ANY);
    *is_branch = branch.size > 0 && branch.size < name.size;
    struct hj_span before = head(name, name.size - branch.size);
    /* with a word that says branch at the end, a shorter form will do: 公司 */
    size_t end = *is_branch ? inner_form(names->forms, name, 2)
                            : inner_form(names->inner_forms, name, INNER_FORM);
    if (end > 0 && (*is_branch || hj_text_words_end(names->forms, tail(name, end), ANY).size > 0)) {
        *is_branch = true;
        return head(name, end);
    }
    if (!*is_branch) {
        return name;
    }
    for (;;) {
        struct hj_text_word region = hj_text_words_end(names->regions, before, ANY);
        if (region.size == 0 || region.size == before.size) {
            return before;
        }
        before = head(before, before.size - region.size);
    }
}

/* ---- regions ---- */

/* One of the regions a text begins with. */
struct piece {
    size_t end;
    size_t suffix; /* bytes of the suffix that follows a word which the list has without one */
    bool bare;     /* no suffix at all: a word that may as well be a trade name */
    bool guessed;  /* in no list */
};

struct regions {
    size_t count;
    struct piece pieces[PIECES];
};

/* A word of an industry that begins where the suffix stands (市政, 市场) takes it. */
static bool suffix_is_taken(const struct hj_text_names *names, struct hj_span text, size_t at,
                            size_t size)
{
    return hj_text_words_at(names->industries, text, at, ANY).size > size;
}

/* Bytes of the suffix that a region ends with; 州 is none in 广州, where one character is left. */
static size_t own_suffix(const struct hj_text_names *names, struct hj_span region)
{
    size_t size = hj_text_words_end(names->suffixes, region, ANY).size;
    return size < region.size && hj_text_length(head(region, region.size - size)) >= 2 ? size : 0;
}

/* The region of the list at `at`; its end is 0 when there is none. */
static struct piece known_region(const struct hj_text_names *names, struct hj_span text, size_t at)
{
    struct hj_span whole = text;
    for (;;) {
        struct hj_text_word region = hj_text_words_at(names->regions, text, at, ANY);
        if (region.size == 0) {
            return (struct piece){.end = 0};
        }
        size_t end = at + region.size;
        size_t own = own_suffix(names, hj_span_slice(text, at, region.size));
        if (own > 0 && suffix_is_taken(names, whole, end - own, own)) {
            text = head(text, end - own);
            continue;
        }
        size_t next = own > 0 ? 0 : hj_text_words_at(names->suffixes, whole, end, ANY).size;
        if (next > 0 && suffix_is_taken(names, whole, end, next)) {
            next = 0;
        }
        return (struct piece){.end = end + next, .suffix = next, .bare = own == 0 && next == 0};
    }
}

/* A place of no list that two or three characters and a suffix give away, behind a region. */
static struct piece guessed_region(const struct hj_text_names *names, struct hj_span text,
                                   size_t at)
{
    size_t end = at;
    for (size_t points = 0; points < 4 && end < text.size; points++) {
        struct hj_text_word suffix = hj_text_words_at(names->suffixes, text, end, ANY);
        if (points >= 2 && suffix.size > 0 && !suffix_is_taken(names, text, end, suffix.size)) {
            return (struct piece){.end = end + suffix.size, .guessed = true};
        }
        if (hj_text_words_at(names->industries, text, end, ANY).size > 0) {
            break;
        }
        (void)hj_text_next(text, &end);
    }
    return (struct piece){.end = 0};
}

static struct regions regions_at_begin(const struct hj_text_names *names, struct hj_span text)
{
    struct regions regions = {.count = 0};
    size_t at = 0;
    while (at < text.size && regions.count < PIECES) {
        struct piece piece = known_region(names, text, at);
        if (piece.end == 0 && regions.count > 0) {
            piece = guessed_region(names, text, at);
        }
        if (piece.end == 0) {
            break;
        }
        at = piece.end;
        regions.pieces[regions.count++] = piece;
    }
    return regions;
}

/* Gives back to the trade name what was taken for a region, when that left too little of it:
 * nothing (深圳福田策划), or one character, which is the end of a word that began like a region
 * (长春藤) or its suffix (南京盟友). False when there is nothing to give back. */
static bool give_back(struct regions *regions, size_t points)
{
    if (regions->count == 0 || points > 1) {
        return false;
    }
    struct piece *last = &regions->pieces[regions->count - 1];
    if (points == 1 && last->suffix > 0) {
        last->end -= last->suffix;
        last->suffix = 0;
        last->bare = true;
        return true;
    }
    if ((points == 1 && last->bare) || (regions->count > 1 && (last->bare || last->guessed))) {
        regions->count--;
        return true;
    }
    return false;
}

/* ---- trade name and industry ---- */

struct tokens {
    size_t count;
    size_t at[TOKENS + 1];  /* offsets; a run of letters and digits is one token */
    uint8_t points[TOKENS]; /* what a token counts in the length of a trade name */
};

static bool is_latin(uint32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point == '&' ||
           point == '-' || point == '.';
}

static void tokens_of(struct hj_span text, struct tokens *tokens)
{
    size_t at = 0;
    tokens->count = 0;
    while (at < text.size && tokens->count < TOKENS) {
        size_t next = at;
        bool latin = is_latin(hj_text_next(text, &next));
        while (latin && next < text.size && is_latin((unsigned char)text.data[next])) {
            next++;
        }
        tokens->at[tokens->count] = at;
        tokens->points[tokens->count++] = latin ? 2 : 1;
        at = next;
    }
    tokens->at[tokens->count] = at;
}

/* By how many characters it has. The law asks for two at least; most have two or three. */
static int trade_cost(size_t points)
{
    static const int costs[] = {12, 15, 0, 2, 6, 14};
    return points < sizeof costs / sizeof costs[0] ? costs[points] : 14 + 10 * ((int)points - 5);
}

struct split {
    size_t trade; /* bytes */
    size_t points;
};

/* Words of industries among tokens: where those that begin at a token end. */
struct cover {
    size_t count[TOKENS];
    size_t end[TOKENS][WORDS];
};

static void cover_of(const struct hj_text_names *names, struct hj_span text,
                     const struct tokens *tokens, struct cover *cover)
{
    for (size_t i = 0; i < tokens->count; i++) {
        struct hj_text_word found[WORDS];
        size_t count = hj_text_words_all(names->industries, text, tokens->at[i], ANY, found, WORDS);
        cover->count[i] = 0;
        for (size_t k = 0, j = i; k < count; k++) {
            while (j < tokens->count && tokens->at[j] < tokens->at[i] + found[k].size) {
                j++;
            }
            if (tokens->at[j] == tokens->at[i] + found[k].size) {
                cover->end[i][cover->count[i]++] = j;
            }
        }
    }
}

/* The first token behind the shortest word of two characters that the tokens begin with; past all
 * of them when there is none. */
static size_t word_first(const struct tokens *tokens, const struct cover *cover)
{
    for (size_t k = 0; k < cover->count[0] && tokens->count > 0; k++) {
        if (cover->end[0][k] >= 2) {
            return cover->end[0][k];
        }
    }
    return tokens->count + 1;
}

static struct split split_trade_name(const struct hj_text_names *names, struct hj_span text)
{
    struct tokens tokens;
    struct cover cover;
    int cost[TOKENS + 1];  /* of tokens i .. as an industry */
    int begun[TOKENS + 1]; /* the same, where it begins with a word */
    tokens_of(text, &tokens);
    cover_of(names, text, &tokens, &cover);
    begun[tokens.count] = 0;
    cost[tokens.count] = 0;
    for (size_t i = tokens.count; i-- > 0;) {
        begun[i] = NEVER;
        for (size_t k = 0; k < cover.count[i]; k++) {
            int word = WORD + cost[cover.end[i][k]];
            begun[i] = word < begun[i] ? word : begun[i];
        }
        int unknown = UNKNOWN + cost[i + 1];
        cost[i] = unknown < begun[i] ? unknown : begun[i];
    }
    struct split best = {0, 0};
    int least = NEVER;
    size_t points = 0;
    size_t behind_word = word_first(&tokens, &cover);
    for (size_t i = 0; i <= tokens.count; i++) {
        int total = trade_cost(points) + begun[i] + (i >= behind_word ? WORD_FIRST : 0);
        if (total < least) {
            best = (struct split){tokens.at[i], points};
            least = total;
        }
        points += i < tokens.count ? tokens.points[i] : 0;
    }
    return best;
}

/* Region, trade name and industry of what stands before the form, or before a bracket. */
static void parse_front(const struct hj_text_names *names, struct hj_span front,
                        struct hj_text_name *name)
{
    struct regions regions = regions_at_begin(names, front);
    for (;;) {
        size_t begin = regions.count > 0 ? regions.pieces[regions.count - 1].end : 0;
        struct hj_span rest = tail(front, begin);
        struct split split = split_trade_name(names, rest);
        if (!give_back(&regions, split.points)) {
            name->region = or_none(head(front, begin));
            name->trade_name = or_none(head(rest, split.trade));
            name->industry = or_none(tail(rest, split.trade));
            return;
        }
    }
}

/* 中节能秦皇岛环保: without a region in front, one may stand behind the trade name. */
static void find_region_behind(const struct hj_text_names *names, struct hj_text_name *name)
{
    struct hj_text_word region = hj_text_words_end(names->regions, name->trade_name, ANY);
    if (name->region.size == 0 && region.size > 0 &&
        hj_text_length(head(name->trade_name, name->trade_name.size - region.size)) >= 2) {
        size_t size = name->trade_name.size - region.size;
        name->region = tail(name->trade_name, size);
        name->trade_name = head(name->trade_name, size);
    }
}

/* Is the text regions and nothing else? */
static bool is_region(const struct hj_text_names *names, struct hj_span text)
{
    struct regions regions = regions_at_begin(names, text);
    return regions.count > 0 && regions.pieces[regions.count - 1].end == text.size;
}

struct hj_text_name hj_text_name_parse(const struct hj_text_names *names, struct hj_span name)
{
    struct hj_text_name parsed = {.is_branch = false};
    if (name.size == 0) {
        return parsed;
    }
    name = parent_of(names, without_notes(names, name), &parsed.is_branch);
    struct hj_text_word form = hj_text_words_end(names->forms, name, ANY);
    parsed.form = or_none(tail(name, name.size - form.size));
    struct hj_span body = head(name, name.size - form.size);
    const char *open = body.size == 0 ? NULL : memchr(body.data, '(', body.size);
    size_t front = open == NULL ? body.size : (size_t)(open - body.data);
    parse_front(names, head(body, front), &parsed);
    find_region_behind(names, &parsed);
    if (open == NULL) {
        return parsed;
    }
    struct hj_span behind = tail(body, front + 1);
    const char *close = memchr(behind.data, ')', behind.size);
    size_t inside = close == NULL ? behind.size : (size_t)(close - behind.data);
    if (parsed.region.size == 0 && is_region(names, head(behind, inside))) {
        parsed.region = head(behind, inside);
    }
    struct hj_span back = close == NULL ? none() : tail(behind, inside + 1);
    if (parsed.industry.size == 0) {
        parsed.industry = or_none(back);
    } else {
        parsed.industry_rest = or_none(back);
    }
    return parsed;
}
