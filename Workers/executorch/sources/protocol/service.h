#pragma once

#include <memory>
#include <string>

#include "measuring/loaded_model.h"
#include "measuring/process.h"
#include "protocol/arguments.h"
#include "protocol/frames.h"
#include "protocol/received_files.h"

namespace pawl {

/// The worker's side of the conversation (docs/worker-protocol.md, version 2).
class Service {
 public:
  explicit Service(FrameStream stream) : stream_(stream) {}

  /// Serves calls until the conversation ends, and returns the exit code.
  int serve();

 private:
  struct Response {
    std::string payload;
    bool isLast;
  };

  Response respond(const std::string& payload);
  JSON reply(const std::string& call, const Arguments& arguments);

  JSON hello(const Arguments& arguments);
  JSON files(const Arguments& arguments) const;
  JSON put(const Arguments& arguments) const;
  JSON load(const Arguments& arguments);
  JSON inspect(const Arguments& arguments) const;
  JSON warmUp(const Arguments& arguments);
  JSON block(const Arguments& arguments);
  JSON evaluate(const Arguments& arguments);
  JSON profile(const Arguments& arguments);
  JSON memory();

  LoadedModel& loaded(const char* call);

  FrameStream stream_;
  ReceivedFiles receivedFiles_;
  Affinity affinity_;
  bool wasGreeted_ = false;
  std::unique_ptr<LoadedModel> model_;
};

}  // namespace pawl
