#include <silipool/config/tree.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "value.hpp"

namespace silipool::config {

Tree::Tree() = default;
Tree::Tree(const Tree&) = default;
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(const Tree&) = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

double Tree::number() const {
  return kind == Kind::integer ? static_cast<double>(std::get<std::int64_t>(value)) : std::get<double>(value);
}

const Tree* Tree::find(std::string_view key) const {
  for (const auto& [name, child] : children)
    if (name == key) return &child;
  return nullptr;
}

std::string Tree::toml() const {
  switch (kind) {
    case Kind::boolean:
      return std::get<bool>(value) ? "true" : "false";
    case Kind::integer:
      return fmt::format("{}", std::get<std::int64_t>(value));
    case Kind::real: {
      std::string digits = fmt::format("{}", std::get<double>(value));
      // 1.0 must stay a real number.
      if (digits.find_first_not_of("-0123456789") == std::string::npos) digits += ".0";
      return digits;
    }
    case Kind::text:
      return detail::quoted(text());
    case Kind::array:
    case Kind::table: {
      std::vector<std::string> parts;
      parts.reserve(children.size());
      for (const auto& [name, child] : children)
        parts.push_back(kind == Kind::array ? child.toml()
                                            : fmt::format("{} = {}", detail::quoted(name), child.toml()));
      return fmt::format(fmt::runtime(kind == Kind::array ? "[{}]" : "{{{}}}"), fmt::join(parts, ", "));
    }
    case Kind::other:
      break;
  }
  return "";
}

std::string_view Tree::kind_text() const {
  switch (kind) {
    case Kind::boolean:
      return "a boolean";
    case Kind::integer:
      return "an integer";
    case Kind::real:
      return "a number with a fraction";
    case Kind::text:
      return "a string";
    case Kind::array:
      return "an array";
    case Kind::table:
      return "a table";
    case Kind::other:
      break;
  }
  return "a date or time";
}

}  // namespace silipool::config
