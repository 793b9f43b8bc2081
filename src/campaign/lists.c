/* SPDX-License-Identifier: MIT
 * lists: for each role and town one CSV file of the firms whose route is that role's. Names of
 * natural persons are masked; a firm that is protected or blocked has no route and so stands on no
 * list. */
#include "base/memory.h"
#include "base/output.h"
#include "campaign/findings.h"
#include "campaign/mask.h"
#include "campaign/rows.h"
#include "campaign/verdicts.h"
#include "publish/cell.h"
#include "publish/file_name.h"

#include <errno.h>
#include <sys/stat.h>

/* Columns of a list: of the registry first, where it has them, then what the program says, then
 * what the department fills in. */
static const char *const firm_columns[] = {"uscc",      "name",    "type",   "established",
                                           "legal_rep", "address", "status", "town"};
static const char *const other_columns[] = {"class",   "findings", "route",   "unchecked",
                                            "opinion", "document", "handler", "date"};
enum { FIRM_COLUMNS = sizeof firm_columns / sizeof *firm_columns };
enum { OTHER_COLUMNS = sizeof other_columns / sizeof *other_columns, FILLED_IN = 4 };

struct list {
    struct hj_span role, town; /* the arena's */
    struct hj_buffer text;
    uint64_t firms;
};

struct lists {
    struct hj_campaign *campaign;
    struct hj_store *store;
    struct hj_loaded loaded;
    struct hj_digest verdicts;
    struct hj_roots roots;
    uint32_t root[FIRM_COLUMNS];
    uint32_t town;
    struct list *items; /* in order of role and town */
    size_t count, capacity;
    struct hj_arena scratch;
};

static enum hj_code read_verdicts(void *context, uint32_t block, struct hj_arena *arena,
                                  void **made, struct hj_error *error)
{
    struct lists *lists = context;
    struct hj_vector *verdicts = hj_arena_zero(arena, HJ_VERDICT_COLUMNS, sizeof *verdicts);
    if (!verdicts) {
        return hj_error_memory(error);
    }
    *made = verdicts;
    return hj_verdicts_get(lists->store, &lists->verdicts, block, arena, verdicts, error);
}

static int compare_lists(const struct list *list, struct hj_span role, struct hj_span town)
{
    int order = hj_span_compare(list->role, role);
    return order ? order : hj_span_compare(list->town, town);
}

static bool write_header(struct list *list)
{
    bool room = hj_buffer_append(&list->text, hj_span_of("number,record"));
    for (size_t i = 0; room && i < FIRM_COLUMNS; i++) {
        room = hj_buffer_append(&list->text, hj_span_of(",")) &&
               hj_buffer_append(&list->text, hj_span_of(firm_columns[i]));
    }
    for (size_t i = 0; room && i < OTHER_COLUMNS; i++) {
        room = hj_buffer_append(&list->text, hj_span_of(",")) &&
               hj_buffer_append(&list->text, hj_span_of(other_columns[i]));
    }
    return room && hj_buffer_append(&list->text, hj_span_of("\n"));
}

/* The list of the role and town, begun if it is new; NULL when the memory is full. */
static struct list *find_list(struct lists *lists, struct hj_span role, struct hj_span town)
{
    size_t at = 0;
    while (at < lists->count && compare_lists(&lists->items[at], role, town) < 0) {
        at++;
    }
    if (at < lists->count && compare_lists(&lists->items[at], role, town) == 0) {
        return &lists->items[at];
    }
    void *items = lists->items;
    struct hj_span copy = hj_arena_copy(&lists->loaded.arena, town);
    if (!copy.data ||
        hj_memory_grow(&items, &lists->capacity, lists->count + 1, sizeof *lists->items) != 0) {
        return NULL;
    }
    lists->items = items;
    memmove(&lists->items[at + 1], &lists->items[at], (lists->count - at) * sizeof *lists->items);
    lists->items[at] = (struct list){.role = role, .town = copy};
    lists->count++;
    return write_header(&lists->items[at]) ? &lists->items[at] : NULL;
}

static struct hj_span value_text(struct lists *lists, uint32_t root,
                                 const struct hj_pass_block *block, uint32_t row)
{
    struct hj_value value = hj_rows_value(block, root, row);
    if (value.null) {
        return (struct hj_span){"", 0};
    }
    char date[11];
    if (value.type == HJ_DATE) {
        hj_date_format(value.date, date);
        return hj_arena_copy(&lists->scratch, hj_span_of(date));
    }
    value = hj_mask_value(&lists->loaded, lists->roots.roots[root]->index, value, &lists->scratch);
    return value.type == HJ_TEXT && !value.null ? value.text : (struct hj_span){"", 0};
}

static bool append_number(struct hj_buffer *out, const char *before, int64_t number)
{
    char text[32];
    int size = snprintf(text, sizeof text, "%s%lld", before, (long long)number);
    return hj_buffer_append(out, (struct hj_span){text, (size_t)size});
}

static bool append_cell(struct hj_buffer *out, struct hj_span text)
{
    return hj_buffer_append(out, hj_span_of(",")) && hj_cell_append(out, text);
}

static struct hj_span text_or_empty(struct hj_value value)
{
    return value.null ? (struct hj_span){"", 0} : value.text;
}

