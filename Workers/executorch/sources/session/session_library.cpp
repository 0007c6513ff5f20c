#include "session/session_library.h"

#include <dlfcn.h>
#include <unistd.h>

#include <climits>

#include "protocol/failure.h"

namespace pawl {

namespace {

constexpr const char* libraryName = "libpawl-executorch-session.so";

/// The folder of this program.
std::string ownFolder() {
  char path[PATH_MAX];
  const ssize_t count = ::readlink("/proc/self/exe", path, sizeof path);
  if (count <= 0) throw Failure("runtime.library", "the worker cannot find its own folder");
  const std::string program(path, static_cast<std::size_t>(count));
  return program.substr(0, program.rfind('/'));
}

OpenSession loaded() {
  const std::string path = ownFolder() + "/" + libraryName;
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* symbol = library != nullptr ? ::dlsym(library, openSessionSymbol) : nullptr;
  if (symbol == nullptr) {
    const char* reason = ::dlerror();
    throw Failure(
        "runtime.library", "ExecuTorch cannot be loaded", "install it again", reason != nullptr ? reason : "no reason");
  }
  return reinterpret_cast<OpenSession>(symbol);
}

}  // namespace

std::unique_ptr<Session> openSession(const std::string& modelPath, const SessionOptions& options) {
  static const OpenSession open = loaded();
  std::unique_ptr<Session> session;
  open(modelPath, options, session);
  return session;
}

}  // namespace pawl
