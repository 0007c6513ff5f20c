#pragma once

#include <executorch/runtime/core/data_loader.h>
#include <executorch/runtime/executor/program.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pawl {

/// A `.pte` file whose inner consistency was checked.
class ProgramFile {
 public:
  /// `loadMode` is `file` or `mmap`. Throws `Failure` (`model.invalid`, `model.unreadable`, `runtime.option`).
  ProgramFile(const std::string& path, const std::string& loadMode);

  const executorch::runtime::Program& program() const { return *program_; }
  const std::string& path() const { return path_; }

  /// What a method without inputs answers, when the program has it: texts only, such as `input_names`.
  ///
  /// Throws `Failure` when it answers something else.
  std::optional<std::vector<std::string>> texts(const char* method) const;

  /// A failure that names the file and says why.
  [[noreturn]] void refuse(
      const std::string& what, executorch::runtime::Error error, const std::string& hint = {}) const;

 private:
  std::string path_;
  std::unique_ptr<executorch::runtime::DataLoader> loader_;
  std::optional<executorch::runtime::Program> program_;
};

}  // namespace pawl
