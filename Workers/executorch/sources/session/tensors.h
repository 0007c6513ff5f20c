#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pawl {

enum class ElementType {
  float32, float16, bfloat16, float64, int8, int16, int32, int64, uint8, uint16, uint32, uint64, boolean
};

/// As the protocol writes it, such as `float32`.
const char* nameOf(ElementType type);
std::optional<ElementType> elementTypeNamed(const std::string& name);
std::size_t bytesOf(ElementType type);

/// Sizes, outermost first.
using Shape = std::vector<std::int64_t>;

/// The bytes of a tensor; nothing when a size is negative or the product does not fit.
std::optional<std::size_t> bytesOf(ElementType type, const Shape& shape);

/// Such as `[1, 28, 28]`.
std::string textOf(const Shape& shape);

/// What a model takes or gives.
struct TensorDescription {
  std::string name;
  ElementType type;
  /// Outermost first; nothing where the size is not fixed.
  std::vector<std::optional<std::int64_t>> shape;
  /// The largest sizes that the program was planned for, of the same rank.
  Shape bounds;
};

/// Values of a tensor, row-major; whoever hands it out says how long they stay.
struct TensorView {
  ElementType type;
  Shape shape;
  const std::byte* data;
  std::size_t bytes;
};

/// Kernels of XNNPACK may read so many bytes beyond an array (its header says 128 at most); they must be mapped.
constexpr std::size_t readableBeyondArray = 128;

}  // namespace pawl
