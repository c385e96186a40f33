#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "value.hpp"

namespace silipool::config::detail {

/// One `key = value`, or the header of a table, of a TOML text.
struct TomlItem {
  std::string key;  ///< dotted, from the root
  Value value;
  std::string_view kind;  ///< "an integer", "a table", ...
  unsigned line = 0;
  bool table = false;
};

/// Everything in the text, tables before what they hold, otherwise in the order of lines.
/// A syntax error is Error{bad_input} "file_name:line:column: ...".
[[nodiscard]] std::vector<TomlItem> read_toml(std::string_view text, const std::string& file_name);

}  // namespace silipool::config::detail
