/* SPDX-License-Identifier: MIT */
#include "cli/message.h"

#include "cli/command.h"
#include "cli/conditions.h"
#include "cli/words.h"

#include <inttypes.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

static const char *language = "en";

const char *hj_translate(const char *text)
{
    return gettext(text);
}

const char *hj_message_current_language(void)
{
    return language;
}

bool hj_message_chinese(void)
{
    return strcmp(language, "zh") == 0;
}

struct hj_span hj_message_pick(struct hj_span zh, struct hj_span en)
{
    struct hj_span wanted = hj_message_chinese() ? zh : en, other = hj_message_chinese() ? en : zh;
    return wanted.size ? wanted : other;
}

static bool is_chinese(const char *name)
{
    return name && strncmp(name, "zh", 2) == 0;
}

/* The environment's wish, in the order that gettext has it. */
static const char *wished_language(void)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) {
            return value;
        }
    }
    return "en";
}

/* Catalogues are beside the program in the build tree, else where they were installed. */
static void bind_catalogue(void)
{
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 16);
    if (size > 0) {
        path[size] = '\0';
        char *slash = strrchr(path, '/');
        memcpy(slash + 1, "locale", sizeof "locale");
        if (access(path, R_OK) == 0) {
            bindtextdomain("hejian", path);
            textdomain("hejian");
            return;
        }
    }
    bindtextdomain("hejian", HEJIAN_LOCALE_DIR);
    textdomain("hejian");
}

void hj_message_language(const char *wanted)
{
    language = is_chinese(wanted ? wanted : wished_language()) ? "zh" : "en";
    /* Debian has C.UTF-8 alone for sure; in it gettext follows LANGUAGE, and numbers keep their
     * point. */
    if (setlocale(LC_ALL, "C.UTF-8")) {
        setenv("LANGUAGE", strcmp(language, "zh") == 0 ? "zh_CN" : "en", 1);
    }
    bind_catalogue();
}

/* Arguments that are words of the program, not of the data. */
static bool is_our_word(const char *name)
{
    static const char *const names[] = {"reason", "wanted",    "found",      "expected", "type",
                                        "fault",  "left_type", "right_type", "kind"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

void hj_message_text(FILE *out, const struct hj_error *error)
{
    char text[HJ_ERROR_ARGUMENTS * HJ_ERROR_VALUE + 512];
    struct hj_error own = *error;
    for (unsigned i = 0; i < own.arguments; i++) {
        char room[HJ_WORD];
        struct hj_span value = hj_span_of(own.argument[i].value);
        struct hj_span word = hj_words_translate(value, room);
        if (is_our_word(own.argument[i].name) && word.data != value.data) {
            snprintf(own.argument[i].value, HJ_ERROR_VALUE, "%.*s", (int)word.size, word.data);
        } else if (strcmp(own.argument[i].name, "missing") == 0) {
            hj_words_missing(error->argument[i].value, own.argument[i].value, HJ_ERROR_VALUE);
        }
    }
    hj_error_render(&own, _(hj_code_text(error->code)), text, sizeof text);
    hj_words_print(out, hj_span_of(text));
}

static void print_place(FILE *out, const struct hj_error *error)
{
    if (error->file[0] == '\0') {
        fputs("hejian: ", out);
        return;
    }
    fprintf(out, "%s:", error->file);
    if (error->line > 0) {
        fprintf(out, "%" PRIu64 ":", error->line);
    }
    if (error->line > 0 && error->column > 0) {
        fprintf(out, "%" PRIu64 ":", error->column);
    }
    fputc(' ', out);
}

static void print_kind(FILE *out, bool warning, bool color)
{
    const char *kind = warning ? _("warning") : _("error");
    if (color) {
        fprintf(out, "\033[1;%dm%s:\033[0m ", warning ? 35 : 31, kind);
    } else {
        fprintf(out, "%s: ", kind);
    }
}

/* What an option takes, and the name that was perhaps meant. */
static void print_hints(FILE *out, const struct hj_error *error)
{
    const char *option = hj_error_argument(error, "option");
    for (int i = 0; error->code == HJ_OPTION_VALUE && option && i < HJ_OPTION_COUNT; i++) {
        const char *argument = hj_options[i].argument;
        /* --by takes other groups with each command: the command's own error lists them */
        if (strcmp(hj_options[i].name, option) == 0 && i != HJ_OPTION_BY && argument &&
            strchr(argument, '|')) {
            fprintf(out, "    %s %s\n", _("expected:"), argument);
        }
    }
    hj_message_suggest(out, hj_error_argument(error, "suggestion"), "");
}

void hj_message_error(FILE *out, const struct hj_error *error, bool color)
{
    print_place(out, error);
    print_kind(out, false, color);
    hj_message_text(out, error);
    fputc('\n', out);
    print_hints(out, error);
}

/* Bytes of the first `points` code points. */
static size_t bytes_of_points(struct hj_span text, uint64_t points)
{
    size_t at = 0;
    while (points > 0 && at < text.size) {
        at++;
        while (at < text.size && ((unsigned char)text.data[at] & 0xC0u) == 0x80u) {
            at++;
        }
        points--;
    }
    return at;
}

/* Tabs stay tabs. */
static void print_line(FILE *out, struct hj_span line)
{
    for (size_t at = 0, end; at < line.size; at = end) {
        end = at + (line.data[at] == '\t');
        while (end < line.size && line.data[at] != '\t' && line.data[end] != '\t') {
            end++;
        }
        struct hj_span part = hj_span_slice(line, at, end - at);
        if (line.data[at] == '\t') {
            fputc('\t', out);
        } else {
            hj_words_print(out, part);
        }
    }
}

/* The line, and a caret under the place; tabs stay tabs so that both lines agree. */
static void print_source(FILE *out, const struct hj_problem *problem)
{
    struct hj_span line = problem->source;
    uint64_t column = problem->error.column ? problem->error.column : 1;
    size_t before = bytes_of_points(line, column - 1);
    struct hj_span rest = hj_span_slice(line, before, line.size - before);
    struct hj_span marked = hj_span_slice(rest, 0, bytes_of_points(rest, problem->width));
    fputs("    ", out);
    print_line(out, line);
    fputs("\n    ", out);
    for (size_t at = 0; at < before;) {
        size_t size = bytes_of_points(hj_span_slice(line, at, before - at), 1);
        size_t width = line.data[at] == '\t' ? 1 : hj_display_width(hj_span_slice(line, at, size));
        for (size_t i = 0; i < width; i++) {
            fputc(line.data[at] == '\t' ? '\t' : ' ', out);
        }
        at += size;
    }
    size_t width = hj_display_width(marked);
    fputc('^', out);
    for (size_t i = 1; i < width; i++) {
        fputc('~', out);
    }
    fputc('\n', out);
}

void hj_message_suggest(FILE *out, const char *name, const char *prefix)
{
    if (name) {
        fprintf(out, "    %s %s%s\n", _("did you mean:"), prefix, name);
    }
}

void hj_message_problem(FILE *out, const struct hj_problem *problem, bool color)
{
    print_place(out, &problem->error);
    print_kind(out, problem->warning, color);
    hj_message_text(out, &problem->error);
    fputc('\n', out);
    if (problem->source.size > 0) {
        print_source(out, problem);
    }
    if (problem->suggestion.size > 0) {
        fprintf(out, "    %s %.*s\n", _("did you mean:"), (int)problem->suggestion.size,
                problem->suggestion.data);
    }
    if (problem->trace) {
        hj_conditions_print(out, _("holds where"), &problem->trace->when);
        hj_conditions_print(out, _("unless"), &problem->trace->unless);
    }
}
