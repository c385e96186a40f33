#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace silipool::config {

/// A value of a TOML text with all that it holds: for files whose tables stand in arrays, or whose values may
/// be of any kind.
struct Tree {
  enum class Kind { boolean, integer, real, text, array, table, other };  ///< other: a date or time
  Kind kind = Kind::table;
  unsigned line = 0;
  std::variant<std::monostate, bool, std::int64_t, double, std::string> value;  ///< of a scalar
  std::vector<std::pair<std::string, Tree>> children;  ///< of a table by key, of an array in order, no names

  // Not in the class: clang++ 14 asks for what a child is before a Tree is whole.
  Tree();
  Tree(const Tree&);
  Tree(Tree&&) noexcept;
  Tree& operator=(const Tree&);
  Tree& operator=(Tree&&) noexcept;
  ~Tree();

  /// Whether it is a number, and which.
  [[nodiscard]] bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
  [[nodiscard]] double number() const;
  [[nodiscard]] const std::string& text() const { return std::get<std::string>(value); }
  /// nullptr where a table has no such key.
  [[nodiscard]] const Tree* find(std::string_view key) const;
  /// As TOML on one line: what an Override takes. A table is an inline one.
  [[nodiscard]] std::string toml() const;
  /// "an integer", "an array": for messages.
  [[nodiscard]] std::string_view kind_text() const;
};

/// Reads TOML; keys of a table come in the order of lines. Error{bad_input} names file, line and column of a
/// syntax error.
[[nodiscard]] Tree parse_tree(std::string_view text, const std::string& file_name);

}  // namespace silipool::config
