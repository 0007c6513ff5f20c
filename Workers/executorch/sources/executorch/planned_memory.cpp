#include "executorch/planned_memory.h"

#include <new>
#include <stdexcept>
#include <string>

#include "executorch/program_file.h"
#include "protocol/failure.h"
#include "session/tensors.h"

namespace pawl {

using executorch::runtime::Error;

PlannedMemory::PlannedMemory(const executorch::runtime::MethodMeta& method, const ProgramFile& file) {
  for (std::size_t index = 0; index < method.num_memory_planned_buffers(); ++index) {
    const auto size = method.memory_planned_buffer_size(index);
    if (!size.ok() || *size < 0) file.refuse("plans memory of a negative size", Error::InvalidProgram);
    const auto bytes = static_cast<std::size_t>(*size);
    try {
      buffers_.emplace_back(bytes + readableBeyondArray);
    } catch (const std::exception&) {
      throw Failure("model.too-large", file.path() + " wants " + std::to_string(bytes) + " bytes of memory at once");
    }
    spans_.emplace_back(buffers_.back().data(), bytes);
    plannedBytes_ += bytes;
  }
  planned_.emplace(executorch::runtime::Span<executorch::runtime::Span<std::uint8_t>>(spans_.data(), spans_.size()));
  manager_.emplace(&structures_, &*planned_, &scratch_);
}

}  // namespace pawl
