#include "protocol/replies.h"

#include "protocol/base64.h"

namespace pawl {

JSON asJSON(const std::vector<TensorDescription>& tensors) {
  JSON array = JSON::array();
  for (const TensorDescription& tensor : tensors) {
    JSON shape = JSON::array();
    for (const auto& size : tensor.shape) shape.push_back(size ? JSON(*size) : JSON());
    array.push_back({{"name", tensor.name}, {"elementType", nameOf(tensor.type)}, {"shape", shape}});
  }
  return array;
}

JSON asJSON(const RuntimeIdentity& identity) {
  return {
      {"name", identity.name},
      {"version", identity.version},
      {"libraryPath", identity.libraryPath},
      {"buildInformation", identity.buildInformation},
      {"availableProviders", identity.backends}};
}

JSON asJSON(const Evaluation& evaluation) {
  JSON outputs = JSON::object();
  for (const auto& [name, rows] : evaluation.outputs) {
    outputs[name] = {
        {"elementType", nameOf(rows.type)}, {"shapes", rows.shapes}, {"data", base64Encoded(rows.bytes)}};
  }
  return {{"rows", evaluation.rows}, {"nanoseconds", evaluation.nanoseconds}, {"outputs", outputs}};
}

JSON asJSON(const Profile& profile) {
  JSON operators = JSON::array();
  for (const OperatorTime& time : profile.operators) {
    operators.push_back(
        {{"name", time.name},
         {"type", time.type},
         {"provider", time.provider},
         {"nanoseconds", time.nanoseconds},
         {"calls", time.calls}});
  }
  return {{"inferences", profile.inferences}, {"operators", operators}};
}

JSON asJSON(const ReceivedFile& file) {
  return {{"path", file.path}, {"isPresent", file.isPresent}, {"incoming", file.incoming}};
}

JSON asJSON(const Failure& failure) {
  JSON error = {{"code", failure.code}, {"message", failure.message}};
  if (!failure.hint.empty()) error["hint"] = failure.hint;
  if (!failure.cause.empty()) error["cause"] = failure.cause;
  return error;
}

JSON metadataJSON(const Session& session) { return {{"custom", session.facts()}}; }

}  // namespace pawl
