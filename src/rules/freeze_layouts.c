/* SPDX-License-Identifier: MIT
 * `layouts:` of a `lists:` file: who gets which columns, in which sheets, in which order. */
#include "rules/freeze_lists.h"

#include "rules/schema.h"

struct layout_draft {
    struct hj_list_layout layout;
    const struct hj_yaml *when, *notice, *pages, *sheets, *sort, *back;
    unsigned located;
    double repeated;
};

static const char *const located_names[] = {"any", "known", "unknown", NULL};

static const struct hj_form titles_form = {.kind = HJ_FORM_LIST, .item = &hj_form_title};
static const struct hj_form notice_form = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_title, .other = &titles_form};
static const struct hj_form pages_form;

#define LAYOUT(member) offsetof(struct layout_draft, member)
static const struct hj_key layout_keys[] = {
    {.name = "id", .required = true, .read = hj_read_id, .offset = LAYOUT(layout.id)},
    {.name = "stage", .read = hj_read_text, .offset = LAYOUT(layout.stage)},
    {.name = "ask", .read = hj_read_list, .offset = LAYOUT(layout.ask)},
    {.name = "back", .read = hj_read_node, .offset = LAYOUT(back)},
    {.name = "roles", .read = hj_read_list, .offset = LAYOUT(layout.roles)},
    {.name = "town", .read = hj_read_choice, .offset = LAYOUT(located), .choices = located_names},
    {.name = "when", .read = hj_read_node, .offset = LAYOUT(when)},
    {.name = "title", .required = true, .read = hj_read_title, .offset = LAYOUT(layout.title)},
    {.name = "notice", .read = hj_read_node, .offset = LAYOUT(notice), .form = &notice_form},
    {.name = "pages",
     .required = true,
     .read = hj_read_node,
     .offset = LAYOUT(pages),
     .form = &pages_form},
    {.name = "repeat", .read = hj_read_positive, .offset = LAYOUT(repeated)},
    {.name = "sheets", .read = hj_read_node, .offset = LAYOUT(sheets)},
    {.name = "sheet_title", .read = hj_read_title, .offset = LAYOUT(layout.sheet_title)},
    {.name = "sort", .read = hj_read_node, .offset = LAYOUT(sort), .form = &hj_form_texts},
    {.name = "scale", .read = hj_read_positive, .offset = LAYOUT(layout.scale)},
    {.name = "full_names", .read = hj_read_boolean, .offset = LAYOUT(layout.full_names)},
};
#undef LAYOUT
static const struct hj_shape layout_shape = {.keys = layout_keys,
                                             .count = sizeof layout_keys / sizeof *layout_keys};
static const struct hj_form layout_form = {.kind = HJ_FORM_MAPPING, .shape = &layout_shape};
const struct hj_form hj_form_of_layouts = {.kind = HJ_FORM_LIST, .item = &layout_form};

static void read_notices(struct hj_reader *reader, const struct hj_yaml *node,
                         struct hj_list_layout *layout)
{
    const struct hj_key key = {.name = "notice"};
    bool list = node->kind == HJ_YAML_SEQUENCE;
    uint32_t count = list ? node->count : 1;
    struct hj_title *notices = hj_reader_new(reader, count, sizeof *notices);
    for (uint32_t i = 0; notices && i < count; i++) {
        hj_read_title(reader, list ? node->items[i] : node, &key, &notices[i]);
    }
    layout->notices = notices;
    layout->notice_count = notices ? count : 0;
}

/* ---- pages ---- */

static bool find_column(struct hj_lists_draft *draft, const struct hj_yaml *node, uint32_t *column)
{
    struct hj_reader *reader = &draft->freeze->reader;
    int64_t found =
        node->kind == HJ_YAML_SCALAR ? hj_name_index_find(&draft->column_index, node->text) : -1;
    if (found < 0) {
        struct hj_problem *problem =
            hj_reader_problem(reader, node, HJ_RULES_LIST_NO_COLUMN, "column", node->text);
        hj_reader_suggest(reader, problem, node->text, &draft->columns->id,
                          draft->lists->column_count, sizeof *draft->columns);
        return false;
    }
    *column = (uint32_t)found;
    return !draft->columns[found].absent;
}

/* A cell of several columns: `[a, b]`, or `{title: …, width: …, columns: [a, b]}`. */
struct cell_draft {
    struct hj_title title;
    double width;
    const struct hj_yaml *columns;
};

