/* SPDX-License-Identifier: MIT
 * lists: the firms whose route is a department's, one list for each role and town, as a workbook
 * and as CSV. A firm that is protected, or blocked by what nobody has checked, has no route and so
 * stands on no list; nor does one of which nothing is known but that its name is like another's. */
#include "campaign/lists.h"

#include "base/memory.h"
#include "campaign/missing.h"
#include "campaign/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static enum hj_code read_verdicts(void *context, uint32_t block, struct hj_arena *arena,
                                  void **made, struct hj_error *error)
{
    struct hj_list_run *run = context;
    return hj_verdicts_read(run->store, &run->verdicts, block, arena, made, error);
}

/* ---- which list ---- */

static int compare_towns(struct hj_span a, struct hj_span b)
{
    int order = (a.data == NULL) - (b.data == NULL); /* the unknown one last */
    return order ? order : hj_span_compare(a, b);
}

static int compare_list(const struct hj_list *list, const struct hj_list_plan *plan,
                        struct hj_span role, struct hj_span town)
{
    int order = hj_span_compare(list->role, role);
    order = order ? order : compare_towns(list->town, town);
    return order ? order : (list->plan > plan) - (list->plan < plan);
}

/* The list, begun if it is new; NULL when the memory is full. */
static struct hj_list *find_list(struct hj_list_run *run, const struct hj_list_plan *plan,
                                 struct hj_span role, struct hj_span town)
{
    size_t low = 0, high = run->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_list(&run->lists[middle], plan, role, town);
        if (order == 0) {
            return &run->lists[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    void *lists = run->lists;
    struct hj_span copy = town.data ? hj_arena_copy(&run->loaded.arena, town) : town;
    if ((town.data && !copy.data) ||
        hj_memory_grow(&lists, &run->capacity, run->count + 1, sizeof *run->lists) != 0) {
        return NULL;
    }
    run->lists = lists;
    memmove(&run->lists[low + 1], &run->lists[low], (run->count - low) * sizeof *run->lists);
    run->lists[low] = (struct hj_list){.plan = plan, .role = role, .town = copy};
    run->count++;
    return &run->lists[low];
}

static bool has_only_leads(const struct hj_ruleset *ruleset, struct hj_value rules)
{
    struct hj_span rest = rules.null ? (struct hj_span){"", 0} : rules.text;
    while (rest.size > 0) {
        const char *end = memchr(rest.data, ';', rest.size);
        size_t size = end ? (size_t)(end - rest.data) : rest.size;
        struct hj_span id = hj_span_slice(rest, 0, size);
        for (uint32_t i = 0; i < ruleset->rule_count; i++) {
            const struct hj_rule *rule = &ruleset->rules[i];
            if (hj_span_equal(rule->id, id) && rule->strength != HJ_STRENGTH_LEAD) {
                return false;
            }
        }
        rest = end ? hj_span_slice(rest, size + 1, rest.size - size - 1) : (struct hj_span){"", 0};
    }
    return true;
}

enum hj_code hj_list_add(struct hj_list_run *run, struct hj_list *list,
                         const struct hj_list_case *which, struct hj_error *error)
{
    void *firms = list->firms;
    if (hj_memory_grow(&firms, &list->capacity, list->count + 1, sizeof *list->firms) != 0) {
        return hj_error_memory(error);
    }
    list->firms = firms;
    hj_arena_clear(&run->scratch);
    run->counts.listed++;
    return hj_list_fill(run, list->plan, which, &list->firms[list->count++])
               ? HJ_OK
               : hj_error_memory(error);
}

static enum hj_code add_firm(struct hj_list_run *run, const struct hj_list_plan *plan,
                             const struct hj_list_case *which, struct hj_error *error)
{
    struct hj_span role = run->loaded.ruleset->routes[which->route].role;
    struct hj_value town = hj_rows_value(which->block, run->town, which->row);
    struct hj_span name = town.null || town.type != HJ_TEXT ? (struct hj_span){NULL, 0} : town.text;
    /* a stage goes to the towns, whatever department comes next */
    struct hj_list *list =
        find_list(run, plan, run->options->stage ? (struct hj_span){"", 0} : role, name);
    if (!list) {
        return hj_error_memory(error);
    }
    return hj_list_add(run, list, which, error);
}

/* Whether the list, joined by semicolons, has the rule. */
static bool names_rule(struct hj_span rules, struct hj_span id)
{
    for (size_t at = 0; at < rules.size;) {
        const char *end = memchr(rules.data + at, ';', rules.size - at);
        size_t stop = end ? (size_t)(end - rules.data) : rules.size;
        if (hj_span_equal(hj_span_slice(rules, at, stop - at), id)) {
            return true;
        }
        at = stop + 1;
    }
    return false;
}

static void count_held(struct hj_list_run *run, struct hj_span rules)
{
    for (uint32_t i = 0; i < run->loaded.ruleset->rule_count; i++) {
        run->held[i] += names_rule(rules, run->loaded.ruleset->rules[i].id);
    }
}

static enum hj_code add_case(struct hj_list_run *run, struct hj_list_case *which,
                             struct hj_error *error)
{
    const struct hj_ruleset *ruleset = run->loaded.ruleset;
    const struct hj_value *verdict = which->verdict;
    struct hj_list_counts *counts = &run->counts;
    counts->verdicts++;
    if (!verdict[HJ_VERDICT_PROTECTED_BY].null) {
        counts->protected_++;
        return HJ_OK;
    }
    which->route = verdict[HJ_VERDICT_ROUTE].null
                       ? -1
                       : hj_route_find(ruleset, verdict[HJ_VERDICT_ROUTE].text);
    if (!verdict[HJ_VERDICT_BLOCKED_BY].null) {
        counts->blocked++;
        count_held(run, verdict[HJ_VERDICT_BLOCKED_BY].text);
        return HJ_OK;
    }
    if (which->route >= 0 && has_only_leads(ruleset, verdict[HJ_VERDICT_RULES])) {
        counts->leads++;
        return HJ_OK;
    }
    const struct hj_list_plan *plan = which->route < 0 ? NULL : hj_list_plan_of(run, which);
    if (!plan) {
        counts->elsewhere++;
        return HJ_OK;
    }
    return add_firm(run, plan, which, error);
}

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_list_run *run = context;
    const struct hj_vector *verdicts = block->made;
    enum hj_code code = HJ_OK;
    for (uint32_t i = 0; code == HJ_OK && i < verdicts[HJ_VERDICT_ROW].rows; i++) {
        struct hj_list_case which = {.block = block};
        for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
            which.verdict[c] = hj_vector_value(&verdicts[c], i);
        }
        which.row = (uint32_t)which.verdict[HJ_VERDICT_ROW].integer;
        code = add_case(run, &which, error);
    }
    return code;
}

