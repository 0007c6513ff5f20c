#pragma once

#include <string>

namespace pawl {

/// SHA-256 (FIPS 180-4) of a file, in lower-case hexadecimal; empty when the file cannot be read.
std::string sha256OfFile(const std::string& path);

}  // namespace pawl
