#include <silipool/memristor/periphery/current_selection.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

double CurrentSelector::gain(std::uint32_t boost) const noexcept {
  const double steps = static_cast<double>(1U << gain_bits);
  const double ratio = boost / 4096.0 / highest_gain * steps;
  const auto nearest = static_cast<std::uint64_t>(std::clamp(ratio + 0.5, 1.0, steps));
  return static_cast<double>(nearest) * (highest_gain / steps);
}

std::vector<std::size_t> CurrentSelector::select(std::span<const double> current_a,
                                                 std::span<const std::uint32_t> boosts) const {
  if (current_a.size() != boosts.size())
    base::bad_input("{} boosts for {} currents", boosts.size(), current_a.size());
  if (gain_bits < 1 || gain_bits > 16) base::bad_input("gain of {} bits: legal are 1..16", gain_bits);
  if (!(highest_gain > 0)) base::bad_input("highest gain {}: legal are values above 0", highest_gain);
  struct Candidate {
    double current_a;
    std::size_t column;
  };
  std::vector<Candidate> candidates;
  for (std::size_t j = 0; j < current_a.size(); ++j)
    if (current_a[j] >= threshold_a) candidates.push_back({current_a[j] * gain(boosts[j]), j});
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.current_a > b.current_a; });
  std::vector<std::size_t> selected;
  for (const Candidate& candidate : candidates) {
    if (selected.size() == winners) break;
    selected.push_back(candidate.column);
  }
  std::sort(selected.begin(), selected.end());
  return selected;
}

std::size_t missed(std::span<const std::size_t> found, std::span<const std::size_t> right) {
  std::size_t count = 0;
  for (const std::size_t column : right)
    count += std::binary_search(found.begin(), found.end(), column) ? 0U : 1U;
  return count;
}

}  // namespace silipool::memristor
