#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/arguments.h"
#include "session/session.h"

namespace pawl {

/// The runtime that this worker was built for.
constexpr const char* runtimeName = "executorch";
constexpr const char* runtimeVersion = PAWL_EXECUTORCH_VERSION;

/// Holds the member `runtime` of a call against what this worker is. Throws `Failure`.
void checkRuntime(const Arguments& runtime);

/// Reads the member `options` of `load`; what cannot be followed is refused. Throws `Failure`.
SessionOptions sessionOptions(const Arguments& options);

}  // namespace pawl
