/* SPDX-License-Identifier: MIT
 * status: where the campaign stands. */
#include "base/json.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/render.h"
#include "cli/words.h"

#include <inttypes.h>

enum { RUNS = 8 }; /* the last ones; JSON has all */

static const char *const stages[HJ_STAGE_COUNT] = {[HJ_STAGE_LOAD] = "load",
                                                   [HJ_STAGE_FLAG] = "flag",
                                                   [HJ_STAGE_LINK] = "link",
                                                   [HJ_STAGE_DECIDE] = "decide"};

enum { TABLE, RECORDS, STORED, REJECTED, ENCODING, EXTRACTED, FILES, COLUMNS };

static const struct hj_result_column columns[COLUMNS] = {
    [TABLE] = {.name = "table", .type = HJ_TEXT},
    [RECORDS] = {.name = "records", .type = HJ_INTEGER},
    [STORED] = {.name = "stored", .type = HJ_INTEGER},
    [REJECTED] = {.name = "rejected", .type = HJ_INTEGER},
    [ENCODING] = {.name = "encoding", .type = HJ_TEXT},
    [EXTRACTED] = {.name = "extracted", .type = HJ_DATE},
    [FILES] = {.name = "files", .type = HJ_TEXT},
};

struct walk {
    const struct hj_standing *status;
    uint32_t at;
    bool for_people; /* words are translated */
    char word[HJ_WORD];
    struct hj_value values[COLUMNS];
};

static struct hj_value number(bool given, uint64_t value)
{
    return (struct hj_value){.type = HJ_INTEGER, .null = !given, .integer = (int64_t)value};
}

static struct hj_value text(struct hj_span value)
{
    return (struct hj_value){.type = HJ_TEXT, .null = value.size == 0, .text = value};
}

static enum hj_code next_table(void *context, const struct hj_value **values,
                               struct hj_error *error)
{
    struct walk *walk = context;
    (void)error;
    *values = NULL;
    if (walk->at == walk->status->table_count) {
        return HJ_OK;
    }
    const struct hj_standing_table *table = &walk->status->tables[walk->at++];
    const char *files = !table->loaded ? "not loaded" : table->as_files ? "as loaded" : "changed";
    walk->values[TABLE] = text(table->name);
    walk->values[RECORDS] = number(table->loaded, table->records);
    walk->values[STORED] = number(table->loaded, table->stored);
    walk->values[REJECTED] = number(table->loaded, table->rejected);
    walk->values[ENCODING] = text(table->encoding);
    walk->values[EXTRACTED] = (struct hj_value){
        .type = HJ_DATE, .null = !table->extracted_given, .date = table->extracted};
    struct hj_span how = hj_span_of(files);
    walk->values[FILES] = text(walk->for_people ? hj_words_translate(how, walk->word) : how);
    *values = walk->values;
    return HJ_OK;
}

/* The value behind a key of a run's record, up to `end`; the program itself wrote it. */
static struct hj_span part_of(struct hj_span run, const char *key, char end)
{
    const char *found = strstr(run.data, key); /* texts of an arena end in NUL */
    const char *from = found ? found + strlen(key) : "";
    const char *to = strchr(from, end);
    return (struct hj_span){from, to ? (size_t)(to - from) : 0};
}

/* What a run counts, before the number. */
static const struct {
    const char *key, *said;
} counted[] = {
    {"records", N_("records ")}, {"stored", N_("stored ")}, {"rejected", N_("rejected ")},
    {"arrived", N_("arrived ")}, {"left", N_("left ")},     {"changed", N_("changed ")},
    {"firms", N_("firms ")},     {"rules", N_("rules ")},   {"findings", N_("findings ")},
};

/* "records": 2, "stored": 2 → records 2, stored 2, in the person's language. */
static void print_counts(struct hj_span counts)
{
    bool first = true;
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        char key[32];
        snprintf(key, sizeof key, "\"%s\": ", counted[i].key);
        const char *found = strstr(counts.data, key);
        if (found && found < counts.data + counts.size) {
            const char *value = found + strlen(key);
            printf("%s%s%.*s", first ? "" : ", ", _(counted[i].said),
                   (int)strspn(value, "0123456789"), value);
            first = false;
        }
    }
    printf("\n");
}

static void print_run(uint32_t number, struct hj_span run)
{
    struct hj_span stage = part_of(run, "\"stage\": \"", '"');
    struct hj_span at = part_of(run, "\"at\": \"", '"');
    struct hj_span counts = part_of(run, "\"counts\": {", '}');
    printf("%4" PRIu32 "  %-6.*s  %.*s  ", number, (int)stage.size, stage.data, (int)at.size,
           at.data);
    print_counts(counts);
}

/* What to type next, with the folder where the person gave one. */
static enum hj_code print_next(const char *next, const char *folder, struct hj_error *error)
{
    struct hj_buffer words = {0};
    bool room = true;
    if (folder) {
        bool plain = !strpbrk(folder, " \t\n'\"\\$`&|;<>()*?[]#~!{}");
        room = hj_buffer_append(&words, hj_span_of(plain ? "-C " : "-C '")) &&
               hj_words_harmless(hj_span_of(folder), &words) &&
               hj_buffer_append(&words, hj_span_of(plain ? " " : "' "));
    }
    room = room && hj_buffer_append(&words, hj_span_of(next)) &&
           hj_buffer_append(&words, (struct hj_span){"", 1});
    if (room) {
        printf(_("next: hejian %s\n"), words.data);
    }
    hj_buffer_release(&words);
    return room ? HJ_OK : hj_error_memory(error);
}

