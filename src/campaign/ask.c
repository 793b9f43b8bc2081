/* SPDX-License-Identifier: MIT
 * ask: what another department knows and does not hand over (taxes, insured persons, court
 * matters) is asked for: a book with codes and names goes out, the same book with a mark and a day
 * a firm comes back and is loaded as a fact table. Whom to ask of, and what, is a layout of the
 * rules (`ask:`); it rests on what is loaded alone, so it can be the first thing that a campaign
 * does. */
#include "campaign/lists.h"

#include "base/memory.h"

static enum hj_code merge(void *context, struct hj_pass_block *block, struct hj_error *error)
{
    struct hj_list_run *run = context;
    struct hj_list_case which = {.block = block, .route = -1};
    enum hj_code code = HJ_OK;
    for (int c = 0; c < HJ_VERDICT_COLUMNS; c++) {
        which.verdict[c].null = true;
    }
    for (uint32_t p = 0; p < run->plan_count; p++) {
        uint32_t when = run->plans[p].when;
        for (uint32_t row = 0; row < block->rows; row++) {
            which.row = row;
            if (when == HJ_ROOT_NONE || hj_bits_get(block->results[when].truth.yes, row)) {
                HJ_TRY(hj_list_add(run, &run->lists[p], &which, error));
            }
        }
    }
done:
    return code;
}

/* A book a layout: its title stands where a list has its town. */
static enum hj_code begin_books(struct hj_list_run *run, struct hj_error *error)
{
    run->lists = hj_memory_zero(run->plan_count, sizeof *run->lists);
    if (!run->lists) {
        return hj_error_memory(error);
    }
    for (uint32_t p = 0; p < run->plan_count; p++) {
        const struct hj_list_layout *layout = run->plans[p].layout;
        run->lists[run->count++] = (struct hj_list){
            .plan = &run->plans[p],
            .role = layout->roles.count ? layout->roles.items[0] : layout->ask.items[0],
            .town = hj_list_title(layout->title),
        };
    }
    return HJ_OK;
}

static void note_book(const struct hj_list_run *run, const struct hj_list *list, const char *folder)
{
    struct hj_error note;
    hj_error_set(&note, list->count > 0 ? HJ_NOTE_ASK : HJ_NOTE_ASK_NONE);
    hj_error_number(&note, "firms", (int64_t)list->count);
    hj_error_text(&note, "role", hj_list_role_name(run, list->role));
    hj_error_text(&note, "folder", hj_span_of(folder));
    hj_campaign_note(run->campaign, &note);
    if (list->count > 0 && list->plan->layout->back.data) {
        hj_error_set(&note, HJ_NOTE_ASK_BACK);
        hj_error_text(&note, "table", list->plan->layout->back);
        hj_campaign_note(run->campaign, &note);
    }
}

static enum hj_code write_books(struct hj_list_run *run, const char *folder, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_list_folder(folder, error));
    for (size_t i = 0; i < run->count; i++) {
        struct hj_list *list = &run->lists[i];
        if (list->count > 0) {
            HJ_TRY(hj_list_version(run, list, folder, error));
            HJ_TRY(hj_list_write(run, list, folder, error));
            if (run->issued) {
                HJ_TRY(hj_list_record(run, list, error));
            }
        }
    }
    HJ_TRY(hj_list_letters(run, folder, error));
    if (!run->options->folder) {
        HJ_TRY(hj_list_settle_drafts(run, folder, error));
    }
    if (run->issued) {
        HJ_TRY(hj_store_commit(run->store, error));
    }
    for (size_t i = 0; i < run->count; i++) {
        note_book(run, &run->lists[i], folder);
    }
done:
    return code;
}

enum hj_code hj_ask(struct hj_campaign *campaign, const char *role,
                    const struct hj_lists_options *options, struct hj_error *error)
{
    static const struct hj_lists_options none = {0};
    struct hj_list_run run = {
        .campaign = campaign, .options = options ? options : &none, .ask = role};
    enum hj_code code = HJ_OK;
    HJ_TRY(hj_list_open(&run, error));
    HJ_TRY(hj_list_plans(&run, error));
    HJ_TRY(begin_books(&run, error));
    const struct hj_pass pass = {
        .campaign = campaign,
        .store = run.store,
        .loaded = &run.loaded,
        .roots = run.roots.roots,
        .root_count = run.roots.count,
        .keep_results = true, /* the cells are filled at the merge */
        .context = &run,
        .merge = merge,
    };
    HJ_TRY(hj_pass_run(&pass, error));
    HJ_TRY(write_books(&run, run.options->folder ? run.options->folder : campaign->config.lists,
                       error));
done:
    hj_list_release(&run);
    return code;
}
