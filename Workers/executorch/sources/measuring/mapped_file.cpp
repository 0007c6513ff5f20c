#include "measuring/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "protocol/failure.h"
#include "session/tensors.h"

namespace pawl {

namespace {

std::size_t pageBytes() {
  static const auto bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return bytes;
}

std::size_t roundedUp(std::size_t bytes) { return (bytes + pageBytes() - 1) / pageBytes() * pageBytes(); }

[[noreturn]] void cannotRead(const std::string& path, const std::string& reason) {
  throw Failure("file.unreadable", "cannot read " + path, {}, reason);
}

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) cannotRead(path, std::strerror(errno));
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(file);
    cannotRead(path, "not a regular file");
  }
  size_ = static_cast<std::size_t>(status.st_size);
  // The file is laid over the front of zeros that reach beyond it.
  mapped_ = roundedUp(size_ + readableBeyondArray);
  void* zeros = ::mmap(nullptr, mapped_, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const bool isMapped =
      zeros != MAP_FAILED &&
      (size_ == 0 || ::mmap(zeros, size_, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) != MAP_FAILED);
  const int reason = errno;
  ::close(file);
  if (!isMapped) {
    if (zeros != MAP_FAILED) ::munmap(zeros, mapped_);
    cannotRead(path, std::strerror(reason));
  }
  bytes_ = static_cast<std::byte*>(zeros);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(other.size_), mapped_(other.mapped_) {}

MappedFile::~MappedFile() {
  if (bytes_ != nullptr) ::munmap(bytes_, mapped_);
}

void MappedFile::touch(std::size_t offset, std::size_t count) const {
  const volatile std::byte* bytes = bytes_;
  for (std::size_t place = offset; place < offset + count; place += pageBytes()) static_cast<void>(bytes[place]);
  if (count > 0) static_cast<void>(bytes[offset + count - 1]);
}

void MappedFile::giveBack(std::size_t offset, std::size_t count) const {
  const std::size_t first = roundedUp(offset), end = (offset + count) / pageBytes() * pageBytes();
  if (first < end) ::madvise(bytes_ + first, end - first, MADV_DONTNEED);
}

}  // namespace pawl