#define CELL(member) offsetof(struct cell_draft, member)
static const struct hj_key cell_keys[] = {
    {.name = "title", .required = true, .read = hj_read_title, .offset = CELL(title)},
    {.name = "width", .read = hj_read_positive, .offset = CELL(width)},
    {.name = "columns",
     .required = true,
     .read = hj_read_node,
     .offset = CELL(columns),
     .form = &hj_form_texts},
};
#undef CELL
static const struct hj_shape cell_shape = {.keys = cell_keys,
                                           .count = sizeof cell_keys / sizeof *cell_keys};
static const struct hj_form cell_mapping = {.kind = HJ_FORM_MAPPING, .shape = &cell_shape};
static const struct hj_form cell_form = {
    .kind = HJ_FORM_EITHER, .item = &hj_form_texts, .other = &cell_mapping};
static const struct hj_form page_form = {.kind = HJ_FORM_LIST, .item = &cell_form};
static const struct hj_form pages_form = {.kind = HJ_FORM_LIST, .item = &page_form};

static void read_cell(struct hj_lists_draft *draft, const struct hj_yaml *node,
                      struct hj_list_slot *slots, uint32_t *count)
{
    struct hj_reader *reader = &draft->freeze->reader;
    struct cell_draft cell = {.columns = node};
    bool titled = node->kind == HJ_YAML_MAPPING;
    if (titled && !hj_read_mapping(reader, node, &cell_shape, &cell)) {
        return;
    }
    if (cell.columns->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, cell.columns, "columns", "a list of columns");
        return;
    }
    uint32_t first = *count;
    for (uint32_t i = 0; i < cell.columns->count; i++) {
        struct hj_list_slot slot = {.labelled = titled || *count > first, .below = *count > first};
        bool there = find_column(draft, cell.columns->items[i], &slot.column);
        if (there && draft->columns[slot.column].says == HJ_LIST_ANSWER) {
            hj_reader_shape(reader, cell.columns->items[i], "columns",
                            "columns that nobody fills in");
        } else if (there) {
            slots[(*count)++] = slot;
        }
    }
    if (*count > first) {
        slots[first].title = cell.title;
        slots[first].width = cell.width;
    }
}

static uint32_t most_slots(const struct hj_yaml *page)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->count; i++) {
        const struct hj_yaml *item = page->items[i];
        const struct hj_yaml *columns =
            item->kind == HJ_YAML_MAPPING ? hj_yaml_get(item, "columns") : item;
        count += 1 + (columns ? columns->count : 0);
    }
    return count;
}

static void read_page(struct hj_lists_draft *draft, const struct hj_yaml *node,
                      struct hj_list_page *page)
{
    struct hj_reader *reader = &draft->freeze->reader;
    if (node->kind != HJ_YAML_SEQUENCE) {
        hj_reader_shape(reader, node, "pages", "a list of lists of columns");
        return;
    }
    struct hj_list_slot *slots = hj_reader_new(reader, most_slots(node), sizeof *slots);
    for (uint32_t i = 0; slots && i < node->count; i++) {
        const struct hj_yaml *item = node->items[i];
        if (item->kind == HJ_YAML_SCALAR) {
            page->count += find_column(draft, item, &slots[page->count].column);
        } else {
            read_cell(draft, item, slots, &page->count);
        }
    }
    page->slots = slots;
}

static void read_pages(struct hj_lists_draft *draft, const struct hj_yaml *node,
                       struct hj_list_layout *layout)
{
    struct hj_reader *reader = &draft->freeze->reader;
    if (node->kind != HJ_YAML_SEQUENCE || node->count == 0) {
        hj_reader_shape(reader, node, "pages", "a list of lists of columns");
        return;
    }
    struct hj_list_page *pages = hj_reader_new(reader, node->count, sizeof *pages);
    for (uint32_t i = 0; pages && i < node->count; i++) {
        struct hj_list_page *page = &pages[layout->page_count];
        read_page(draft, node->items[i], page);
        layout->page_count += page->count > 0;
    }
    layout->pages = pages;
}

/* ---- the order ---- */

static void read_sort(struct hj_freeze *freeze, const struct hj_yaml *node,
                      struct hj_list_layout *layout)
{
    bool list = node->kind == HJ_YAML_SEQUENCE;
    uint32_t count = list ? node->count : 1;
    struct hj_predicate *sort = hj_reader_new(&freeze->reader, count, sizeof *sort);
    for (uint32_t i = 0; sort && i < count; i++) {
        hj_freeze_list_expression(freeze, list ? node->items[i] : node, "sort", true,
                                  &sort[layout->sort_count]);
        layout->sort_count += sort[layout->sort_count].root != NULL;
    }
    layout->sort = sort;
}

