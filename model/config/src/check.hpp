#pragma once
#include <string>

#include "rule.hpp"
#include "toml.hpp"

namespace silipool::config::detail {

/// A value with the place that it came from: "mnist.toml:12" or "--seed".
struct Given {
  TomlItem item;
  std::string origin;
};

/// Error{bad_input}: what the key takes and what was found.
[[noreturn]] void wrong_type(const Given& given, const SchemaKey& key);

/// The value in the type of its key, integers for reals included; wrong_type otherwise.
[[nodiscard]] Value typed(const Given& given, const SchemaKey& key);

/// Error{bad_input} unless the value, which has the right type, is legal beside the keys before it.
/// `place` begins the message, up to and including the value: "mnist.toml:12: pooler.radius = 300".
void check(const Rule& rule, const Draft& draft, const std::string& place, const Value& value);

/// Error{bad_input}: the key is missing, with what would be legal here.
[[noreturn]] void required(const Rule& rule, const Draft& draft, const std::string& file_name);

/// As TOML, cut short: a bitmap of 32768 inputs would bury what a message says.
[[nodiscard]] std::string shown(const Value& value);

}  // namespace silipool::config::detail
