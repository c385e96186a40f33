#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/config/document.hpp>
#include <silipool/memristor/device/card.hpp>

#include "keys.hpp"

namespace silipool::memristor {

/// One file. Tables of the document are the tables of the card and, one level below, its numbers.
class CardReader {
 public:
  CardReader(std::string_view text, const std::string& file_name)
      : file_(file_name), tables_(config::parse_document(text, file_name)) {}

  Card read() {
    card_.file_ = file_;
    read_root();
    read_sources();
    for (const config::DocumentTable& table : tables_) check_known(table);
    for (const detail::Key& key : detail::keys())
      if ((key.models & detail::only(card_.model)) != 0) read_number(key);
    for (const detail::TextKey& key : detail::text_keys()) read_text(key);
    for (std::size_t i = 0; i < card_.sources.size(); ++i)
      if (!used_[i])
        base::bad_input("{}:{}: sources.{} is the source of no number", file_, source_lines_[i],
                        card_.sources[i].first);
    return std::move(card_);
  }

 private:
  [[nodiscard]] const config::DocumentTable* table(std::string_view name) const {
    for (const config::DocumentTable& found : tables_)
      if (found.name == name) return &found;
    return nullptr;
  }

  static const config::DocumentItem* find(const config::DocumentTable& table, std::string_view key) {
    for (const config::DocumentItem& item : table.items)
      if (item.key == key) return &item;
    return nullptr;
  }

  const std::string& text_of(const config::DocumentTable& table, const config::DocumentItem& item) const {
    const auto* value = std::get_if<std::string>(&item.value);
    if (value == nullptr) base::bad_input("{} must be a text", place(table, item));
    if (value->find_first_not_of(" \t\r\n") == std::string::npos)
      base::bad_input("{} is empty", place(table, item));
    if (value->find('\n') != std::string::npos)
      base::bad_input("{} must be one line (a backslash joins the lines of a long text)", place(table, item));
    return *value;
  }

  const config::DocumentItem& required(const config::DocumentTable& table, std::string_view key) const {
    const config::DocumentItem* const item = find(table, key);
    if (item == nullptr)
      base::bad_input("{}:{}: {}{}{} is missing", file_, std::max(table.line, 1U), table.name,
                      table.name.empty() ? "" : ".", key);
    return *item;
  }

  double real(const config::DocumentTable& table, std::string_view key) const {
    const config::DocumentItem& item = required(table, key);
    const auto* value = std::get_if<double>(&item.value);
    if (value == nullptr) base::bad_input("{} must be a number", place(table, item));
    if (!std::isfinite(*value)) base::bad_input("{} = {} is not finite", place(table, item), *value);
    return *value;
  }

  [[nodiscard]] std::string place(const config::DocumentTable& table,
                                  const config::DocumentItem& item) const {
    return fmt::format("{}:{}: {}{}{}", file_, item.line, table.name, table.name.empty() ? "" : ".",
                       item.key);
  }

  void read_root() {
    const config::DocumentTable& root = tables_.front();
    for (const config::DocumentItem& item : root.items)
      if (item.key != "name" && item.key != "description" && item.key != "model")
        base::bad_input("{} is an unknown key: legal are name, description, model", place(root, item));
    card_.name = text_of(root, required(root, "name"));
    card_.description = text_of(root, required(root, "description"));
    const config::DocumentItem& item = required(root, "model");
    const std::string& model = text_of(root, item);
    const auto names = detail::model_names();
    const auto found = std::ranges::find(names, model);
    if (found == names.end())
      base::bad_input("{} = \"{}\": legal are {}", place(root, item), model, fmt::join(names, ", "));
    card_.model = static_cast<Model>(found - names.begin());
  }

  void read_sources() {
    const config::DocumentTable* const sources = table("sources");
    if (sources == nullptr) base::bad_input("{}:1: [sources] is missing", file_);
    for (const config::DocumentItem& item : sources->items) {
      card_.sources.emplace_back(item.key, text_of(*sources, item));
      source_lines_.push_back(item.line);
    }
    used_.assign(card_.sources.size(), false);
  }

