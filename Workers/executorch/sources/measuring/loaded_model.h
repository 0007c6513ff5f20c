#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "measuring/latency_loop.h"
#include "measuring/samples.h"
#include "session/session.h"

namespace pawl {

struct WarmUp {
  std::uint64_t inferences;
  std::uint64_t nanoseconds;
  bool becameSteady;
  double typicalNanoseconds;
};

/// What one output said of several samples.
struct OutputRows {
  ElementType type;
  std::vector<Shape> shapes;
  /// All rows, one after another.
  std::string bytes;
};

struct Evaluation {
  std::size_t rows;
  std::uint64_t nanoseconds;
  std::map<std::string, OutputRows> outputs;
};

/// A model with its samples: the session, and the inferences that rotate through latency blocks.
class LoadedModel {
 public:
  /// Binds the first `rotating` samples and runs the first inference; 0 of them for an evaluation only.
  LoadedModel(std::unique_ptr<Session> session, Samples samples, std::size_t rotating);

  const Session& session() const { return *session_; }
  std::size_t rotationCount() const { return rotation_.size(); }
  std::uint64_t firstInferenceNanoseconds() const { return firstInferenceNanoseconds_; }

  WarmUp warmUp(std::uint64_t capNanoseconds);
  BlockTimes block(std::size_t values, std::uint64_t inferencesPerValue, std::size_t firstSample);

  /// Runs a stretch of samples once each, until the next row would outgrow the limit, at least one.
  Evaluation evaluate(
      std::size_t first, std::size_t count, const std::vector<std::string>& outputs, std::size_t byteLimit);

  /// Runs further inferences and returns what all of them together say; once for each model.
  Profile finishProfile(std::uint64_t inferences);

 private:
  /// Values that outlive the inference that gave them.
  struct State {
    ElementType type;
    Shape shape;
    std::vector<std::byte> bytes;
  };
  using States = std::map<std::string, State>;

  void requireRotation(const char* call) const;
  /// `state` must stay as long as what is returned.
  std::unique_ptr<BoundInference> bind(std::size_t sample, const States& state);
  States zeroState() const;
  States stateFromResults() const;
  std::vector<std::size_t> indexesOf(const std::vector<std::string>& outputs) const;

  std::unique_ptr<Session> session_;
  Samples samples_;
  /// What the inferences of the rotation take over, one for each.
  std::vector<States> rotationStates_;
  Rotation rotation_;
  std::uint64_t firstInferenceNanoseconds_ = 0;
  bool isProfileFinished_ = false;
  States evaluationState_;
  std::size_t evaluatedUpTo_ = 0;
};

}  // namespace pawl
