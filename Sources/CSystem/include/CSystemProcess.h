#pragma once

#include <sys/types.h>

/// Pins the calling process to one core. Returns 0, or an errno value.
int pawl_pin_to_core(int core);

/// The highest-numbered core this process may run on, which is the least likely to serve interrupts; -1 when unknown.
int pawl_last_allowed_core(void);

/// Cores this process may run on; at least 1.
int pawl_allowed_core_count(void);

/// Makes the kernel name this thread's process in listings, at most 15 bytes of `name`.
void pawl_set_process_name(const char *name);

/// Starts `arguments[0]`, searched in PATH where it holds no slash, in a process group of its own, with default signal dispositions, no inherited descriptors
/// but the three given, and `environment`. Returns 0 and sets `process`, or an errno value.
int pawl_spawn(char *const arguments[], char *const environment[], int standard_input, int standard_output,
               int standard_error, pid_t *process);

/// Waits until the other end of a pipe, socket or terminal is closed or no longer writes. Returns 0, or an errno value.
int pawl_wait_for_hang_up(int descriptor);

/// Opens a pipe, `ends[0]` to read and `ends[1]` to write, that no program started later inherits.
/// Returns 0, or an errno value.
int pawl_open_private_pipe(int ends[2]);
