#pragma once
#include <cstdint>
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

/// One `key = value` of a file of settings.
struct Setting {
  std::string key;  ///< dotted, from the root
  std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<std::string>>
      value;
  std::string_view kind;  ///< "an integer", ...: for messages
  unsigned line = 0;
};

/// Reads TOML in order of lines; an empty array is one of texts. Error{bad_input} names file and line for a
/// syntax error and for a value of another kind.
[[nodiscard]] std::vector<Setting> parse_settings(std::string_view text, const std::string& file_name);

/// " (did you mean X?)" with the candidate that was most likely meant, or "".
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace silipool::config
