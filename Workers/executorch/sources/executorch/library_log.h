#pragma once

#include <executorch/runtime/core/error.h>

#include <string>

namespace pawl {

/// Keeps what the library says of errors, and leaves out what it says otherwise.
void keepLibraryErrors();

/// The error's name, and what the library said last since `forgetLibraryErrors`.
std::string causeOf(executorch::runtime::Error error);

void forgetLibraryErrors();

}  // namespace pawl
