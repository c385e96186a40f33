#include <silipool/config/document.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <silipool/base/error.hpp>

#include "suggest.hpp"
#include "toml.hpp"

namespace silipool::config {
namespace {

/// The longest name that `key` continues: a quoted key may have dots of its own.
DocumentTable& table_of(std::string_view key, std::vector<DocumentTable>& tables) {
  DocumentTable* found = &tables.front();
  for (DocumentTable& table : tables)
    if (table.name.size() > found->name.size() && key.starts_with(table.name + ".")) found = &table;
  return *found;
}

std::variant<std::string, double> value_of(const detail::TomlItem& item, const std::string& file_name) {
  if (const auto* text = std::get_if<std::string>(&item.value)) return *text;
  if (const auto* real = std::get_if<double>(&item.value)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&item.value)) return static_cast<double>(*integer);
  base::bad_input("{}:{}: {} must be a text or a number, found {}", file_name, item.line, item.key,
                  item.kind);
}

}  // namespace

std::vector<DocumentTable> parse_document(std::string_view text, const std::string& file_name) {
  const std::vector<detail::TomlItem> items = detail::read_toml(text, file_name);
  std::vector<DocumentTable> tables(1);
  for (const detail::TomlItem& item : items)
    if (item.table) tables.push_back({item.key, item.line, {}});
  for (const detail::TomlItem& item : items) {
    if (item.table) continue;
    DocumentTable& table = table_of(item.key, tables);
    const std::size_t prefix = table.name.empty() ? 0 : table.name.size() + 1;
    table.items.push_back({item.key.substr(prefix), value_of(item, file_name), item.line});
  }
  return tables;
}

std::vector<Setting> parse_settings(std::string_view text, const std::string& file_name) {
  std::vector<Setting> settings;
  for (const detail::TomlItem& item : detail::read_toml(text, file_name)) {
    if (item.table) continue;
    Setting setting{item.key, false, item.kind, item.line};
    std::visit(
        [&](const auto& value) {
          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
            base::bad_input(
                "{}:{}: {} must be a text, a number, true, false or an array of texts or integers, found {}",
                file_name, item.line, item.key, item.kind);
          else
            setting.value = value;
        },
        item.value);
    settings.push_back(std::move(setting));
  }
  return settings;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  return detail::suggestion(word, {candidates.begin(), candidates.end()});
}

}  // namespace silipool::config
