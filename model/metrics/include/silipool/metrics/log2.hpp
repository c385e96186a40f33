#pragma once

namespace silipool::metrics {

/// The base-2 logarithm of a positive, normal x from + - * / of IEEE doubles alone, so that every compiler
/// and C library gives the same bits. Error below 1e-15 of the result; exact at powers of two.
[[nodiscard]] double log2_positive(double x) noexcept;

/// h(p) = -p log2 p - (1 - p) log2 (1 - p), in bits; 0 where p <= 0 or p >= 1.
[[nodiscard]] double binary_entropy(double p) noexcept;

}  // namespace silipool::metrics
