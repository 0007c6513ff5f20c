#pragma once

#include <executorch/runtime/core/exec_aten/exec_aten.h>
#include <executorch/runtime/executor/method.h>

#include <optional>
#include <vector>

#include "executorch/program_file.h"
#include "session/tensors.h"

namespace pawl {

std::optional<ElementType> elementTypeOf(executorch::aten::ScalarType type);
executorch::aten::ScalarType scalarTypeOf(ElementType type);

/// What a method takes. Names are those that the program's method `input_names` answers, else `input_0` and so on.
///
/// Throws `Failure` for what is no dense tensor in row-major order.
std::vector<TensorDescription> describedInputs(const ProgramFile& file, const executorch::runtime::Method& method);

/// What a method gives, named likewise by `output_names`, else `output_0` and so on.
std::vector<TensorDescription> describedOutputs(const ProgramFile& file, const executorch::runtime::Method& method);

}  // namespace pawl
