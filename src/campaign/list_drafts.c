/* SPDX-License-Identifier: MIT
 * Drafts of earlier runs. The store remembers, by stage, which drafts stand in the campaign's
 * folder of lists and what was in them: one that no list of this run replaces is removed, unless
 * somebody has changed it, or its twin (the book and the CSV file of one list stay together). One
 * that somebody has filled in is not written over either: what is written now takes the next
 * number. What was issued is no draft and stays; so does whatever the program did not write. */
#include "campaign/lists.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static const char group[] = "drafts";

struct drafts {
    struct hj_list_run *run;
    const char *folder;
    struct hj_buffer path, bytes, kept; /* kept: lines "hash name" */
    uint64_t removed;
};

bool hj_list_note_file(struct hj_list_run *run, const char *path)
{
    const char *slash = strrchr(path, '/');
    return hj_buffer_append(&run->written, hj_span_of(slash ? slash + 1 : path)) &&
           hj_buffer_append(&run->written, hj_span_of("\n"));
}

/* Lines of what is remembered: "hash name". */
enum { HASH = 16 };

static struct hj_span name_in(struct hj_span line)
{
    return hj_span_slice(line, HASH + 1, line.size - HASH - 1);
}

enum hj_code hj_list_read_drafts(struct hj_list_run *run, struct hj_error *error)
{
    return hj_store_list_entries(run->store, group, &run->loaded.arena, &run->drafts,
                                 &run->draft_count, error);
}

/* The line that begins at *at, without its end; *at moves behind it. */
static struct hj_span next_line(struct hj_span text, size_t *at)
{
    const char *end = memchr(text.data + *at, '\n', text.size - *at);
    size_t stop = end ? (size_t)(end - text.data) : text.size;
    struct hj_span line = hj_span_slice(text, *at, stop - *at);
    *at = stop + 1;
    return line;
}

static bool has_line(const struct hj_buffer *lines, struct hj_span name)
{
    struct hj_span text = hj_buffer_span(lines);
    for (size_t at = 0; at < text.size;) {
        if (hj_span_equal(next_line(text, &at), name)) {
            return true;
        }
    }
    return false;
}

static bool make_path(struct drafts *drafts, struct hj_span name)
{
    hj_buffer_clear(&drafts->path);
    return hj_buffer_append(&drafts->path, hj_span_of(drafts->folder)) &&
           hj_buffer_append(&drafts->path, hj_span_of("/")) &&
           hj_buffer_append(&drafts->path, name) &&
           hj_buffer_append(&drafts->path, (struct hj_span){"", 1});
}

