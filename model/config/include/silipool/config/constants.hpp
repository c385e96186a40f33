#pragma once
#include <cstdint>

namespace silipool::config {

/// floor(value * 2^bits + 1/2) for value >= 0 (docs/spec.md section 1), without a rounding error of its own:
/// scaling by a power of two is exact, and so is the fraction that decides.
[[nodiscard]] std::uint32_t round_half_up(double value, unsigned bits);

/// docs/spec.md section 6.6: strength * log2(e) / duty_period, rounded half up to 24 bits.
/// The real is evaluated in IEEE double as (strength * log2e) / duty_period.
[[nodiscard]] std::uint32_t boost_scale(double strength, std::uint32_t duty_period);

/// docs/spec.md section 6.6: the duty of a column of n that wins its share of duty_period steps.
[[nodiscard]] std::uint32_t boost_target(std::uint32_t learning_columns, std::uint32_t duty_period,
                                         std::uint32_t columns_per_hypercolumn, unsigned fraction_bits = 8);

/// docs/spec.md section 6.6: update_period / duty_period, rounded half up to 16 bits; 1..65536.
[[nodiscard]] std::uint32_t decay(std::uint32_t update_period, std::uint32_t duty_period);

/// docs/spec.md section 6.6: log(x) = log2(x) in Q5.12, from a table; x >= 1.
[[nodiscard]] std::uint32_t fixed_log2(std::uint32_t x);

/// docs/spec.md section 6.6: log(W duty_period) - log(max(1, boost_target)): what a column at its target is
/// below a column that wins always, in Q5.12.
[[nodiscard]] std::int64_t log_span(std::uint32_t duty_period, std::uint32_t boost_target,
                                    unsigned fraction_bits = 8);
inline constexpr std::int64_t kMinimumLogSpan = 16;
/// The reciprocal of the span, Q12.16; span >= kMinimumLogSpan.
[[nodiscard]] std::uint32_t log_scale(std::int64_t span);

}  // namespace silipool::config
