/* SPDX-License-Identifier: MIT */
#include "base/parallel.h"
#include "cli/command.h"
#include "cli/message.h"

#include <getopt.h>
#include <signal.h>

static void interrupt(int signal_number)
{
    (void)signal_number;
    hj_parallel_interrupt();
}

static int fail(enum hj_code code, const char *name, const char *value)
{
    struct hj_error error;
    hj_error_set(&error, code);
    hj_error_text(&error, name, hj_span_of(value));
    hj_message_error(stderr, &error, false);
    return HJ_STATUS_USE;
}

/* getopt's tables, made from ours. */
static void make_options(struct option longs[HJ_OPTION_COUNT + 1],
                         char shorts[3 * HJ_OPTION_COUNT + 2])
{
    size_t used = 0;
    shorts[used++] = ':';
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        const struct hj_option_definition *option = &hj_options[i];
        int argument = option->argument ? required_argument : no_argument;
        longs[i] = (struct option){option->name, argument, NULL, 256 + i};
        if (option->letter) {
            shorts[used++] = option->letter;
            if (option->argument) {
                shorts[used++] = ':';
            }
        }
    }
    longs[HJ_OPTION_COUNT] = (struct option){0};
    shorts[used] = '\0';
}

static int option_of(int found)
{
    if (found >= 256) {
        return found - 256;
    }
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (hj_options[i].letter == found) {
            return i;
        }
    }
    return -1;
}

/* What getopt could not take: `found` is ':' where a value is missing, else '?'; `word` the word.
 */
static int fail_option(int found, const char *word)
{
    int option = found == ':' ? option_of(optopt) : -1;
    if (option >= 0) {
        struct hj_error error;
        hj_error_set(&error, HJ_OPTION_WANTS);
        hj_error_text(&error, "option", hj_span_of(hj_options[option].name));
        hj_error_text(&error, "argument", hj_span_of(hj_options[option].argument));
        hj_message_error(stderr, &error, false);
        return HJ_STATUS_USE;
    }
    char letter[] = {'-', (char)optopt, '\0'};
    bool is_letter = optopt > 0 && optopt < 128 && word[0] == '-' && word[1] != '-';
    int status = fail(HJ_OPTION_UNKNOWN, "option", is_letter ? letter : word);
    if (!is_letter) {
        hj_message_suggest(stderr, hj_option_nearest(word, UINT64_MAX), "--");
    }
    return status;
}

/* Reads all options, wherever they stand; what is left is the command and its operands. */
static int read_arguments(int count, char **words, struct hj_arguments *arguments)
{
    struct option longs[HJ_OPTION_COUNT + 1];
    char shorts[3 * HJ_OPTION_COUNT + 2];
    int found;
    make_options(longs, shorts);
    opterr = 0;
    while ((found = getopt_long(count, words, shorts, longs, NULL)) != -1) {
        int option = option_of(found);
        if (option < 0) {
            return fail_option(found, words[optind - 1]);
        }
        arguments->value[option] = optarg ? optarg : "";
    }
    arguments->operands = (const char *const *)words + optind;
    arguments->operand_count = (size_t)(count - optind);
    return HJ_STATUS_DONE;
}

static int check_options(const struct hj_command *command, const struct hj_arguments *arguments)
{
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        uint64_t bit = UINT64_C(1) << i;
        if (arguments->value[i] && !((command->takes | HJ_TAKES_ALWAYS) & bit)) {
            char name[64];
            snprintf(name, sizeof name, "--%s", hj_options[i].name);
            int status = fail(HJ_OPTION_UNKNOWN, "option", name);
            const char *nearest = hj_option_nearest(name, command->takes);
            hj_message_suggest(stderr, nearest, "--");
            return status;
        }
    }
    if (arguments->operand_count < command->min_operands ||
        arguments->operand_count > command->max_operands) {
        struct hj_error error;
        hj_error_set(&error, HJ_COMMAND_OPERANDS);
        hj_error_text(&error, "command", hj_span_of(command->name));
        hj_error_text(&error, "operands", hj_span_of(command->operands));
        hj_message_error(stderr, &error, false);
        return HJ_STATUS_USE;
    }
    return HJ_STATUS_DONE;
}

static int unknown_command(const struct hj_arguments *arguments)
{
    char name[128];
    const char *first = arguments->operands[0];
    const char *second = arguments->operand_count > 1 ? arguments->operands[1] : "";
    snprintf(name, sizeof name, "%s %s", first, second);
    int status = fail(HJ_COMMAND_UNKNOWN, "command", hj_command_is_group(first) ? name : first);
    const char *nearest = *second ? hj_command_nearest(name) : NULL;
    hj_message_suggest(stderr, nearest ? nearest : hj_command_nearest(first), "");
    return status;
}

/* Help where it is asked for, and in place of a command that is not named in full. */
static int help(const struct hj_command *command, const struct hj_arguments *arguments)
{
    bool asked = arguments->value[HJ_OPTION_HELP] != NULL;
    FILE *out = asked ? stdout : stderr;
    if (command) {
        hj_help_print(command, out);
    } else {
        hj_help_print_all(arguments->operand_count ? arguments->operands[0] : NULL, out);
    }
    return asked ? HJ_STATUS_DONE : HJ_STATUS_USE;
}

static int run(struct hj_arguments *arguments)
{
    size_t used = 0;
    const char *language = arguments->value[HJ_OPTION_LANG];
    if (language && strcmp(language, "zh") != 0 && strcmp(language, "en") != 0) {
        struct hj_error error;
        hj_error_set(&error, HJ_OPTION_VALUE);
        hj_error_text(&error, "option", hj_span_of("lang"));
        hj_error_text(&error, "value", hj_span_of(language));
        hj_message_error(stderr, &error, false);
        return HJ_STATUS_USE;
    }
    if (arguments->value[HJ_OPTION_VERSION]) {
        printf("hejian %s\n", hj_version());
        return HJ_STATUS_DONE;
    }
    const struct hj_command *command =
        hj_command_find(arguments->operands, arguments->operand_count, &used);
    bool group =
        !command && arguments->operand_count == 1 && hj_command_is_group(arguments->operands[0]);
    if (!command && !group && arguments->operand_count > 0) {
        return unknown_command(arguments);
    }
    if (arguments->value[HJ_OPTION_HELP] || !command) {
        return help(command, arguments);
    }
    arguments->operands += used;
    arguments->operand_count -= used;
    int status = check_options(command, arguments);
    return status == HJ_STATUS_DONE ? command->run(command, arguments) : status;
}

/* The language is needed before the options are read: mistakes in them are told in it. */
static const char *early_language(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        if (strncmp(words[i], "--lang=", 7) == 0) {
            return words[i] + 7;
        }
        if (strcmp(words[i], "--lang") == 0 && i + 1 < count) {
            return words[i + 1];
        }
    }
    return NULL;
}

int main(int count, char **words)
{
    struct hj_arguments arguments = {0};
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    hj_message_language(early_language(count, words));
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    int status = read_arguments(count, words, &arguments);
    if (status == HJ_STATUS_DONE) {
        status = run(&arguments);
    }
    if (fflush(stdout) != 0 && status == HJ_STATUS_DONE) {
        status = HJ_STATUS_MACHINE;
    }
    return status;
}
