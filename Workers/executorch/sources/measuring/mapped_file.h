#pragma once

#include <cstddef>
#include <string>

namespace pawl {

/// A file mapped for reading, followed by zeros that may be read as well (`readableBeyondArray`).
class MappedFile {
 public:
  /// Throws `Failure` (`file.unreadable`).
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  MappedFile& operator=(MappedFile&&) = delete;

  const std::byte* bytes() const { return bytes_; }
  std::size_t size() const { return size_; }

  /// Reads every page of a stretch, so that it is in memory.
  void touch(std::size_t offset, std::size_t count) const;

  /// Gives back the memory of all pages that lie in a stretch; they are read anew when they are needed.
  void giveBack(std::size_t offset, std::size_t count) const;

 private:
  std::byte* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t mapped_ = 0;
};

}  // namespace pawl
