/* SPDX-License-Identifier: MIT
 * Lists with their firms → the letters that go with them: the rules' text, its places filled with
 * what the lists hold. */
#include "campaign/lists.h"
#include "publish/file_name.h"
#include "publish/letter.h"
#include "rules/letters.h"

#include <inttypes.h>

struct writing {
    struct hj_list_run *run;
    const struct hj_letter *letter;
    struct hj_span role; /* data NULL: one letter for all departments */
    struct hj_arena arena;
    struct hj_buffer out;
};

static struct hj_span word_of(const struct writing *writing, enum hj_list_word word)
{
    return writing->run->loaded.ruleset->lists->words[word];
}

static bool add(struct writing *writing, struct hj_span text)
{
    return hj_buffer_append(&writing->out, text);
}

static bool add_number(struct writing *writing, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    return add(writing, hj_span_of(text));
}

static bool add_date(struct writing *writing, hj_date date)
{
    char text[11];
    hj_date_format(date, text);
    return add(writing, hj_span_of(text));
}

/* The next list of the letter from *at on, which moves behind it; NULL: no more. */
static const struct hj_list *next_list(const struct writing *writing, size_t *at)
{
    while (*at < writing->run->count) {
        const struct hj_list *list = &writing->run->lists[(*at)++];
        if (list->count > 0 && (!writing->role.data || hj_span_equal(list->role, writing->role))) {
            return list;
        }
    }
    return NULL;
}

/* ---- what stands for more than one thing: items with their numbers, first met first ---- */

struct tally {
    struct hj_span *names;
    uint64_t *firms;
    size_t count;
};

static bool make_tally(struct writing *writing, struct tally *tally, size_t most)
{
    *tally = (struct tally){
        .names = hj_arena_zero(&writing->arena, most, sizeof *tally->names),
        .firms = hj_arena_zero(&writing->arena, most, sizeof *tally->firms),
    };
    return tally->names && tally->firms;
}

static void count(struct tally *tally, struct hj_span name, uint64_t firms)
{
    size_t at = 0;
    while (at < tally->count && !hj_span_equal(tally->names[at], name)) {
        at++;
    }
    if (at == tally->count) {
        tally->names[tally->count++] = name;
    }
    tally->firms[at] += firms;
}

static bool add_tally(struct writing *writing, const struct tally *tally, bool numbers)
{
    bool room = true;
    for (size_t i = 0; room && i < tally->count; i++) {
        room =
            (i == 0 || add(writing, word_of(writing, HJ_LIST_WORD_SEPARATOR))) &&
            add(writing, tally->names[i]) &&
            (!numbers || (add(writing, hj_span_of(" ")) && add_number(writing, tally->firms[i])));
    }
    return room;
}

static bool add_by_town(struct writing *writing)
{
    struct tally tally;
    size_t at = 0;
    if (!make_tally(writing, &tally, writing->run->count + 1)) {
        return false;
    }
    for (const struct hj_list *list; (list = next_list(writing, &at));) {
        count(&tally, list->town.data ? list->town : word_of(writing, HJ_LIST_WORD_UNLOCATED),
              list->count);
    }
    return add_tally(writing, &tally, true);
}

static bool add_by_route(struct writing *writing)
{
    const struct hj_ruleset *ruleset = writing->run->loaded.ruleset;
    struct tally tally;
    if (!make_tally(writing, &tally, (size_t)ruleset->route_count + 1)) {
        return false;
    }
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        uint64_t firms = 0;
        size_t at = 0;
        for (const struct hj_list *list; (list = next_list(writing, &at));) {
            for (size_t i = 0; i < list->count; i++) {
                firms += list->firms[i].route == (int)r;
            }
        }
        if (firms > 0) {
            count(&tally, hj_list_title(ruleset->routes[r].title), firms);
        }
    }
    return add_tally(writing, &tally, true);
}

static bool add_by_role(struct writing *writing, bool numbers)
{
    struct tally tally;
    size_t at = 0;
    if (!make_tally(writing, &tally, writing->run->count + 1)) {
        return false;
    }
    for (const struct hj_list *list; (list = next_list(writing, &at));) {
        count(&tally, hj_list_role_name(writing->run, list->role), list->count);
    }
    return add_tally(writing, &tally, numbers);
}

/* The sentences that stand on the first list's cover. */
static bool add_notice(struct writing *writing)
{
    size_t at = 0;
    const struct hj_list *list = next_list(writing, &at);
    bool room = true;
    for (uint32_t i = 0; room && list && i < list->plan->layout->notice_count; i++) {
        room = add(writing, hj_list_title(list->plan->layout->notices[i]));
    }
    return room;
}

