#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace silipool::memristor {

/// A winner-take-all of currents: a column's current, if it reaches threshold_a, is multiplied by its boost
/// as a mirror with 2^gain_bits ratios gives it, and the greatest win. No count, no ties but equal doubles
/// (the lower index wins).
struct CurrentSelector {
  unsigned gain_bits = 6;    ///< 1..16
  double highest_gain = 16;  ///< ratios are 1..2^gain_bits times highest_gain / 2^gain_bits
  std::size_t winners = 1;
  double threshold_a = 0;

  /// The ratio nearest to a boost in Q4.12.
  [[nodiscard]] double gain(std::uint32_t boost) const noexcept;
  /// Indices in ascending order; fewer than `winners` where fewer reach the threshold. Error{bad_input} for
  /// other numbers of boosts than of currents.
  [[nodiscard]] std::vector<std::size_t> select(std::span<const double> current_a,
                                                std::span<const std::uint32_t> boosts) const;
};

/// How many of `right` are missing from `found`; both in ascending order. 0: the same winners, if as many.
[[nodiscard]] std::size_t missed(std::span<const std::size_t> found, std::span<const std::size_t> right);

}  // namespace silipool::memristor
