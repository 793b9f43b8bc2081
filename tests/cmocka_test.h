/* SPDX-License-Identifier: MIT
 * The one way to cmocka: it needs these four headers before its own, in this order. Its assertions
 * jump, so none may stand inside a parallel region; its float comparison casts to float, so doubles
 * are compared by hand. */
#ifndef HJ_TESTS_CMOCKA_TEST_H
#define HJ_TESTS_CMOCKA_TEST_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
