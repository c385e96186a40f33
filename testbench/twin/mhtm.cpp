#include "mhtm.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <silipool/base/stream.hpp>

namespace silipool::twin {

Mhtm::Mhtm(const MhtmParameters& parameters, std::uint64_t seed)
    : p_(parameters),
      segments_(p_.ncolumns),
      boosts_(p_.ncolumns, 1.0),
      active_duty_(p_.ncolumns),
      active_count_(p_.ncolumns),
      overlap_count_(p_.ncolumns) {
  base::Stream permutations(seed, "twin.mhtm.permutations"), permanences(seed, "twin.mhtm.permanences");
  const double low = std::max(p_.syn_th - p_.pwindow, 0.0), high = std::min(p_.syn_th + p_.pwindow, 1.0);
  std::vector<std::uint32_t> numbers(p_.ninputs);
  for (Segment& segment : segments_) {
    std::iota(numbers.begin(), numbers.end(), 0U);
    permutations.shuffle(std::span(numbers));
    segment.inputs.assign(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(p_.nsynapses));
    for (std::size_t j = 0; j < p_.nsynapses; ++j)
      segment.permanences.push_back(low + (high - low) * permanences.unit());
  }
}

std::pair<std::size_t, std::size_t> Mhtm::neighbours(std::size_t column) const {
  if (p_.global_inhibition) return {0, p_.ncolumns};
  return {column < radius_ ? 0 : column - radius_, std::min(column + radius_ + 1, p_.ncolumns)};
}

void Mhtm::widen() {
  double distances = 0, connected = 0;
  for (std::size_t i = 0; i < segments_.size(); ++i)
    for (std::size_t j = 0; j < p_.nsynapses; ++j)
      if (segments_[i].permanences[j] >= p_.syn_th) {
        distances += std::abs(static_cast<double>(segments_[i].inputs[j]) - static_cast<double>(i));
        ++connected;
      }
  const double sigma = std::max(1.0, std::floor(distances / std::max(connected, 1.0)));
  radius_ = std::max(radius_, static_cast<std::size_t>(sigma));
}

std::vector<std::uint32_t> Mhtm::inhibit(const std::vector<double>& overlaps) {
  std::vector<std::uint32_t> active;
  if (p_.global_inhibition) {
    for (const std::uint32_t i : greatest(overlaps, p_.nactive, Equals::first))
      if (overlaps[i] > 0) active.push_back(i);
    return active;
  }
  std::vector<double> near;
  for (std::size_t i = 0; i < overlaps.size(); ++i) {
    const auto [first, last] = neighbours(i);
    near.assign(overlaps.begin() + static_cast<std::ptrdiff_t>(first),
                overlaps.begin() + static_cast<std::ptrdiff_t>(last));
    double least = *std::ranges::min_element(near);
    if (near.size() > p_.nactive) {
      const auto kth = near.begin() + static_cast<std::ptrdiff_t>(p_.nactive) - 1;
      std::ranges::nth_element(near, kth, std::greater());
      least = *kth;
    }
    if (overlaps[i] >= std::max(least, 1.0)) active.push_back(static_cast<std::uint32_t>(i));
  }
  return active;
}

void Mhtm::boost(const std::vector<std::uint32_t>& active, const std::vector<double>& overlaps) {
  const auto remember = [this](auto& history, auto& counts, std::vector<std::uint32_t> columns) {
    for (const std::uint32_t i : columns) ++counts[i];
    history.push_back(std::move(columns));
    if (history.size() <= p_.duty_cycle) return;
    for (const std::uint32_t i : history.front()) --counts[i];
    history.pop_front();
  };
  std::vector<double> least(p_.ncolumns);  // of the duties of the step before
  for (std::size_t i = 0; i < p_.ncolumns; ++i) {
    const auto [first, last] = neighbours(i);
    least[i] = p_.c_mdc * *std::max_element(active_duty_.begin() + static_cast<std::ptrdiff_t>(first),
                                            active_duty_.begin() + static_cast<std::ptrdiff_t>(last));
  }
  std::vector<std::uint32_t> overlapping;
  for (std::size_t i = 0; i < p_.ncolumns; ++i)
    if (overlaps[i] >= p_.seg_th) overlapping.push_back(static_cast<std::uint32_t>(i));
  remember(active_history_, active_count_, active);
  remember(overlap_history_, overlap_count_, std::move(overlapping));

  const auto period = static_cast<double>(p_.duty_cycle);
  for (std::size_t i = 0; i < p_.ncolumns; ++i) {
    const double duty = active_duty_[i] = active_count_[i] / period;
    if (least[i] == 0)
      boosts_[i] = p_.max_boost;
    else
      boosts_[i] = duty > least[i] ? 1.0 : p_.max_boost + duty * (1 - p_.max_boost) / least[i];
    if (overlap_count_[i] / period < least[i])
      for (double& permanence : segments_[i].permanences)
        permanence = std::min(1.0, permanence + p_.c_sboost);
  }
}

std::vector<std::uint32_t> Mhtm::step(const base::Sdr& input, bool learn) {
  const std::vector<std::uint8_t> on = as_bytes(input);
  std::vector<double> overlaps(p_.ncolumns);
  for (std::size_t i = 0; i < p_.ncolumns; ++i) {
    const double raw = overlap(segments_[i], on, p_.syn_th);
    overlaps[i] = raw < p_.seg_th ? 0 : raw * boosts_[i];
  }
  if (!p_.global_inhibition) widen();
  std::vector<std::uint32_t> active = inhibit(overlaps);
  if (!learn) return active;
  for (const std::uint32_t i : active) twin::learn(segments_[i], on, p_.pinc, p_.pdec);
  if (!p_.disable_boost) boost(active, overlaps);
  return active;
}

}  // namespace silipool::twin