/* ---- two firms on one clue ---- */

static int compare_clues(const void *a, const void *b)
{
    struct hj_list_firm *const *x = a, *const *y = b;
    int order = hj_span_compare((*x)->clue, (*y)->clue);
    return order ? order : ((*x)->record > (*y)->record) - ((*x)->record < (*y)->record);
}

/* Clue numbers tell listed firms apart also where ten digits of a hash do not: the second one gets
 * -2, by record. */
static enum hj_code number_clues(struct hj_list_run *run, struct hj_error *error)
{
    struct hj_list_firm **firms =
        hj_arena_zero(&run->loaded.arena, (size_t)run->counts.listed + 1, sizeof *firms);
    size_t count = 0;
    if (!firms) {
        return hj_error_memory(error);
    }
    for (size_t i = 0; i < run->count; i++) {
        for (size_t k = 0; k < run->lists[i].count; k++) {
            firms[count++] = &run->lists[i].firms[k];
        }
    }
    qsort(firms, count, sizeof *firms, compare_clues);
    for (size_t i = 1, same = 1; i < count; i++) {
        struct hj_span first = firms[i - same]->clue;
        same = hj_span_equal(first, firms[i]->clue) ? same + 1 : 1;
        if (same == 1) {
            continue;
        }
        char text[40];
        int size = snprintf(text, sizeof text, "%.*s-%zu", (int)first.size, first.data, same);
        struct hj_span made =
            hj_arena_copy(&run->loaded.arena, (struct hj_span){text, (size_t)size});
        if (!made.data) {
            return hj_error_memory(error);
        }
        firms[i]->later = made;
    }
    for (size_t i = 0; i < count; i++) {
        if (firms[i]->later.data) {
            firms[i]->clue = firms[i]->later;
        }
        if (firms[i]->clue_cell != UINT32_MAX) {
            firms[i]->cells[firms[i]->clue_cell] = firms[i]->clue;
        }
    }
    return HJ_OK;
}

