#include "measuring/warm_up_rule.h"

#include <algorithm>
#include <cmath>

namespace pawl {

namespace {
constexpr std::size_t windowInferences = 5;
constexpr std::uint64_t windowNanoseconds = 10'000'000;
constexpr double tolerance = 0.02;
}  // namespace

void WarmUpRule::add(std::uint64_t nanoseconds) {
  window_.push_back(nanoseconds);
  windowNanoseconds_ += nanoseconds;
  if (window_.size() < windowInferences || windowNanoseconds_ < windowNanoseconds) return;
  std::sort(window_.begin(), window_.end());
  const std::size_t middle = window_.size() / 2;
  const auto upper = static_cast<double>(window_[middle]);
  const double median = window_.size() % 2 == 1 ? upper : (static_cast<double>(window_[middle - 1]) + upper) / 2;
  // Symmetric: twice as fast is as far away as twice as slow.
  const bool isNear =
      lastMedian_ && std::abs(std::log(std::max(median, 1.0) / std::max(*lastMedian_, 1.0))) < std::log1p(tolerance);
  steadyWindows_ = isNear ? steadyWindows_ + 1 : 0;
  lastMedian_ = median;
  window_.clear();
  windowNanoseconds_ = 0;
}

}  // namespace pawl
