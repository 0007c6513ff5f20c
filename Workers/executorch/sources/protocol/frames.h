#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace pawl {

/// No side accepts a longer payload: a broken peer must not exhaust memory.
constexpr std::size_t maximumFrameBytes = 64u << 20;

/// How a conversation ended.
enum class StreamEnd { none, closed, broken };

/// Frames on two descriptors: four bytes of length, little endian, then the payload.
class FrameStream {
 public:
  FrameStream(int input, int output) : input_(input), output_(output) {}

  /// Waits for the next payload.
  ///
  /// Nothing when the stream ended; `end` then says whether between two frames (`closed`), or within one or by a
  /// header over the limit (`broken`).
  std::optional<std::string> read();

  /// Whether all of it was written. The payload must be within the limit.
  bool write(const std::string& payload);

  StreamEnd end() const { return end_; }

 private:
  bool fill(char* bytes, std::size_t count);

  int input_;
  int output_;
  StreamEnd end_ = StreamEnd::none;
};

}  // namespace pawl
