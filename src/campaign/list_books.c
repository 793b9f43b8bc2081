/* SPDX-License-Identifier: MIT
 * A list with its firms → the two files: order, numbers, sheets, the cover. */
#include "campaign/lists.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- order ---- */

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* Numbers inside are compared as numbers, so that door 9 stands before door 12. */
static int compare_natural(struct hj_span a, struct hj_span b)
{
    size_t i = 0, k = 0;
    while (i < a.size && k < b.size) {
        if (!is_digit(a.data[i]) || !is_digit(b.data[k])) {
            if (a.data[i] != b.data[k]) {
                return (unsigned char)a.data[i] < (unsigned char)b.data[k] ? -1 : 1;
            }
            i++, k++;
            continue;
        }
        while (i < a.size && a.data[i] == '0') {
            i++;
        }
        while (k < b.size && b.data[k] == '0') {
            k++;
        }
        size_t from_a = i, from_b = k;
        while (i < a.size && is_digit(a.data[i])) {
            i++;
        }
        while (k < b.size && is_digit(b.data[k])) {
            k++;
        }
        int order = i - from_a != k - from_b ? (i - from_a < k - from_b ? -1 : 1)
                                             : memcmp(a.data + from_a, b.data + from_b, i - from_a);
        if (order != 0) {
            return order;
        }
    }
    return (a.size - i > b.size - k) - (a.size - i < b.size - k);
}

/* Firms without a value stand last. */
static int compare_texts(struct hj_span a, struct hj_span b)
{
    if (!a.data || !b.data) {
        return (a.data == NULL) - (b.data == NULL);
    }
    return compare_natural(a, b);
}

struct entry { /* qsort has no context, so each entry knows how many keys there are */
    const struct hj_list_firm *firm;
    uint32_t sort_count;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = compare_texts(x->firm->sheet, y->firm->sheet);
    for (uint32_t i = 0; order == 0 && i < x->sort_count; i++) {
        order = compare_texts(x->firm->sort[i], y->firm->sort[i]);
    }
    return order ? order
                 : (x->firm->record > y->firm->record) - (x->firm->record < y->firm->record);
}

static bool sort_firms(struct hj_list_run *run, struct hj_list *list)
{
    struct entry *entries = hj_arena_zero(&run->loaded.arena, list->count, sizeof *entries);
    struct hj_list_firm *sorted = hj_arena_zero(&run->loaded.arena, list->count, sizeof *sorted);
    if (!entries || !sorted) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        entries[i] = (struct entry){&list->firms[i], list->plan->layout->sort_count};
    }
    qsort(entries, list->count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < list->count; i++) {
        sorted[i] = *entries[i].firm;
    }
    memcpy(list->firms, sorted, list->count * sizeof *sorted);
    return true;
}

/* ---- texts ---- */

struct paper {
    struct hj_list_run *run;
    const struct hj_list *list;
    struct hj_arena *arena;
    struct hj_book book;
    struct hj_book_line *lines;
    size_t line_count;
    bool memory_full;
};

static struct hj_span word_of(const struct paper *paper, enum hj_list_word word)
{
    return paper->run->loaded.ruleset->lists->words[word];
}

static struct hj_span keep(struct paper *paper, const struct hj_buffer *text)
{
    struct hj_span copy =
        hj_arena_copy(paper->arena, text->size ? hj_buffer_span(text) : hj_span_of(""));
    paper->memory_full |= !copy.data;
    return copy;
}

/* The format with {name} replaced; a name that is not among the three stays as it is. */
struct filling {
    const char *name;
    struct hj_span value;
};

static struct hj_span fill(struct paper *paper, struct hj_span format,
                           const struct filling fillings[3])
{
    struct hj_buffer text = {0};
    bool room = true;
    for (size_t at = 0; room && at < format.size;) {
        struct hj_span piece = hj_span_slice(format, at, 1);
        size_t step = 1;
        for (int i = 0; i < 3 && fillings[i].name; i++) {
            size_t size = strlen(fillings[i].name);
            if (size <= format.size - at && memcmp(format.data + at, fillings[i].name, size) == 0) {
                piece = fillings[i].value;
                step = size;
            }
        }
        room = hj_buffer_append(&text, piece);
        at += step;
    }
    paper->memory_full |= !room;
    struct hj_span made = keep(paper, &text);
    hj_buffer_release(&text);
    return made;
}

static struct hj_span number_text(struct paper *paper, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    struct hj_span copy = hj_arena_copy(paper->arena, hj_span_of(text));
    paper->memory_full |= !copy.data;
    return copy;
}

