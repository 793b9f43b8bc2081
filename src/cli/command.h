/* SPDX-License-Identifier: MIT
 * The commands and their options: one table each. Help, the man page and the completions are made
 * from them, so that they cannot differ from what the program takes. */
#ifndef HJ_CLI_COMMAND_H
#define HJ_CLI_COMMAND_H

#include "cli/commands.h"
#include "hejian.h"

/* X(id, letter, name, argument, help): argument NULL: a switch; words with | between are all that
 * it may be. */
#define HJ_OPTIONS(X)                                                                              \
    X(CAMPAIGN, 'C', "campaign", "DIR", N_("the campaign: its folder, or its campaign.yaml"))      \
    X(THREADS, 0, "threads", "N", N_("use N threads (default: one a core)"))                       \
    X(MAX_MEMORY, 0, "max-memory", "SIZE",                                                         \
      N_("use no more memory than this, at least 64M; past it the command ends"))                  \
    X(LANG, 0, "lang", "zh|en", N_("language of what is said (default: the environment's)"))       \
    X(QUIET, 'q', "quiet", NULL, N_("say nothing but errors"))                                     \
    X(COLOR, 0, "color", "auto|always|never", N_("colours in messages"))                           \
    X(PROGRESS, 0, "progress", "auto|always|never", N_("a bar after two seconds"))                 \
    X(HELP, 'h', "help", NULL, N_("show this help"))                                               \
    X(VERSION, 0, "version", NULL, N_("show the version"))                                         \
    X(FORMAT, 0, "format", "table|csv|json", N_("how to print (default: table)"))                  \
    X(RULE, 0, "rule", "ID", N_("only this rule"))                                                 \
    X(CLASS, 0, "class", "abnormal|zombie|duplicate|protect", N_("only this class"))               \
    X(TOWN, 0, "town", "NAME", N_("only this town"))                                               \
    X(ROUTE, 0, "route", "ID", N_("only this route"))                                              \
    X(WHERE, 0, "where", "PREDICATE", N_("only firms for which the predicate is true"))            \
    X(BY, 0, "by", "town|authority|type|class|route|rule|risk",                                    \
      N_("one line a group, then the total"))                                                      \
    X(TRUTH, 0, "truth", "FILE", N_("a file that says what each firm really is"))                  \
    X(POSITIVE, 0, "positive", "STATES", N_("states that count as found, joined by commas"))       \
    X(DRAW, 0, "draw", "N", N_("draw N firms to visit next"))                                      \
    X(SEED, 0, "seed", "S", N_("seed of the draw (default: 1)"))                                   \
    X(ALLOCATION, 0, "allocation", "proportional|optimal", N_("how the draw is spread"))           \
    X(TARGET, 0, "target", "X", N_("what reaching this ratio takes"))                              \
    X(DRAFT, 0, "draft", NULL, N_("run draft rules too"))                                          \
    X(ACCEPT, 0, "accept", NULL, N_("take a snapshot that looks wrong"))                           \
    X(PAIR, 0, "pair", NULL, N_("two firms: what duplicate rules say of them"))                    \
    X(EXACT, 0, "exact", NULL, N_("closed forms too, where there are some"))                       \
    X(BRIEF, 0, "brief", NULL, N_("one line a scenario"))                                          \
    X(OUT, 'o', "out", "PATH", N_("write here"))                                                   \
    X(STAGE, 0, "stage", "NAME", N_("the lists of this stage, e.g. the towns' visits"))            \
    X(ISSUE, 0, "issue", "DATE", N_("they are sent on this day: record it (default: a draft)"))

/* gettext's mark for texts that are translated where they are used. */
#define N_(text) text

enum hj_option {
#define HJ_OPTION_ENUM(id, letter, name, argument, help) HJ_OPTION_##id,
    HJ_OPTIONS(HJ_OPTION_ENUM)
#undef HJ_OPTION_ENUM
        HJ_OPTION_COUNT
};

#define HJ_TAKES(id) (UINT64_C(1) << HJ_OPTION_##id)
/* Every command takes these, before its name or behind it. */
#define HJ_TAKES_ALWAYS                                                                            \
    (HJ_TAKES(CAMPAIGN) | HJ_TAKES(THREADS) | HJ_TAKES(MAX_MEMORY) | HJ_TAKES(LANG) |              \
     HJ_TAKES(QUIET) | HJ_TAKES(COLOR) | HJ_TAKES(PROGRESS) | HJ_TAKES(HELP) | HJ_TAKES(VERSION))

struct hj_option_definition {
    char letter;
    const char *name, *argument, *help;
};
extern const struct hj_option_definition hj_options[HJ_OPTION_COUNT];

/* What was given: a switch has the value "". */
struct hj_arguments {
    const char *value[HJ_OPTION_COUNT];
    const char *const *operands;
    size_t operand_count;
};

struct hj_command {
    const char *name;     /* one word, or two: "rules check" */
    const char *operands; /* "[PATH…]", "" */
    const char *summary;  /* one line; NULL: a command that help does not name */
    const char *details;  /* what the operands are, and the like; "" */
    const char *example;  /* a line that works, behind `hejian ` */
    uint64_t takes;
    size_t min_operands, max_operands;
    int (*run)(const struct hj_command *command, const struct hj_arguments *arguments);
};

/* Ends with an entry whose name is NULL. */
extern const struct hj_command hj_commands[];

/* What each row runs, in src/cli/command_<name>.c. Returns an exit status. A function of several
 * rows is declared as often. */
#define HJ_COMMAND_PROTOTYPE(run, name, operands, summary, details, example, takes, min, max)      \
    int hj_command_##run(const struct hj_command *command, const struct hj_arguments *arguments);
HJ_COMMANDS(HJ_COMMAND_PROTOTYPE)
#undef HJ_COMMAND_PROTOTYPE

/* The command whose name the first words are, *used of them; NULL: none. */
const struct hj_command *hj_command_find(const char *const *words, size_t count, size_t *used);
/* Whether there are commands of two words that begin with this one. */
bool hj_command_is_group(const char *word);
/* The name nearest to the word among commands, options ("--where") or both; NULL: none is near. */
const char *hj_command_nearest(const char *word);
const char *hj_option_nearest(const char *word, uint64_t takes);

/* For `hejian help` and -h. */
void hj_help_print(const struct hj_command *command, FILE *out);
/* All commands; group not NULL: those of two words that begin with it. */
void hj_help_print_all(const char *group, FILE *out);

/* Made from the tables: hejian.1, and what a shell completes. */
void hj_manual_print(FILE *out);
void hj_completion_print_bash(FILE *out);
void hj_completion_print_zsh(FILE *out);

#endif
