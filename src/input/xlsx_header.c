/* SPDX-License-Identifier: MIT
 * Finding the header among the first rows of the sheets of a book. */
#include "input/xlsx_file.h"

#include "input/limits.h"
#include "input/sheet.h"
#include "text/utf8.h"

enum {
    ROWS_ABOVE = 2
}; /* a header of several rows is written in merged cells: the upper one has the text */

struct top_row {
    uint32_t number;
    struct hj_span *texts;
    uint32_t count;
};

/* The first rows of one sheet. */
struct top {
    struct hj_arena *arena;
    bool memory_full;
    struct top_row rows[HJ_HEADER_ROWS];
    size_t count;
};

/* What a row is worth as a header: the best of a sheet. */
struct candidate {
    struct top_row header; /* filled from above, trimmed */
    uint32_t score;
};

static bool take_row(void *context, const struct hj_sheet_row *row)
{
    struct top *top = context;
    struct top_row *kept = &top->rows[top->count];
    *kept = (struct top_row){.number = row->number, .count = row->count};
    kept->texts = hj_arena_zero(top->arena, row->count, sizeof *kept->texts);
    for (uint32_t i = 0; kept->texts && i < row->count; i++) {
        kept->texts[i] = hj_arena_copy(top->arena, hj_text_trim(row->cells[i].text));
        top->memory_full = top->memory_full || !kept->texts[i].data;
    }
    top->memory_full = top->memory_full || !kept->texts;
    top->count++;
    return !top->memory_full && top->count < HJ_HEADER_ROWS;
}

static struct hj_span text_of(const struct top_row *row, uint32_t column)
{
    return column < row->count ? row->texts[column] : (struct hj_span){"", 0};
}

/* The header that row `at` would be. An empty cell takes the text above it, where that is a header.
 */
static bool make_header(const struct top *top, size_t at, const struct hj_header_words *words,
                        struct top_row *header)
{
    uint32_t count = 0;
    for (size_t i = at >= ROWS_ABOVE ? at - ROWS_ABOVE : 0; i <= at; i++) {
        count = top->rows[i].count > count ? top->rows[i].count : count;
    }
    *header = (struct top_row){.number = top->rows[at].number};
    header->texts = hj_arena_zero(top->arena, count, sizeof *header->texts);
    for (uint32_t column = 0; header->texts && column < count; column++) {
        struct hj_span text = text_of(&top->rows[at], column);
        for (size_t up = 1; text.size == 0 && up <= ROWS_ABOVE && up <= at; up++) {
            struct hj_span above = text_of(&top->rows[at - up], column);
            text = above.size && hj_header_words_find(words, above) >= 0 ? above : text;
        }
        header->texts[column] = text;
        header->count = text.size ? column + 1 : header->count;
    }
    return header->texts != NULL;
}

/* Headers that the dictionary knows, each column once; without a dictionary, texts. */
static uint32_t score_of(const struct top_row *header, const struct hj_header_words *words,
                         unsigned char *seen)
{
    uint32_t score = 0;
    uint32_t fields = words->dictionary ? words->dictionary->field_count : 0;
    memset(seen, 0, fields + 1);
    for (uint32_t i = 0; i < header->count; i++) {
        int field = words->dictionary ? hj_header_words_find(words, header->texts[i]) : -1;
        if (field >= 0 && !seen[field]) {
            seen[field] = 1;
            score++;
        }
        score += !words->dictionary && header->texts[i].size != 0;
    }
    return score;
}

static enum hj_code best_of_sheet(struct hj_book *book, const struct hj_book_sheet *sheet,
                                  const struct hj_header_words *words, struct hj_arena *arena,
                                  struct candidate *best, struct hj_error *error)
{
    uint32_t fields = words->dictionary ? words->dictionary->field_count : 0;
    unsigned char *seen = hj_arena_new(arena, fields + 1);
    struct top top = {.arena = arena};
    *best = (struct candidate){0};
    enum hj_code code = hj_sheet_read(book, sheet, take_row, &top, error);
    if (code == HJ_OK && (top.memory_full || !seen)) {
        code = hj_error_memory(error);
    }
    for (size_t i = 0; code == HJ_OK && i < top.count; i++) {
        struct candidate found;
        if (!make_header(&top, i, words, &found.header)) {
            return hj_error_memory(error);
        }
        found.score = score_of(&found.header, words, seen);
        if (found.score > best->score || best->header.count == 0) {
            *best = found;
        }
    }
    return code;
}

static bool same_header(const struct top_row *a, const struct top_row *b)
{
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) {
        same = hj_span_equal(a->texts[i], b->texts[i]);
    }
    return same;
}

