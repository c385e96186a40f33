#include <silipool/base/elementary.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace silipool::base {
namespace {

// ln 2 in two parts. The high part has its last 21 bits zero, so that k * high is exact for every exponent k
// (Cody and Waite 1980; the split is that of fdlibm).
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double power_of_two(std::int64_t k) noexcept {
  return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + k) << 52U);
}

/// sum of c[i] x^i, Horner's rule.
template <std::size_t N>
double polynomial(const double (&c)[N], double x) noexcept {
  double p = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) p = p * x + c[i];
  return p;
}

/// P(X > x) for x >= 0.
double upper_tail(double x) noexcept {
  constexpr double density_at_0 = 0.39894228040143267794;  // 1 / sqrt(2 pi)
  const double density = density_at_0 * exp(-0.5 * x * x);
  if (x < 3) {
    // 1/2 - density (x + x^3 / 3 + x^5 / (3 5) + ...); the result is 1/2 .. 0.0013, so that little cancels.
    double term = x;
    double sum = x;
    for (int k = 3; k < 120; k += 2) {
      term = term * x * x / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // density / (x + 1/(x + 2/(x + 3/(x + ...)))), from the far end.
  double fraction = x;
  for (int k = 100; k > 0; --k) fraction = x + k / fraction;
  return density / fraction;
}

}  // namespace

double exp(double x) noexcept {
  if (!(x >= -708.0)) return 0.0;  // a NaN too, which has no integer part below
  if (x > 709.0) return kInfinity;
  // x = k ln 2 + r with |r| <= ln 2 / 2.
  constexpr double log2_e = 0x1.71547652b82fep+0;
  const auto k = static_cast<std::int64_t>(x * log2_e + (x > 0 ? 0.5 : -0.5));
  const auto kd = static_cast<double>(k);
  const double r = (x - kd * kLn2High) - kd * kLn2Low;
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
  return p * power_of_two(k);
}

double log(double x) noexcept {
  if (!(x >= 0)) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return kInfinity;
  // x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2).
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto k = static_cast<std::int64_t>(bits >> 52U) - 1023;
  double m = std::bit_cast<double>((bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++k;
  }
  const double f = m - 1.0;
  // log(1 + f) = 2 artanh(s) = 2 s + s R with s = f / (2 + f), R = 2 (s^2/3 + s^4/5 + ...), written so that
  // the leading f is added last (as fdlibm does). |s| < 0.172: the first term left out is below 1e-18.
  const double s = f / (2.0 + f);
  const double z = s * s;
  double r = 0;
  for (int n = 23; n >= 3; n -= 2) r = z * (2.0 / n + r);
  const double half_square = 0.5 * f * f;
  const auto kd = static_cast<double>(k);
  return kd * kLn2High - ((half_square - (s * (half_square + r) + kd * kLn2Low)) - f);
}

double pow(double x, double y) noexcept { return exp(y * log(x)); }

double sinh(double x) noexcept {
  const double a = x < 0 ? -x : x;
  if (a < 1) {
    // x + x^3/3! + ...: a difference of exponentials would cancel.
    const double z = x * x;
    double sum = 1.0;
    for (int n = 20; n >= 2; n -= 2) sum = 1.0 + sum * z / (n * (n + 1));
    return x * sum;
  }
  const double e = exp(a);
  const double value = 0.5 * (e - 1.0 / e);
  return x < 0 ? -value : value;
}

double cosh(double x) noexcept {
  const double e = exp(x < 0 ? -x : x);
  return 0.5 * (e + 1.0 / e);
}

double normal_probability(double x) noexcept { return x < 0 ? upper_tail(-x) : 1.0 - upper_tail(x); }

double normal_quantile(double p) noexcept {
  constexpr double centre_above[] = {
      3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr double centre_below[] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
  constexpr double tail_above[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double tail_below[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
  constexpr double far_above[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                  1.78482653991729133580e0,  2.96560571828504891230e-1,
                                  2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double far_below[] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(centre_above, r) / polynomial(centre_below, r);
  }
  const double r = std::sqrt(-log(q < 0 ? p : 1.0 - p));
  const double value = r <= 5.0 ? polynomial(tail_above, r - 1.6) / polynomial(tail_below, r - 1.6)
                                : polynomial(far_above, r - 5.0) / polynomial(far_below, r - 5.0);
  return q < 0 ? -value : value;
}

}  // namespace silipool::base