/* ---- the whole ---- */

/* With the folders above it. */
enum hj_code hj_list_folder(const char *folder, struct hj_error *error)
{
    struct stat found;
    char parent[4096];
    const char *slash = strrchr(folder, '/');
    size_t size = slash && slash > folder ? (size_t)(slash - folder) : 0;
    if (size > 0 && size < sizeof parent) {
        memcpy(parent, folder, size);
        parent[size] = '\0';
        if (stat(parent, &found) != 0 && errno == ENOENT) {
            enum hj_code code = hj_list_folder(parent, error);
            if (code != HJ_OK) {
                return code;
            }
        }
    }
    if (mkdir(folder, 0777) == 0 || errno == EEXIST) {
        if (stat(folder, &found) == 0 && S_ISDIR(found.st_mode)) {
            return HJ_OK;
        }
        errno = ENOTDIR;
    }
    return hj_error_system(error, HJ_WRITE, folder, errno);
}

static void note_counts(const struct hj_list_run *run, const char *folder)
{
    const struct hj_list_counts *counts = &run->counts;
    struct hj_error note;
    hj_error_set(&note, HJ_NOTE_LISTS_FROM);
    hj_error_number(&note, "verdicts", (int64_t)counts->verdicts);
    hj_error_number(&note, "listed", (int64_t)counts->listed);
    hj_error_number(&note, "protected", (int64_t)counts->protected_);
    hj_error_number(&note, "blocked", (int64_t)counts->blocked);
    hj_error_number(&note, "leads", (int64_t)counts->leads);
    hj_error_number(&note, "elsewhere", (int64_t)counts->elsewhere);
    hj_campaign_note(run->campaign, &note);
    hj_error_set(&note, HJ_NOTE_LISTS);
    hj_error_number(&note, "lists", (int64_t)run->count);
    hj_error_number(&note, "firms", (int64_t)counts->listed);
    hj_error_text(&note, "folder", hj_span_of(folder));
    hj_campaign_note(run->campaign, &note);
}

/* Nobody is on a list and firms are held back: which tables would let them go. */
static void note_held(const struct hj_list_run *run)
{
    const struct hj_ruleset *ruleset = run->loaded.ruleset;
    for (uint32_t i = 0; run->counts.listed == 0 && i < ruleset->rule_count; i++) {
        if (run->held[i] > 0) {
            char missing[512];
            struct hj_error note;
            hj_missing_inputs(&run->loaded, &ruleset->rules[i], missing, sizeof missing);
            hj_error_set(&note, HJ_NOTE_LISTS_HELD);
            hj_error_number(&note, "count", (int64_t)run->held[i]);
            hj_error_text(&note, "rule", ruleset->rules[i].id);
            hj_error_text(&note, "missing", hj_span_of(missing));
            hj_campaign_note(run->campaign, &note);
        }
    }
}

