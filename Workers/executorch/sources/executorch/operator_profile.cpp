#include "executorch/operator_profile.h"

#include <executorch/runtime/platform/platform.h>

#include <cstring>
#include <set>

namespace pawl {

using executorch::runtime::ChainID;
using executorch::runtime::DebugHandle;
using executorch::runtime::DelegateDebugIntId;
using executorch::runtime::EventTracerEntry;

namespace {

constexpr const char* kernelPrefix = "native_call_";
constexpr const char* delegateCall = "DELEGATE_CALL";
constexpr const char* kernels = "kernels";

/// `Convolution (NHWC, F32) IGEMM #2` is of the type `Convolution (NHWC, F32) IGEMM`.
std::string withoutNumber(const std::string& name) { return name.substr(0, name.rfind(" #")); }

}  // namespace

Profile OperatorProfile::profile() const {
  std::set<DebugHandle> detailed;
  for (const auto& [key, time] : times_) {
    if (!key.second.empty()) detailed.insert(key.first);
  }
  Profile profile{inferences_, {}};
  for (const auto& [key, time] : times_) {
    if (!key.second.empty() || detailed.count(key.first) == 0) profile.operators.push_back(time);
  }
  return profile;
}

void OperatorProfile::create_event_block(const char* name) {
  if (std::strcmp(name, "Execute") == 0) ++inferences_;
}

EventTracerEntry OperatorProfile::start_profiling(const char* name, ChainID, DebugHandle) {
  running_.emplace_back(name);
  EventTracerEntry entry{};
  entry.start_time = executorch::runtime::pal_current_ticks();
  return entry;
}

void OperatorProfile::end_profiling(EventTracerEntry entry) {
  const et_timestamp_t ticks = executorch::runtime::pal_current_ticks() - entry.start_time;
  if (running_.empty()) return;
  const std::string name = running_.back();
  running_.pop_back();
  if (name == delegateCall) {
    add({}, backend_, ticks);
  } else if (name.rfind(kernelPrefix, 0) == 0) {
    add(name.substr(std::strlen(kernelPrefix)), kernels, ticks);
  }
}

EventTracerEntry OperatorProfile::start_profiling_delegate(const char* name, DelegateDebugIntId index) {
  return start_profiling(name != nullptr ? name : std::to_string(index).c_str(), index, 0);
}

void OperatorProfile::end_profiling_delegate(EventTracerEntry entry, const void*, std::size_t) {
  const et_timestamp_t ticks = executorch::runtime::pal_current_ticks() - entry.start_time;
  if (running_.empty()) return;
  const std::string name = running_.back();
  running_.pop_back();
  add(name, backend_, ticks);
}

void OperatorProfile::log_profiling_delegate(
    const char* name, DelegateDebugIntId index, et_timestamp_t start, et_timestamp_t end, const void*, std::size_t) {
  add(name != nullptr ? name : std::to_string(index), backend_, end > start ? end - start : 0);
}

void OperatorProfile::add(const std::string& name, const std::string& provider, std::uint64_t ticks) {
  const auto ratio = executorch::runtime::pal_ticks_to_ns_multiplier();
  OperatorTime& time = times_[{current_debug_handle(), name}];
  if (time.calls == 0) {
    time.type = name.empty() ? "delegated part" : withoutNumber(name);
    // The number of the instruction tells operators of one name apart.
    time.name = std::to_string(current_debug_handle()) + "/" + (name.empty() ? time.type : name);
    time.provider = provider;
  }
  time.nanoseconds += ratio.denominator > 0 ? ticks * ratio.numerator / ratio.denominator : ticks;
  ++time.calls;
}

}  // namespace pawl
