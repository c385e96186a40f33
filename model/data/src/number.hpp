#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <silipool/config/config.hpp>

namespace silipool::data {

/// numerator / denominator, with a denominator of at most 10^28. Exact, except that what is far out of every
/// legal range may stand for another such number, and the lowest bit of a numerator over 2^80 for all lower
/// ones: neither moves a number across a grey level.
struct Number {
  __int128 numerator = 0;
  __int128 denominator = 1;
};

/// Reads [+-]digits[.digits][e[+-]digits] exactly. "" or the problem: "is not a number".
[[nodiscard]] std::string parse_number(std::string_view text, Number& number);
/// `value` is finite.
[[nodiscard]] Number exact(double value);

/// From a value to its grey level: see load_file.
class Scale {
 public:
  explicit Scale(const config::DataFormat& format) : range_(format.range) {}
  /// Whether whole numbers 0..255 are taken as they are.
  [[nodiscard]] bool plain() const { return !range_; }
  /// "" or the problem: "is not a whole number ...".
  [[nodiscard]] std::string grey(const Number& value, std::uint8_t& level) const;

 private:
  std::optional<std::array<std::int64_t, 2>> range_;
};

/// A class 0..255; "" or the problem.
[[nodiscard]] std::string parse_label(const Number& value, std::uint8_t& label);

}  // namespace silipool::data
