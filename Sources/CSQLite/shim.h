#pragma once

#include <sqlite3.h>

// What Swift cannot import: a macro that is a cast, and a variadic function.

/// Tells SQLite to copy a bound value before the call returns.
static inline sqlite3_destructor_type pawl_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Switches one boolean setting of a connection, such as SQLITE_DBCONFIG_DEFENSIVE.
static inline int pawl_sqlite_configure(sqlite3 *connection, int setting, int value) {
    return sqlite3_db_config(connection, setting, value, (int *)0);
}
