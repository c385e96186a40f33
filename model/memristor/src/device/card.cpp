#include <silipool/memristor/device/card.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>

#include "keys.hpp"

namespace silipool::memristor {
namespace {

template <typename T>
const T* find(const std::vector<std::pair<std::string, T>>& items, std::string_view key) {
  for (const auto& [name, item] : items)
    if (name == key) return &item;
  return nullptr;
}

}  // namespace

bool Card::has(std::string_view key) const { return find(numbers_, key) != nullptr; }

bool Card::has_table(std::string_view table) const {
  const std::string start = std::string(table) + '.';
  return std::ranges::any_of(numbers_, [&](const auto& item) { return item.first.starts_with(start); });
}

const Quantity& Card::quantity(std::string_view key) const {
  const Quantity* const found = find(numbers_, key);
  if (found == nullptr) base::bad_input("the card {} does not give {}", name, key);
  return *found;
}

double Card::number(std::string_view key) const { return quantity(key).value; }

double Card::number_or(std::string_view key, double otherwise) const {
  const Quantity* const found = find(numbers_, key);
  return found == nullptr ? otherwise : found->value;
}

std::string_view Card::text(std::string_view key) const {
  const std::string* const found = find(texts_, key);
  return found == nullptr ? std::string_view() : *found;
}

Card Card::with(std::string_view key, double value, const std::string& origin) const {
  const detail::Key* const known = detail::find_key(key, model);
  if (known == nullptr)
    base::bad_input("{}: {} is no number of a card of the model {}", origin, key, model_name(model));
  const Quantity* const given = find(numbers_, key);
  const double low = given != nullptr ? given->low : known->minimum;
  const double high = given != nullptr ? given->high : known->maximum;
  if (!(value >= low && value <= high))
    base::bad_input("{}: {} = {} is out of range: {}..{} {} ({} card {})", origin, key, value, low, high,
                    known->unit, given != nullptr ? "valid range of the" : "not given by the", name);
  Card changed = *this;
  for (auto& [name_of, quantity_of] : changed.numbers_)
    if (name_of == key) {
      quantity_of = {value, low, high, origin, 0};
      return changed;
    }
  changed.numbers_.emplace_back(std::string(key), Quantity{value, low, high, origin, 0});
  return changed;
}

}  // namespace silipool::memristor
