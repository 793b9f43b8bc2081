/* SPDX-License-Identifier: MIT
 * help: the commands, or one of them. generate: what the build makes from the tables. */
#include "cli/command.h"
#include "cli/message.h"

static int unknown(enum hj_code code, const char *name, const char *value)
{
    struct hj_error error;
    hj_error_set(&error, code);
    hj_error_text(&error, name, hj_span_of(value));
    hj_message_error(stderr, &error, false);
    return HJ_STATUS_USE;
}

int hj_command_help(const struct hj_command *command, const struct hj_arguments *arguments)
{
    size_t used = 0;
    (void)command;
    if (arguments->operand_count == 0) {
        hj_help_print_all(NULL, stdout);
        return HJ_STATUS_DONE;
    }
    const struct hj_command *wanted =
        hj_command_find(arguments->operands, arguments->operand_count, &used);
    if (wanted && used == arguments->operand_count) {
        hj_help_print(wanted, stdout);
        return HJ_STATUS_DONE;
    }
    if (arguments->operand_count == 1 && hj_command_is_group(arguments->operands[0])) {
        hj_help_print_all(arguments->operands[0], stdout);
        return HJ_STATUS_DONE;
    }
    int status = unknown(HJ_COMMAND_UNKNOWN, "command", arguments->operands[used]);
    hj_message_suggest(stderr, hj_command_nearest(arguments->operands[used]), "");
    return status;
}

int hj_command_generate(const struct hj_command *command, const struct hj_arguments *arguments)
{
    const char *what = arguments->operands[0];
    if (strcmp(what, "man") == 0) {
        hj_manual_print(stdout);
    } else if (strcmp(what, "bash") == 0) {
        hj_completion_print_bash(stdout);
    } else if (strcmp(what, "zsh") == 0) {
        hj_completion_print_zsh(stdout);
    } else {
        return unknown(HJ_COMMAND_UNKNOWN, "command", what);
    }
    (void)command;
    return HJ_STATUS_DONE;
}
