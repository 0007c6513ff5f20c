#pragma once

#include <memory>
#include <string>

#include "session/session.h"

namespace pawl {

/// Opens a model, and before that, once, the library beside this program, which loads ExecuTorch.
///
/// So loading the runtime is part of what `load` times, and a runtime that cannot be loaded is an error, not a worker
/// that does not start. Throws `Failure`.
std::unique_ptr<Session> openSession(const std::string& modelPath, const SessionOptions& options);

}  // namespace pawl
