#pragma once

#include <cstddef>
#include <cstdint>

// The package carries this part of the library, but not its header (extension/threadpool/threadpool.h).
namespace executorch::extension::threadpool {

class ThreadPool {
 public:
  bool _unsafe_reset_threadpool(std::uint32_t threads);
  std::size_t get_thread_count() const;
};

ThreadPool* get_threadpool();

}  // namespace executorch::extension::threadpool

namespace pawl {

/// Lets kernels and backends of this process use so many threads; none of them may be running. Throws `Failure`.
void useThreads(unsigned threads);

}  // namespace pawl
