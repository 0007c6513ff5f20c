#pragma once

#include <stdint.h>

/// Raises the number of files that this process may open to `wanted`, or as far as it may by itself, and returns it.
uint64_t pawl_raise_open_file_limit(uint64_t wanted);

/// Bytes of address space that this process may have; UINT64_MAX without a limit.
uint64_t pawl_address_space_limit(void);

/// Bytes of writable private memory that this process may have; UINT64_MAX without a limit.
uint64_t pawl_data_limit(void);

/// Starts `count` threads, has all of them at once, and ends them. Returns 0, or the errno value of the one that could not be started.
int pawl_can_have_threads(int count);
