/* SPDX-License-Identifier: MIT
 * What was sent, in the store's entries (group `lists`): under recipient and town the number of the
 * last version, and under recipient, town and version its day and clues. A draft records nothing
 * and bears the number that it would get. */
#include "base/json.h"
#include "campaign/lists.h"

#include <stdio.h>
#include <stdlib.h>

static const char group[] = "lists";

struct hj_span hj_list_recipient(const struct hj_list_run *run, const struct hj_list *list)
{
    return run->options->stage ? hj_span_of(run->options->stage) : list->role;
}

/* "recipient/town", or with a version behind; NUL after it. The parts cannot run into one another:
 * a slash in one is doubled. */
static bool entry_name(const struct hj_list_run *run, const struct hj_list *list, unsigned version,
                       struct hj_buffer *name)
{
    const struct hj_span parts[] = {hj_list_recipient(run, list), list->town};
    bool room = true;
    hj_buffer_clear(name);
    for (int p = 0; p < 2; p++) {
        for (size_t i = 0; room && i < parts[p].size; i++) {
            struct hj_span letter = hj_span_slice(parts[p], i, 1);
            room = hj_buffer_append(name, letter) &&
                   (letter.data[0] != '/' || hj_buffer_append(name, letter));
        }
        room = room && hj_buffer_append(name, hj_span_of("/"));
    }
    char number[16] = "";
    int size = version ? snprintf(number, sizeof number, "v%u", version) : 0;
    return room && hj_buffer_append(name, (struct hj_span){number, (size_t)size}) &&
           hj_buffer_append(name, (struct hj_span){"", 1});
}

struct hj_list_name hj_list_file(const struct hj_list_run *run, const struct hj_list *list)
{
    return (struct hj_list_name){
        .campaign = run->campaign->config.name,
        .role = hj_list_recipient(run, list),
        .town = list->town,
        .unlocated = run->loaded.ruleset->lists->words[HJ_LIST_WORD_UNLOCATED],
        .as_of = run->campaign->config.as_of,
        .version = list->version,
    };
}

enum hj_code hj_list_version(struct hj_list_run *run, struct hj_list *list, const char *folder,
                             struct hj_error *error)
{
    static const char *const endings[] = {"csv", "xlsx", NULL};
    struct hj_buffer name = {0};
    struct hj_span last = {NULL, 0};
    enum hj_code code = HJ_OK;
    if (!entry_name(run, list, 0, &name)) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(hj_store_get_entry(run->store, group, name.data, &run->loaded.arena, &last, error));
    unsigned long number = last.data ? strtoul(last.data, NULL, 10) : 0;
    list->version = (unsigned)(number < 99999 ? number : 99999) + 1;
    HJ_TRY(
        hj_list_spare_drafts(run, folder, hj_list_file(run, list), endings, &list->version, error));
done:
    hj_buffer_release(&name);
    return code;
}

static bool append_member(struct hj_buffer *out, const char *before, struct hj_span text)
{
    return hj_buffer_append(out, hj_span_of(before)) && hj_json_string(out, text);
}

static bool describe(const struct hj_list_run *run, const struct hj_list *list,
                     struct hj_buffer *out)
{
    char day[11], number[32];
    hj_date_format(run->issue, day);
    snprintf(number, sizeof number, ",\"version\":%u", list->version);
    bool room = append_member(out, "{\"recipient\":", hj_list_recipient(run, list)) &&
                append_member(out, ",\"town\":", list->town.data ? list->town : hj_span_of("")) &&
                append_member(out, ",\"layout\":", list->plan->layout->id) &&
                append_member(out, ",\"issued\":", hj_span_of(day)) &&
                hj_buffer_append(out, hj_span_of(number)) &&
                hj_buffer_append(out, hj_span_of(list->plan->layout->full_names
                                                     ? ",\"full_names\":true,\"clues\":["
                                                     : ",\"full_names\":false,\"clues\":["));
    for (size_t i = 0; room && i < list->count; i++) {
        room = append_member(out, i ? "," : "", list->firms[i].clue);
    }
    return room && hj_buffer_append(out, hj_span_of("]}"));
}

enum hj_code hj_list_record(struct hj_list_run *run, const struct hj_list *list,
                            struct hj_error *error)
{
    struct hj_buffer name = {0}, text = {0};
    char number[16];
    enum hj_code code = HJ_OK;
    int size = snprintf(number, sizeof number, "%u", list->version);
    if (!entry_name(run, list, list->version, &name) || !describe(run, list, &text)) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(hj_store_put_entry(run->store, group, name.data, hj_buffer_span(&text), error));
    if (!entry_name(run, list, 0, &name)) {
        code = hj_error_memory(error);
        goto done;
    }
    struct hj_span last = {number, (size_t)size};
    HJ_TRY(hj_store_put_entry(run->store, group, name.data, last, error));
done:
    hj_buffer_release(&name);
    hj_buffer_release(&text);
    return code;
}
