#pragma once

#include <executorch/runtime/executor/method.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "executorch/operator_profile.h"
#include "executorch/planned_memory.h"
#include "executorch/program_file.h"
#include "session/session.h"

namespace pawl {

/// The method `forward` of a program, ready to run.
class ExecuTorchSession final : public Session {
 public:
  /// Throws `Failure`.
  ExecuTorchSession(const std::string& modelPath, const SessionOptions& options);

  const RuntimeIdentity& identity() const override { return identity_; }
  const std::vector<TensorDescription>& inputs() const override { return inputs_; }
  const std::vector<TensorDescription>& outputs() const override { return outputs_; }
  const std::map<std::string, std::string>& facts() const override { return facts_; }
  std::unique_ptr<BoundInference> bind(const std::vector<TensorView>& values) override;
  std::vector<TensorView> results() const override;
  std::uint64_t plannedArenaBytes() const override { return memory_->bytes(); }
  Profile profile() const override;

 private:
  /// Gives outputs that the program did not plan memory for their own.
  void placeOutputs(const executorch::runtime::MethodMeta& meta);

  ProgramFile file_;
  RuntimeIdentity identity_;
  std::map<std::string, std::string> facts_;
  std::unique_ptr<PlannedMemory> memory_;
  std::optional<OperatorProfile> profile_;
  std::optional<executorch::runtime::Method> method_;
  std::vector<std::vector<std::byte>> ownOutputs_;
  std::vector<TensorDescription> inputs_;
  std::vector<TensorDescription> outputs_;
};

}  // namespace pawl
