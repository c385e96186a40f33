#include <silipool/metrics/noise_robustness.hpp>

#include <algorithm>
#include <utility>

#include <silipool/base/error.hpp>

#include "pairs.hpp"

namespace silipool::metrics {

std::vector<double> NoiseRobustness::published_levels() {
  std::vector<double> levels;
  for (int i = 0; i <= 20; ++i) levels.push_back(i / 20.0);
  return levels;
}

NoiseRobustness::NoiseRobustness(std::vector<double> levels)
    : levels_(std::move(levels)), overlaps_(levels_.size()) {
  if (levels_.size() < 2) base::bad_input("{} noise levels: at least 2", levels_.size());
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    // Written so that a NaN is refused.
    if (!(levels_[i] >= 0.0 && levels_[i] <= 1.0))
      base::bad_input("noise level {} is out of range: 0..1", levels_[i]);
    if (i > 0 && !(levels_[i - 1] < levels_[i]))
      base::bad_input("noise level {} follows {}: levels ascend", levels_[i], levels_[i - 1]);
  }
}

void NoiseRobustness::add(std::size_t level, const base::Sdr& clean, const base::Sdr& noisy) {
  if (level >= levels_.size())
    base::bad_input("noise level number {} is out of range: 0..{}", level, levels_.size() - 1);
  require_same_size(clean, noisy);
  overlaps_[level].add(common_bits(clean, noisy), std::min(clean.count(), noisy.count()));
}

std::vector<double> NoiseRobustness::curve() const {
  std::vector<double> means;
  means.reserve(levels_.size());
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    if (overlaps_[i].terms() == 0) base::bad_input("noise level {} has no pair of outputs", levels_[i]);
    means.push_back(overlaps_[i].mean());
  }
  return means;
}

double NoiseRobustness::robustness() const {
  const std::vector<double> means = curve();
  double area = 0.0;
  for (std::size_t i = 1; i < means.size(); ++i)
    area += (levels_[i] - levels_[i - 1]) * ((means[i - 1] + means[i]) / 2.0);
  return area;
}

}  // namespace silipool::metrics
