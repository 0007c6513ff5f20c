#include "protocol/base64.h"

#include <array>
#include <cstdint>

namespace pawl {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t noDigit = 0xff;

constexpr std::array<std::uint8_t, 256> digits() {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) value = noDigit;
  for (std::size_t index = 0; index < alphabet.size(); ++index) {
    values[static_cast<unsigned char>(alphabet[index])] = static_cast<std::uint8_t>(index);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> digitOf = digits();

}  // namespace

std::string base64Encoded(std::string_view bytes) {
  std::string text;
  text.reserve(base64Length(bytes.size()));
  for (std::size_t start = 0; start < bytes.size(); start += 3) {
    const std::size_t count = bytes.size() - start < 3 ? bytes.size() - start : 3;
    std::uint32_t group = 0;
    for (std::size_t index = 0; index < 3; ++index) {
      group = group << 8 | (index < count ? static_cast<unsigned char>(bytes[start + index]) : 0u);
    }
    for (std::size_t digit = 0; digit < 4; ++digit) {
      text.push_back(digit <= count ? alphabet[group >> (18 - 6 * digit) & 63] : '=');
    }
  }
  return text;
}

std::optional<std::string> base64Decoded(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t start = 0; start < text.size(); start += 4) {
    const bool isLast = start + 4 == text.size();
    const std::size_t padding = !isLast || text[start + 3] != '=' ? 0 : text[start + 2] == '=' ? 2 : 1;
    std::uint32_t group = 0;
    for (std::size_t digit = 0; digit < 4; ++digit) {
      const std::uint8_t value = digit < 4 - padding ? digitOf[static_cast<unsigned char>(text[start + digit])] : 0;
      if (value == noDigit) return std::nullopt;
      group = group << 6 | value;
    }
    for (std::size_t index = 0; index < 3 - padding; ++index) {
      bytes.push_back(static_cast<char>(group >> (16 - 8 * index) & 0xff));
    }
  }
  return bytes;
}

}  // namespace pawl
