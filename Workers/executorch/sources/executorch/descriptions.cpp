#include "executorch/descriptions.h"

#include <algorithm>
#include <set>
#include <string>

namespace pawl {

using executorch::aten::ScalarType;
using executorch::aten::TensorShapeDynamism;
using executorch::runtime::Error;
using executorch::runtime::EValue;
using executorch::runtime::Method;
using executorch::runtime::Result;
using executorch::runtime::TensorInfo;

namespace {

struct Pair {
  ElementType type;
  ScalarType scalar;
};

constexpr Pair pairs[] = {
    {ElementType::float32, ScalarType::Float}, {ElementType::float16, ScalarType::Half},
    {ElementType::bfloat16, ScalarType::BFloat16}, {ElementType::float64, ScalarType::Double},
    {ElementType::int8, ScalarType::Char}, {ElementType::int16, ScalarType::Short},
    {ElementType::int32, ScalarType::Int}, {ElementType::int64, ScalarType::Long},
    {ElementType::uint8, ScalarType::Byte}, {ElementType::uint16, ScalarType::UInt16},
    {ElementType::uint32, ScalarType::UInt32}, {ElementType::uint64, ScalarType::UInt64},
    {ElementType::boolean, ScalarType::Bool}};

/// Names of inputs or outputs (`role`), as many as there are.
std::vector<std::string> names(const ProgramFile& file, const std::string& role, std::size_t count) {
  const std::string method = role + "_names";
  auto names = file.texts(method.c_str());
  if (!names) {
    names.emplace();
    for (std::size_t index = 0; index < count; ++index) names->push_back(role + "_" + std::to_string(index));
  }
  const std::set<std::string> different(names->begin(), names->end());
  const bool areUsable = names->size() == count && different.size() == count && different.count("") == 0;
  if (!areUsable) {
    file.refuse(
        "has a method '" + method + "' whose names do not fit", Error::InvalidProgram,
        "give each of the " + std::to_string(count) + " " + role + "s a name of its own");
  }
  return *names;
}

TensorDescription described(
    const ProgramFile& file, const std::string& name, const Result<TensorInfo>& info, const EValue& value) {
  if (!info.ok() || !value.isTensor()) {
    file.refuse("has '" + name + "', which is no tensor", info.ok() ? Error::InvalidType : info.error());
  }
  const auto type = elementTypeOf(info->scalar_type());
  if (!type) file.refuse("has '" + name + "' of a type that Pawl does not feed", Error::InvalidType);
  const auto order = info->dim_order();
  for (std::size_t axis = 0; axis < order.size(); ++axis) {
    if (order[axis] != axis) {
      file.refuse(
          "has '" + name + "', whose values are not in row-major order", Error::NotSupported,
          "export the model with contiguous inputs and outputs");
    }
  }
  const bool isFixed = value.toTensor().unsafeGetTensorImpl()->shape_dynamism() == TensorShapeDynamism::STATIC;
  TensorDescription description{name, *type, {}, {}};
  for (const std::int32_t size : info->sizes()) {
    description.bounds.push_back(size);
    // The program holds the largest size only; of a largest size of 1 nothing is left to vary.
    description.shape.push_back(isFixed || size == 1 ? std::optional<std::int64_t>(size) : std::nullopt);
  }
  return description;
}

}  // namespace

std::optional<ElementType> elementTypeOf(ScalarType type) {
  for (const Pair& pair : pairs) {
    if (pair.scalar == type) return pair.type;
  }
  return std::nullopt;
}

ScalarType scalarTypeOf(ElementType type) {
  return std::find_if(std::begin(pairs), std::end(pairs), [&](const Pair& pair) { return pair.type == type; })->scalar;
}

std::vector<TensorDescription> describedInputs(const ProgramFile& file, const Method& method) {
  const auto meta = method.method_meta();
  const auto inputNames = names(file, "input", meta.num_inputs());
  std::vector<TensorDescription> inputs;
  for (std::size_t index = 0; index < meta.num_inputs(); ++index) {
    // Whether a shape may vary is told by the value alone, which the library hands out under a name that is to go.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    const EValue& value = method.get_input(index);
#pragma GCC diagnostic pop
    inputs.push_back(described(file, inputNames[index], meta.input_tensor_meta(index), value));
  }
  return inputs;
}

std::vector<TensorDescription> describedOutputs(const ProgramFile& file, const Method& method) {
  const auto meta = method.method_meta();
  const auto outputNames = names(file, "output", meta.num_outputs());
  std::vector<TensorDescription> outputs;
  for (std::size_t index = 0; index < meta.num_outputs(); ++index) {
    outputs.push_back(
        described(file, outputNames[index], meta.output_tensor_meta(index), method.get_output(index)));
  }
  return outputs;
}

}  // namespace pawl
