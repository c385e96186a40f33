#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace silipool::config {

/// One `key = value` of a document; integers are read as numbers.
struct DocumentItem {
  std::string key;  ///< within its table
  std::variant<std::string, double> value;
  unsigned line = 0;
};

/// The root (`name` empty), or one `[table]` or `[table.sub]`; a table that only holds others is there too.
struct DocumentTable {
  std::string name;  ///< dotted, from the root
  unsigned line = 0;
  std::vector<DocumentItem> items;
};

/// Reads TOML whose tables hold only texts and numbers: files that are data rather than configurations.
/// The root comes first, then tables and items in the order of lines. What the keys mean is for the caller to
/// check. Error{bad_input} names file and line for a syntax error (a key or table that is given twice is
/// one) and for a value of another kind.
[[nodiscard]] std::vector<DocumentTable> parse_document(std::string_view text, const std::string& file_name);

}  // namespace silipool::config
