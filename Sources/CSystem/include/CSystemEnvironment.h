#pragma once

/// Asks the kernel for a hardware cycle counter of the calling process, user space only, and gives it back.
/// Returns 0 when the kernel granted it, and otherwise the `errno` of the refusal: ENOENT where the machine has no
/// such counter (most virtual machines), EACCES or EPERM where policy forbids it, ENOSYS without perf events.
int pawl_probe_hardware_counters(void);

/// Opens a pipe, `ends[0]` to read and `ends[1]` to write, that no program started later inherits.
/// Returns 0, or -1 with `errno`.
int pawl_open_private_pipe(int ends[2]);
