#pragma once

#include <executorch/runtime/core/event_tracer.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "session/session.h"

namespace pawl {

/// Sums what the library tells of each operator while it runs.
///
/// An instruction is a kernel, or a part of the model that was delegated to a backend. A backend that tells of its own
/// operators has those listed, any other one the delegated part as a whole.
class OperatorProfile final : public executorch::runtime::EventTracer {
 public:
  /// `backend` is what delegated parts are said to run on.
  explicit OperatorProfile(std::string backend) : backend_(std::move(backend)) {}

  Profile profile() const;

  void create_event_block(const char* name) override;
  executorch::runtime::EventTracerEntry start_profiling(
      const char* name, executorch::runtime::ChainID chain, executorch::runtime::DebugHandle handle) override;
  void end_profiling(executorch::runtime::EventTracerEntry entry) override;
  executorch::runtime::EventTracerEntry start_profiling_delegate(
      const char* name, executorch::runtime::DelegateDebugIntId index) override;
  void end_profiling_delegate(
      executorch::runtime::EventTracerEntry entry, const void* metadata, std::size_t length) override;
  void log_profiling_delegate(
      const char* name, executorch::runtime::DelegateDebugIntId index, et_timestamp_t start, et_timestamp_t end,
      const void* metadata, std::size_t length) override;

  // What is computed is not looked at.
  void track_allocation(executorch::runtime::AllocatorID, std::size_t) override {}
  executorch::runtime::AllocatorID track_allocator(const char*) override { return 0; }
  executorch::runtime::Result<bool> log_evalue(
      const executorch::runtime::EValue&, executorch::runtime::LoggedEValueType) override {
    return false;
  }
  executorch::runtime::Result<bool> log_intermediate_output_delegate(
      const char*, executorch::runtime::DelegateDebugIntId, const executorch::aten::Tensor&) override {
    return false;
  }
  executorch::runtime::Result<bool> log_intermediate_output_delegate(
      const char*, executorch::runtime::DelegateDebugIntId,
      executorch::runtime::ArrayRef<executorch::aten::Tensor>) override {
    return false;
  }
  executorch::runtime::Result<bool> log_intermediate_output_delegate(
      const char*, executorch::runtime::DelegateDebugIntId, const int&) override {
    return false;
  }
  executorch::runtime::Result<bool> log_intermediate_output_delegate(
      const char*, executorch::runtime::DelegateDebugIntId, const bool&) override {
    return false;
  }
  executorch::runtime::Result<bool> log_intermediate_output_delegate(
      const char*, executorch::runtime::DelegateDebugIntId, const double&) override {
    return false;
  }
  void set_delegation_intermediate_output_filter(executorch::runtime::EventTracerFilterBase*) override {}

 private:
  /// An instruction, and which of a backend's operators; an empty name is the instruction itself.
  using Key = std::pair<executorch::runtime::DebugHandle, std::string>;

  void add(const std::string& name, const std::string& provider, std::uint64_t ticks);

  std::string backend_;
  std::uint64_t inferences_ = 0;
  std::map<Key, OperatorTime> times_;
  /// What runs now, innermost last.
  std::vector<std::string> running_;
};

}  // namespace pawl
