#include "numenta.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

#include <silipool/base/stream.hpp>

namespace silipool::twin {
namespace {

constexpr double kUpdatePeriod = 50;
constexpr double kInitiallyConnected = 0.5, kEpsilon = 1e-6;

/// floor((c + 1/2) inputs / columns)
std::ptrdiff_t centre(std::size_t c, std::size_t inputs, std::size_t columns) {
  return static_cast<std::ptrdiff_t>((static_cast<double>(c) + 0.5) *
                                     (static_cast<double>(inputs) / static_cast<double>(columns)));
}

std::size_t wrapped(std::ptrdiff_t x, std::size_t extent) {
  const auto n = static_cast<std::ptrdiff_t>(extent);
  return static_cast<std::size_t>(((x % n) + n) % n);
}

/// What is at most `radius` away around a ring, each once.
std::set<std::size_t> ring(std::ptrdiff_t middle, std::ptrdiff_t radius, std::size_t extent) {
  std::set<std::size_t> near;
  for (std::ptrdiff_t x = middle - radius; x <= middle + radius; ++x) near.insert(wrapped(x, extent));
  return near;
}

}  // namespace

Numenta::Numenta(const NumentaParameters& parameters, std::uint64_t seed)
    : p_(parameters),
      columns_(p_.rows * p_.places * p_.depth),
      segments_(columns_),
      boosts_(columns_, 1.0),
      overlap_duty_(columns_),
      least_overlap_duty_(columns_),
      active_duty_(columns_) {
  base::Stream samples(seed, "twin.numenta.samples"), permanences(seed, "twin.numenta.permanences");
  const auto radius = static_cast<std::ptrdiff_t>(p_.potential_radius);
  for (std::size_t c = 0; c < columns_; ++c) {
    const std::size_t place = c / p_.depth;
    std::vector<std::uint32_t> pool;
    for (const std::size_t y : ring(centre(place / p_.places, p_.height, p_.rows), radius, p_.height))
      for (const std::size_t x : ring(centre(place % p_.places, p_.width, p_.places), radius, p_.width))
        pool.push_back(static_cast<std::uint32_t>(y * p_.width + x));
    samples.shuffle(std::span(pool));
    pool.resize(static_cast<std::size_t>(std::lround(static_cast<double>(pool.size()) * p_.potential_pct)));
    std::ranges::sort(pool);
    Segment& segment = segments_[c];
    segment.inputs = std::move(pool);
    for (std::size_t j = 0; j < segment.inputs.size(); ++j) {
      const bool above = permanences.unit() <= kInitiallyConnected;
      const double u = permanences.unit();
      segment.permanences.push_back(above ? p_.connected + (1 - p_.connected) * u : p_.connected * u);
    }
    trim(segment);
    raise(segment);
    trim(segment);
  }
  update_radius();
}

bool Numenta::is_connected(double permanence) const { return permanence >= p_.connected - kEpsilon; }

double Numenta::connections(const Segment& segment) const {
  return static_cast<double>(
      std::ranges::count_if(segment.permanences, [this](double v) { return is_connected(v); }));
}

void Numenta::trim(Segment& segment) const {
  if (p_.code == Code::htm_core) return;
  for (double& v : segment.permanences)
    if (v < p_.active_inc / 2) v = 0;
}

void Numenta::raise(Segment& segment) const {
  const double needed = std::min(p_.stimulus_threshold, static_cast<double>(segment.permanences.size()));
  while (connections(segment) < needed) {
    double by = p_.connected / 10;  // NuPIC: again and again
    if (p_.code == Code::htm_core) {
      std::vector<double> sorted = segment.permanences;
      std::ranges::sort(sorted, std::greater());
      by = p_.connected - sorted[static_cast<std::size_t>(needed) - 1];
    }
    for (double& v : segment.permanences) v = std::min(1.0, v + by);
  }
}

void Numenta::update_radius() {
  if (p_.global_inhibition) return;
  double span = 0;
  for (const Segment& segment : segments_) {
    std::array<double, 2> least{1e9, 1e9}, most{-1, -1};
    for (std::size_t j = 0; j < segment.inputs.size(); ++j)
      if (is_connected(segment.permanences[j])) {
        const std::array<double, 2> at{std::floor(segment.inputs[j] / static_cast<double>(p_.width)),
                                       static_cast<double>(segment.inputs[j] % p_.width)};
        for (std::size_t d = 0; d < 2; ++d) {
          least.at(d) = std::min(least.at(d), at.at(d));
          most.at(d) = std::max(most.at(d), at.at(d));
        }
      }
    if (most[0] >= 0) span += ((most[0] - least[0] + 1) + (most[1] - least[1] + 1)) / 2;
  }
  span /= static_cast<double>(columns_);
  const double columns_per_input = (static_cast<double>(p_.rows) / static_cast<double>(p_.height) +
                                    static_cast<double>(p_.places) / static_cast<double>(p_.width)) /
                                   2;
  const auto radius =
      static_cast<std::ptrdiff_t>(std::lround(std::max(1.0, (span * columns_per_input - 1) / 2)));
  const auto all_near = [radius](std::size_t extent) {
    std::vector<std::vector<std::size_t>> near;
    for (std::size_t i = 0; i < extent; ++i) {
      const std::set<std::size_t> around = ring(static_cast<std::ptrdiff_t>(i), radius, extent);
      near.emplace_back(around.begin(), around.end());
    }
    return near;
  };
  rows_near_ = all_near(p_.rows);
  places_near_ = all_near(p_.places);
}

void Numenta::update_least_overlap_duties() {
  if (p_.global_inhibition) {
    const double most = *std::ranges::max_element(overlap_duty_);
    std::ranges::fill(least_overlap_duty_, p_.min_pct_overlap_duty_cycle * most);
    return;
  }
  for (std::size_t c = 0; c < columns_; ++c) {
    double most = 0;
    for (const std::size_t y : rows_near_[c / p_.places])
      for (const std::size_t x : places_near_[c % p_.places])
        most = std::max(most, overlap_duty_[y * p_.places + x]);
    least_overlap_duty_[c] = p_.min_pct_overlap_duty_cycle * most;
  }
}

std::vector<std::uint32_t> Numenta::inhibit(const std::vector<double>& boosted) const {
  std::vector<std::uint32_t> active;
  if (p_.global_inhibition) {
    const auto k = static_cast<std::size_t>(p_.local_area_density * static_cast<double>(columns_));
    for (const std::uint32_t c : greatest(boosted, k, Equals::last))
      if (boosted[c] >= p_.stimulus_threshold) active.push_back(c);
    return active;
  }
  std::vector<bool> selected(columns_);
  for (std::size_t c = 0; c < columns_; ++c) {
    if (boosted[c] < p_.stimulus_threshold) continue;
    const std::vector<std::size_t>& rows = rows_near_[c / p_.places];
    const std::vector<std::size_t>& places = places_near_[c % p_.places];
    const auto area = static_cast<double>(rows.size() * places.size());
    const double density = std::min(0.5, static_cast<double>(p_.num_active_per_inh_area) / area);
    const auto wanted = static_cast<std::size_t>(0.5 + density * area);
    std::size_t bigger = 0;
    for (const std::size_t y : rows)
      for (const std::size_t x : places) {
        const std::size_t other = y * p_.places + x;
        if (boosted[other] > boosted[c] || (boosted[other] == boosted[c] && selected[other])) ++bigger;
      }
    if (bigger >= wanted) continue;
    selected[c] = true;
    active.push_back(static_cast<std::uint32_t>(c));
  }
  return active;
}

std::vector<std::uint32_t> Numenta::step(const base::Sdr& input, bool learn) {
  ++iteration_;
  std::vector<double> overlaps(columns_), boosted(columns_);
  const bool boosting = learn || p_.code == Code::htm_core;
  const std::vector<std::uint8_t> on = as_bytes(input);
  for (std::size_t c = 0; c < columns_; ++c) {
    overlaps[c] = overlap(segments_[c], on, p_.connected - kEpsilon);
    boosted[c] = boosting ? overlaps[c] * boosts_[c] : overlaps[c];
  }
  std::vector<std::uint32_t> active = inhibit(boosted);
  if (!learn) return active;

  for (const std::uint32_t c : active) {
    Segment& segment = segments_[c];
    twin::learn(segment, on, p_.active_inc, p_.inactive_dec);
    raise(segment);
    trim(segment);
  }
  const double period = std::min(p_.duty_cycle_period, iteration_);
  for (std::size_t c = 0; c < columns_; ++c) {
    overlap_duty_[c] = (overlap_duty_[c] * (period - 1) + (overlaps[c] > 0 ? 1 : 0)) / period;
    active_duty_[c] *= (period - 1) / period;
  }
  for (const std::uint32_t c : active) active_duty_[c] += 1 / period;
  for (std::size_t c = 0; c < columns_; ++c) {
    if (overlap_duty_[c] < least_overlap_duty_[c]) {
      for (double& v : segments_[c].permanences) v = std::min(1.0, v + p_.connected / 10);
      trim(segments_[c]);
    }
    boosts_[c] = std::exp((p_.local_area_density - active_duty_[c]) * p_.boost_strength);
  }
  if (std::fmod(iteration_, kUpdatePeriod) == 0) {
    update_radius();
    update_least_overlap_duties();
  }
  return active;
}

}  // namespace silipool::twin
