#pragma once

// A gnuplot process behind plain C: gnuplot-iostream does the talking, no C++ type or exception leaves this target.

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What became of a call; the process is of no more use after anything but `PAWL_GNUPLOT_OK`, except to be closed.
typedef enum {
    PAWL_GNUPLOT_OK = 0,
    /// There is no such program.
    PAWL_GNUPLOT_MISSING,
    /// The process could not be started, or memory ran out; `errno` says more.
    PAWL_GNUPLOT_UNAVAILABLE,
    /// gnuplot ended before everything was sent.
    PAWL_GNUPLOT_ENDED_EARLY,
    /// gnuplot ended with an exit code other than 0.
    PAWL_GNUPLOT_EXITED,
    /// gnuplot died from a signal, or was killed because it did not end in time.
    PAWL_GNUPLOT_KILLED,
} pawl_gnuplot_status;

typedef struct pawl_gnuplot pawl_gnuplot;

/// Starts `program -d` (no initialisation files), without a shell; its messages are kept, not shown.
///
/// `program` is `gnuplot`, looked up in PATH; only tests name another.
pawl_gnuplot_status pawl_gnuplot_open(const char *program, pawl_gnuplot **result);

/// Sends commands.
pawl_gnuplot_status pawl_gnuplot_send_text(pawl_gnuplot *gnuplot, const char *text, size_t byte_count);

/// Sends the inline data of one `plot '-'`: `row_count` rows of `column_count` numbers, row by row, and the end mark.
pawl_gnuplot_status pawl_gnuplot_send_rows(
    pawl_gnuplot *gnuplot, const double *values, size_t row_count, size_t column_count);

/// Ends the input, waits for gnuplot (at most `limit_seconds`, then kills it) and copies the first bytes of what it
/// wrote to standard error into `messages`, terminated. Frees `gnuplot` whatever the answer.
///
/// gnuplot exits with 0 after a bad command: the result file is the only proof of success.
pawl_gnuplot_status pawl_gnuplot_close(
    pawl_gnuplot *gnuplot, unsigned limit_seconds, char *messages, size_t message_capacity);

#ifdef __cplusplus
}
#endif