static bool add_count(struct writing *writing, bool firms)
{
    uint64_t lists = 0, listed = 0;
    size_t at = 0;
    for (const struct hj_list *list; (list = next_list(writing, &at)); lists++) {
        listed += list->count;
    }
    return add_number(writing, firms ? listed : lists);
}

static bool add_back(struct writing *writing)
{
    size_t at = 0;
    const struct hj_list *list = next_list(writing, &at);
    return !list || !list->plan->layout->back.data ||
           add(writing, hj_list_term_of(writing->run->loaded.ruleset->lists->tables,
                                        list->plan->layout->back));
}

static bool add_place(struct writing *writing, enum hj_letter_place place)
{
    const struct hj_list_run *run = writing->run;
    char hash[17];
    switch (place) {
    case HJ_LETTER_CAMPAIGN:
        return add(writing, run->campaign->config.name);
    case HJ_LETTER_ROLE:
        return add(writing, writing->role.data ? hj_list_role_name(run, writing->role)
                                               : (struct hj_span){"", 0});
    case HJ_LETTER_ROLES:
        return add_by_role(writing, false);
    case HJ_LETTER_AS_OF:
        return add_date(writing, run->campaign->config.as_of);
    case HJ_LETTER_ISSUED:
        return run->issued ? add_date(writing, run->issue)
                           : add(writing, word_of(writing, HJ_LIST_WORD_DRAFT));
    case HJ_LETTER_FIRMS:
        return add_count(writing, true);
    case HJ_LETTER_LISTS:
        return add_count(writing, false);
    case HJ_LETTER_BY_TOWN:
        return add_by_town(writing);
    case HJ_LETTER_BY_ROUTE:
        return add_by_route(writing);
    case HJ_LETTER_BY_ROLE:
        return add_by_role(writing, true);
    case HJ_LETTER_NOTICE:
        return add_notice(writing);
    case HJ_LETTER_RULES:
        hj_list_hash(run, hash);
        return add(writing, hj_span_of(hash));
    case HJ_LETTER_BACK:
        return add_back(writing);
    case HJ_LETTER_PLACE_COUNT:
        break;
    }
    return true;
}

/* The text with its places filled, in the arena; data NULL: the memory is full. */
static struct hj_span fill(struct writing *writing, struct hj_span text)
{
    bool room = true;
    hj_buffer_clear(&writing->out);
    for (size_t at = 0, size; room && at < text.size; at += size) {
        struct hj_span rest = hj_span_slice(text, at, text.size - at);
        enum hj_letter_place place = hj_letter_place_of(rest, &size);
        if (place == HJ_LETTER_PLACE_COUNT) {
            size = 1;
            room = add(writing, hj_span_slice(rest, 0, 1));
        } else {
            room = add_place(writing, place);
        }
    }
    return room ? hj_arena_copy(&writing->arena,
                                writing->out.size ? hj_buffer_span(&writing->out) : hj_span_of(""))
                : (struct hj_span){NULL, 0};
}

/* ---- one letter ---- */

static bool fill_paper(struct writing *writing, struct hj_letter_paper *paper)
{
    static const enum hj_letter_look looks[HJ_LETTER_STYLE_COUNT] = {
        [HJ_LETTER_STYLE_BODY] = HJ_LETTER_LOOK_BODY,
        [HJ_LETTER_STYLE_TITLE] = HJ_LETTER_LOOK_TITLE,
        [HJ_LETTER_STYLE_HEADING] = HJ_LETTER_LOOK_HEADING,
        [HJ_LETTER_STYLE_ADDRESS] = HJ_LETTER_LOOK_ADDRESS,
        [HJ_LETTER_STYLE_SIGN] = HJ_LETTER_LOOK_SIGN,
    };
    const struct hj_letter *letter = writing->letter;
    struct hj_letter_paragraph *paragraphs =
        hj_arena_zero(&writing->arena, (size_t)letter->part_count + 1, sizeof *paragraphs);
    size_t made = 0;
    if (!paragraphs) {
        return false;
    }
    if (!writing->run->issued) {
        paragraphs[made++] =
            (struct hj_letter_paragraph){HJ_LETTER_LOOK_MARK, word_of(writing, HJ_LIST_WORD_DRAFT)};
    }
    for (uint32_t i = 0; i < letter->part_count; i++) {
        struct hj_span text = fill(writing, hj_list_title(letter->parts[i].text));
        if (!text.data) {
            return false;
        }
        paragraphs[made++] = (struct hj_letter_paragraph){looks[letter->parts[i].style], text};
    }
    *paper = (struct hj_letter_paper){
        .font = letter->font.data ? letter->font : writing->run->loaded.ruleset->lists->font,
        .paragraphs = paragraphs,
        .count = made,
    };
    return true;
}

