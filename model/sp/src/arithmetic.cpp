#include <silipool/sp/arithmetic.hpp>

#include <algorithm>
#include <array>

#include <silipool/config/constants.hpp>

namespace silipool::sp {
namespace {
// round half up of 2^(f/256) to 12 bits; the same table as rtl/silipool_boost_rom.svh
// (both written by scripts/generate_tables.py).
constexpr std::array<std::uint32_t, 256> kBoostTable = {
#include <silipool/sp/boost_table.inc>
};
}  // namespace

std::uint32_t boost_factor(unsigned fraction_bits, std::uint32_t boost_scale, std::uint32_t boost_target,
                           std::uint32_t duty) noexcept {
  const std::int64_t difference = std::int64_t{boost_target} - std::int64_t{duty};
  const std::int64_t y =
      (std::int64_t{boost_scale} * difference + (std::int64_t{1} << (fraction_bits + 15))) >>
      (fraction_bits + 16);
  const std::int64_t whole = y >> 8;
  const std::uint32_t mantissa = kBoostTable[static_cast<std::size_t>(y & 255)];
  if (whole >= 4) return 65535U;
  if (whole <= -13) return 1U;
  if (whole >= 0) return mantissa << whole;
  return std::max(1U, mantissa >> -whole);
}

std::uint32_t logarithmic_boost(unsigned fraction_bits, std::uint32_t duty_period, std::uint32_t log_scale,
                                std::uint32_t duty) noexcept {
  const std::int64_t below = config::log_span(duty_period, duty, fraction_bits);
  if (below <= 0) return 1U;
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>((below * log_scale + (std::int64_t{1} << 15)) >> 16, 1, 65535));
}

}  // namespace silipool::sp
