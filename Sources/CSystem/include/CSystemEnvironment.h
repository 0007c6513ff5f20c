#pragma once

/// Asks the kernel for a hardware cycle counter of the calling process, user space only, and gives it back.
/// Returns 0 when the kernel granted it, and otherwise the `errno` of the refusal: ENOENT where the machine has no
/// such counter (most virtual machines), EACCES or EPERM where policy forbids it, ENOSYS without perf events.
int pawl_probe_hardware_counters(void);
