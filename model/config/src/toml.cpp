// The only place that sees toml++: the library costs seconds of compilation.
#include "toml.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <silipool/base/error.hpp>
#include <silipool/config/tree.hpp>

#include "non_ascii.hpp"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace silipool::config::detail {
namespace {

template <typename T>
std::optional<std::vector<T>> all_of_type(const toml::array& array) {
  std::vector<T> items;
  for (const toml::node& node : array) {
    const auto item = node.value_exact<T>();
    if (!item) return std::nullopt;
    items.push_back(*item);
  }
  return items;
}

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::array:
      return node.is_array_of_tables() ? "an array of tables" : "an array";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

Value value_of(const toml::node& node) {
  if (const auto integer = node.value_exact<std::int64_t>()) return *integer;
  if (const auto real = node.value_exact<double>()) return *real;
  if (const auto boolean = node.value_exact<bool>()) return *boolean;
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const toml::array* array = node.as_array()) {
    if (const auto integers = all_of_type<std::int64_t>(*array)) return *integers;
    if (const auto texts = all_of_type<std::string>(*array)) return *texts;
  }
  return {};
}

void flatten(const toml::table& table, const std::string& prefix, std::vector<TomlItem>& out) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    const toml::table* inner = node.as_table();
    out.push_back({name, value_of(node), kind_of(node), node.source().begin.line, inner != nullptr});
    if (inner != nullptr) flatten(*inner, name + ".", out);
  }
}

toml::parse_result parse(std::string_view text, const std::string& file_name) {
  toml::parse_result result = toml::parse(text);
  if (!result) {
    const toml::parse_error& error = result.error();
    const toml::source_position at = error.source().begin;
    base::bad_input("{}:{}:{}: {}", file_name, at.line, at.column, error.description());
  }
  return result;
}

toml::parse_result parse_checked(std::string_view text, const std::string& file_name) {
  // toml++ 3.3 runs into undefined behaviour on such a character instead of refusing it (its issue 190): it
  // must meet one only where it belongs. What is a string is certain only in text that is legal otherwise.
  if (const TextPosition stray = find_stray_non_ascii(text); stray.line != 0)
    base::bad_input(
        "{}:{}:{}: a character that is not ASCII may only stand in a comment or a string of one line",
        file_name, stray.line, stray.column);
  const auto is_ascii = [](char ch) { return static_cast<unsigned char>(ch) < 0x80; };
  if (!std::ranges::all_of(text, is_ascii)) (void)parse(ascii_only(text), file_name);
  return parse(text, file_name);
}

Tree tree_of(const toml::node& node) {
  Tree tree;
  tree.line = node.source().begin.line;
  if (const toml::table* table = node.as_table()) {
    for (const auto& [key, child] : *table)
      tree.children.emplace_back(std::string(key.str()), tree_of(child));
    std::stable_sort(tree.children.begin(), tree.children.end(),
                     [](const auto& a, const auto& b) { return a.second.line < b.second.line; });
  } else if (const toml::array* array = node.as_array()) {
    tree.kind = Tree::Kind::array;
    for (const toml::node& child : *array) tree.children.emplace_back("", tree_of(child));
  } else if (const auto integer = node.value_exact<std::int64_t>()) {
    tree.kind = Tree::Kind::integer;
    tree.value = *integer;
  } else if (const auto real = node.value_exact<double>()) {
    tree.kind = Tree::Kind::real;
    tree.value = *real;
  } else if (const auto boolean = node.value_exact<bool>()) {
    tree.kind = Tree::Kind::boolean;
    tree.value = *boolean;
  } else if (auto text = node.value_exact<std::string>()) {
    tree.kind = Tree::Kind::text;
    tree.value = std::move(*text);
  } else {
    tree.kind = Tree::Kind::other;
  }
  return tree;
}

}  // namespace

std::vector<TomlItem> read_toml(std::string_view text, const std::string& file_name) {
  const toml::parse_result result = parse_checked(text, file_name);
  std::vector<TomlItem> out;
  flatten(result.table(), "", out);
  std::stable_sort(out.begin(), out.end(),
                   [](const TomlItem& a, const TomlItem& b) { return a.line < b.line; });
  return out;
}

}  // namespace silipool::config::detail

namespace silipool::config {

Tree parse_tree(std::string_view text, const std::string& file_name) {
  const toml::parse_result result = detail::parse_checked(text, file_name);
  return detail::tree_of(result.table());
}

}  // namespace silipool::config