static struct hj_span date_text(struct paper *paper, hj_date date)
{
    char text[11];
    hj_date_format(date, text);
    struct hj_span copy = hj_arena_copy(paper->arena, hj_span_of(text));
    paper->memory_full |= !copy.data;
    return copy;
}

static struct hj_span join(struct paper *paper, struct hj_span a, const char *between,
                           struct hj_span b)
{
    struct hj_buffer text = {0};
    paper->memory_full |= !hj_buffer_append(&text, a) ||
                          !hj_buffer_append(&text, hj_span_of(between)) ||
                          !hj_buffer_append(&text, b);
    struct hj_span made = keep(paper, &text);
    hj_buffer_release(&text);
    return made;
}

static void add_line(struct paper *paper, enum hj_list_word label, struct hj_span text)
{
    paper->lines[paper->line_count++] = (struct hj_book_line){word_of(paper, label), text};
}

/* ---- the cover ---- */

static struct hj_span count_routes(struct paper *paper)
{
    const struct hj_span between = word_of(paper, HJ_LIST_WORD_SEPARATOR);
    const struct hj_ruleset *ruleset = paper->run->loaded.ruleset;
    struct hj_span made = {"", 0};
    for (uint32_t r = 0; r < ruleset->route_count; r++) {
        uint64_t count = 0;
        for (size_t i = 0; i < paper->list->count; i++) {
            count += paper->list->firms[i].route == (int)r;
        }
        if (count > 0) {
            struct hj_span item = join(paper, hj_list_title(ruleset->routes[r].title), " ",
                                       number_text(paper, count));
            made = made.size ? join(paper, join(paper, made, "", between), "", item) : item;
        }
    }
    return made;
}

static struct hj_span count_sheets(struct paper *paper)
{
    const struct hj_span between = word_of(paper, HJ_LIST_WORD_SEPARATOR);
    struct hj_span made = {"", 0};
    for (size_t i = 0; i < paper->book.sheet_count; i++) {
        const struct hj_book_sheet *sheet = &paper->book.sheets[i];
        struct hj_span item = join(paper, sheet->title, " ", number_text(paper, sheet->row_count));
        made = made.size ? join(paper, join(paper, made, "", between), "", item) : item;
    }
    return made;
}

void hj_list_hash(const struct hj_list_run *run, char text[17])
{
    char whole[33];
    hj_digest_format(&run->verdicts, whole);
    memcpy(text, whole, 16);
    text[16] = '\0';
}

static struct hj_span rules_hash(struct paper *paper)
{
    char text[17];
    hj_list_hash(paper->run, text);
    struct hj_span copy = hj_arena_copy(paper->arena, hj_span_of(text));
    paper->memory_full |= !copy.data;
    return copy;
}

struct hj_span hj_list_role_name(const struct hj_list_run *run, struct hj_span role)
{
    const struct hj_config *config = &run->campaign->config;
    for (uint32_t i = 0; i < config->role_count; i++) {
        if (hj_span_equal(config->roles[i].role, role)) {
            return config->roles[i].name;
        }
    }
    return role;
}

static enum hj_code list_tables(struct paper *paper, struct hj_error *error)
{
    const struct hj_config *config = &paper->run->campaign->config;
    const struct hj_lists *lists = paper->run->loaded.ruleset->lists;
    struct hj_span label = word_of(paper, HJ_LIST_WORD_TABLES);
    for (uint32_t i = 0; i < config->table_count; i++) {
        const struct hj_config_table *table = &config->tables[i];
        struct hj_snapshot snapshot;
        enum hj_code code =
            hj_store_current(paper->run->store, table->name, paper->arena, &snapshot, error);
        if (code != HJ_OK) {
            return code;
        }
        if (snapshot.id == 0) {
            continue;
        }
        struct hj_span date = word_of(paper, HJ_LIST_WORD_NO_DATE);
        if (table->extracted_given) {
            date = date_text(paper, table->extracted);
        }
        const struct filling fillings[3] = {
            {"{table}", hj_list_term_of(lists->tables, hj_span_of(table->name))},
            {"{records}", number_text(paper, snapshot.stored)},
            {"{date}", date},
        };
        paper->lines[paper->line_count++] =
            (struct hj_book_line){label, fill(paper, word_of(paper, HJ_LIST_WORD_TABLE), fillings)};
        label = (struct hj_span){"", 0};
    }
    return HJ_OK;
}

