/* SPDX-License-Identifier: MIT
 * SQLite for code that is linked into the program and, once more, into the extension for the
 * sqlite3 shell (HJ_EXTENSION): there every call goes through the shell's own SQLite. */
#ifndef HJ_STORE_SQLITE_H
#define HJ_STORE_SQLITE_H

#ifdef HJ_EXTENSION
#include <sqlite3ext.h>
extern const sqlite3_api_routines *sqlite3_api;
#else
#include <sqlite3.h>
#endif

#endif
