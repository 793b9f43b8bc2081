/* SPDX-License-Identifier: MIT */
#include "cli/rules_folder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool hj_rules_folder(char *path, size_t size)
{
    static const char behind[] = "/../share/hejian/rules/cn";
    ssize_t found = readlink("/proc/self/exe", path, size - sizeof behind);
    if (found > 0) {
        path[found] = '\0';
        char *slash = strrchr(path, '/');
        memcpy(slash, behind, sizeof behind);
        if (access(path, R_OK) == 0) {
            return true;
        }
    }
    static const char *const places[] = {HEJIAN_SOURCE_RULES "/cn", HEJIAN_INSTALLED_RULES "/cn"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (access(places[i], R_OK) == 0) {
            return snprintf(path, size, "%s", places[i]) < (int)size;
        }
    }
    return false;
}
