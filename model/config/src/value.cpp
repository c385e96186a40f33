#include "value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace silipool::config::detail {
namespace {

struct ToToml {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
  std::string operator()(double v) const { return fmt::format("{}", v); }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(const std::string& v) const { return quoted(v); }
  std::string operator()(const std::vector<std::int64_t>& v) const {
    return fmt::format("[{}]", fmt::join(v, ", "));
  }
  std::string operator()(const std::vector<std::string>& v) const {
    std::vector<std::string> items;
    items.reserve(v.size());
    for (const std::string& item : v) items.push_back(quoted(item));
    return fmt::format("[{}]", fmt::join(items, ", "));
  }
};

}  // namespace

std::string to_toml(const Value& value) { return std::visit(ToToml{}, value); }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char ch : text) {
    const auto code = static_cast<unsigned char>(ch);
    if (ch == '"' || ch == '\\') {
      out += '\\';
      out += ch;
    } else if (code < 0x20 || code == 0x7f) {
      out += fmt::format("\\u{:04x}", code);
    } else {
      out += ch;
    }
  }
  return out + '"';
}

}  // namespace silipool::config::detail
