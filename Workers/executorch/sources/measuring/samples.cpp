#include "measuring/samples.h"

#include <algorithm>
#include <cstdint>

#include "protocol/failure.h"

namespace pawl {

namespace {

constexpr std::size_t rotationBytes = 32u << 20;
constexpr std::int64_t largestCount = std::int64_t{1} << 40;
/// ExecuTorch keeps sizes in 32 bits.
constexpr std::int64_t largestSize = INT32_MAX;
constexpr std::size_t largestRank = 16;

[[noreturn]] void refuse(const std::string& message, const std::string& hint = {}) {
  throw Failure("golden.mismatch", message, hint);
}

Shape shapeFrom(const JSON& array, const Arguments& arguments, const char* member) {
  if (!array.is_array() || array.size() > largestRank) arguments.refuse(member, "at most 16 sizes");
  Shape shape;
  for (const JSON& size : array) {
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() > static_cast<std::uint64_t>(largestSize)) {
      arguments.refuse(member, "integers from 0 to " + std::to_string(largestSize));
    }
    shape.push_back(size.get<std::int64_t>());
  }
  return shape;
}

const TensorDescription* named(const std::string& name, const std::vector<TensorDescription>& tensors) {
  for (const TensorDescription& tensor : tensors) {
    if (tensor.name == name) return &tensor;
  }
  return nullptr;
}

std::string namesOf(const std::vector<TensorDescription>& tensors) {
  std::string text;
  for (const auto& tensor : tensors) text += (text.empty() ? "" : ", ") + tensor.name;
  return text;
}

}  // namespace

Samples::Samples(const Arguments& arguments)
    : count_(static_cast<std::size_t>(arguments.integer("count", 0, largestCount))) {
  const Arguments inputs = arguments.object("inputs");
  for (const auto& [name, ignored] : inputs.members().items()) {
    inputs_.emplace(name, read(name, inputs.object(name.c_str())));
  }
  const Arguments state = arguments.object("state");
  for (const auto& [name, ignored] : state.members().items()) state_[name] = state.text(name.c_str());
  if (!arguments.has("sequenceStarts")) return;
  for (const JSON& start : arguments.array("sequenceStarts")) {
    const bool isAhead = start.is_number_unsigned() && start.get<std::uint64_t>() < count_ &&
                         (sequenceStarts_.empty() ? start.get<std::size_t>() == 0
                                                  : start.get<std::size_t>() > sequenceStarts_.back());
    if (!isAhead) arguments.refuse("sequenceStarts", "0 and then ever larger numbers of samples");
    sequenceStarts_.push_back(start.get<std::size_t>());
  }
  if (count_ > 0 && sequenceStarts_.empty()) arguments.refuse("sequenceStarts", "the first sample of each sequence");
}

Samples::Input Samples::read(const std::string& name, const Arguments& arguments) const {
  const auto type = elementTypeNamed(arguments.text("elementType"));
  if (!type) arguments.refuse("elementType", "a type such as float32");
  Input input{MappedFile(arguments.text("path")), *type, {}, {}};
  const auto offset = static_cast<std::size_t>(arguments.integer("offset", 0, INT64_MAX));
  if (arguments.has("shapes")) {
    for (const JSON& shape : arguments.array("shapes")) input.shapes.push_back(shapeFrom(shape, arguments, "shapes"));
    if (input.shapes.size() != count_) arguments.refuse("shapes", "as many shapes as there are samples");
  } else {
    input.shapes = {shapeFrom(arguments.array("shape"), arguments, "shape")};
  }
  // A lone shape holds for all samples, also where it came as the only one of `shapes`.
  const bool isOneForAll = input.shapes.size() == 1;
  std::size_t end = offset;
  input.places.push_back(offset);
  bool fits = true;
  for (const Shape& shape : input.shapes) {
    const auto bytes = bytesOf(*type, shape);
    fits = fits && bytes && !__builtin_add_overflow(end, *bytes, &end);
    input.places.push_back(end);
  }
  std::size_t all = end - offset;
  if (isOneForAll) {
    fits = fits && !__builtin_mul_overflow(all, count_, &all) && !__builtin_add_overflow(offset, all, &end);
  }
  if (!fits || end > input.file.size()) {
    refuse("the samples of input '" + name + "' reach beyond the end of their file, which has " +
           std::to_string(input.file.size()) + " bytes");
  }
  return input;
}

std::size_t Samples::Input::begin(std::size_t sample) const {
  return shapes.size() == 1 ? places[0] + sample * (places[1] - places[0]) : places[sample];
}

bool Samples::beginsSequence(std::size_t sample) const {
  return sample == 0 || std::binary_search(sequenceStarts_.begin(), sequenceStarts_.end(), sample);
}

std::size_t Samples::rotation(std::size_t limit) const {
  std::size_t bytes = 0, sample = 0;
  for (; sample < std::min(limit, count_); ++sample) {
    for (const auto& [name, input] : inputs_) bytes += input.bytes(sample);
    if (sample > 0 && bytes > rotationBytes) break;
  }
  return sample;
}

void Samples::touch(std::size_t samples) const {
  for (const auto& [name, input] : inputs_) {
    if (samples > 0) input.file.touch(input.begin(0), input.begin(samples) - input.begin(0));
  }
}

std::size_t Samples::bytes(std::size_t first, std::size_t end) const {
  std::size_t bytes = 0;
  for (const auto& [name, input] : inputs_) bytes += input.begin(end) - input.begin(first);
  return bytes;
}

void Samples::giveBack(std::size_t first, std::size_t end) const {
  for (const auto& [name, input] : inputs_) {
    input.file.giveBack(input.begin(first), input.begin(end) - input.begin(first));
  }
}

void Samples::check(
    const std::vector<TensorDescription>& inputs, const std::vector<TensorDescription>& outputs) const {
  for (const auto& [name, input] : inputs_) {
    const TensorDescription* wanted = named(name, inputs);
    if (wanted == nullptr) refuse("the model has no input '" + name + "'", "its inputs are: " + namesOf(inputs));
    if (wanted->type != input.type) {
      refuse("input '" + name + "' is " + nameOf(wanted->type) + " in the model and " + nameOf(input.type) +
             " in the golden set");
    }
    if (state_.count(name) != 0) refuse("input '" + name + "' has samples and state; it can have one of them");
  }
  for (const TensorDescription& input : inputs) {
    if (inputs_.count(input.name) == 0 && state_.count(input.name) == 0) {
      refuse("the golden set has nothing for the model's input '" + input.name + "'");
    }
  }
  for (const auto& [inputName, outputName] : state_) {
    const TensorDescription* input = named(inputName, inputs);
    const TensorDescription* output = named(outputName, outputs);
    if (input == nullptr) refuse("the model has no input '" + inputName + "' for state");
    if (output == nullptr) refuse("the model has no output '" + outputName + "' to take state from");
    if (input->type != output->type) {
      refuse("input '" + inputName + "' and output '" + outputName + "' differ in type");
    }
  }
}

TensorView Samples::values(const TensorDescription& input, std::size_t sample) const {
  const Input& source = inputs_.at(input.name);
  const std::byte* data = source.file.bytes() + source.begin(sample);
  TensorView values{source.type, source.shape(sample), data, source.bytes(sample)};
  if (values.shape.size() + 1 == input.shape.size()) values.shape.insert(values.shape.begin(), 1);
  return values;
}

}  // namespace pawl
