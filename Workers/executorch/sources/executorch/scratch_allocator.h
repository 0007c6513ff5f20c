#pragma once

#include <executorch/runtime/core/memory_allocator.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace pawl {

/// What kernels borrow during one instruction, handed out from one block.
///
/// It grows while the first inferences show how much is needed, and allocates nothing afterwards.
class ScratchAllocator final : public executorch::runtime::MemoryAllocator {
 public:
  ScratchAllocator() : MemoryAllocator(0, nullptr) {}

  /// Null when there is no memory.
  void* allocate(std::size_t size, std::size_t alignment = kDefaultAlignment) override;
  void reset() override;
  std::size_t used_size() const override { return used_; }
  std::size_t free_size() const override { return capacity_ > used_ ? capacity_ - used_ : 0; }

  /// The most that was handed out at once.
  std::size_t mostBytes() const { return mostBytes_; }

 private:
  std::unique_ptr<std::byte[]> block_;
  std::size_t capacity_ = 0;
  /// What did not fit; the block grows by it when nothing is borrowed.
  std::vector<std::unique_ptr<std::byte[]>> overflow_;
  std::size_t used_ = 0;
  std::size_t mostBytes_ = 0;
};

}  // namespace pawl
