#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "session/session.h"

namespace pawl {

using Rotation = std::vector<std::unique_ptr<BoundInference>>;

struct BlockTimes {
  std::uint64_t wallNanoseconds;
  std::uint64_t processorNanoseconds;
  std::vector<std::uint64_t> valuesNanoseconds;
};

/// The timed path: bound inferences in rotation, chained clock stamps, nothing else.
///
/// Runs one inference that is not timed, then so many values of so many inferences each. All memory is allocated and
/// touched before the first stamp; the end of one value is the start of the next. The rotation must not be empty.
BlockTimes measuredBlock(
    const Rotation& rotation, std::size_t values, std::uint64_t inferencesPerValue, std::size_t firstSample);

}  // namespace pawl
