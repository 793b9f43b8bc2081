/* SPDX-License-Identifier: MIT
 * The virtual tables of store/view.h for the sqlite3 shell: `.load build/hejian_sqlite` in a shell
 * that has opened a campaign's store. Opens nothing itself. */
#include "store/view.h"

SQLITE_EXTENSION_INIT1

__attribute__((visibility("default"))) int
sqlite3_extension_init(sqlite3 *connection, char **message, const sqlite3_api_routines *routines);

int sqlite3_extension_init(sqlite3 *connection, char **message,
                           const sqlite3_api_routines *routines)
{
    SQLITE_EXTENSION_INIT2(routines);
    int result = hj_views_register(connection, NULL, message);
    if (result == SQLITE_ERROR) {
        sqlite3_free(*message);
        *message = sqlite3_mprintf("this is not the store of a hejian campaign");
    }
    return result;
}
