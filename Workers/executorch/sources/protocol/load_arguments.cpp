#include "protocol/load_arguments.h"

#include "protocol/failure.h"

namespace pawl {

namespace {

constexpr std::int64_t mostThreads = 1024;

void require(const std::string& key, const std::string& given, const std::string& only) {
  if (given == only) return;
  throw Failure("runtime.option", "ExecuTorch has no " + key + " '" + given + "'", "write " + only);
}

}  // namespace

void checkRuntime(const Arguments& runtime) {
  const std::string name = runtime.text("name"), version = runtime.text("version", runtimeVersion);
  if (name != runtimeName) {
    throw Failure(
        "worker.unknown-runtime", "this worker has no runtime '" + name + "'", std::string("it runs ") + runtimeName);
  }
  if (version != runtimeVersion) {
    throw Failure(
        "runtime.version", "this worker was built for ExecuTorch " + std::string(runtimeVersion) + ", not " + version,
        "install executorch==" + version + ", or name the version that is there");
  }
}

SessionOptions sessionOptions(const Arguments& options) {
  SessionOptions session;
  session.threads = static_cast<unsigned>(options.integer("threads", 1, mostThreads, 1));
  require("provider", options.text("provider", "cpu"), "cpu");
  // The precision is the model's own: it was settled when it was exported.
  require("precision", options.text("precision", "f32"), "f32");
  session.profilesOperators = options.flag("profilesOperators", false);
  const Arguments configuration = options.object("configuration");
  for (const auto& [key, ignored] : configuration.members().items()) {
    if (key != "load_mode") {
      throw Failure("runtime.option", "ExecuTorch has no option '" + key + "'", "it has: load_mode");
    }
    session.loadMode = configuration.text("load_mode", session.loadMode);
  }
  return session;
}

}  // namespace pawl