  /// Refuses tables and items that no key of the model is read from.
  void check_known(const config::DocumentTable& found) const {
    if (found.name.empty() || found.name == "sources") return;
    const detail::Key* const number = detail::find_key(found.name, card_.model);
    if (number != nullptr) {
      static constexpr std::string_view parts[] = {"value", "unit", "low", "high", "source"};
      for (const config::DocumentItem& item : found.items)
        if (std::ranges::find(parts, item.key) == std::end(parts))
          base::bad_input("{} is an unknown key: a number has {}", place(found, item),
                          fmt::join(parts, ", "));
      return;
    }
    const auto in_table = [&](const auto& key) { return key.table == found.name; };
    if (!std::ranges::any_of(detail::keys(), in_table) && !std::ranges::any_of(detail::text_keys(), in_table))
      base::bad_input("{}:{}: {} is no number of a card of the model {}", file_, found.line, found.name,
                      model_name(card_.model));
    for (const config::DocumentItem& item : found.items) {
      const auto named = [&](const detail::TextKey& key) { return in_table(key) && key.name == item.key; };
      if (std::ranges::any_of(detail::text_keys(), named)) continue;
      if (detail::find_key(found.name + '.' + item.key, card_.model) != nullptr)
        base::bad_input("{} must be {{ value, unit, low, high, source }}", place(found, item));
      base::bad_input("{} is an unknown key", place(found, item));
    }
  }

  void read_number(const detail::Key& key) {
    const std::string full = key.full();
    const config::DocumentTable* const found = table(full);
    if (found == nullptr) {
      const config::DocumentTable* const whole = table(key.table);
      if (key.need == detail::Need::always || (key.need == detail::Need::with_table && whole != nullptr))
        base::bad_input("{}:{}: {} is missing", file_, whole == nullptr ? 1U : whole->line, full);
      return;
    }
    Quantity quantity{real(*found, "value"), real(*found, "low"), real(*found, "high"), "", found->line};
    const std::string& unit = text_of(*found, required(*found, "unit"));
    if (unit != key.unit)
      base::bad_input("{} = \"{}\": the unit of {} is \"{}\"", place(*found, required(*found, "unit")), unit,
                      full, key.unit);
    const auto within = [&](std::string_view part, double value, double low, double high) {
      if (!(value >= low && value <= high))
        base::bad_input("{} = {} is out of range: {}..{} {}", place(*found, required(*found, part)), value,
                        low, high, key.unit);
    };
    within("low", quantity.low, key.minimum, key.maximum);
    within("high", quantity.high, quantity.low, key.maximum);
    within("value", quantity.value, quantity.low, quantity.high);
    quantity.source = source_of(*found);
    card_.numbers_.emplace_back(full, std::move(quantity));
  }

  /// "label" or "label: detail"; the label has its citation in [sources].
  const std::string& source_of(const config::DocumentTable& found) {
    const config::DocumentItem& item = required(found, "source");
    const std::string& source = text_of(found, item);
    const std::string_view label = std::string_view(source).substr(0, source.find(':'));
    for (std::size_t i = 0; i < card_.sources.size(); ++i)
      if (card_.sources[i].first == label) {
        used_[i] = true;
        return source;
      }
    std::vector<std::string_view> labels;
    for (const auto& [name, citation] : card_.sources) labels.push_back(name);
    base::bad_input("{} names '{}', which is not in [sources]: {}", place(found, item), label,
                    fmt::join(labels, ", "));
  }

  void read_text(const detail::TextKey& key) {
    const config::DocumentTable* const found = table(key.table);
    if (found == nullptr) return;
    const config::DocumentItem* const item = find(*found, key.name);
    if (item == nullptr) return;
    const std::string& value = text_of(*found, *item);
    if (std::ranges::find(key.choices, value) == key.choices.end())
      base::bad_input("{} = \"{}\": legal are {}", place(*found, *item), value, fmt::join(key.choices, ", "));
    card_.texts_.emplace_back(key.full(), value);
  }

  std::string file_;
  std::vector<config::DocumentTable> tables_;
  Card card_;
  std::vector<unsigned> source_lines_;
  std::vector<bool> used_;
};

Card parse_card(std::string_view text, const std::string& file_name) {
  return CardReader(text, file_name).read();
}

}  // namespace silipool::memristor
