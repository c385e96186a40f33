#include <silipool/config/table_reader.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

namespace silipool::config {

TableReader::TableReader(const DocumentTable& table, const std::string& file_name)
    : table_(table), file_name_(file_name), asked_(table.items.size()) {}

bool TableReader::has(std::string_view key) const {
  return std::ranges::any_of(table_.items, [&](const DocumentItem& item) { return item.key == key; });
}

std::string TableReader::text(std::string_view key) {
  const auto* const value = std::get_if<std::string>(&required(key).value);
  if (value == nullptr) refuse(key, "must be a text");
  if (value->find_first_not_of(" \t\r\n") == std::string::npos) refuse(key, "is empty");
  // Texts stand in lines of a report.
  if (value->find('\n') != std::string::npos)
    refuse(key, "must be one line (a backslash joins the lines of a long text)");
  return *value;
}

std::optional<double> TableReader::number(std::string_view key) {
  const auto* const value = std::get_if<double>(&required(key).value);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

void TableReader::refuse(std::string_view key, const std::string& problem) {
  base::bad_input("{} {}", place(required(key)), problem);
}

void TableReader::finish() const {
  for (std::size_t i = 0; i < asked_.size(); ++i)
    if (!asked_[i]) base::bad_input("{} is an unknown key", place(table_.items[i]));
}

const DocumentItem& TableReader::required(std::string_view key) {
  for (std::size_t i = 0; i < asked_.size(); ++i)
    if (table_.items[i].key == key) {
      asked_[i] = true;
      return table_.items[i];
    }
  base::bad_input("{}:{}: {} is missing", file_name_, std::max(table_.line, 1U), full_name(key));
}

std::string TableReader::full_name(std::string_view key) const {
  return table_.name.empty() ? std::string(key) : fmt::format("{}.{}", table_.name, key);
}

std::string TableReader::place(const DocumentItem& item) const {
  return fmt::format("{}:{}: {}", file_name_, item.line, full_name(item.key));
}

}  // namespace silipool::config
