#pragma once
#include <cstddef>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/metrics/fraction_sum.hpp>

namespace silipool::metrics {

/// How much of its output a pooler keeps when its input is disturbed (Cui, Ahmad, Hawkins 2017): at each
/// noise level the mean over inputs of |A n A'| / min(|A|, |A'|), with A the output for the clean input and
/// A' that for the noisy one; 0 where one of them is empty. Whoever runs the pooler makes the noise.
class NoiseRobustness {
 public:
  /// The published levels: 0, 0.05, ... 1.
  [[nodiscard]] static std::vector<double> published_levels();

  /// Error{bad_input} unless there are at least two levels, ascending, each 0 to 1.
  explicit NoiseRobustness(std::vector<double> levels = published_levels());

  /// One pair of outputs at levels()[level]. Error{bad_input} when there is no such level, or the sizes
  /// differ.
  void add(std::size_t level, const base::Sdr& clean, const base::Sdr& noisy);

  [[nodiscard]] const std::vector<double>& levels() const noexcept { return levels_; }
  /// The mean overlap at each level, 0 to 1. Error{bad_input} when a level has no pair.
  [[nodiscard]] std::vector<double> curve() const;
  /// The integral of the curve over the levels, by trapezoids: 0 to last level - first level.
  [[nodiscard]] double robustness() const;

 private:
  std::vector<double> levels_;
  std::vector<FractionSum> overlaps_;  // [level]
};

}  // namespace silipool::metrics
