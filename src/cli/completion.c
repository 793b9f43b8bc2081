/* SPDX-License-Identifier: MIT
 * What bash and zsh complete, made from the tables of commands and options. */
#include "cli/command.h"
#include "cli/message.h"

/* Whether an option's argument is one of a few words. */
static bool is_choice(const struct hj_option_definition *option)
{
    return option->argument && strchr(option->argument, '|');
}

static void print_words(const char *choices, FILE *out)
{
    for (; *choices; choices++) {
        fputc(*choices == '|' ? ' ' : *choices, out);
    }
}

static void print_option_words(uint64_t takes, FILE *out)
{
    const char *between = "";
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (takes & (UINT64_C(1) << i)) {
            fprintf(out, "%s--%s", between, hj_options[i].name);
            between = " ";
            if (hj_options[i].letter) {
                fprintf(out, " -%c", hj_options[i].letter);
            }
        }
    }
}

/* The first words of commands, each once; second words of a group where it is given. */
static void print_command_words(const char *group, FILE *out)
{
    const char *last = "", *between = "";
    size_t last_size = 0, group_size = group ? strlen(group) : 0;
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        const char *name = command->name;
        if (!command->summary) {
            continue;
        }
        if (group) {
            if (strncmp(name, group, group_size) != 0 || name[group_size] != ' ') {
                continue;
            }
            name += group_size + 1;
        }
        size_t size = strcspn(name, " ");
        if (size == last_size && strncmp(last, name, size) == 0) {
            continue;
        }
        fprintf(out, "%s%.*s", between, (int)size, name);
        last = name;
        last_size = size;
        between = " ";
    }
}

/* Calls print for every group, each once. */
static void each_group(void (*print)(const char *group, FILE *out), FILE *out)
{
    char last[64] = "";
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        size_t size = strcspn(command->name, " ");
        if (command->name[size] == '\0' || size >= sizeof last ||
            (strncmp(command->name, last, size) == 0 && last[size] == '\0')) {
            continue;
        }
        memcpy(last, command->name, size);
        last[size] = '\0';
        print(last, out);
    }
}

static void print_bash_group(const char *group, FILE *out)
{
    fprintf(out, "        %s) words='", group);
    print_command_words(group, out);
    fputs("' ;;\n", out);
}

static void print_bash_choices(FILE *out)
{
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        const struct hj_option_definition *option = &hj_options[i];
        if (!option->argument) {
            continue;
        }
        fprintf(out, "    --%s", option->name);
        if (option->letter) {
            fprintf(out, "|-%c", option->letter);
        }
        fputs(") ", out);
        if (is_choice(option)) {
            fputs("COMPREPLY=($(compgen -W '", out);
            print_words(option->argument, out);
            fputs("' -- \"$current\"))", out);
        } else {
            fputs("COMPREPLY=($(compgen -f -- \"$current\"))", out);
        }
        fputs("; return ;;\n", out);
    }
}

void hj_completion_print_bash(FILE *out)
{
    fputs("# bash completion of hejian, made by `hejian generate bash`\n"
          "_hejian() {\n"
          "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    local command='' group='' words='' i\n"
          "    case $previous in\n",
          out);
    print_bash_choices(out);
    fputs("    esac\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        case ${COMP_WORDS[i]} in\n"
          "        -*) ;;\n"
          "        *) case ${COMP_WORDS[i-1]} in\n",
          out);
    fputs("            -C", out);
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (hj_options[i].argument) {
            fprintf(out, "|--%s", hj_options[i].name);
        }
    }
    fputs(") ;;\n"
          "            *) command=\"$command${command:+ }${COMP_WORDS[i]}\" ;;\n"
          "            esac ;;\n"
          "        esac\n"
          "    done\n"
          "    case $command in\n",
          out);
    fputs("        '') words='", out);
    print_command_words(NULL, out);
    fputs("' ;;\n", out);
    each_group(print_bash_group, out);
    fputs("    esac\n"
          "    case $current in -*) words='",
          out);
    print_option_words(HJ_TAKES_ALWAYS, out);
    fputs("' ;; esac\n"
          "    case $current:$command in\n",
          out);
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (command->summary && command->takes) {
            fprintf(out, "    -*:'%s'|-*:'%s '*) words=\"$words ", command->name, command->name);
            print_option_words(command->takes, out);
            fputs("\" ;;\n", out);
        }
    }
    fputs("    esac\n"
          "    if [ -n \"$words\" ]; then\n"
          "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
          "    else\n"
          "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
          "    fi\n"
          "}\n"
          "complete -o filenames -F _hejian hejian\n",
          out);
}

/* A text of ours inside single quotes of zsh, where : [ ] have a meaning. */
static void print_zsh_text(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (*text == '\'') {
            fputs("'\\''", out);
        } else if (*text == ':' || *text == '[' || *text == ']') {
            fprintf(out, "\\%c", *text);
        } else {
            fputc(*text, out);
        }
    }
}

static void print_zsh_option(const struct hj_option_definition *option, FILE *out)
{
    fputs("        '--", out);
    fputs(option->name, out);
    fputs(option->argument ? "=[" : "[", out);
    print_zsh_text(_(option->help), out);
    fputc(']', out);
    if (is_choice(option)) {
        fputs(":value:(", out);
        print_words(option->argument, out);
        fputc(')', out);
    } else if (option->argument) {
        fputs(":value:_files", out);
    }
    fputs("'\n", out);
    if (option->letter) {
        fprintf(out, "        '-%c", option->letter);
        fputs(option->argument ? "+[" : "[", out);
        print_zsh_text(_(option->help), out);
        fputs(option->argument ? "]:value:_files'\n" : "]'\n", out);
    }
}

static void print_zsh_options(uint64_t takes, FILE *out)
{
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (takes & (UINT64_C(1) << i)) {
            print_zsh_option(&hj_options[i], out);
        }
    }
}

void hj_completion_print_zsh(FILE *out)
{
    fputs("#compdef hejian\n"
          "# zsh completion of hejian, made by `hejian generate zsh`\n"
          "_hejian() {\n"
          "    local -a commands always own\n"
          "    commands=(\n",
          out);
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (command->summary) {
            fprintf(out, "        '%s:", command->name);
            print_zsh_text(_(command->summary), out);
            fputs("'\n", out);
        }
    }
    fputs("    )\n    always=(\n", out);
    print_zsh_options(HJ_TAKES_ALWAYS, out);
    fputs("    )\n    own=()\n    case \"${words[2]} ${words[3]}\" in\n", out);
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (command->summary && command->takes) {
            fprintf(out, "    '%s'*) own=(\n", command->name);
            print_zsh_options(command->takes, out);
            fputs("    ) ;;\n", out);
        }
    }
    fputs("    esac\n"
          "    if (( CURRENT == 2 )); then\n"
          "        _describe command commands\n"
          "    fi\n"
          "    _arguments $always $own '*:file:_files'\n"
          "}\n"
          "_hejian \"$@\"\n",
          out);
}
