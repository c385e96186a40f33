#include <silipool/sp/maps.hpp>

#include <algorithm>
#include <numeric>

#include <silipool/base/error.hpp>

#include "synapses.hpp"

namespace silipool::sp {
namespace {

void require_column(const SpatialPooler& pooler, std::size_t column) {
  const std::size_t columns = pooler.structural().columns();
  if (column >= columns) base::bad_input("column {} is out of range: 0..{}", column, columns - 1);
}

void require_inputs(const base::Sdr& input, std::size_t inputs) {
  if (input.size() != inputs)
    base::bad_input("an input of {} bits was given to a map of {} inputs", input.size(), inputs);
}

}  // namespace

std::vector<std::uint32_t> feature_map(const SpatialPooler& pooler) {
  std::vector<std::uint32_t> features(pooler.structural().inputs(), 0);
  for (std::size_t c = 0; c < pooler.structural().columns(); ++c)
    for_each_synapse(pooler, c, [&](std::size_t slot, std::size_t input) {
      features[input] = std::max(features[input], pooler.permanence(c, slot));
    });
  return features;
}

std::vector<std::uint32_t> probabilistic_map(std::span<const std::uint32_t> features,
                                             const base::Sdr& input) {
  require_inputs(input, features.size());
  std::vector<std::uint32_t> mapped(features.size(), 0);
  input.for_each([&](std::size_t i) { mapped[i] = features[i]; });
  return mapped;
}

base::Sdr reduction_mask(std::span<const std::uint32_t> features, std::uint32_t threshold) {
  base::Sdr mask(features.size());
  for (std::size_t i = 0; i < features.size(); ++i)
    if (features[i] >= threshold) mask.set(i);
  return mask;
}

base::Sdr reduced(const base::Sdr& mask, const base::Sdr& input) {
  require_inputs(input, mask.size());
  base::Sdr kept(mask.count());
  std::size_t at = 0;
  mask.for_each([&](std::size_t i) {
    if (input.test(i)) kept.set(at);
    ++at;
  });
  return kept;
}

std::vector<std::uint32_t> votes(const SpatialPooler& pooler, std::span<const std::uint32_t> columns) {
  std::vector<std::uint32_t> counts(pooler.structural().inputs(), 0);
  for (const std::uint32_t column : columns) {
    require_column(pooler, column);
    for_each_synapse(pooler, column, [&](std::size_t slot, std::size_t input) {
      if (is_connected(pooler, column, slot)) ++counts[input];
    });
  }
  return counts;
}

base::Sdr reconstruction(const SpatialPooler& pooler, std::span<const std::uint32_t> columns) {
  return reduction_mask(votes(pooler, columns), 1);
}

base::Sdr most_voted(std::span<const std::uint32_t> votes, std::size_t most) {
  std::vector<std::size_t> order(votes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&votes](std::size_t a, std::size_t b) { return votes[a] > votes[b]; });
  base::Sdr best(votes.size());
  for (std::size_t r = 0; r < std::min(most, order.size()) && votes[order[r]] > 0; ++r) best.set(order[r]);
  return best;
}

ReceptiveField receptive_field(const SpatialPooler& pooler, std::size_t column) {
  require_column(pooler, column);
  const config::Structural& s = pooler.structural();
  ReceptiveField field{.planes = s.planes,
                       .height = s.height,
                       .width = s.width,
                       .permanences = std::vector<std::uint32_t>(s.inputs(), 0),
                       .potential = base::Sdr(s.inputs())};
  for_each_synapse(pooler, column, [&](std::size_t slot, std::size_t input) {
    field.permanences[input] = pooler.permanence(column, slot);
    field.potential.set(input);
  });
  return field;
}

base::Sdr connections(const SpatialPooler& pooler) {
  const std::size_t slots = pooler.pools().slots();
  base::Sdr connected(pooler.structural().columns() * slots);
  for (std::size_t c = 0; c < pooler.structural().columns(); ++c)
    for_each_synapse(pooler, c, [&](std::size_t slot, std::size_t) {
      if (is_connected(pooler, c, slot)) connected.set(c * slots + slot);
    });
  return connected;
}

}  // namespace silipool::sp
