#include "executorch/thread_pool.h"

#include <string>

#include "protocol/failure.h"

namespace pawl {

void useThreads(unsigned threads) {
  auto* pool = executorch::extension::threadpool::get_threadpool();
  if (pool != nullptr && (pool->get_thread_count() == threads || pool->_unsafe_reset_threadpool(threads)) &&
      pool->get_thread_count() == threads) {
    return;
  }
  throw Failure("runtime.option", "ExecuTorch did not start " + std::to_string(threads) + " threads");
}

}  // namespace pawl