static bool shows_names(const struct hj_list_run *run, const struct hj_list_plan *plan)
{
    for (uint32_t i = 0; i < plan->field_count; i++) {
        const struct hj_list_column *column =
            &run->loaded.ruleset->lists->columns[plan->fields[i].column];
        for (uint32_t p = 0; p < column->part_count; p++) {
            if (column->parts[p].personal == HJ_PERSONAL_NAME) {
                return true;
            }
        }
    }
    return false;
}

static struct hj_span version_text(struct paper *paper)
{
    char text[24];
    snprintf(text, sizeof text, "v%u", paper->list->version);
    struct hj_span version = hj_arena_copy(paper->arena, hj_span_of(text));
    struct hj_span said = word_of(paper, HJ_LIST_WORD_DRAFT);
    paper->memory_full |= !version.data;
    if (paper->run->issued) {
        const struct filling fillings[3] = {{"{date}", date_text(paper, paper->run->issue)}};
        said = fill(paper, word_of(paper, HJ_LIST_WORD_ISSUED), fillings);
    }
    return version.data ? join(paper, version, "  ", said) : said;
}

static enum hj_code make_cover(struct paper *paper, struct hj_span town, struct hj_error *error)
{
    const struct hj_list *list = paper->list;
    const struct hj_list_layout *layout = list->plan->layout;
    struct hj_span *notices =
        hj_arena_zero(paper->arena, layout->notice_count + 1, sizeof *notices);
    paper->lines = hj_arena_zero(paper->arena, 16 + paper->run->campaign->config.table_count,
                                 sizeof *paper->lines);
    if (!notices || !paper->lines) {
        return hj_error_memory(error);
    }
    size_t count = 0;
    for (; count < layout->notice_count; count++) {
        notices[count] = hj_list_title(layout->notices[count]);
    }
    if (shows_names(paper->run, list->plan)) {
        notices[count++] =
            word_of(paper, layout->full_names ? HJ_LIST_WORD_FULL_NAMES : HJ_LIST_WORD_MASKED);
    }
    paper->book.notices = notices;
    paper->book.notice_count = count;
    add_line(paper, HJ_LIST_WORD_CAMPAIGN, paper->run->campaign->config.name);
    if (!paper->run->options->stage) { /* a stage goes to the town */
        add_line(paper, HJ_LIST_WORD_ROLE, hj_list_role_name(paper->run, list->role));
    }
    if (!paper->run->ask) {
        add_line(paper, HJ_LIST_WORD_TOWN, town);
    }
    add_line(paper, HJ_LIST_WORD_VERSION, version_text(paper));
    add_line(paper, HJ_LIST_WORD_AS_OF, date_text(paper, paper->run->campaign->config.as_of));
    add_line(paper, paper->run->ask ? HJ_LIST_WORD_ASKED : HJ_LIST_WORD_FIRMS,
             number_text(paper, list->count));
    if (paper->run->ask) { /* who is asked is told of no route and no other department's data */
        paper->book.lines = paper->lines;
        paper->book.line_count = paper->line_count;
        return HJ_OK;
    }
    add_line(paper, HJ_LIST_WORD_BY_ROUTE, count_routes(paper));
    if (paper->book.sheet_count > 1) {
        add_line(paper, HJ_LIST_WORD_BY_SHEET, count_sheets(paper));
    }
    add_line(paper, HJ_LIST_WORD_RULES, rules_hash(paper));
    enum hj_code code = list_tables(paper, error);
    paper->book.lines = paper->lines;
    paper->book.line_count = paper->line_count;
    return code;
}

/* ---- columns and sheets ---- */

static bool make_columns(struct paper *paper)
{
    const struct hj_list_plan *plan = paper->list->plan;
    const struct hj_lists *lists = paper->run->loaded.ruleset->lists;
    struct hj_book_column *columns =
        hj_arena_zero(paper->arena, plan->field_count, sizeof *columns);
    for (uint32_t i = 0; columns && i < plan->field_count; i++) {
        const struct hj_list_field *field = &plan->fields[i];
        const struct hj_list_column *column = &lists->columns[field->column];
        columns[i] = (struct hj_book_column){
            .title = hj_list_title(field->protection ? field->protection->title : column->title),
            .heading = hj_list_title(field->slot->title),
            .below = field->below,
            .labelled = field->slot->labelled,
            .by_value = field->protection && field->slot->labelled,
            .width = field->slot->width > 0 ? field->slot->width : column->width,
            .number = column->says == HJ_LIST_NUMBER || column->says == HJ_LIST_RECORD,
            .new_page = field->new_page,
            .answers = column->answers.items,
            .answer_count = column->answers.count,
        };
        if (field->protection && !columns[i].title.data) {
            columns[i].title = field->protection->id;
        }
    }
    paper->book.columns = columns;
    paper->book.column_count = plan->field_count;
    return columns != NULL;
}