static enum hj_code print_people(const struct hj_standing *status, const char *folder,
                                 struct hj_error *error)
{
    struct walk walk = {.status = status, .for_people = true};
    const struct hj_render_source source = {
        .context = &walk, .next = next_table, .columns = columns, .width = COLUMNS};
    uint64_t count;
    enum hj_code code = hj_render(&source, HJ_FORMAT_TABLE, &count, error);
    printf("\n");
    for (int i = 0; i < HJ_STAGE_COUNT; i++) {
        printf("%-7s %s\n", stages[i],
               status->current[i] ? _("current") : _("not done on what is there"));
    }
    printf(_("rules   %" PRIu32 "\n"), status->rules);
    uint32_t first = status->run_count > RUNS ? status->run_count - RUNS : 0;
    for (uint32_t i = first; i < status->run_count; i++) {
        print_run(i + 1, status->runs[i]);
    }
    return code == HJ_OK ? print_next(status->next, folder, error) : code;
}

static bool add_stages(struct hj_buffer *out, const struct hj_standing *status)
{
    bool room = hj_buffer_append(out, hj_span_of("], \"current\": {"));
    for (int i = 0; room && i < HJ_STAGE_COUNT; i++) {
        room = (i == 0 || hj_buffer_append(out, hj_span_of(", "))) &&
               hj_json_string(out, hj_span_of(stages[i])) &&
               hj_buffer_append(out, hj_span_of(status->current[i] ? ": true" : ": false"));
    }
    room = room && hj_buffer_append(out, hj_span_of("}, \"rules\": ")) &&
           hj_json_integer(out, status->rules) &&
           hj_buffer_append(out, hj_span_of(", \"next\": ")) &&
           hj_json_string(out, hj_span_of(status->next)) &&
           hj_buffer_append(out, hj_span_of(", \"runs\": ["));
    for (uint32_t i = 0; room && i < status->run_count; i++) {
        room = hj_buffer_append(out, hj_span_of(i ? ",\n" : "\n")) &&
               hj_buffer_append(out, status->runs[i]);
    }
    return room && hj_buffer_append(out, hj_span_of("]}\n"));
}

static bool add_table(struct hj_buffer *out, const struct hj_standing_table *table, bool first)
{
    const struct {
        const char *name;
        uint64_t value;
    } counts[] = {
        {"records", table->records}, {"stored", table->stored}, {"rejected", table->rejected}};
    char day[11];
    bool room = hj_buffer_append(out, hj_span_of(first ? "\n{\"table\": " : ",\n{\"table\": ")) &&
                hj_json_string(out, table->name) &&
                hj_buffer_append(
                    out, hj_span_of(table->loaded ? ", \"loaded\": true" : ", \"loaded\": false"));
    for (int i = 0; room && i < 3; i++) {
        room = hj_buffer_append(out, hj_span_of(", ")) &&
               hj_json_string(out, hj_span_of(counts[i].name)) &&
               hj_buffer_append(out, hj_span_of(": ")) &&
               (table->loaded ? hj_json_integer(out, (int64_t)counts[i].value)
                              : hj_buffer_append(out, hj_span_of("null")));
    }
    room = room && hj_buffer_append(out, hj_span_of(", \"encoding\": ")) &&
           (table->encoding.size ? hj_json_string(out, table->encoding)
                                 : hj_buffer_append(out, hj_span_of("null")));
    if (room && table->extracted_given) {
        hj_date_format(table->extracted, day);
        room = hj_buffer_append(out, hj_span_of(", \"extracted\": ")) &&
               hj_json_string(out, hj_span_of(day));
    }
    return room && hj_buffer_append(out, hj_span_of(table->as_files ? ", \"as_files\": true}"
                                                                    : ", \"as_files\": false}"));
}

static enum hj_code print_json(const struct hj_standing *status, struct hj_error *error)
{
    struct hj_buffer out = {0};
    bool room = hj_buffer_append(&out, hj_span_of("{\"tables\": ["));
    for (uint32_t i = 0; room && i < status->table_count; i++) {
        room = add_table(&out, &status->tables[i], i == 0);
    }
    room = room && add_stages(&out, status);
    if (room) {
        fwrite(out.data, 1, out.size, stdout);
    }
    hj_buffer_release(&out);
    return room ? HJ_OK : hj_error_memory(error);
}

int hj_command_status(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    struct hj_standing *status = NULL;
    enum hj_format format = HJ_FORMAT_TABLE;
    struct walk walk = {0};
    const struct hj_render_source source = {
        .context = &walk, .next = next_table, .columns = columns, .width = COLUMNS};
    uint64_t count;
    (void)command;
    enum hj_code code = hj_session_open(&session, arguments, &error);
    if (code == HJ_OK) {
        code = hj_format_read(arguments, &format, &error);
    }
    if (code == HJ_OK) {
        code = hj_standing_new(session.campaign, &status, &error);
    }
    if (code == HJ_OK) {
        walk.status = status;
        switch (format) {
        case HJ_FORMAT_TABLE:
            code = print_people(status, arguments->value[HJ_OPTION_CAMPAIGN], &error);
            break;
        case HJ_FORMAT_CSV:
            code = hj_render(&source, format, &count, &error);
            break;
        case HJ_FORMAT_JSON:
            code = print_json(status, &error);
            break;
        }
    }
    hj_standing_free(status);
    return hj_session_end(&session, code, &error);
}
