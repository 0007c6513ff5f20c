#include "protocol/sha256.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pawl {

namespace {

constexpr std::size_t blockBytes = 64;

/// FIPS 180-4, 4.2.2: the fractions of the cube roots of the first 64 primes.
constexpr std::array<std::uint32_t, 64> roundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t rotated(std::uint32_t value, int bits) { return value >> bits | value << (32 - bits); }

class Digest {
 public:
  void add(const unsigned char* bytes, std::size_t count) {
    total_ += count;
    for (std::size_t index = 0; index < count; ++index) {
      block_[filled_++] = bytes[index];
      if (filled_ == blockBytes) mix();
    }
  }

  std::string hexadecimal() {
    const std::uint64_t bits = total_ * 8;
    const unsigned char one = 0x80, zero = 0;
    add(&one, 1);
    while (filled_ != blockBytes - 8) add(&zero, 1);
    for (int shift = 56; shift >= 0; shift -= 8) {
      const auto byte = static_cast<unsigned char>(bits >> shift & 0xff);
      add(&byte, 1);
    }
    std::string text;
    for (const std::uint32_t word : state_) {
      for (int shift = 28; shift >= 0; shift -= 4) text.push_back("0123456789abcdef"[word >> shift & 15]);
    }
    return text;
  }

 private:
  /// FIPS 180-4, 6.2.2.
  void mix() {
    std::array<std::uint32_t, 64> schedule{};
    for (std::size_t index = 0; index < 16; ++index) {
      for (std::size_t byte = 0; byte < 4; ++byte) schedule[index] = schedule[index] << 8 | block_[4 * index + byte];
    }
    for (std::size_t index = 16; index < 64; ++index) {
      const std::uint32_t before = schedule[index - 15], last = schedule[index - 2];
      schedule[index] = schedule[index - 16] + (rotated(before, 7) ^ rotated(before, 18) ^ before >> 3) +
                        schedule[index - 7] + (rotated(last, 17) ^ rotated(last, 19) ^ last >> 10);
    }
    std::array<std::uint32_t, 8> v = state_;
    for (std::size_t index = 0; index < 64; ++index) {
      const std::uint32_t first = v[7] + (rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25)) +
                                  ((v[4] & v[5]) ^ (~v[4] & v[6])) + roundConstants[index] + schedule[index];
      const std::uint32_t second = (rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22)) +
                                   ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
      v = {first + second, v[0], v[1], v[2], v[3] + first, v[4], v[5], v[6]};
    }
    for (std::size_t index = 0; index < 8; ++index) state_[index] += v[index];
    filled_ = 0;
  }

  /// FIPS 180-4, 5.3.3.
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, blockBytes> block_{};
  std::size_t filled_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace

std::string sha256OfFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  Digest digest;
  std::vector<unsigned char> bytes(1u << 20);
  ssize_t count = 0;
  while ((count = ::read(file, bytes.data(), bytes.size())) != 0) {
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    digest.add(bytes.data(), static_cast<std::size_t>(count));
  }
  ::close(file);
  return count == 0 ? digest.hexadecimal() : std::string();
}

}  // namespace pawl
