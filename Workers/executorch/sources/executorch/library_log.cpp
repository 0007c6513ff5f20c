#include "executorch/library_log.h"

#include <executorch/runtime/platform/platform.h>

#include <cstdio>
#include <mutex>

namespace pawl {

namespace {

// Kernels may complain on any thread.
std::mutex guard;
std::string lastError;

void emit(
    et_timestamp_t, et_pal_log_level_t level, const char* file, const char*, std::size_t line, const char* message,
    std::size_t length) {
  if (level != kError && level != kFatal) return;
  std::fprintf(stderr, "executorch: %s:%zu: %.*s\n", file, line, static_cast<int>(length), message);
  const std::lock_guard<std::mutex> lock(guard);
  lastError.assign(message, length);
}

}  // namespace

void keepLibraryErrors() {
  executorch::runtime::register_pal(executorch::runtime::PalImpl::create(emit, __FILE__));
}

std::string causeOf(executorch::runtime::Error error) {
  const std::lock_guard<std::mutex> lock(guard);
  const std::string name = executorch::runtime::to_string(error);
  return lastError.empty() ? name : name + ": " + lastError;
}

void forgetLibraryErrors() {
  const std::lock_guard<std::mutex> lock(guard);
  lastError.clear();
}

}  // namespace pawl
