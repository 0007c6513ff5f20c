#include "protocol/arguments.h"

#include "protocol/failure.h"

namespace pawl {

namespace {

/// Deeper than any call; keeps a hostile payload from building a tree of millions of levels.
constexpr int deepest = 32;

const JSON& empty() {
  static const JSON object = JSON::object();
  return object;
}

[[noreturn]] void refuseCall(const std::string& message, const std::string& cause = {}) {
  throw Failure("worker.unreadable-call", message, {}, cause);
}

}  // namespace

JSON parsed(const std::string& payload) {
  try {
    return JSON::parse(payload, [](int depth, JSON::parse_event_t, JSON&) {
      if (depth > deepest) refuseCall("the call is nested deeper than " + std::to_string(deepest) + " levels");
      return true;
    });
  } catch (const JSON::exception& error) {
    refuseCall("the call is no JSON in UTF-8", error.what());
  }
}

Arguments::Arguments(const JSON& object, std::string where)
    : object_(object.is_null() ? empty() : object), where_(std::move(where)) {
  if (!object_.is_object()) refuseCall(where_ + " must be an object");
}

const JSON* Arguments::find(const char* name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void Arguments::refuse(std::string_view name, std::string_view mustBe) const {
  refuseCall(where_ + "." + std::string(name) + " must be " + std::string(mustBe));
}

bool Arguments::has(const char* name) const { return find(name) != nullptr; }

std::int64_t Arguments::integer(const char* name, std::int64_t lowest, std::int64_t highest) const {
  const JSON* value = find(name);
  if (value == nullptr || !value->is_number_integer()) refuse(name, "an integer");
  const bool isTooLarge = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
  const auto number = isTooLarge ? 0 : value->get<std::int64_t>();
  if (isTooLarge || number < lowest || number > highest) {
    throw Failure(
        "worker.out-of-range", where_ + "." + name + " is " + value->dump() + ", allowed is " +
                                   std::to_string(lowest) + " to " + std::to_string(highest));
  }
  return number;
}

std::int64_t Arguments::integer(
    const char* name, std::int64_t lowest, std::int64_t highest, std::int64_t otherwise) const {
  return has(name) ? integer(name, lowest, highest) : otherwise;
}

std::string Arguments::text(const char* name) const {
  const JSON* value = find(name);
  if (value == nullptr || !value->is_string()) refuse(name, "a text");
  auto text = value->get<std::string>();
  // Texts become paths and names of the C library, which end at the first NUL.
  if (text.find('\0') != std::string::npos) refuse(name, "a text without NUL");
  return text;
}

std::string Arguments::text(const char* name, const std::string& otherwise) const {
  return has(name) ? text(name) : otherwise;
}

bool Arguments::flag(const char* name, bool otherwise) const {
  const JSON* value = find(name);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) refuse(name, "true or false");
  return value->get<bool>();
}

const JSON& Arguments::array(const char* name) const {
  const JSON* value = find(name);
  if (value == nullptr || !value->is_array()) refuse(name, "an array");
  return *value;
}

Arguments Arguments::object(const char* name) const {
  const JSON* value = find(name);
  return Arguments(value == nullptr ? empty() : *value, where_ + "." + name);
}

}  // namespace pawl
