#pragma once
#include <span>
#include <string>
#include <string_view>

#include <silipool/memristor/device/card.hpp>

namespace silipool::memristor::detail {

enum class Need {
  always,      ///< by every card of these models
  with_table,  ///< where the card has the table at all
  optional,
};

/// A set of models, one bit each.
using Models = unsigned;
[[nodiscard]] constexpr Models only(Model model) { return 1U << static_cast<unsigned>(model); }
inline constexpr Models kEvery = (1U << 8U) - 1;

/// One number that a card may give.
struct Key {
  std::string_view table, name, unit;
  double minimum, maximum;
  Models models;
  Need need;
  std::string_view meaning;

  [[nodiscard]] std::string full() const { return std::string(table) + '.' + std::string(name); }
};
[[nodiscard]] std::span<const Key> keys();

/// One text that a card may give, with its legal values; the first is meant where it is absent.
struct TextKey {
  std::string_view table, name;
  std::span<const std::string_view> choices;
  std::string_view meaning;

  [[nodiscard]] std::string full() const { return std::string(table) + '.' + std::string(name); }
};
[[nodiscard]] std::span<const TextKey> text_keys();

[[nodiscard]] std::span<const std::string_view> model_names();

/// The key of that full name that the model has; nullptr if there is none.
[[nodiscard]] const Key* find_key(std::string_view full, Model model);

}  // namespace silipool::memristor::detail
