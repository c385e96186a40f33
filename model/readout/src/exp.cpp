#include <silipool/readout/exp.hpp>

#include <bit>
#include <cstdint>

namespace silipool::readout {

double exp_nonpositive(double x) noexcept {
  if (!(x >= -708.0)) return 0.0;  // a NaN too, which has no integer part below
  // x = k ln 2 + r with |r| <= ln 2 / 2. The high part of ln 2 has its last 21 bits zero, so that
  // k * ln2_high is exact for every k here (Cody and Waite 1980; the split is that of fdlibm).
  constexpr double log2_e = 0x1.71547652b82fep+0;
  constexpr double ln2_high = 0x1.62e42feep-1;
  constexpr double ln2_low = 0x1.a39ef35793c76p-33;
  const auto k = static_cast<std::int64_t>(x * log2_e - 0.5);
  const auto kd = static_cast<double>(k);
  const double r = (x - kd * ln2_high) - kd * ln2_low;
  // Taylor to r^13 / 13!; the first term left out is below 5e-18.
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  const double two_to_k = std::bit_cast<double>(static_cast<std::uint64_t>(1023 + k) << 52U);
  return p * two_to_k;
}

}  // namespace silipool::readout
