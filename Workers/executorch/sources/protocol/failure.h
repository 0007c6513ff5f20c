#pragma once

#include <exception>
#include <string>
#include <utility>

namespace pawl {

/// Why a call could not be done, as the reply `{"error": ...}` says it.
class Failure : public std::exception {
 public:
  /// A word for programs, such as `model.invalid`.
  std::string code;
  /// What is wrong, and where.
  std::string message;
  /// What to do about it; may be empty.
  std::string hint;
  /// What a layer below said; may be empty.
  std::string cause;

  Failure(std::string code, std::string message, std::string hint = {}, std::string cause = {})
      : code(std::move(code)), message(std::move(message)), hint(std::move(hint)), cause(std::move(cause)) {}

  const char* what() const noexcept override { return message.c_str(); }
};

}  // namespace pawl