static void read_expressions(struct hj_freeze *freeze, const struct layout_draft *draft,
                             struct hj_list_layout *layout)
{
    if (draft->when) {
        const struct hj_compile compile = {
            .scope = &freeze->ruleset->scope,
            .node = draft->when,
            .key = "when",
            .wanted = HJ_BOOLEAN,
            .over_firms = true,
        };
        hj_freeze_compile(freeze, &compile, &layout->when);
    }
    if (draft->sheets) {
        hj_freeze_list_expression(freeze, draft->sheets, "sheets", true, &layout->sheets);
        if (hj_list_personal(freeze, layout->sheets.root) != HJ_PERSONAL_NONE) {
            hj_reader_problem(&freeze->reader, draft->sheets, HJ_RULES_LIST_PERSONAL, "column",
                              layout->id);
        }
    }
    if (draft->sort) {
        read_sort(freeze, draft->sort, layout);
    }
}

/* ---- questions ---- */

/* Nobody has led these firms anywhere yet, and whoever is asked is told no more than he must be. */
static void refuse_findings(struct hj_lists_draft *draft, const struct hj_yaml *node,
                            const struct hj_list_layout *layout)
{
    for (uint32_t p = 0; p < layout->page_count; p++) {
        for (uint32_t c = 0; c < layout->pages[p].count; c++) {
            const struct hj_list_slot *slot = &layout->pages[p].slots[c];
            const struct hj_list_column *column = &draft->columns[slot->column];
            if (column->says != HJ_LIST_VALUE && column->says != HJ_LIST_ANSWER &&
                column->says != HJ_LIST_NUMBER) {
                hj_reader_problem(&draft->freeze->reader, node, HJ_RULES_LIST_ASK, "column",
                                  column->id);
            }
        }
    }
}

static bool is_header(const struct hj_table *table, struct hj_span title)
{
    for (uint32_t f = 0; f < table->field_count; f++) {
        for (uint32_t h = 0; h < table->fields[f].headers.count; h++) {
            if (hj_span_equal(table->fields[f].headers.items[h], title)) {
                return true;
            }
        }
    }
    return false;
}

/* What is answered must be read again, so each column that is filled in, and the first one, which
 * says whose answer it is, must be a header of the table. */
static void check_back(struct hj_lists_draft *draft, const struct hj_yaml *node,
                       struct hj_list_layout *layout)
{
    struct hj_freeze *freeze = draft->freeze;
    int64_t table =
        node->kind == HJ_YAML_SCALAR ? hj_name_index_find(&freeze->tables, node->text) : -1;
    if (table < 0) {
        hj_reader_problem(&freeze->reader, node, HJ_RULES_LIST_BACK, "table", node->text);
        return;
    }
    layout->back = freeze->ruleset->tables[table].name;
    for (uint32_t p = 0; p < layout->page_count; p++) {
        for (uint32_t c = 0; c < layout->pages[p].count; c++) {
            const struct hj_list_slot *slot = &layout->pages[p].slots[c];
            const struct hj_list_column *column = &draft->columns[slot->column];
            const struct hj_title *titles =
                slot->title.zh.data || slot->title.en.data ? &slot->title : &column->title;
            struct hj_span title = titles->zh.data ? titles->zh : titles->en;
            bool wanted = column->says == HJ_LIST_ANSWER || (p == 0 && c == 0);
            /* what shares a cell is no answer of its own */
            if (wanted && (slot->below || !is_header(&freeze->ruleset->tables[table], title))) {
                struct hj_problem *problem = hj_reader_problem(
                    &freeze->reader, node, HJ_RULES_LIST_BACK_HEADER, "title", title);
                hj_error_text(&problem->error, "table", layout->back);
            }
        }
    }
}

void hj_freeze_list_layout(struct hj_lists_draft *draft, const struct hj_yaml *node)
{
    struct hj_freeze *freeze = draft->freeze;
    struct layout_draft made = {.layout = {.scale = 100}, .repeated = 0};
    made.layout.place = hj_freeze_place(freeze, node);
    if (!hj_read_mapping(&freeze->reader, node, &layout_shape, &made)) {
        return;
    }
    made.layout.located = (enum hj_list_located)made.located;
    made.layout.repeated = (uint32_t)made.repeated;
    if (made.notice) {
        read_notices(&freeze->reader, made.notice, &made.layout);
    }
    read_pages(draft, made.pages, &made.layout);
    read_expressions(freeze, &made, &made.layout);
    if (made.layout.ask.count > 0) {
        refuse_findings(draft, node, &made.layout);
    }
    if (made.back) {
        check_back(draft, made.back, &made.layout);
    }
    draft->layouts[draft->lists->layout_count++] = made.layout;
}
