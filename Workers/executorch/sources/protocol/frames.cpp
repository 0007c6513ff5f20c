#include "protocol/frames.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace pawl {

namespace {
constexpr std::size_t headerBytes = 4;
}

std::optional<std::string> FrameStream::read() {
  unsigned char header[headerBytes];
  if (!fill(reinterpret_cast<char*>(header), headerBytes)) return std::nullopt;
  std::size_t count = 0;
  for (std::size_t index = 0; index < headerBytes; ++index) {
    count |= static_cast<std::size_t>(header[index]) << (8 * index);
  }
  if (count > maximumFrameBytes) {
    end_ = StreamEnd::broken;
    return std::nullopt;
  }
  std::string payload(count, '\0');
  if (!fill(payload.data(), count)) {
    end_ = StreamEnd::broken;
    return std::nullopt;
  }
  return payload;
}

bool FrameStream::fill(char* bytes, std::size_t count) {
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t got = ::read(input_, bytes + filled, count - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      end_ = got == 0 && filled == 0 ? StreamEnd::closed : StreamEnd::broken;
      return false;
    }
    filled += static_cast<std::size_t>(got);
  }
  return true;
}

bool FrameStream::write(const std::string& payload) {
  std::string frame;
  frame.reserve(headerBytes + payload.size());
  for (std::size_t index = 0; index < headerBytes; ++index) {
    frame.push_back(static_cast<char>((payload.size() >> (8 * index)) & 0xff));
  }
  frame += payload;
  std::size_t written = 0;
  while (written < frame.size()) {
    const ssize_t count = ::write(output_, frame.data() + written, frame.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace pawl
