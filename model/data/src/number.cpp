#include "number.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace silipool::data {
namespace {

constexpr std::size_t most_digits = 28;

__int128 power_of_ten(std::size_t exponent) {
  __int128 power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }

/// Significant digits and the power of ten that the last of them stands for.
struct Decimal {
  std::string digits;
  std::int64_t exponent = 0;
  bool negative = false;
};

bool read_exponent(std::string_view text, std::int64_t& exponent) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 9 || !std::ranges::all_of(text, is_digit)) return false;
  std::int64_t value = 0;
  for (const char ch : text) value = 10 * value + (ch - '0');
  exponent += negative ? -value : value;
  return true;
}

bool read_decimal(std::string_view text, Decimal& out) {
  out.negative = text.starts_with('-');
  if (out.negative || text.starts_with('+')) text.remove_prefix(1);
  bool any = false, fraction = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char ch = text[i];
    if (is_digit(ch)) {
      any = true;
      if (ch != '0' || !out.digits.empty()) out.digits += ch;
      if (fraction) --out.exponent;
    } else if (ch == '.' && !fraction) {
      fraction = true;
    } else if ((ch == 'e' || ch == 'E') && any) {
      return read_exponent(text.substr(i + 1), out.exponent);
    } else {
      return false;
    }
  }
  return any;
}

bool is_whole(const Number& v) { return v.numerator % v.denominator == 0; }

bool is_within(const Number& v, std::int64_t low, std::int64_t high) {
  return v.numerator >= low * v.denominator && v.numerator <= high * v.denominator;
}

}  // namespace

std::string parse_number(std::string_view text, Number& number) {
  Decimal decimal;
  if (!read_decimal(text, decimal)) return "is not a number";
  std::string& digits = decimal.digits;
  for (; digits.ends_with('0'); digits.pop_back()) ++decimal.exponent;
  number = {};
  if (digits.empty()) return "";
  if (digits.size() > most_digits || decimal.exponent < -static_cast<std::int64_t>(most_digits))
    return fmt::format("has more digits than the {} that are read", most_digits);
  const __int128 sign = decimal.negative ? -1 : 1;
  if (decimal.exponent + static_cast<std::int64_t>(digits.size()) > static_cast<std::int64_t>(most_digits)) {
    number.numerator = sign * power_of_ten(most_digits);
    return "";
  }
  for (const char ch : digits) number.numerator = 10 * number.numerator + (ch - '0');
  number.numerator *= sign;
  if (decimal.exponent >= 0)
    number.numerator *= power_of_ten(static_cast<std::size_t>(decimal.exponent));
  else
    number.denominator = power_of_ten(static_cast<std::size_t>(-decimal.exponent));
  return "";
}

Number exact(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto biased = static_cast<int>(bits >> 52U & 0x7ffU);
  __int128 mantissa = static_cast<std::int64_t>(bits & 0xfffffffffffffU);
  if (biased != 0) mantissa += __int128{1} << 52;
  if (bits >> 63U != 0) mantissa = -mantissa;
  const int exponent = std::max(biased, 1) - 1075;
  if (exponent >= 0) return {mantissa * (__int128{1} << std::min(exponent, 60)), 1};
  constexpr int lowest = 80;
  if (-exponent <= lowest) return {mantissa, __int128{1} << -exponent};
  const int lost = std::min(-exponent - lowest, 100);
  const __int128 kept = mantissa >> lost;
  return {kept << lost == mantissa ? kept : kept | 1, __int128{1} << lowest};
}

std::string Scale::grey(const Number& v, std::uint8_t& level) const {
  if (!range_) {
    if (!is_whole(v)) return "is not a whole number: data.range must say what becomes 0 and 255";
    if (!is_within(v, 0, 255)) return "is out of range: 0..255 (data.range scales other values)";
    level = static_cast<std::uint8_t>(v.numerator / v.denominator);
    return "";
  }
  const auto [low, high] = *range_;
  if (!is_within(v, low, high)) return fmt::format("is out of range: {}..{} (data.range)", low, high);
  const __int128 extent = (high - low) * v.denominator;
  level = static_cast<std::uint8_t>((510 * (v.numerator - low * v.denominator) + extent) / (2 * extent));
  return "";
}

std::string parse_label(const Number& v, std::uint8_t& label) {
  if (!is_whole(v) || !is_within(v, 0, 255)) return "is not a label: whole numbers 0..255 are";
  label = static_cast<std::uint8_t>(v.numerator / v.denominator);
  return "";
}

}  // namespace silipool::data
