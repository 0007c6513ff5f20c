#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace pawl {

using JSON = nlohmann::json;

/// Reads a payload.
///
/// Throws `Failure` for text that is not JSON in UTF-8, or is nested deeper than any call is.
JSON parsed(const std::string& payload);

/// Members of an object in a call, each checked for its type and range.
///
/// A missing member is the same as `null`. All functions throw `Failure` (`worker.unreadable-call` or
/// `worker.out-of-range`) and name the member.
class Arguments {
 public:
  /// `where` names the object in messages. The object must outlive this; `null` is an empty one.
  Arguments(const JSON& object, std::string where);

  bool has(const char* name) const;
  std::int64_t integer(const char* name, std::int64_t lowest, std::int64_t highest) const;
  std::int64_t integer(const char* name, std::int64_t lowest, std::int64_t highest, std::int64_t otherwise) const;
  std::string text(const char* name) const;
  std::string text(const char* name, const std::string& otherwise) const;
  bool flag(const char* name, bool otherwise) const;
  const JSON& array(const char* name) const;
  Arguments object(const char* name) const;
  /// The object's members; of none when it is missing.
  const JSON& members() const { return object_; }
  const std::string& where() const { return where_; }

  /// A failure of a member that holds something else than it must.
  [[noreturn]] void refuse(std::string_view name, std::string_view mustBe) const;

 private:
  const JSON* find(const char* name) const;

  const JSON& object_;
  std::string where_;
};

}  // namespace pawl
