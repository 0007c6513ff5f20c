#pragma once

#include <cstdint>
#include <string>

namespace pawl {

/// A file that the supervisor has, and where it lies or will lie here.
struct ReceivedFile {
  std::string path;
  bool isPresent;
  /// Where its bytes are to arrive until it is present.
  std::string incoming;
};

/// Files that were sent to this machine, kept by digest, so that each is sent once.
///
/// They lie in `$XDG_CACHE_HOME/pawl/received`, else `~/.cache/pawl/received`. A file gets its name only when all of it
/// is there and of the right digest.
class ReceivedFiles {
 public:
  /// Looks for a file; completes it when all of it has arrived.
  ///
  /// `suffix` is part of its name, such as `.onnx`. Throws `Failure`.
  ReceivedFile find(const std::string& sha256, std::uint64_t bytes, const std::string& suffix) const;

  /// Puts a part in its place, and returns how much has arrived. Parts come in order; one at 0 begins anew.
  ///
  /// Throws `Failure`.
  std::uint64_t put(
      const std::string& sha256, std::uint64_t bytes, std::uint64_t offset, const std::string& data) const;
};

}  // namespace pawl
