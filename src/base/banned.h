/* SPDX-License-Identifier: MIT
 * Included into every translation unit by the build: calls that overflow, hide state or depend on
 * the locale do not compile. */
#ifndef HJ_BASE_BANNED_H
#define HJ_BASE_BANNED_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison sprintf vsprintf strcpy strcat strtok atoi atol atof gets srand localtime

/* Library headers name parameters `rand`, so that it cannot be poisoned; a call does not compile.
 */
#define rand hj_banned_rand

#endif
