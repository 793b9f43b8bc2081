/* SPDX-License-Identifier: MIT
 * hejian.1, made from the tables of commands and options. */
#include "cli/command.h"
#include "cli/message.h"

/* A text of ours in troff: a backslash, a hyphen of an option, a point or quote at a line's start.
 */
static void print(FILE *out, const char *text)
{
    bool start = true;
    for (; *text; text++) {
        if (*text == '\\') {
            fputs("\\e", out);
        } else if (*text == '-') {
            fputs("\\-", out);
        } else {
            if (start && (*text == '.' || *text == '\'')) {
                fputs("\\&", out);
            }
            fputc(*text, out);
        }
        start = *text == '\n';
    }
}

static void print_option(const struct hj_option_definition *option, FILE *out)
{
    fputs(".TP\n\\fB", out);
    if (option->letter) {
        fprintf(out, "\\-%c\\fR, \\fB", option->letter);
    }
    fputs("\\-\\-", out);
    print(out, option->name);
    fputs("\\fR", out);
    if (option->argument) {
        fputs(" \\fI", out);
        print(out, option->argument);
        fputs("\\fR", out);
    }
    fputc('\n', out);
    print(out, _(option->help));
    fputc('\n', out);
}

static void print_options(uint64_t takes, FILE *out)
{
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (takes & (UINT64_C(1) << i)) {
            print_option(&hj_options[i], out);
        }
    }
}

static void print_command(const struct hj_command *command, FILE *out)
{
    fprintf(out, ".SS \"hejian ");
    print(out, command->name);
    fprintf(out, "%s", command->operands[0] ? " " : "");
    print(out, command->operands);
    fprintf(out, "\"\n");
    print(out, _(command->summary));
    if (command->details[0]) {
        fputs(".\n.br\n", out);
        print(out, _(command->details));
    }
    fputc('\n', out);
    print_options(command->takes, out);
    if (command->example[0]) {
        fprintf(out, ".TP\n%s\nhejian ", _("example:"));
        print(out, command->example);
        fputc('\n', out);
    }
}

void hj_manual_print(FILE *out)
{
    fprintf(out, ".TH HEJIAN 1 \"\" \"hejian %s\"\n", hj_version());
    fprintf(out, ".SH %s\nhejian \\- %s\n", _("NAME"),
            _("find firms that exist on paper only, and their lawful way out"));
    fprintf(out, ".SH %s\n.B hejian\n[\\-C DIR] [%s] %s\n", _("SYNOPSIS"), _("options"),
            _("COMMAND"));
    fprintf(out, ".SH %s\n", _("OPTIONS OF EVERY COMMAND"));
    print_options(HJ_TAKES_ALWAYS, out);
    fprintf(out, ".SH %s\n", _("COMMANDS"));
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (command->summary) {
            print_command(command, out);
        }
    }
    fprintf(out, ".SH %s\n", _("EXIT STATUS"));
    fprintf(out, ".TP\n0\n%s\n.TP\n1\n%s\n.TP\n2\n%s\n.TP\n3\n%s\n.TP\n130\n%s\n", _("done"),
            _("the data or the rules are at fault"), _("wrong use"),
            _("the machine: disk, permission, memory"), _("interrupted"));
    fprintf(out, ".SH %s\n.TP\nLANGUAGE, LC_ALL, LC_MESSAGES, LANG\n%s\n.TP\nNO_COLOR\n%s\n",
            _("ENVIRONMENT"), _("the language, where --lang does not say"),
            _("no colours, where it is not empty"));
}
