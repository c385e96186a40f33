#pragma once
// What the rows of the table of keys are made of: defaults, ranges, and where a value is put.
#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include <silipool/config/constants.hpp>

#include "../rule.hpp"

namespace silipool::config::detail {

inline constexpr std::size_t kMaxInputs = 32768;
inline constexpr std::size_t kMaxColumns = 65536;
inline constexpr std::size_t kMaxSlots = 4096;

template <std::size_t N>
std::vector<std::string_view> list(const std::array<std::string_view, N>& names) {
  return {names.begin(), names.end()};
}

/// A default that does not depend on other keys.
template <auto V>
Value always(const Draft&) {
  if constexpr (std::is_same_v<decltype(V), bool>)
    return Value{V};
  else
    return Value{std::int64_t{V}};
}
template <const auto& Names, std::size_t I>
Value always_named(const Draft&) {
  return Value{std::string(Names[I])};
}

inline Value integer(std::size_t v) { return static_cast<std::int64_t>(v); }
inline Range up_to(std::size_t maximum) { return {1, static_cast<double>(maximum)}; }
inline Range only(std::size_t v) { return {static_cast<double>(v), static_cast<double>(v)}; }

template <auto Part, auto Member>
void put(Draft& d, const Value& v) {
  auto& target = d.config.*Part.*Member;
  using T = std::remove_reference_t<decltype(target)>;
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double> || std::is_same_v<T, std::string>)
    target = std::get<T>(v);
  else
    target = static_cast<T>(std::get<std::int64_t>(v));
}

/// The names stand in the order of the enumerators.
template <auto Part, auto Member, const auto& Names>
void put_choice(Draft& d, const Value& v) {
  auto& target = d.config.*Part.*Member;
  const auto at = std::find(Names.begin(), Names.end(), std::get<std::string>(v));
  target = static_cast<std::remove_reference_t<decltype(target)>>(at - Names.begin());
}

/// Entries [y, x], or [x] in one dimension.
template <auto Y, auto X>
void put_extent(Draft& d, const Value& v) {
  const auto& entries = std::get<std::vector<std::int64_t>>(v);
  d.config.structural.*Y = entries.size() == 2 ? static_cast<std::size_t>(entries.front()) : 1;
  d.config.structural.*X = static_cast<std::size_t>(entries.back());
}

template <auto Real, auto Rounded>
void put_probability(Draft& d, const Value& v) {
  d.config.written.*Real = std::get<double>(v);
  d.config.runtime.*Rounded = round_half_up(std::get<double>(v), 16);
}

template <auto Rounded>
std::string of_65536(const Config& c) {
  return fmt::format("{} / 65536", c.runtime.*Rounded);
}

/// A fraction that nobody wants to see unrounded.
template <auto Rounded>
void put_fraction(Draft& d, const Value& v) {
  d.config.runtime.*Rounded = round_half_up(std::get<double>(v), 16);
}

/// Names become parts of the names of files.
inline std::string not_a_name(const Draft&, const Value& v) {
  const auto legal = [](char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' ||
           ch == '-' || ch == '.';
  };
  const auto& text = std::get<std::string>(v);
  if (!text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), legal)) return "";
  return "is not a name: 1..64 letters, digits, '_', '-' and '.'";
}

/// Extent of the input in the dimension of an entry of an array.
inline std::size_t extent(const Draft& d, std::size_t entry) {
  return d.dimensions == 2 && entry == 0 ? d.config.structural.height : d.config.structural.width;
}

/// Of an array of integers above 0.
inline std::size_t product(const Value& v) {
  std::size_t result = 1;
  for (const std::int64_t entry : std::get<std::vector<std::int64_t>>(v))
    result *= static_cast<std::size_t>(entry);
  return result;
}

/// "" or that there are more than `most` of them.
inline std::string too_many(std::size_t count, std::string_view of_what, std::size_t most) {
  if (count <= most) return "";
  return fmt::format("is too large: {} {}, of at most {}", count, of_what, most);
}

inline std::uint32_t permanence_maximum(const Draft& d) {
  return (std::uint32_t{1} << d.config.structural.permanence_bits) - 1;
}

}  // namespace silipool::config::detail