/* <campaign>_<role>_<title>_<as of>_v<n>: the version of the newest list that it goes with, or a
 * later one where somebody has changed that draft. */
static enum hj_code make_path(const struct writing *writing, const char *folder,
                              struct hj_buffer *path, struct hj_error *error)
{
    static const char *const endings[] = {"docx", NULL};
    struct hj_list_name name = {
        .campaign = writing->run->campaign->config.name,
        .role = writing->letter->id, /* one for all departments */
        .town = hj_list_title(writing->letter->title),
        .as_of = writing->run->campaign->config.as_of,
        .ending = endings[0],
    };
    size_t at = 0;
    for (const struct hj_list *list; (list = next_list(writing, &at));) {
        name.version = list->version > name.version ? list->version : name.version;
        if (writing->role.data) {
            name.role = hj_list_recipient(writing->run, list);
        }
    }
    enum hj_code code =
        hj_list_spare_drafts(writing->run, folder, name, endings, &name.version, error);
    bool room = hj_buffer_append(path, hj_span_of(folder)) &&
                hj_buffer_append(path, hj_span_of("/")) && hj_file_name_list(path, &name) &&
                hj_buffer_append(path, (struct hj_span){"", 1});
    return code || room ? code : hj_error_memory(error);
}

static enum hj_code write_letter(struct hj_list_run *run, const struct hj_letter *letter,
                                 struct hj_span role, const char *folder, struct hj_error *error)
{
    struct writing writing = {.run = run, .letter = letter, .role = role};
    struct hj_letter_paper paper;
    struct hj_buffer path = {0};
    enum hj_code code = HJ_OK;
    if (!fill_paper(&writing, &paper)) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(make_path(&writing, folder, &path, error));
    HJ_TRY(hj_letter_docx(&paper, path.data, error));
    if (!hj_list_note_file(run, path.data)) {
        code = hj_error_memory(error);
    }
done:
    hj_buffer_release(&path);
    hj_buffer_release(&writing.out);
    hj_arena_release(&writing.arena);
    return code;
}

/* ---- which letters ---- */

static bool goes_with(const struct hj_list_run *run, const struct hj_letter *letter)
{
    const char *stage = run->options->stage;
    if (letter->with != (run->ask ? HJ_LETTER_WITH_ASK : HJ_LETTER_WITH_LISTS)) {
        return false;
    }
    return stage ? letter->stage.data && hj_span_is(letter->stage, stage) : !letter->stage.data;
}

static bool is_for(const struct hj_letter *letter, struct hj_span role)
{
    bool found = letter->roles.count == 0;
    for (uint32_t i = 0; i < letter->roles.count; i++) {
        found = found || hj_span_equal(letter->roles.items[i], role);
    }
    return found;
}

/* The lists lie by role. */
static enum hj_code write_each(struct hj_list_run *run, const struct hj_letter *letter,
                               const char *folder, int64_t *written, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    struct hj_span last = {NULL, 0};
    for (size_t i = 0; code == HJ_OK && i < run->count; i++) {
        struct hj_span role = run->lists[i].role;
        bool again = last.data && hj_span_equal(last, role);
        if (run->lists[i].count > 0 && !again && is_for(letter, role)) {
            code = write_letter(run, letter, role, folder, error);
            ++*written;
            last = role;
        }
    }
    return code;
}

enum hj_code hj_list_letters(struct hj_list_run *run, const char *folder, struct hj_error *error)
{
    const struct hj_ruleset *ruleset = run->loaded.ruleset;
    enum hj_code code = HJ_OK;
    int64_t written = 0;
    for (uint32_t i = 0; code == HJ_OK && i < ruleset->letter_count; i++) {
        const struct hj_letter *letter = &ruleset->letters[i];
        if (!goes_with(run, letter)) {
            continue;
        }
        if (!letter->once) {
            code = write_each(run, letter, folder, &written, error);
        } else if (run->counts.listed > 0) {
            code = write_letter(run, letter, (struct hj_span){NULL, 0}, folder, error);
            written++;
        }
    }
    if (code == HJ_OK && written > 0) {
        struct hj_error note;
        hj_error_set(&note, HJ_NOTE_LETTERS);
        hj_error_number(&note, "letters", written);
        hj_error_text(&note, "folder", hj_span_of(folder));
        hj_campaign_note(run->campaign, &note);
    }
    return code;
}
