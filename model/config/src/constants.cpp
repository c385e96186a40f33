#include <silipool/config/constants.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

namespace silipool::config {
namespace {
constexpr std::array<std::uint32_t, 256> kLog2Table = {
#include "log2_table.inc"
};
}  // namespace

std::uint32_t round_half_up(double value, unsigned bits) {
  const double scaled = std::ldexp(value, static_cast<int>(bits));
  const double whole = std::floor(scaled);
  return static_cast<std::uint32_t>(whole) + (scaled - whole >= 0.5 ? 1U : 0U);
}

std::uint32_t boost_scale(double strength, std::uint32_t duty_period) {
  return round_half_up(strength * std::numbers::log2e / duty_period, 24);
}

std::uint32_t boost_target(std::uint32_t learning_columns, std::uint32_t duty_period,
                           std::uint32_t columns_per_hypercolumn, unsigned fraction_bits) {
  const std::uint64_t n = columns_per_hypercolumn;
  const std::uint64_t wins = std::uint64_t{learning_columns} * duty_period;
  return static_cast<std::uint32_t>(((wins << (fraction_bits + 1)) + n) / (2 * n));
}

std::uint32_t decay(std::uint32_t update_period, std::uint32_t duty_period) {
  const std::uint64_t period = duty_period;
  return static_cast<std::uint32_t>(((std::uint64_t{update_period} << 17U) + period) / (2 * period));
}

std::uint32_t fixed_log2(std::uint32_t x) {
  const auto e = static_cast<unsigned>(std::bit_width(x)) - 1;
  const std::uint32_t mantissa = (e >= 8 ? x >> (e - 8) : x << (8 - e)) & 255U;
  return 4096 * e + kLog2Table[mantissa];
}

std::int64_t log_span(std::uint32_t duty_period, std::uint32_t boost_target, unsigned fraction_bits) {
  return std::int64_t{fixed_log2(duty_period << fraction_bits)} -
         std::int64_t{fixed_log2(std::max(1U, boost_target))};
}

std::uint32_t log_scale(std::int64_t span) {
  return static_cast<std::uint32_t>(((std::int64_t{1} << 28) + span / 2) / span);
}

}  // namespace silipool::config
