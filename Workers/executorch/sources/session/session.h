#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session/tensors.h"

namespace pawl {

/// What a suite may say of how a model runs; all else that it says is refused or of no concern here.
struct SessionOptions {
  unsigned threads = 1;
  /// How the program file is read: `file` (into memory, as `Module` does unless told otherwise) or `mmap`.
  std::string loadMode = "file";
  bool profilesOperators = false;
};

/// What runs: as the library says it.
struct RuntimeIdentity {
  std::string name;
  std::string version;
  std::string libraryPath;
  std::string buildInformation;
  std::vector<std::string> backends;
};

struct OperatorTime {
  std::string name;
  std::string type;
  /// What ran it: a backend that it was delegated to, or the kernels.
  std::string provider;
  std::uint64_t nanoseconds = 0;
  std::uint64_t calls = 0;
};

struct Profile {
  /// All inferences since the model was loaded.
  std::uint64_t inferences = 0;
  std::vector<OperatorTime> operators;
};

/// Inputs made ready once, to be run many times.
class BoundInference {
 public:
  virtual ~BoundInference() = default;
  /// Runs one inference; this is what is timed. Throws `Failure`.
  virtual void run() = 0;
};

/// A model that was loaded.
class Session {
 public:
  virtual ~Session() = default;
  virtual const RuntimeIdentity& identity() const = 0;
  virtual const std::vector<TensorDescription>& inputs() const = 0;
  virtual const std::vector<TensorDescription>& outputs() const = 0;
  /// Facts about the program, by name.
  virtual const std::map<std::string, std::string>& facts() const = 0;
  /// Makes inputs ready, in the order of `inputs()` and fit for them.
  ///
  /// Their values must stay, with `readableBeyondArray` readable bytes behind them. Throws `Failure`.
  virtual std::unique_ptr<BoundInference> bind(const std::vector<TensorView>& values) = 0;
  /// What the latest run gave, in the order of `outputs()`; stays until the next run.
  virtual std::vector<TensorView> results() const = 0;
  /// The memory that the program planned for, and the most that kernels borrowed beside it, in bytes.
  virtual std::uint64_t plannedArenaBytes() const = 0;
  /// Throws `Failure` when the model was not loaded to be profiled.
  virtual Profile profile() const = 0;
};

/// What the library beside the worker exports, under `openSessionSymbol`; both are built together. Throws `Failure`.
using OpenSession = void (*)(
    const std::string& modelPath, const SessionOptions& options, std::unique_ptr<Session>& session);
constexpr const char* openSessionSymbol = "pawlOpenSession";

}  // namespace pawl
