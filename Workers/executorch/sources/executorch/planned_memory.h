#pragma once

#include <executorch/extension/memory_allocator/malloc_memory_allocator.h>
#include <executorch/runtime/core/hierarchical_allocator.h>
#include <executorch/runtime/executor/memory_manager.h>
#include <executorch/runtime/executor/method_meta.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "executorch/scratch_allocator.h"

namespace pawl {

class ProgramFile;

/// The memory that a method was planned for, and what its kernels borrow beside it. It must outlive the method.
class PlannedMemory {
 public:
  /// Throws `Failure` when the program asks for memory that there is not.
  PlannedMemory(const executorch::runtime::MethodMeta& method, const ProgramFile& file);

  executorch::runtime::MemoryManager* manager() { return &*manager_; }

  /// The planned buffers, and the most that was borrowed at once.
  std::uint64_t bytes() const { return plannedBytes_ + scratch_.mostBytes(); }

 private:
  std::vector<std::vector<std::uint8_t>> buffers_;
  std::vector<executorch::runtime::Span<std::uint8_t>> spans_;
  std::uint64_t plannedBytes_ = 0;
  std::optional<executorch::runtime::HierarchicalAllocator> planned_;
  executorch::extension::MallocMemoryAllocator structures_;
  ScratchAllocator scratch_;
  std::optional<executorch::runtime::MemoryManager> manager_;
};

}  // namespace pawl
