#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace pawl {

/// Says when a warm-up may end: two windows in a row whose medians differ from the one before by less than 2 %.
///
/// A window closes at 5 inferences and 10 ms, whichever comes later.
class WarmUpRule {
 public:
  void add(std::uint64_t nanoseconds);
  bool isSteady() const { return steadyWindows_ >= 2; }
  /// Of the last closed window, in nanoseconds.
  std::optional<double> lastMedian() const { return lastMedian_; }

 private:
  std::vector<std::uint64_t> window_;
  std::uint64_t windowNanoseconds_ = 0;
  int steadyWindows_ = 0;
  std::optional<double> lastMedian_;
};

}  // namespace pawl
