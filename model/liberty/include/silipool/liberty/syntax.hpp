#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Liberty files (docs/estimate.md): cells with their functions, capacitances and energies.
namespace silipool::liberty {

/// `name : value;` or `name (value, ...);`
struct Attribute {
  std::string name;
  std::vector<std::string> values;  ///< without quotes
  unsigned line = 0;
};

/// `name (argument, ...) { attributes and groups }`
struct Group {
  std::string name;
  std::vector<std::string> arguments;
  unsigned line = 0;
  std::size_t begin = 0, end = 0;  ///< in the text, from the name to past the closing brace
  std::vector<Attribute> attributes;
  std::vector<Group> groups;

  /// nullptr where it has none; the last one counts where it is given again.
  [[nodiscard]] const Attribute* find(std::string_view attribute) const;
};

/// Reads the one group of a Liberty text. What groups and attributes mean is for others; a semicolon may be
/// missing at the end of a line, as it is in files of tools. Error{bad_input} "file:line: found ..., expected
/// ..."
[[nodiscard]] Group parse(std::string_view text, const std::string& file);

}  // namespace silipool::liberty
