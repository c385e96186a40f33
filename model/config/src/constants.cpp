#include <silipool/config/constants.hpp>

#include <cmath>
#include <numbers>

namespace silipool::config {

std::uint32_t round_half_up(double value, unsigned bits) {
  const double scaled = std::ldexp(value, static_cast<int>(bits));
  const double whole = std::floor(scaled);
  return static_cast<std::uint32_t>(whole) + (scaled - whole >= 0.5 ? 1U : 0U);
}

std::uint32_t boost_scale(double strength, std::uint32_t duty_period) {
  return round_half_up(strength * std::numbers::log2e / duty_period, 24);
}

std::uint32_t boost_target(std::uint32_t learning_columns, std::uint32_t duty_period,
                           std::uint32_t columns_per_hypercolumn) {
  const std::uint64_t n = columns_per_hypercolumn;
  return static_cast<std::uint32_t>((512ULL * learning_columns * duty_period + n) / (2 * n));
}

std::uint32_t decay(std::uint32_t update_period, std::uint32_t duty_period) {
  const std::uint64_t period = duty_period;
  return static_cast<std::uint32_t>(((std::uint64_t{update_period} << 17U) + period) / (2 * period));
}

}  // namespace silipool::config
