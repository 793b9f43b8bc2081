/* SPDX-License-Identifier: MIT
 * Where the rules lie that come with the program. */
#ifndef HJ_CLI_RULES_FOLDER_H
#define HJ_CLI_RULES_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* The whole path of rules/cn: beside an installed program, in the sources of one that was built but
 * not installed. False where it is nowhere. */
bool hj_rules_folder(char *path, size_t size);

#endif
