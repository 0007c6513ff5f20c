#pragma once

#include <stdint.h>
#include <time.h>

// clock_gettime fails only for a clock that the kernel does not have; these three are in every Linux since 2.6.28.

static inline uint64_t pawl_clock_nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/// Time since some fixed moment, never stepped or slewed by NTP.
static inline uint64_t pawl_monotonic_raw_nanoseconds(void) { return pawl_clock_nanoseconds(CLOCK_MONOTONIC_RAW); }

/// CPU time of all threads of this process.
static inline uint64_t pawl_process_cpu_nanoseconds(void) { return pawl_clock_nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

/// CPU time of the calling thread.
static inline uint64_t pawl_thread_cpu_nanoseconds(void) { return pawl_clock_nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
