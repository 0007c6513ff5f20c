#pragma once

#include <stdint.h>
#include <time.h>

/// Clocks as plain functions, so that the timed path is one call into the kernel's shared page and nothing else.

static inline uint64_t pawl_clock_nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/// Wall time that no clock adjustment bends.
static inline uint64_t pawl_monotonic_raw_nanoseconds(void) { return pawl_clock_nanoseconds(CLOCK_MONOTONIC_RAW); }

/// CPU time of all threads of this process.
static inline uint64_t pawl_process_cpu_nanoseconds(void) { return pawl_clock_nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

/// CPU time of the calling thread.
static inline uint64_t pawl_thread_cpu_nanoseconds(void) { return pawl_clock_nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
