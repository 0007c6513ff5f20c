#include "measuring/latency_loop.h"

#include "measuring/process.h"

namespace pawl {

BlockTimes measuredBlock(
    const Rotation& rotation, std::size_t values, std::uint64_t inferencesPerValue, std::size_t firstSample) {
  const std::size_t count = rotation.size();
  BlockTimes times{0, 0, std::vector<std::uint64_t>(values, 0)};
  std::size_t sample = firstSample % count;
  rotation[(sample + count - 1) % count]->run();

  const std::uint64_t processorAtStart = processorNanoseconds();
  const std::uint64_t start = monotonicNanoseconds();
  std::uint64_t previous = start;
  for (std::uint64_t& value : times.valuesNanoseconds) {
    for (std::uint64_t inference = 0; inference < inferencesPerValue; ++inference) {
      rotation[sample]->run();
      if (++sample == count) sample = 0;
    }
    const std::uint64_t now = monotonicNanoseconds();
    value = now - previous;
    previous = now;
  }
  times.processorNanoseconds = processorNanoseconds() - processorAtStart;
  times.wallNanoseconds = previous - start;
  return times;
}

}  // namespace pawl
