#pragma once

#include <vector>

#include "measuring/loaded_model.h"
#include "protocol/arguments.h"
#include "protocol/failure.h"
#include "protocol/received_files.h"
#include "session/session.h"

namespace pawl {

/// How values of this worker are written in replies.
JSON asJSON(const std::vector<TensorDescription>& tensors);
JSON asJSON(const RuntimeIdentity& identity);
JSON asJSON(const Evaluation& evaluation);
JSON asJSON(const Profile& profile);
JSON asJSON(const ReceivedFile& file);
JSON asJSON(const Failure& failure);

/// Facts about a program, as `metadata` holds them.
JSON metadataJSON(const Session& session);

}  // namespace pawl
