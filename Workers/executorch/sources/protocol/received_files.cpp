#include "protocol/received_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <vector>

#include "protocol/failure.h"
#include "protocol/sha256.h"

namespace pawl {

namespace {

[[noreturn]] void cannotWrite(const std::string& path) {
  throw Failure("file.unwritable", "cannot write " + path, {}, std::strerror(errno));
}

void checkDigest(const std::string& sha256) {
  const auto isDigit = [](unsigned char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  };
  if (sha256.size() != 64 || !std::all_of(sha256.begin(), sha256.end(), isDigit)) {
    throw Failure("worker.out-of-range", "sha256 must be 64 lower-case hexadecimal digits");
  }
}

/// A suffix follows 64 digits and has no slash, so it cannot lead out of the folder.
void checkSuffix(const std::string& suffix) {
  const auto isAllowed = [](unsigned char letter) {
    return letter < 128 && (std::isalnum(letter) != 0 || letter == '.' || letter == '-' || letter == '_');
  };
  if (suffix.size() > 16 || !std::all_of(suffix.begin(), suffix.end(), isAllowed) ||
      suffix.find("..") != std::string::npos) {
    throw Failure("worker.out-of-range", "a suffix must be at most 16 letters, digits, '.', '-' and '_'");
  }
}

std::string made(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) cannotWrite(folder);
  return folder;
}

std::string folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  std::string root;
  if (cache != nullptr && cache[0] == '/') {
    root = made(cache);
  } else if (home != nullptr && home[0] == '/') {
    root = made(std::string(home) + "/.cache");
  } else {
    throw Failure(
        "file.unwritable", "there is no folder for files that are sent", "set HOME or XDG_CACHE_HOME to a full path");
  }
  return made(made(root + "/pawl") + "/received");
}

/// The size of a regular file; nothing when there is none.
std::optional<std::uint64_t> sizeOf(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

std::string incomingPath(const std::string& folder, const std::string& sha256) {
  return folder + "/incoming-" + sha256;
}

}  // namespace

ReceivedFile ReceivedFiles::find(const std::string& sha256, std::uint64_t bytes, const std::string& suffix) const {
  checkDigest(sha256);
  checkSuffix(suffix);
  const std::string place = folder();
  ReceivedFile file{place + "/" + sha256 + suffix, false, incomingPath(place, sha256)};
  if (sizeOf(file.path) == bytes && sha256OfFile(file.path) == sha256) {
    file.isPresent = true;
    return file;
  }
  const auto arrived = sizeOf(file.incoming);
  if (!arrived || *arrived < bytes) return file;
  if (*arrived == bytes && sha256OfFile(file.incoming) == sha256) {
    if (::rename(file.incoming.c_str(), file.path.c_str()) != 0) cannotWrite(file.path);
    file.isPresent = true;
  } else {
    ::unlink(file.incoming.c_str());
  }
  return file;
}

std::uint64_t ReceivedFiles::put(
    const std::string& sha256, std::uint64_t bytes, std::uint64_t offset, const std::string& data) const {
  checkDigest(sha256);
  if (offset > bytes || data.size() > bytes - offset) {
    throw Failure("worker.out-of-range", "the part ends beyond the file's " + std::to_string(bytes) + " bytes");
  }
  const std::string path = incomingPath(folder(), sha256);
  const auto arrived = offset == 0 ? 0 : sizeOf(path).value_or(0);
  if (offset > arrived) {
    throw Failure(
        "worker.out-of-range", "the part begins at " + std::to_string(offset) + ", but only " +
                                   std::to_string(arrived) + " bytes have arrived");
  }
  const int anew = offset == 0 ? O_TRUNC : 0;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | anew, 0600);
  if (file < 0) cannotWrite(path);
  std::size_t written = 0;
  while (written < data.size()) {
    const ssize_t count =
        ::pwrite(file, data.data() + written, data.size() - written, static_cast<off_t>(offset + written));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      ::close(file);
      cannotWrite(path);
    }
    written += static_cast<std::size_t>(count);
  }
  if (::close(file) != 0) cannotWrite(path);
  return std::max(arrived, offset + data.size());
}

}  // namespace pawl