/* "a, b", the arena's. */
static bool add_name(struct hj_arena *arena, struct hj_span *list, struct hj_span name)
{
    char *text = hj_arena_new(arena, list->size + name.size + 3);
    if (!text) {
        return false;
    }
    int size =
        snprintf(text, list->size + name.size + 3, "%.*s%s%.*s", (int)list->size,
                 list->size ? list->data : "", list->size ? ", " : "", (int)name.size, name.data);
    *list = (struct hj_span){text, (size_t)size};
    return true;
}

/* Headers as the plan takes them: an empty one is named by its place. */
static bool name_headers(struct hj_arena *arena, const struct top_row *header,
                         struct hj_headers *headers)
{
    struct hj_span *texts = hj_arena_zero(arena, header->count, sizeof *texts);
    for (uint32_t i = 0; texts && i < header->count; i++) {
        char name[32];
        texts[i] = header->texts[i];
        if (texts[i].size == 0) {
            int size = snprintf(name, sizeof name, "column_%u", (unsigned)i + 1);
            texts[i] = hj_arena_copy(arena, (struct hj_span){name, (size_t)size});
        }
        if (!texts[i].data) {
            return false;
        }
    }
    *headers = (struct hj_headers){.texts = texts, .count = header->count, .line = header->number};
    return texts != NULL;
}

/* `path`, or `path[sheet]` where several sheets are read: what messages call it. */
static const char *path_of(struct hj_arena *arena, const char *path, struct hj_span sheet, bool one)
{
    size_t room = strlen(path) + sheet.size + 3;
    char *text = hj_arena_new(arena, room);
    if (text && one) {
        snprintf(text, room, "%s", path);
    } else if (text) {
        snprintf(text, room, "%s[%.*s]", path, (int)sheet.size, sheet.data);
    }
    return text;
}

/* Chooses the sheets that have the best header. */
static bool choose(const char *path, struct hj_arena *arena, const struct candidate *candidates,
                   size_t best, struct hj_xlsx_start *start)
{
    const struct hj_book *book = &start->book;
    start->sheets = hj_arena_zero(arena, book->sheet_count, sizeof *start->sheets);
    if (!start->sheets) {
        return false;
    }
    for (size_t i = 0; i < book->sheet_count; i++) {
        const struct top_row *header = &candidates[i].header;
        struct hj_xlsx_sheet *chosen = &start->sheets[start->sheet_count];
        if (header->count == 0) {
            continue;
        }
        if (!same_header(header, &candidates[best].header)) {
            if (!add_name(arena, &start->skipped, book->sheets[i].name)) {
                return false;
            }
            continue;
        }
        *chosen = (struct hj_xlsx_sheet){.sheet = &book->sheets[i], .header_row = header->number};
        if (!add_name(arena, &start->names, book->sheets[i].name) ||
            !name_headers(arena, header, &chosen->headers)) {
            return false;
        }
        start->sheet_count++;
    }
    for (size_t i = 0; i < start->sheet_count; i++) {
        struct hj_xlsx_sheet *sheet = &start->sheets[i];
        sheet->headers.path = path_of(arena, path, sheet->sheet->name, start->sheet_count == 1);
        if (!sheet->headers.path) {
            return false;
        }
    }
    return true;
}

enum hj_code hj_xlsx_read_header(const struct hj_source *source,
                                 const struct hj_header_words *words, struct hj_arena *arena,
                                 struct hj_headers *headers, struct hj_xlsx_start *start,
                                 struct hj_error *error)
{
    size_t best = 0;
    enum hj_code code = hj_book_open(&start->book, source, error);
    if (code != HJ_OK) {
        return code;
    }
    size_t count = start->book.sheet_count;
    struct candidate *candidates = hj_arena_zero(arena, count, sizeof *candidates);
    if (!candidates) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        code = best_of_sheet(&start->book, &start->book.sheets[i], words, arena, &candidates[i],
                             error);
        if (code != HJ_OK) {
            return code;
        }
        best = candidates[i].score > candidates[best].score ? i : best;
    }
    if (candidates[best].score == 0) {
        hj_error_set(error, HJ_INPUT_NO_HEADER_ROW);
        hj_error_text(error, "file", hj_span_of(source->path));
        hj_error_number(error, "rows", HJ_HEADER_ROWS);
        return error->code;
    }
    if (!choose(source->path, arena, candidates, best, start)) {
        return hj_error_memory(error);
    }
    *headers = start->sheets[0].headers;
    return HJ_OK;
}