/* The hash of the file at `path` as 16 hexadecimal digits; empty where there is none to be read. */
static bool hash_file(struct drafts *drafts, char hash[HASH + 1])
{
    FILE *file = fopen(drafts->path.data, "rb");
    char bytes[4096];
    bool room = true;
    hash[0] = '\0';
    if (!file) {
        return true;
    }
    hj_buffer_clear(&drafts->bytes);
    for (size_t got; room && (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        room = hj_buffer_append(&drafts->bytes, (struct hj_span){bytes, got});
    }
    fclose(file);
    snprintf(hash, HASH + 1, "%016" PRIx64, hj_hash_bytes(hj_buffer_span(&drafts->bytes)));
    return room;
}

static bool keep_line(struct drafts *drafts, const char *hash, struct hj_span name)
{
    return hj_buffer_append(&drafts->kept, hj_span_of(hash)) &&
           hj_buffer_append(&drafts->kept, hj_span_of(" ")) &&
           hj_buffer_append(&drafts->kept, name) &&
           hj_buffer_append(&drafts->kept, hj_span_of("\n"));
}

/* ---- drafts that are not written over ---- */

/* Another command may have written the same file, so one record that fits is enough. */
static bool is_changed(const struct hj_list_run *run, struct hj_span name, const char *hash)
{
    bool known = false;
    for (size_t i = 0; i < run->draft_count; i++) {
        struct hj_span text = run->drafts[i].value;
        for (size_t at = 0; at < text.size;) {
            struct hj_span line = next_line(text, &at);
            if (line.size > HASH && hj_span_equal(name_in(line), name)) {
                if (hj_span_is(hj_span_slice(line, 0, HASH), hash)) {
                    return false;
                }
                known = true;
            }
        }
    }
    return known;
}

static enum hj_code look(struct drafts *drafts, const struct hj_list_name *name, bool *changed,
                         struct hj_error *error)
{
    struct hj_list_run *run = drafts->run;
    struct hj_buffer file = {0};
    enum hj_code code = HJ_OK;
    char hash[HASH + 1];
    if (!hj_file_name_list(&file, name) || !make_path(drafts, hj_buffer_span(&file)) ||
        !hash_file(drafts, hash)) {
        code = hj_error_memory(error);
    } else if (hash[0] != '\0' && is_changed(run, hj_buffer_span(&file), hash)) {
        struct hj_error note;
        hj_error_set(&note, HJ_NOTE_DRAFT_KEPT);
        hj_error_text(&note, "file", hj_span_of(drafts->path.data));
        hj_error_number(&note, "version", (int64_t)name->version + 1);
        hj_campaign_note(run->campaign, &note);
        *changed = true;
        code = hj_buffer_append(&run->kept, hj_buffer_span(&file)) &&
                       hj_buffer_append(&run->kept, hj_span_of("\n"))
                   ? HJ_OK
                   : hj_error_memory(error);
    }
    hj_buffer_release(&file);
    return code;
}

enum hj_code hj_list_spare_drafts(struct hj_list_run *run, const char *folder,
                                  struct hj_list_name name, const char *const *endings,
                                  unsigned *version, struct hj_error *error)
{
    struct drafts drafts = {.run = run, .folder = folder};
    enum hj_code code = HJ_OK;
    bool changed = !run->options->folder; /* elsewhere nothing is remembered */
    while (changed && code == HJ_OK) {
        changed = false;
        name.version = *version;
        for (int i = 0; endings[i] && code == HJ_OK; i++) {
            name.ending = endings[i];
            code = look(&drafts, &name, &changed, error);
        }
        *version += changed;
    }
    hj_buffer_release(&drafts.path);
    hj_buffer_release(&drafts.bytes);
    return code;
}

/* ---- drafts of before ---- */

static struct hj_span stem_of(struct hj_span name)
{
    size_t size = name.size;
    while (size > 0 && name.data[size - 1] != '.') {
        size--;
    }
    return hj_span_slice(name, 0, size);
}

/* Whether somebody has changed a draft that differs from this one in its ending alone. */
static bool twin_changed(struct drafts *drafts, struct hj_span old, struct hj_span name,
                         bool *changed)
{
    *changed = false;
    for (size_t at = 0; !*changed && at < old.size;) {
        struct hj_span line = next_line(old, &at);
        char now[HASH + 1];
        if (line.size <= HASH + 1 || memchr(line.data, '/', line.size) ||
            hj_span_equal(name_in(line), name) ||
            !hj_span_equal(stem_of(name_in(line)), stem_of(name))) {
            continue;
        }
        if (!make_path(drafts, name_in(line)) || !hash_file(drafts, now)) {
            return false;
        }
        *changed = now[0] != '\0' && !hj_span_is(hj_span_slice(line, 0, HASH), now);
    }
    return make_path(drafts, name);
}

/* A draft of before that this run has not written again. */
static enum hj_code settle_one(struct drafts *drafts, struct hj_span old, struct hj_span hash,
                               struct hj_span name, struct hj_error *error)
{
    char now[HASH + 1];
    bool twin;
    if (!make_path(drafts, name) || !hash_file(drafts, now)) {
        return hj_error_memory(error);
    }
    if (now[0] == '\0') {
        return HJ_OK; /* somebody has taken it away */
    }
    if (!hj_span_is(hash, now)) {
        if (!has_line(&drafts->run->kept, name)) { /* else it has been said */
            struct hj_error note;
            hj_error_set(&note, HJ_NOTE_DRAFT_CHANGED);
            hj_error_text(&note, "file", hj_span_of(drafts->path.data));
            hj_campaign_note(drafts->run->campaign, &note);
        }
        char before[HASH + 1];
        snprintf(before, sizeof before, "%.*s", (int)hash.size, hash.data);
        return keep_line(drafts, before, name) ? HJ_OK : hj_error_memory(error);
    }
    if (!twin_changed(drafts, old, name, &twin)) {
        return hj_error_memory(error);
    }
    if (twin) {
        return keep_line(drafts, now, name) ? HJ_OK : hj_error_memory(error);
    }
    if (unlink(drafts->path.data) != 0 && errno != ENOENT) {
        return hj_error_system(error, HJ_WRITE, drafts->path.data, errno);
    }
    drafts->removed++;
    return HJ_OK;
}

static enum hj_code settle_old(struct drafts *drafts, struct hj_span old, struct hj_error *error)
{
    enum hj_code code = HJ_OK;
    for (size_t at = 0; code == HJ_OK && at < old.size;) {
        struct hj_span line = next_line(old, &at);
        if (line.size > HASH + 1 && !memchr(line.data, '/', line.size)) {
            struct hj_span name = name_in(line);
            if (!has_line(&drafts->run->written, name)) {
                code = settle_one(drafts, old, hj_span_slice(line, 0, HASH), name, error);
            }
        }
    }
    return code;
}

static enum hj_code keep_written(struct drafts *drafts, struct hj_error *error)
{
    struct hj_span written = hj_buffer_span(&drafts->run->written);
    for (size_t at = 0; at < written.size;) {
        struct hj_span name = next_line(written, &at);
        char hash[HASH + 1];
        if (!make_path(drafts, name) || !hash_file(drafts, hash) ||
            !keep_line(drafts, hash, name)) {
            return hj_error_memory(error);
        }
    }
    return HJ_OK;
}

/* A draft only reads the store until here; its own few words take a moment. */
static enum hj_code record(struct drafts *drafts, const char *name, struct hj_error *error)
{
    struct hj_list_run *run = drafts->run;
    struct hj_span kept = drafts->kept.size ? hj_buffer_span(&drafts->kept) : hj_span_of("");
    struct hj_store *store = NULL;
    enum hj_code code = HJ_OK;
    if (run->issued) {
        return hj_store_put_entry(run->store, group, name, kept, error);
    }
    HJ_TRY(hj_store_open(run->campaign->config.store, HJ_STORE_CREATE, &store, error));
    HJ_TRY(hj_store_begin(store, error));
    HJ_TRY(hj_store_put_entry(store, group, name, kept, error));
    HJ_TRY(hj_store_commit(store, error));
done:
    hj_store_close(store);
    return code;
}

/* What a run replaces: the lists, those of a stage, or the books that a department is asked by. */
static bool name_run(const struct hj_list_run *run, struct hj_buffer *name)
{
    if (run->ask) {
        return hj_buffer_append(name, hj_span_of("ask/")) &&
               hj_buffer_append(name, run->count ? run->lists[0].role : hj_span_of("")) &&
               hj_buffer_append(name, (struct hj_span){"", 1});
    }
    const char *stage = run->options->stage ? run->options->stage : "-";
    return hj_buffer_append(name, (struct hj_span){stage, strlen(stage) + 1});
}

enum hj_code hj_list_settle_drafts(struct hj_list_run *run, const char *folder,
                                   struct hj_error *error)
{
    struct drafts drafts = {.run = run, .folder = folder};
    struct hj_buffer what = {0};
    struct hj_span old;
    enum hj_code code = HJ_OK;
    if (!name_run(run, &what)) {
        code = hj_error_memory(error);
        goto done;
    }
    const char *name = what.data;
    HJ_TRY(hj_store_get_entry(run->store, group, name, &run->loaded.arena, &old, error));
    HJ_TRY(settle_old(&drafts, old, error));
    if (!run->issued) {
        HJ_TRY(keep_written(&drafts, error));
    }
    if (!hj_span_equal(hj_buffer_span(&drafts.kept), old)) {
        HJ_TRY(record(&drafts, name, error));
    }
    if (drafts.removed > 0) {
        struct hj_error note;
        hj_error_set(&note, HJ_NOTE_DRAFTS_REMOVED);
        hj_error_number(&note, "count", (int64_t)drafts.removed);
        hj_campaign_note(run->campaign, &note);
    }
done:
    hj_buffer_release(&what);
    hj_buffer_release(&drafts.path);
    hj_buffer_release(&drafts.bytes);
    hj_buffer_release(&drafts.kept);
    return code;
}
