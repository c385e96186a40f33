#include <silipool/sp/initial_statistics.hpp>

#include <algorithm>
#include <map>
#include <vector>

#include <silipool/base/error.hpp>

#include "synapses.hpp"

namespace silipool::sp {
namespace {

double power(double base, std::size_t exponent) {
  double result = 1.0;
  for (; exponent != 0; exponent >>= 1U, base *= base)
    if ((exponent & 1U) != 0) result *= base;
  return result;
}

/// The probability, over pool seeds, that no column of a hypercolumn has a potential synapse on one of its
/// `candidates` inputs, for the sampled pools (docs/spec.md section 4).
double missed_by_sample(const config::Structural& s, std::size_t candidates) {
  const auto left = static_cast<double>(candidates - std::min(s.synapses_per_column, candidates));
  const double missed = left / static_cast<double>(candidates);
  // A shared sample is drawn once for all columns.
  return s.pool == config::Pool::shared_sample ? missed : power(missed, s.columns_per_hypercolumn);
}

/// Inputs without a potential synapse, in the mean over pool seeds, where the pool depends on the seed.
double expected_unseen_of_samples(const config::Structural& s) {
  config::Structural whole = s;
  whole.pool = config::Pool::window;  // the slots are then the positions, void where they are outside
  const PoolTable windows(whole);
  std::vector<double> missed(s.inputs(), 1.0);
  std::vector<std::size_t> candidates;
  for (std::size_t h = 0; h < s.hypercolumns(); ++h) {
    candidates.clear();
    for (std::size_t q = 0; q < windows.slots(); ++q) {
      const std::int32_t input = windows.input_of(h, q);
      if (input == PoolTable::kVoid) continue;
      const auto i = static_cast<std::size_t>(input);
      if (s.pool == config::Pool::sample || s.candidate_inputs.test(i)) candidates.push_back(i);
    }
    if (candidates.empty()) continue;
    const double factor = missed_by_sample(s, candidates.size());
    for (const std::size_t i : candidates) missed[i] *= factor;
  }
  double sum = 0.0;
  for (const double m : missed) sum += m;
  return sum;
}

}  // namespace

double binomial_at_least(std::uint32_t trials, double probability, std::uint32_t least) {
  if (least == 0) return 1.0;
  if (least > trials || probability <= 0.0) return 0.0;
  if (probability >= 1.0) return 1.0;
  const double odds = probability / (1.0 - probability);
  const auto mode =
      std::min(trials, static_cast<std::uint32_t>((static_cast<double>(trials) + 1.0) * probability));
  double below = 0.0;
  double reached = 0.0;
  const auto count = [&](std::uint32_t outcome, double weight) {
    (outcome >= least ? reached : below) += weight;
  };
  double weight = 1.0;
  for (std::uint32_t t = mode;; ++t) {
    count(t, weight);
    if (t == trials) break;
    weight *= static_cast<double>(trials - t) / static_cast<double>(t + 1) * odds;
  }
  weight = 1.0;
  for (std::uint32_t t = mode; t > 0; --t) {
    weight *= static_cast<double>(t) / static_cast<double>(trials - t + 1) / odds;
    count(t - 1, weight);
  }
  return reached / (below + reached);
}

InitialStatistics initial_statistics(const SpatialPooler& pooler, double density) {
  // Written so that a NaN is refused.
  if (!(density >= 0.0 && density <= 1.0)) base::bad_input("density {} is out of range: 0..1", density);
  const config::Structural& s = pooler.structural();
  std::vector<std::size_t> seen(s.inputs(), 0);              // of each input, by how many columns
  std::map<std::uint32_t, std::size_t> columns_of_synapses;  // by the number of potential synapses
  std::size_t synapses = 0;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    std::uint32_t own = 0;
    for_each_synapse(pooler, c, [&](std::size_t, std::size_t input) {
      ++seen[input];
      ++own;
    });
    ++columns_of_synapses[own];
    synapses += own;
  }
  const auto columns = static_cast<double>(s.columns());
  const double connected = static_cast<double>(pooler.runtime().initially_connected) / 65536.0;
  const double active_connected = density * connected;
  InitialStatistics result;
  result.density = density;
  result.unseen = static_cast<std::size_t>(std::count(seen.begin(), seen.end(), std::size_t{0}));
  const bool sampled = s.pool == config::Pool::sample || s.pool == config::Pool::shared_sample;
  result.expected_unseen = sampled ? expected_unseen_of_samples(s) : static_cast<double>(result.unseen);
  const auto [least, most] = std::minmax_element(seen.begin(), seen.end());
  result.least_columns_per_input = *least;
  result.most_columns_per_input = *most;
  result.mean_columns_per_input = static_cast<double>(synapses) / static_cast<double>(s.inputs());
  result.expected_overlap = static_cast<double>(synapses) * density / columns;
  result.expected_connected_overlap = static_cast<double>(synapses) * active_connected / columns;
  for (const auto& [own, how_many] : columns_of_synapses)
    result.expected_eligible += static_cast<double>(how_many) *
                                binomial_at_least(own, active_connected, pooler.runtime().stimulus_threshold);
  return result;
}

MeasuredOverlaps measured_overlaps(const SpatialPooler& pooler, std::span<const base::Sdr> inputs) {
  const config::Structural& s = pooler.structural();
  if (inputs.empty()) base::bad_input("overlaps were to be measured on no inputs: at least 1");
  std::uint64_t on = 0;
  for (const base::Sdr& input : inputs) {
    if (input.size() != s.inputs())
      base::bad_input("an input of {} bits was given to a pooler of {} inputs", input.size(), s.inputs());
    on += input.count();
  }
  std::uint64_t active = 0;
  std::uint64_t active_connected = 0;
  std::uint64_t eligible = 0;
  std::vector<std::size_t> potential;  // inputs of a column
  std::vector<std::size_t> connected;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    potential.clear();
    connected.clear();
    for_each_synapse(pooler, c, [&](std::size_t slot, std::size_t input) {
      potential.push_back(input);
      if (is_connected(pooler, c, slot)) connected.push_back(input);
    });
    for (const base::Sdr& input : inputs) {
      const auto is_on = [&input](std::size_t i) { return input.test(i); };
      const auto overlap =
          static_cast<std::uint64_t>(std::count_if(connected.begin(), connected.end(), is_on));
      active += static_cast<std::uint64_t>(std::count_if(potential.begin(), potential.end(), is_on));
      active_connected += overlap;
      if (overlap >= pooler.runtime().stimulus_threshold) ++eligible;
    }
  }
  const auto samples = static_cast<double>(inputs.size());
  const double of_columns = samples * static_cast<double>(s.columns());
  return {.density = static_cast<double>(on) / (samples * static_cast<double>(s.inputs())),
          .overlap = static_cast<double>(active) / of_columns,
          .connected_overlap = static_cast<double>(active_connected) / of_columns,
          .eligible = static_cast<double>(eligible) / samples};
}

}  // namespace silipool::sp
