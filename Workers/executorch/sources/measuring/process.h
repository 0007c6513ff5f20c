#pragma once

#include <sched.h>

#include <cstdint>
#include <string>

namespace pawl {

/// Of the clock that adjustments of the time do not touch (`CLOCK_MONOTONIC_RAW`).
std::uint64_t monotonicNanoseconds();

/// CPU time of all threads of this process.
std::uint64_t processorNanoseconds();

/// Median cost of reading the clock, over 1,001 chained readings.
double clockStampNanoseconds();

/// Memory of this process as the kernel accounts for it, in bytes; 0 where it does not say.
std::uint64_t residentBytes();
std::uint64_t peakResidentBytes();

/// Makes the high-water mark cover only what follows.
void resetPeakResidentBytes();

/// Where this process may run.
class Affinity {
 public:
  Affinity();
  /// Whether it runs on that core only, from now on.
  bool pin(std::int64_t core);
  /// Allows what was allowed at the start.
  void unpin();

 private:
  cpu_set_t atStart_;
  bool isKnown_;
};

/// Architecture, processor and kernel, in a line for people.
std::string machineDescription();

}  // namespace pawl