static enum hj_code write_all(struct hj_list_run *run, const char *folder, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_list_folder(folder, error));
    for (size_t i = 0; i < run->count; i++) {
        HJ_TRY(hj_list_version(run, &run->lists[i], folder, error));
        HJ_TRY(hj_list_write(run, &run->lists[i], folder, error));
        if (run->issued) {
            HJ_TRY(hj_list_record(run, &run->lists[i], error));
        }
    }
    HJ_TRY(hj_list_letters(run, folder, error));
    if (!run->options->folder) {
        HJ_TRY(hj_list_settle_drafts(run, folder, error));
    }
    if (run->issued) {
        HJ_TRY(hj_store_commit(run->store, error));
    }
    note_counts(run, folder);
    note_held(run);
done:
    return code;
}

static enum hj_code read_issue(struct hj_list_run *run, struct hj_error *error)
{
    const char *issue = run->options->issue;
    run->issued = issue != NULL;
    if (issue && !hj_date_parse_iso(hj_span_of(issue), &run->issue)) {
        hj_error_set(error, HJ_CAMPAIGN_ISSUE);
        hj_error_text(error, "date", hj_span_of(issue));
        return error->code;
    }
    return HJ_OK;
}

enum hj_code hj_list_open(struct hj_list_run *run, struct hj_error *error)
{
    const char *store = run->campaign->config.store;
    enum hj_code code = HJ_OK;
    HJ_TRY(read_issue(run, error));
    HJ_TRY(hj_store_open(store, run->issued ? HJ_STORE_CREATE : HJ_STORE_READ, &run->store, error));
    HJ_TRY(hj_loaded_open(run->campaign, run->store, &run->loaded, error));
    HJ_TRY(hj_list_read_drafts(run, error));
    if (run->issued) {
        HJ_TRY(hj_store_begin(run->store, error));
    }
done:
    return code;
}

static enum hj_code open_run(struct hj_list_run *run, struct hj_error *error)
{
    struct hj_digest *findings;
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_list_open(run, error));
    HJ_TRY(hj_findings_keys(run->store, &run->loaded, &run->loaded.arena, &findings, error));
    run->verdicts = hj_verdicts_key(&run->loaded, findings);
    HJ_TRY(hj_verdicts_check(run->store, &run->verdicts, error));
    HJ_TRY(hj_list_unmatched(run, error));
    HJ_TRY(hj_list_plans(run, error));
    run->held = hj_arena_zero(&run->loaded.arena, (size_t)run->loaded.ruleset->rule_count + 1,
                              sizeof *run->held);
    if (!run->held) {
        code = hj_error_memory(error);
    }
done:
    return code;
}

void hj_list_release(struct hj_list_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        hj_memory_free(run->lists[i].firms);
    }
    hj_memory_free(run->lists);
    hj_buffer_release(&run->text);
    hj_buffer_release(&run->written);
    hj_buffer_release(&run->kept);
    hj_arena_release(&run->scratch);
    hj_loaded_release(&run->loaded);
    hj_store_close(run->store);
}

enum hj_code hj_lists(struct hj_campaign *campaign, const struct hj_lists_options *options,
                      struct hj_error *error)
{
    static const struct hj_lists_options none = {0};
    struct hj_list_run run = {.campaign = campaign, .options = options ? options : &none};
    enum hj_drafts drafts = campaign->drafts;
    enum hj_code code = HJ_OK;
    campaign->drafts = HJ_DRAFTS_NEVER;
    HJ_TRY(open_run(&run, error));
    const struct hj_pass pass = {
        .campaign = campaign,
        .store = run.store,
        .loaded = &run.loaded,
        .roots = run.roots.roots,
        .root_count = run.roots.count,
        .keep_results = true, /* the cells are filled at the merge */
        .context = &run,
        .read = read_verdicts,
        .merge = merge,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    HJ_TRY(number_clues(&run, error));
    HJ_TRY(
        write_all(&run, run.options->folder ? run.options->folder : campaign->config.lists, error));
done:
    campaign->drafts = drafts;
    hj_list_release(&run);
    return code;
}
