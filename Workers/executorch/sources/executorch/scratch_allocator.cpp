#include "executorch/scratch_allocator.h"

#include <algorithm>
#include <cstdint>
#include <new>

namespace pawl {

void* ScratchAllocator::allocate(std::size_t size, std::size_t alignment) {
  if (!isPowerOf2(alignment) || size > PTRDIFF_MAX - alignment) return nullptr;
  // Room to align in, wherever the block begins.
  const std::size_t bytes = size + alignment - 1;
  std::byte* start = nullptr;
  if (capacity_ >= used_ && bytes <= capacity_ - used_) {
    start = block_.get() + used_;
  } else {
    overflow_.emplace_back(new (std::nothrow) std::byte[bytes]);
    start = overflow_.back().get();
  }
  if (start == nullptr) return nullptr;
  used_ += bytes;
  mostBytes_ = std::max(mostBytes_, used_);
  return alignPointer(start, alignment);
}

void ScratchAllocator::reset() {
  used_ = 0;
  if (overflow_.empty()) return;
  overflow_.clear();
  block_.reset(new (std::nothrow) std::byte[mostBytes_]);
  capacity_ = block_ ? mostBytes_ : 0;
}

}  // namespace pawl
