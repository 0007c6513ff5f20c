#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pawl {

/// RFC 4648, section 4, with padding.
std::string base64Encoded(std::string_view bytes);

/// Nothing when the text is not base64 with padding.
std::optional<std::string> base64Decoded(std::string_view text);

/// How long the encoding of so many bytes is.
constexpr std::size_t base64Length(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

}  // namespace pawl
