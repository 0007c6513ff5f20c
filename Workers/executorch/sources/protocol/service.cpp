#include "protocol/service.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "protocol/base64.h"
#include "protocol/exit_codes.h"
#include "protocol/failure.h"
#include "protocol/load_arguments.h"
#include "protocol/replies.h"
#include "session/session_library.h"

namespace pawl {

namespace {

constexpr std::int64_t protocolVersion = 2;
constexpr std::int64_t largest = INT64_MAX;
constexpr std::int64_t mostValues = 1'000'000, mostInferencesPerValue = 1'000'000'000;
/// As the call's own limits say nothing: enough for means, and over in seconds.
constexpr std::int64_t mostProfiledInferences = 1'000;
constexpr std::size_t largestPart = 4u << 20;
constexpr std::size_t largestSharedText = 64u << 10;
/// Base64 takes a third more, and shapes and names need some room in the frame.
constexpr std::int64_t largestByteLimit = maximumFrameBytes / 2;

std::string dumped(const JSON& message) {
  // File names and messages of libraries may hold bytes that are no UTF-8.
  return message.dump(-1, ' ', false, JSON::error_handler_t::replace);
}

/// The text of a small file that both sides may see; nothing when this side does not.
std::string textOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(largestSharedText, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

}  // namespace

int Service::serve() {
  while (const auto payload = stream_.read()) {
    const Response response = respond(*payload);
    if (!stream_.write(response.payload)) return exitConversationBroken;
    if (response.isLast) return exitOrderly;
  }
  return stream_.end() == StreamEnd::closed ? exitInputEnded : exitConversationBroken;
}

Service::Response Service::respond(const std::string& payload) {
  const auto failed = [](const Failure& failure) { return Response{dumped({{"error", asJSON(failure)}}), false}; };
  try {
    const JSON call = parsed(payload);
    const Arguments envelope(call, "call");
    const std::string name = envelope.text("call");
    const JSON message = {{"reply", reply(name, envelope.object("arguments"))}};
    std::string text = dumped(message);
    if (text.size() > maximumFrameBytes) {
      throw Failure("worker.too-large", "the reply to '" + name + "' does not fit a frame");
    }
    return {std::move(text), name == "shutdown"};
  } catch (const Failure& failure) {
    return failed(failure);
  } catch (const std::exception& error) {
    return failed(Failure("worker.failure", "the worker could not do it", {}, error.what()));
  }
}

JSON Service::reply(const std::string& call, const Arguments& arguments) {
  if (call == "hello") return hello(arguments);
  if (!wasGreeted_) throw Failure("worker.too-early", "'" + call + "' was called before 'hello'");
  if (call == "files") return files(arguments);
  if (call == "put") return put(arguments);
  if (call == "load") return load(arguments);
  if (call == "inspect") return inspect(arguments);
  if (call == "warm-up") return warmUp(arguments);
  if (call == "block") return block(arguments);
  if (call == "evaluate") return evaluate(arguments);
  if (call == "profile") return profile(arguments);
  if (call == "memory") return memory();
  if (call == "shutdown") return JSON::object();
  throw Failure("worker.unknown-call", "this worker has no call '" + call + "'");
}

JSON Service::hello(const Arguments& arguments) {
  const std::int64_t version = arguments.integer("protocolVersion", INT64_MIN, largest);
  if (version != protocolVersion) {
    throw Failure(
        "worker.protocol-version",
        "the supervisor speaks protocol " + std::to_string(version) + ", this worker speaks " +
            std::to_string(protocolVersion),
        "install the worker of the same release of Pawl");
  }
  wasGreeted_ = true;
  JSON reply = {
      {"protocolVersion", protocolVersion},
      {"worker", "pawl-executorch-worker"},
      {"runtimes", JSON::array({{{"name", runtimeName}, {"version", runtimeVersion}}})},
      {"capabilities", {"files", "inspect", "profile", "state", "pin"}},
      {"device", machineDescription()}};
  if (arguments.has("sharedFile")) {
    const std::string text = textOfFile(arguments.text("sharedFile"));
    if (!text.empty()) reply["sharedText"] = text;
  }
  return reply;
}

JSON Service::files(const Arguments& arguments) const {
  JSON found = JSON::array();
  for (const JSON& element : arguments.array("files")) {
    const Arguments file(element, "files");
    const auto bytes = static_cast<std::uint64_t>(file.integer("bytes", 0, largest));
    found.push_back(asJSON(receivedFiles_.find(file.text("sha256"), bytes, file.text("suffix", ""))));
  }
  return {{"files", found}};
}

JSON Service::put(const Arguments& arguments) const {
  const auto data = base64Decoded(arguments.text("data"));
  if (!data || data->size() > largestPart) arguments.refuse("data", "base64 of at most 4 MiB");
  const auto bytes = static_cast<std::uint64_t>(arguments.integer("bytes", 0, largest));
  const auto offset = static_cast<std::uint64_t>(arguments.integer("offset", 0, largest));
  return {{"received", receivedFiles_.put(arguments.text("sha256"), bytes, offset, *data)}};
}

JSON Service::load(const Arguments& arguments) {
  checkRuntime(arguments.object("runtime"));
  const SessionOptions options = sessionOptions(arguments.object("options"));
  const std::string modelPath = arguments.text("modelPath");
  const auto limit = static_cast<std::size_t>(arguments.integer("rotationLimit", 0, largest));
  // The model before this one must not count as memory of this one.
  model_.reset();
  const bool isPinned = arguments.has("pinToCore") && affinity_.pin(arguments.integer("pinToCore", 0, largest));
  if (!isPinned) affinity_.unpin();

  Samples samples(arguments.object("samples"));
  const std::size_t rotating = samples.rotation(limit);
  if (limit > 0 && rotating == 0) {
    throw Failure(
        "worker.empty-golden-set", "the golden set has no samples to measure with",
        "latency is measured on real inputs: give the golden set at least one sample");
  }
  samples.touch(rotating);
  const std::uint64_t floor = residentBytes();
  resetPeakResidentBytes();
  const std::uint64_t start = monotonicNanoseconds();
  std::unique_ptr<Session> session = openSession(modelPath, options);
  const std::uint64_t loadNanoseconds = monotonicNanoseconds() - start;

  model_ = std::make_unique<LoadedModel>(std::move(session), std::move(samples), rotating);
  const Session& opened = model_->session();
  JSON reply = {
      {"runtime", asJSON(opened.identity())},
      {"inputs", asJSON(opened.inputs())},
      {"outputs", asJSON(opened.outputs())},
      {"metadata", metadataJSON(opened)},
      {"loadNanoseconds", loadNanoseconds},
      {"firstInferenceNanoseconds", model_->firstInferenceNanoseconds()},
      {"floorMemoryBytes", floor},
      {"rotationCount", model_->rotationCount()}};
  if (isPinned) reply["pinnedCore"] = arguments.integer("pinToCore", 0, largest);
  return reply;
}

JSON Service::inspect(const Arguments& arguments) const {
  checkRuntime(arguments.object("runtime"));
  const auto session = openSession(arguments.text("modelPath"), SessionOptions());
  return {
      {"inputs", asJSON(session->inputs())},
      {"outputs", asJSON(session->outputs())},
      {"metadata", metadataJSON(*session)}};
}

JSON Service::warmUp(const Arguments& arguments) {
  const auto cap = static_cast<std::uint64_t>(arguments.integer("capNanoseconds", 0, largest));
  const WarmUp warmUp = loaded("warm-up").warmUp(cap);
  return {
      {"inferences", warmUp.inferences},
      {"nanoseconds", warmUp.nanoseconds},
      {"becameSteady", warmUp.becameSteady},
      {"typicalNanoseconds", warmUp.typicalNanoseconds},
      {"stampNanoseconds", clockStampNanoseconds()}};
}

JSON Service::block(const Arguments& arguments) {
  LoadedModel& model = loaded("block");
  const BlockTimes times = model.block(
      static_cast<std::size_t>(arguments.integer("values", 1, mostValues)),
      static_cast<std::uint64_t>(arguments.integer("inferencesPerValue", 1, mostInferencesPerValue)),
      static_cast<std::size_t>(arguments.integer("firstSample", 0, largest)));
  return {
      {"wallNanoseconds", times.wallNanoseconds},
      {"cpuNanoseconds", times.processorNanoseconds},
      {"valuesNanoseconds", times.valuesNanoseconds}};
}

JSON Service::evaluate(const Arguments& arguments) {
  LoadedModel& model = loaded("evaluate");
  std::vector<std::string> outputs;
  for (const JSON& name : arguments.array("outputs")) {
    if (!name.is_string()) arguments.refuse("outputs", "names");
    outputs.push_back(name.get<std::string>());
  }
  const auto limit = static_cast<std::size_t>(arguments.integer("byteLimit", 1, largestByteLimit));
  return asJSON(model.evaluate(
      static_cast<std::size_t>(arguments.integer("first", 0, largest)),
      static_cast<std::size_t>(arguments.integer("count", 0, largest)), outputs, limit));
}

JSON Service::profile(const Arguments& arguments) {
  LoadedModel& model = loaded("profile");
  return asJSON(model.finishProfile(
      static_cast<std::uint64_t>(arguments.integer("inferences", 1, mostProfiledInferences))));
}

JSON Service::memory() {
  const Session& session = loaded("memory").session();
  return {{"peakMemoryBytes", peakResidentBytes()}, {"plannedArenaBytes", session.plannedArenaBytes()}};
}

LoadedModel& Service::loaded(const char* call) {
  if (model_ == nullptr) throw Failure("worker.too-early", std::string("'") + call + "' was called before 'load'");
  return *model_;
}

}  // namespace pawl