static struct hj_span sheet_title(struct paper *paper, struct hj_span value)
{
    struct hj_span format = hj_list_title(paper->list->plan->layout->sheet_title);
    const struct filling fillings[3] = {{"{value}", value}};
    if (paper->list->plan->sheets == HJ_ROOT_NONE) {
        return paper->run->ask ? paper->book.title : word_of(paper, HJ_LIST_WORD_SHEET);
    }
    if (!value.data) {
        return word_of(paper, HJ_LIST_WORD_OTHER);
    }
    return format.data ? fill(paper, format, fillings) : value;
}

static bool same_sheet(const struct hj_list_firm *a, const struct hj_list_firm *b)
{
    return (a->sheet.data == NULL) == (b->sheet.data == NULL) && hj_span_equal(a->sheet, b->sheet);
}

/* The firms are sorted, those of a sheet together. */
static bool make_sheets(struct paper *paper)
{
    const struct hj_list *list = paper->list;
    struct hj_book_sheet *sheets = hj_arena_zero(paper->arena, list->count + 1, sizeof *sheets);
    const struct hj_span **rows = hj_arena_zero(paper->arena, list->count + 1, sizeof *rows);
    size_t count = 0;
    if (!sheets || !rows) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        rows[i] = list->firms[i].cells;
        if (i == 0 || !same_sheet(&list->firms[i - 1], &list->firms[i])) {
            sheets[count++] = (struct hj_book_sheet){
                .title = sheet_title(paper, list->firms[i].sheet), .rows = &rows[i]};
        }
        sheets[count - 1].row_count++;
    }
    paper->book.sheets = sheets;
    paper->book.sheet_count = count;
    return true;
}

static bool number_firms(struct paper *paper, struct hj_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct hj_list_firm *firm = &list->firms[i];
        if (firm->number != UINT32_MAX) {
            firm->cells[firm->number] = number_text(paper, i + 1);
        }
    }
    return !paper->memory_full;
}

static enum hj_code write_file(struct paper *paper, const char *folder, const char *ending,
                               struct hj_error *error)
{
    struct hj_list_run *run = paper->run;
    struct hj_buffer path = {0};
    struct hj_list_name name = hj_list_file(run, paper->list);
    name.ending = ending;
    enum hj_code code = HJ_OK;
    if (!hj_buffer_append(&path, hj_span_of(folder)) || !hj_buffer_append(&path, hj_span_of("/")) ||
        !hj_file_name_list(&path, &name) || !hj_buffer_append(&path, (struct hj_span){"", 1})) {
        code = hj_error_memory(error);
    } else {
        code = strcmp(ending, "csv") == 0 ? hj_book_csv(&paper->book, path.data, error)
                                          : hj_book_xlsx(&paper->book, path.data, error);
        code = code || hj_list_note_file(run, path.data) ? code : hj_error_memory(error);
    }
    hj_buffer_release(&path);
    return code;
}

enum hj_code hj_list_write(struct hj_list_run *run, struct hj_list *list, const char *folder,
                           struct hj_error *error)
{
    const struct hj_lists *lists = run->loaded.ruleset->lists;
    struct hj_arena arena = {0};
    struct paper paper = {.run = run, .list = list, .arena = &arena};
    struct hj_span town = list->town.data ? list->town : lists->words[HJ_LIST_WORD_UNLOCATED];
    enum hj_code code = HJ_OK;
    paper.book = (struct hj_book){
        .title = hj_list_title(list->plan->layout->title),
        .subject = run->ask ? (struct hj_span){"", 0} : town,
        .cover = lists->words[HJ_LIST_WORD_COVER],
        .draft = run->issued ? (struct hj_span){NULL, 0} : lists->words[HJ_LIST_WORD_DRAFT],
        .font = lists->font,
        .page = lists->words[HJ_LIST_WORD_PAGE],
        .colon = lists->words[HJ_LIST_WORD_COLON],
        .comma = lists->words[HJ_LIST_WORD_COMMA],
        .repeated = list->plan->repeated,
        .scale = list->plan->layout->scale,
        .created = run->campaign->config.as_of,
    };
    if (!sort_firms(run, list) || !number_firms(&paper, list) || !make_columns(&paper) ||
        !make_sheets(&paper)) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(make_cover(&paper, town, error));
    if (paper.memory_full) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(write_file(&paper, folder, "csv", error));
    HJ_TRY(write_file(&paper, folder, "xlsx", error));
done:
    hj_arena_release(&arena);
    return code;
}
