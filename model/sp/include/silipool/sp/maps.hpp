#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/sp/spatial_pooler.hpp>

/// What a trained pooler says about its inputs (Mnatzaganian, Fokoue, Kudithipudi 2017, arXiv 1601.06116),
/// in integers: a permanence is 0..2^permanence_bits - 1, an input r is connected to a column iff the
/// column's potential synapse on r has permanence >= connected_threshold. Columns are given as indices below
/// columns(), such as StepTrace::winners, each once; Error{bad_input} for one that is out of range.
namespace silipool::sp {

/// psi [input]: the greatest permanence of all potential synapses on the input; 0 if there is none.
[[nodiscard]] std::vector<std::uint32_t> feature_map(const SpatialPooler& pooler);

/// x'_r = psi_r x_r [input], in units of permanence. Error{bad_input} when the sizes differ.
[[nodiscard]] std::vector<std::uint32_t> probabilistic_map(std::span<const std::uint32_t> features,
                                                           const base::Sdr& input);

/// The inputs with psi_r >= threshold: what a reduction keeps. A threshold of connected_threshold keeps the
/// inputs that some column is connected to.
[[nodiscard]] base::Sdr reduction_mask(std::span<const std::uint32_t> features, std::uint32_t threshold);
/// The bits of `input` where `mask` is on, in their order: mask.count() bits. Error{bad_input} when the sizes
/// differ.
[[nodiscard]] base::Sdr reduced(const base::Sdr& mask, const base::Sdr& input);

/// [input]: how many of the columns are connected to it.
[[nodiscard]] std::vector<std::uint32_t> votes(const SpatialPooler& pooler,
                                               std::span<const std::uint32_t> columns);
/// u: the inputs that at least one of the columns is connected to.
[[nodiscard]] base::Sdr reconstruction(const SpatialPooler& pooler, std::span<const std::uint32_t> columns);
/// The `most` inputs with the most votes, of equal votes the lowest index first, none without a vote:
/// a reconstruction with no more bits than wanted.
[[nodiscard]] base::Sdr most_voted(std::span<const std::uint32_t> votes, std::size_t most);

/// A column seen from the input.
struct ReceptiveField {
  std::size_t planes = 0, height = 0, width = 0;
  std::vector<std::uint32_t> permanences;  ///< [plane][row][column of the image]; 0 where not potential
  base::Sdr potential;                     ///< the same inputs: where the column has a potential synapse
};
[[nodiscard]] ReceptiveField receptive_field(const SpatialPooler& pooler, std::size_t column);

/// Connected synapses, bit = column * slots + slot: two of them give metrics::connection_change.
[[nodiscard]] base::Sdr connections(const SpatialPooler& pooler);

}  // namespace silipool::sp
