/* SPDX-License-Identifier: MIT
 * init: a commented campaign.yaml to start from. Its text stands beside the rules, because what it
 * explains (tables, countings, roles) is theirs: rules/cn/campaign.<language>.txt, with @NAME@,
 * @TODAY@ and @RULES@ for what is filled in. */
#include "base/json.h"
#include "base/output.h"
#include "cli/message.h"
#include "cli/rules_folder.h"
#include "cli/session.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, LARGEST = 64 * 1024 };

static enum hj_code read_template(const char *rules, struct hj_buffer *text, struct hj_error *error)
{
    char path[PATH_SIZE + 32];
    snprintf(path, sizeof path, "%s/campaign.%s.txt", rules, hj_message_current_language());
    FILE *file = fopen(path, "r");
    if (!file) {
        return hj_error_system(error, HJ_OPEN, path, errno);
    }
    enum hj_code code = HJ_OK;
    if (!hj_buffer_reserve(text, LARGEST)) {
        code = hj_error_memory(error);
    } else {
        text->size = fread(text->data, 1, LARGEST, file);
        code = ferror(file) ? hj_error_system(error, HJ_READ, path, EIO) : HJ_OK;
    }
    fclose(file);
    return code;
}

/* The last part of the path, as the name of the campaign. */
static struct hj_span last_part(const char *path)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/') {
        size--;
    }
    size_t from = size;
    while (from > 0 && path[from - 1] != '/') {
        from--;
    }
    return (struct hj_span){path + from, size - from};
}

static struct hj_span today(char room[16])
{
    time_t now = time(NULL);
    struct tm day;
    localtime_r(&now, &day);
    strftime(room, 16, "%Y-%m-%d", &day);
    return hj_span_of(room);
}

/* Texts are written as JSON strings, which are YAML too. */
static bool fill(const char *text, size_t size, struct hj_span name, const char *rules,
                 struct hj_buffer *out)
{
    static const struct {
        const char *word;
        size_t size;
    } marks[] = {{"@NAME@", 6}, {"@RULES@", 7}, {"@TODAY@", 7}};
    char room[16];
    bool fits = true;
    for (size_t at = 0; fits && at < size;) {
        size_t mark = 0;
        while (mark < 3 && (size - at < marks[mark].size ||
                            memcmp(text + at, marks[mark].word, marks[mark].size) != 0)) {
            mark++;
        }
        if (mark == 0) {
            fits = hj_json_string(out, name);
        } else if (mark == 1) {
            fits = hj_json_string(out, hj_span_of(rules));
        } else if (mark == 2) {
            fits = hj_buffer_append(out, today(room));
        } else {
            fits = hj_buffer_append(out, (struct hj_span){text + at, 1});
        }
        at += mark < 3 ? marks[mark].size : 1;
    }
    return fits;
}

static enum hj_code write_file(const char *path, struct hj_span bytes, struct hj_error *error)
{
    struct hj_output output = {0};
    enum hj_code code = HJ_OK;
    if (access(path, F_OK) == 0) {
        hj_error_set(error, HJ_INIT_THERE);
        hj_error_text(error, "file", hj_span_of(path));
        return error->code;
    }
    HJ_TRY(hj_output_open(&output, path, false, error));
    HJ_TRY(hj_output_write(&output, bytes, error));
    HJ_TRY(hj_output_close(&output, error));
done:
    hj_output_discard(&output);
    return code;
}

static enum hj_code init(const char *folder, struct hj_error *error)
{
    char path[PATH_SIZE], rules[PATH_SIZE], whole[PATH_SIZE];
    struct hj_buffer template = {0}, text = {0};
    enum hj_code code = HJ_OK;
    if (snprintf(path, sizeof path, "%s/campaign.yaml", folder) >= (int)sizeof path) {
        return hj_error_system(error, HJ_WRITE, folder, ENAMETOOLONG);
    }
    if (!hj_rules_folder(rules, sizeof rules)) {
        return hj_error_system(error, HJ_OPEN, HEJIAN_INSTALLED_RULES, ENOENT);
    }
    HJ_TRY(read_template(rules, &template, error));
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        code = hj_error_system(error, HJ_WRITE, folder, errno);
        goto done;
    }
    struct hj_span name = last_part(folder);
    bool here = strcmp(folder, ".") == 0 || strcmp(folder, "./") == 0;
    if (here && getcwd(whole, sizeof whole)) { /* a dot is no name to print on a list */
        name = last_part(whole);
    }
    if (!fill(template.data, template.size, name, rules, &text)) {
        code = hj_error_memory(error);
        goto done;
    }
    HJ_TRY(write_file(path, hj_buffer_span(&text), error));
done:
    hj_buffer_release(&template);
    hj_buffer_release(&text);
    return code;
}

int hj_command_init(const struct hj_command *command, const struct hj_arguments *arguments)
{
    struct hj_session session;
    struct hj_error error = {0};
    const char *folder = arguments->operands[0];
    (void)command;
    enum hj_code code = hj_session_start(&session, arguments, &error);
    if (code == HJ_OK) {
        code = init(folder, &error);
    }
    if (code == HJ_OK && !session.quiet) {
        fprintf(stderr, _("%s/campaign.yaml is written. Next:\n"), folder);
        fprintf(stderr, _("  1. put the tables into %s\n"), folder);
        fprintf(stderr, _("  2. open campaign.yaml and follow its comments\n"));
        fprintf(stderr, _("  3. hejian -C %s run\n"), folder);
    }
    return hj_session_end(&session, code, &error);
}
