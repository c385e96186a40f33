#pragma once

namespace silipool::base {

// Elementary functions from + - * / and sqrt of IEEE doubles in a fixed order, so that every compiler and C
// library gives the same bits. Their own libraries' last bits differ.

/// e^x; relative error below 1e-15. 0 below -708, where the result would leave the normal range, and for NaN;
/// infinity above 709.
[[nodiscard]] double exp(double x) noexcept;

/// Natural logarithm of a normal x > 0; error below 1e-15 relative. -infinity at 0, NaN below.
[[nodiscard]] double log(double x) noexcept;

/// x^y for x > 0, as exp(y log x): relative error about 1e-16 |y log x|.
[[nodiscard]] double pow(double x, double y) noexcept;

/// Hyperbolic sine and cosine; relative error below 2e-15, |x| <= 709.
[[nodiscard]] double sinh(double x) noexcept;
[[nodiscard]] double cosh(double x) noexcept;

/// The normal distribution function: the probability that a standard normal draw is below x. Relative error
/// below 5e-13, also far down the lower tail.
[[nodiscard]] double normal_probability(double x) noexcept;

/// Its inverse, for 0 < p < 1: a standard normal draw from a uniform one. Relative error below 1e-14
/// (Wichura, "Algorithm AS 241", Applied Statistics 37, 1988, PPND16).
[[nodiscard]] double normal_quantile(double p) noexcept;

}  // namespace silipool::base
