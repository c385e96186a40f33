#include <silipool/config/schema.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rule.hpp"

namespace silipool::config {
namespace {

std::string_view table_of(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
}

std::string row(const SchemaKey& key) {
  std::string meaning(key.description);
  if (!key.condition.empty()) meaning += fmt::format("; only with `{}`", key.condition);
  return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", key.name, type_text(key), legal_text(key),
                     key.fallback, key.unit, class_text(key.key_class), meaning);
}

}  // namespace

const std::vector<SchemaKey>& schema() {
  static const std::vector<SchemaKey> keys = [] {
    std::vector<SchemaKey> out;
    for (const detail::Rule& rule : detail::rules()) {
      SchemaKey key = rule.key;
      if (key.fallback.empty())
        key.fallback =
            rule.fallback == nullptr ? "required" : detail::to_toml(rule.fallback(detail::Draft{}));
      out.push_back(std::move(key));
    }
    return out;
  }();
  return keys;
}

const SchemaKey& schema_key(std::string_view name) {
  return *std::find_if(schema().begin(), schema().end(),
                       [&](const SchemaKey& key) { return key.name == name; });
}

const std::vector<std::string_view>& tables() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const SchemaKey& key : schema())
      if (const std::string_view table = table_of(key.name);
          !table.empty() && std::find(out.begin(), out.end(), table) == out.end())
        out.push_back(table);
    return out;
  }();
  return names;
}

std::string type_text(const SchemaKey& key) {
  switch (key.type) {
    case KeyType::integer:
      return "integer";
    case KeyType::real:
      return "number";
    case KeyType::boolean:
      return "boolean";
    case KeyType::text:
    case KeyType::choice:
      return "string";
    case KeyType::integers:
      return fmt::format(
          "array of {} integers",
          detail::range_text(
              {static_cast<double>(key.entries_minimum), static_cast<double>(key.entries_maximum)}, false));
    case KeyType::texts:
      return "array of two strings";
    case KeyType::bitmap:
      return "string of hexadecimal digits";
    case KeyType::data:
      return "string, or array of two strings";
  }
  return "";
}

std::string legal_text(const SchemaKey& key) {
  std::string text;
  if (key.type == KeyType::boolean) {
    text = "true, false";
  } else if (!key.choices.empty()) {
    const bool words = key.type != KeyType::integer;
    text = words ? fmt::format("\"{}\"", fmt::join(key.choices, "\", \""))
                 : fmt::format("{}", fmt::join(key.choices, ", "));
  } else if (key.type == KeyType::integer || key.type == KeyType::real || key.type == KeyType::integers) {
    text = detail::range_text({key.minimum, key.maximum}, key.minimum_excluded);
    if (key.type == KeyType::integers) text += " each";
  }
  if (text.empty()) return std::string(key.limit);
  return key.limit.empty() ? text : fmt::format("{} ({})", text, key.limit);
}

std::string_view class_text(KeyClass key_class) {
  switch (key_class) {
    case KeyClass::structural:
      return "structural";
    case KeyClass::runtime:
      return "runtime";
    case KeyClass::microarchitecture:
      return "microarchitecture";
    case KeyClass::model_only:
      return "model-only";
  }
  return "";
}

std::string markdown() {
  constexpr std::string_view head =
      "| key | type | legal | default | unit | class | meaning |\n| --- | --- | --- | --- | --- | --- | --- "
      "|\n";
  std::string out;
  const auto section = [&](std::string_view title, std::string_view table) {
    out += fmt::format("{}### {}\n\n{}", out.empty() ? "" : "\n", title, head);
    for (const SchemaKey& key : schema())
      if (table_of(key.name) == table) out += row(key);
  };
  section("Before the first table", "");
  for (const std::string_view table : tables()) section(fmt::format("`[{}]`", table), table);
  return out;
}

}  // namespace silipool::config
