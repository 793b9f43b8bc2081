/* SPDX-License-Identifier: MIT
 * Commands and options by name, and the nearest name to a misspelt one. */
#include "cli/command.h"

enum { LONGEST = 40 }; /* bytes; a longer word is no misspelling of ours */

static bool is_two_words(const char *name, const char *first, const char *second)
{
    size_t size = strlen(first);
    return strncmp(name, first, size) == 0 && name[size] == ' ' &&
           strcmp(name + size + 1, second) == 0;
}

const struct hj_command *hj_command_find(const char *const *words, size_t count, size_t *used)
{
    for (const struct hj_command *command = hj_commands; count > 0 && command->name; command++) {
        if (strcmp(command->name, words[0]) == 0) {
            *used = 1;
            return command;
        }
        if (count > 1 && is_two_words(command->name, words[0], words[1])) {
            *used = 2;
            return command;
        }
    }
    return NULL;
}

bool hj_command_is_group(const char *word)
{
    size_t size = strlen(word);
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (strncmp(command->name, word, size) == 0 && command->name[size] == ' ') {
            return true;
        }
    }
    return false;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    a = a < b ? a : b;
    return a < c ? a : c;
}

/* Levenshtein's distance of short words. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST + 1], width = strlen(b);
    for (size_t j = 0; j <= width; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[width];
}

/* Keeps the candidate when it is nearer than the best one so far. */
static void consider(const char *word, const char *candidate, const char **best, size_t *limit)
{
    if (strlen(word) <= LONGEST && strlen(candidate) <= LONGEST) {
        size_t found = distance(word, candidate);
        if (found < *limit) {
            *limit = found;
            *best = candidate;
        }
    }
}

const char *hj_command_nearest(const char *word)
{
    const char *best = NULL;
    size_t limit = strlen(word) / 3 + 2;
    for (const struct hj_command *command = hj_commands; command->name; command++) {
        if (command->summary) {
            consider(word, command->name, &best, &limit);
        }
    }
    return best;
}

const char *hj_option_nearest(const char *word, uint64_t takes)
{
    char name[LONGEST + 1];
    const char *best = NULL;
    while (*word == '-') {
        word++;
    }
    size_t size = strcspn(word, "=");
    if (size > LONGEST) {
        return NULL;
    }
    memcpy(name, word, size);
    name[size] = '\0';
    size_t limit = size / 3 + 2;
    for (int i = 0; i < HJ_OPTION_COUNT; i++) {
        if (takes & (UINT64_C(1) << i)) {
            consider(name, hj_options[i].name, &best, &limit);
        }
    }
    return best;
}
