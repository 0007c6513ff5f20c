#include "measuring/loaded_model.h"

#include <algorithm>

#include "measuring/process.h"
#include "measuring/warm_up_rule.h"
#include "protocol/failure.h"

namespace pawl {

namespace {
/// A golden set of any size is evaluated with so much of it in memory.
constexpr std::size_t residentSampleBytes = 16u << 20;
}  // namespace

LoadedModel::LoadedModel(std::unique_ptr<Session> session, Samples samples, std::size_t rotating)
    : session_(std::move(session)), samples_(std::move(samples)) {
  samples_.check(session_->inputs(), session_->outputs());
  // Inferences keep pointing into these.
  rotationStates_.resize(rotating);
  for (std::size_t sample = 0; sample < rotating; ++sample) {
    if (samples_.beginsSequence(sample)) {
      rotationStates_[sample] = zeroState();
    } else if (samples_.carriesState()) {
      rotationStates_[sample] = stateFromResults();
    }
    auto inference = bind(sample, rotationStates_[sample]);
    if (sample == 0 || samples_.carriesState()) {
      const std::uint64_t start = monotonicNanoseconds();
      inference->run();
      if (sample == 0) firstInferenceNanoseconds_ = monotonicNanoseconds() - start;
    }
    rotation_.push_back(std::move(inference));
  }
}

void LoadedModel::requireRotation(const char* call) const {
  if (!rotation_.empty()) return;
  throw Failure(
      "worker.too-early", std::string("'") + call + "' needs samples that rotate",
      "load the model with a rotationLimit of 1 or more");
}

WarmUp LoadedModel::warmUp(std::uint64_t capNanoseconds) {
  requireRotation("warm-up");
  WarmUpRule rule;
  std::uint64_t inferences = 0;
  const std::uint64_t start = monotonicNanoseconds();
  std::uint64_t previous = start;
  while (!rule.isSteady() && previous - start < capNanoseconds) {
    rotation_[inferences % rotation_.size()]->run();
    const std::uint64_t now = monotonicNanoseconds();
    rule.add(now - previous);
    previous = now;
    ++inferences;
  }
  const auto divisor = static_cast<double>(std::max<std::uint64_t>(inferences, 1));
  const double mean = static_cast<double>(previous - start) / divisor;
  return {inferences, previous - start, rule.isSteady(), rule.lastMedian().value_or(mean)};
}

BlockTimes LoadedModel::block(std::size_t values, std::uint64_t inferencesPerValue, std::size_t firstSample) {
  requireRotation("block");
  return measuredBlock(rotation_, values, inferencesPerValue, firstSample);
}

Evaluation LoadedModel::evaluate(
    std::size_t first, std::size_t count, const std::vector<std::string>& outputs, std::size_t byteLimit) {
  if (first > samples_.count() || count > samples_.count() - first) {
    throw Failure(
        "worker.out-of-range",
        "the golden set has " + std::to_string(samples_.count()) + " samples, and this stretch ends behind them");
  }
  const bool goesOn = first == evaluatedUpTo_ && first > 0;
  if (samples_.carriesState() && count > 0 && !goesOn && !samples_.beginsSequence(first)) {
    throw Failure(
        "worker.out-of-range", "sample " + std::to_string(first) + " is in the middle of a sequence",
        "begin at the start of a sequence, or where the last call ended");
  }
  const std::vector<std::size_t> wanted = indexesOf(outputs);
  Evaluation evaluation{0, 0, {}};
  for (std::size_t index = 0; index < outputs.size(); ++index) {
    evaluation.outputs[outputs[index]] = {session_->outputs()[wanted[index]].type, {}, {}};
  }
  std::size_t bytes = 0;
  // Samples that rotate stay in memory: they are fed again.
  std::size_t resident = std::max(first, rotation_.size());
  const std::uint64_t start = monotonicNanoseconds();
  for (std::size_t sample = first; sample < first + count; ++sample) {
    if (samples_.beginsSequence(sample)) evaluationState_ = zeroState();
    const auto inference = bind(sample, evaluationState_);
    inference->run();
    const std::vector<TensorView> results = session_->results();
    std::size_t rowBytes = 0;
    for (const std::size_t index : wanted) rowBytes += results[index].bytes;
    // The row that does not fit is run again by the next call, from the same state.
    if (evaluation.rows > 0 && rowBytes > byteLimit - std::min(byteLimit, bytes)) break;
    bytes += rowBytes;
    for (std::size_t index = 0; index < outputs.size(); ++index) {
      const TensorView& result = results[wanted[index]];
      OutputRows& rows = evaluation.outputs[outputs[index]];
      rows.shapes.push_back(result.shape);
      rows.bytes.append(reinterpret_cast<const char*>(result.data), result.bytes);
    }
    if (samples_.carriesState()) evaluationState_ = stateFromResults();
    evaluatedUpTo_ = sample + 1;
    ++evaluation.rows;
    if (sample >= resident && samples_.bytes(resident, sample + 1) > residentSampleBytes) {
      samples_.giveBack(resident, sample + 1);
      resident = sample + 1;
    }
  }
  if (resident < evaluatedUpTo_) samples_.giveBack(resident, evaluatedUpTo_);
  evaluation.nanoseconds = monotonicNanoseconds() - start;
  return evaluation;
}

Profile LoadedModel::finishProfile(std::uint64_t inferences) {
  requireRotation("profile");
  if (isProfileFinished_) throw Failure("worker.too-early", "the profile has ended", "load the model again");
  for (std::uint64_t index = 0; index < inferences; ++index) rotation_[index % rotation_.size()]->run();
  isProfileFinished_ = true;
  return session_->profile();
}

std::unique_ptr<BoundInference> LoadedModel::bind(std::size_t sample, const States& state) {
  std::vector<TensorView> values;
  for (const TensorDescription& input : session_->inputs()) {
    const auto carried = state.find(input.name);
    if (carried == state.end()) {
      values.push_back(samples_.values(input, sample));
    } else {
      const State& from = carried->second;
      values.push_back({from.type, from.shape, from.bytes.data(), from.bytes.size() - readableBeyondArray});
    }
  }
  return session_->bind(values);
}

LoadedModel::States LoadedModel::zeroState() const {
  States states;
  for (const TensorDescription& input : session_->inputs()) {
    if (samples_.state().count(input.name) == 0) continue;
    Shape shape;
    for (const auto& size : input.shape) shape.push_back(size.value_or(1));
    const std::size_t bytes = bytesOf(input.type, shape).value_or(0);
    states[input.name] = {input.type, shape, std::vector<std::byte>(bytes + readableBeyondArray)};
  }
  return states;
}

LoadedModel::States LoadedModel::stateFromResults() const {
  const std::vector<TensorView> results = session_->results();
  States states;
  for (const auto& [input, output] : samples_.state()) {
    const TensorView& result = results[indexesOf({output}).front()];
    State state{result.type, result.shape, std::vector<std::byte>(result.bytes + readableBeyondArray)};
    std::copy_n(result.data, result.bytes, state.bytes.begin());
    states[input] = std::move(state);
  }
  return states;
}

std::vector<std::size_t> LoadedModel::indexesOf(const std::vector<std::string>& outputs) const {
  std::vector<std::size_t> indexes;
  for (const std::string& name : outputs) {
    const auto& known = session_->outputs();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const TensorDescription& output) { return output.name == name; });
    if (found == known.end()) throw Failure("model.missing-output", "the model has no output '" + name + "'");
    indexes.push_back(static_cast<std::size_t>(found - known.begin()));
  }
  return indexes;
}

}  // namespace pawl
