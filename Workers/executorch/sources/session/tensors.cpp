#include "session/tensors.h"

#include <iterator>

namespace pawl {

namespace {

struct Entry {
  ElementType type;
  const char* name;
  std::size_t bytes;
};

constexpr Entry entries[] = {
    {ElementType::float32, "float32", 4}, {ElementType::float16, "float16", 2}, {ElementType::bfloat16, "bfloat16", 2},
    {ElementType::float64, "float64", 8}, {ElementType::int8, "int8", 1},       {ElementType::int16, "int16", 2},
    {ElementType::int32, "int32", 4},     {ElementType::int64, "int64", 8},     {ElementType::uint8, "uint8", 1},
    {ElementType::uint16, "uint16", 2},   {ElementType::uint32, "uint32", 4},   {ElementType::uint64, "uint64", 8},
    {ElementType::boolean, "bool", 1}};

constexpr bool entriesStandInOrder() {
  for (std::size_t index = 0; index < std::size(entries); ++index) {
    if (static_cast<std::size_t>(entries[index].type) != index) return false;
  }
  return true;
}
static_assert(entriesStandInOrder());

const Entry& entryOf(ElementType type) { return entries[static_cast<std::size_t>(type)]; }

}  // namespace

const char* nameOf(ElementType type) { return entryOf(type).name; }

std::size_t bytesOf(ElementType type) { return entryOf(type).bytes; }

std::optional<ElementType> elementTypeNamed(const std::string& name) {
  for (const Entry& entry : entries) {
    if (name == entry.name) return entry.type;
  }
  return std::nullopt;
}

std::optional<std::size_t> bytesOf(ElementType type, const Shape& shape) {
  std::size_t bytes = bytesOf(type);
  for (const std::int64_t size : shape) {
    if (size < 0 || __builtin_mul_overflow(bytes, static_cast<std::size_t>(size), &bytes)) return std::nullopt;
  }
  return bytes;
}

std::string textOf(const Shape& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

}  // namespace pawl
