/* SPDX-License-Identifier: MIT
 * Help, made from the tables of commands and options. */
#include "cli/command.h"
#include "cli/message.h"

enum { COMMAND_COLUMNS = 16, OPTION_COLUMNS = 30 };

/* Two columns; the left one may be wider than it should. */
static void print_pair(const char *left, const char *right, size_t columns, FILE *out)
{
    size_t width = hj_display_width(hj_span_of(left));
    fprintf(out, "  %s%*s%s\n", left, (int)(width + 2 < columns ? columns - width : 2), "", right);
}

static void print_option(const struct hj_option_definition *option, FILE *out)
{
    char left[80];
    char letter[8] = "    ";
    if (option->letter) {
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    }
    snprintf(left, sizeof left, "%s--%s%s%s", letter, option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    print_pair(left, _(option->help), OPTION_COLUMNS, out);
}

static void print_options(uint64_t takes, FILE *out)
{
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (takes & (UINT64_C(1) << i)) {
            print_option(&hj_options[i], out);
        }
    }
}

static bool is_in_group(const struct hj_command *command, const char *group)
{
    size_t size = group ? strlen(group) : 0;
    return command->summary &&
           (!group || (strncmp(command->name, group, size) == 0 && command->name[size] == ' '));
}

void hj_help_print_all(const char *group, FILE *out)
{
    fprintf(out, "%s hejian [-C DIR] [%s] %s%s%s\n\n", _("usage:"), _("options"),
            group ? group : "", group ? " " : "", _("COMMAND"));
    fprintf(out, "%s\n", _("commands:"));
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (is_in_group(command, group)) {
            print_pair(command->name, _(command->summary), COMMAND_COLUMNS, out);
        }
    }
    fprintf(out, "\n%s\n", _("options of every command:"));
    print_options(HJ_TAKES_ALWAYS, out);
    fprintf(out, "\n%s\n", _("`hejian help COMMAND` tells more of one of them."));
}

void hj_help_print(const struct hj_command *command, FILE *out)
{
    fprintf(out, "%s hejian %s%s%s\n\n%s\n", _("usage:"), command->name,
            command->operands[0] ? " " : "", command->operands,
            command->summary ? _(command->summary) : "");
    if (command->details[0]) {
        fprintf(out, "%s\n", _(command->details));
    }
    if (command->example[0]) {
        fprintf(out, "\n%s\n  hejian %s\n", _("example:"), command->example);
    }
    if (command->takes) {
        fprintf(out, "\n%s\n", _("options:"));
        print_options(command->takes, out);
    }
    fprintf(out, "\n%s\n", _("options of every command:"));
    print_options(HJ_TAKES_ALWAYS, out);
}
