#include <silipool/metrics/log2.hpp>

#include <bit>
#include <cstdint>

namespace silipool::metrics {

double log2_positive(double x) noexcept {
  // x = 2^k f with f in [0.7071, 1.4142): near 1 the result has no cancellation between its two parts.
  constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << 52U) - 1;
  constexpr std::uint64_t one = std::uint64_t{1023} << 52U;
  constexpr double sqrt_2 = 0x1.6a09e667f3bcdp+0;
  constexpr double two_log2_e = 0x1.71547652b82fep+1;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto k = static_cast<std::int64_t>(bits >> 52U) - 1023;
  auto f = std::bit_cast<double>((bits & fraction_mask) | one);
  if (f >= sqrt_2) {
    f *= 0.5;
    ++k;
  }
  // ln f = 2 artanh s = 2 (s + s^3 / 3 + ...), s = (f - 1) / (f + 1), |s| < 0.1716. The first term left out
  // is below 4e-19 of the sum.
  const double s = (f - 1.0) / (f + 1.0);
  const double s2 = s * s;
  double p = 1.0 / 21.0;
  p = p * s2 + 1.0 / 19.0;
  p = p * s2 + 1.0 / 17.0;
  p = p * s2 + 1.0 / 15.0;
  p = p * s2 + 1.0 / 13.0;
  p = p * s2 + 1.0 / 11.0;
  p = p * s2 + 1.0 / 9.0;
  p = p * s2 + 1.0 / 7.0;
  p = p * s2 + 1.0 / 5.0;
  p = p * s2 + 1.0 / 3.0;
  return static_cast<double>(k) + two_log2_e * (s + s * (s2 * p));
}

double binary_entropy(double p) noexcept {
  if (p <= 0.0 || p >= 1.0) return 0.0;
  return -p * log2_positive(p) - (1.0 - p) * log2_positive(1.0 - p);
}

}  // namespace silipool::metrics
