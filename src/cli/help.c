/* SPDX-License-Identifier: MIT
 * Help, made from the tables of commands and options. */
#include "cli/command.h"
#include "cli/message.h"

static void print_option(const struct hj_option_definition *option, FILE *out)
{
    char left[64];
    char letter[8] = "    ";
    if (option->letter) {
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    snprintf(left, sizeof left, "%s--%s%s%s", letter, option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    fprintf(out, "  %-26s %s\n", left, _(option->help));
}

static void print_options(uint64_t takes, FILE *out)
{
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (takes & (UINT64_C(1) << i)) {
            print_option(&hj_options[i], out);
        }
    }
}

static void print_commands(FILE *out)
{
    fprintf(out, "%s\n", _("commands:"));
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        fprintf(out, "  %-10s %s\n", command->name, _(command->summary));
    }
}

void hj_help_print(const struct hj_command *command, FILE *out)
{
    if (!command) {
        fprintf(out, "%s hejian [-C DIR] [%s] %s\n\n", _("usage:"), _("options"), _("COMMAND"));
        print_commands(out);
        fprintf(out, "\n%s\n", _("options of every command:"));
        print_options(HJ_TAKES_ALWAYS, out);
        return;
    }
    fprintf(out, "%s hejian %s%s%s\n\n%s\n", _("usage:"), command->name,
            command->operands[0] ? " " : "", command->operands, _(command->summary));
    if (command->takes) {
        fprintf(out, "\n%s\n", _("options:"));
        print_options(command->takes, out);
    }
    fprintf(out, "\n%s\n", _("options of every command:"));
    print_options(HJ_TAKES_ALWAYS, out);
}