static bool append_firm(struct lists *lists, struct list *list, const struct hj_pass_block *block,
                        uint32_t row, const struct hj_value verdict[HJ_VERDICT_COLUMNS])
{
    struct hj_buffer *out = &list->text;
    list->firms++;
    bool room = append_number(out, "", (int64_t)list->firms) &&
                append_number(out, ",", block->records->integers[row]);
    for (size_t i = 0; room && i < FIRM_COLUMNS; i++) {
        room = append_cell(out, value_text(lists, lists->root[i], block, row));
    }
    room = room && append_cell(out, text_or_empty(verdict[HJ_VERDICT_CLASS])) &&
           append_cell(out, text_or_empty(verdict[HJ_VERDICT_RULES])) &&
           append_cell(out, text_or_empty(verdict[HJ_VERDICT_ROUTE])) &&
           append_cell(out, text_or_empty(verdict[HJ_VERDICT_UNCHECKED]));
    for (int i = 0; room && i < FILLED_IN; i++) {
        room = hj_buffer_append(out, hj_span_of(","));
    }
    return room && hj_buffer_append(out, hj_span_of("\n"));
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct lists *lists = context;
    const struct hj_vector *verdicts = block->made;
    hj_arena_clear(&lists->scratch);
    for (uint32_t i = 0; i < verdicts[HJ_VERDICT_ROW].rows; i++) {
        struct hj_value verdict[HJ_VERDICT_COLUMNS];
        for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
            verdict[c] = hj_vector_value(&verdicts[c], i);
        }
        int route = verdict[HJ_VERDICT_ROUTE].null
                        ? -1
                        : hj_route_find(lists->loaded.ruleset, verdict[HJ_VERDICT_ROUTE].text);
        if (route < 0) {
            continue;
        }
        uint32_t row = (uint32_t)verdict[HJ_VERDICT_ROW].integer;
        struct hj_value town = hj_rows_value(block, lists->town, row);
        struct list *list =
            find_list(lists, lists->loaded.ruleset->routes[route].role, text_or_empty(town));
        if (!list || !append_firm(lists, list, block, row, verdict)) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

static enum hj_code write_list(struct lists *lists, const struct list *list, const char *folder,
                               struct hj_error *error)
{
    struct hj_buffer path = {0};
    struct hj_output output = {0};
    const struct hj_list_name name = {
        .campaign = lists->campaign->config.name,
        .role = list->role,
        .town = list->town.size ? list->town : hj_span_of("-"),
        .as_of = lists->campaign->config.as_of,
        .version = 1,
        .ending = "csv",
    };
    enum hj_code code = HJ_OK;
    if (!hj_buffer_append(&path, hj_span_of(folder)) || !hj_buffer_append(&path, hj_span_of("/")) ||
        !hj_file_name_list(&path, &name) || !hj_buffer_append(&path, (struct hj_span){"", 1})) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(hj_output_open(&output, path.data, false, error));
    HJ_TRY(hj_output_write(&output, hj_buffer_span(&list->text), error));
    HJ_TRY(hj_output_close(&output, error));
done:
    hj_output_discard(&output);
    hj_buffer_release(&path);
    return code;
}

static enum hj_code write_all(struct lists *lists, const char *folder, struct hj_error *error)
{
    struct hj_error note;
    uint64_t firms = 0;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        return hj_error_system(error, HJ_WRITE, folder, errno);
    }
    for (size_t i = 0; i < lists->count; i++) {
        enum hj_code code = write_list(lists, &lists->items[i], folder, error);
        if (code != HJ_OK) {
            return code;
        }
        firms += lists->items[i].firms;
    }
    hj_error_set(&note, HJ_NOTE_LISTS);
    hj_error_number(&note, "lists", (int64_t)lists->count);
    hj_error_number(&note, "firms", (int64_t)firms);
    hj_error_text(&note, "folder", hj_span_of(folder));
    hj_campaign_note(lists->campaign, &note);
    return HJ_OK;
}

static enum hj_code prepare(struct lists *lists, struct hj_error *error)
{
    struct hj_digest *findings;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_findings_keys(lists->store, &lists->loaded, &lists->loaded.arena, &findings, error));
    lists->verdicts = hj_verdicts_key(&lists->loaded, findings);
    HJ_TRY(hj_verdicts_check(lists->store, &lists->verdicts, error));
    hj_roots_init(&lists->roots, lists->loaded.ruleset, &lists->loaded.arena);
    for (size_t i = 0; i < FIRM_COLUMNS; i++) {
        lists->root[i] = hj_roots_find(&lists->roots, firm_columns[i]);
    }
    lists->town = hj_roots_find(&lists->roots, "town");
    if (lists->roots.memory_full) {
        code = hj_error_memory(error);
    }
done:
    return code;
}

static void lists_release(struct lists *lists)
{
    for (size_t i = 0; i < lists->count; i++) {
        hj_buffer_release(&lists->items[i].text);
    }
    hj_memory_free(lists->items);
    hj_arena_release(&lists->scratch);
    hj_loaded_release(&lists->loaded);
    hj_store_close(lists->store);
}

enum hj_code hj_lists(struct hj_campaign *campaign, const char *folder, struct hj_error *error)
{
    struct lists lists = {.campaign = campaign};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_store_open(campaign->config.store, HJ_STORE_READ, &lists.store, error));
    HJ_TRY(hj_loaded_open(campaign, lists.store, &lists.loaded, error));
    HJ_TRY(prepare(&lists, error));
    const struct hj_pass pass = {
        .campaign = campaign,
        .store = lists.store,
        .loaded = &lists.loaded,
        .roots = lists.roots.roots,
        .root_count = lists.roots.count,
        .keep_results = true,
        .context = &lists,
        .read = read_verdicts,
        .merge = merge,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    HJ_TRY(write_all(&lists, folder ? folder : campaign->config.lists, error));
done:
    lists_release(&lists);
    return code;
}
