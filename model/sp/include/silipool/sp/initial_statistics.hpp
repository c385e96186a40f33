#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include <silipool/base/sdr.hpp>
#include <silipool/sp/spatial_pooler.hpp>

/// What to expect of a pooler before it has learned, and what it does (Mnatzaganian, Fokoue, Kudithipudi
/// 2017, arXiv 1601.06116, on initialization), for the pools and windows of docs/spec.md.
namespace silipool::sp {

struct InitialStatistics {
  double density = 0;  ///< a, that of the inputs: each bit on with this probability, independently

  std::size_t unseen = 0;      ///< inputs without a potential synapse, in this pool table
  double expected_unseen = 0;  ///< the same, in the mean over all pool seeds
  /// Columns with a potential synapse on an input, over all inputs; the mean is the same for all pool seeds.
  std::size_t least_columns_per_input = 0, most_columns_per_input = 0;
  double mean_columns_per_input = 0;

  // Of a column with q potential synapses, of which a fraction `initially_connected` is connected; the mean
  // over the columns.
  double expected_overlap = 0;            ///< q a: active potential synapses
  double expected_connected_overlap = 0;  ///< q a initially_connected
  /// Columns that reach the stimulus threshold sigma: the sum over columns of P(X >= sigma) with X binomial,
  /// of q trials with a initially_connected. All columns if sigma = 0.
  double expected_eligible = 0;
};
/// Of a pooler in its reset state or any other: its permanences have no part in it. Error{bad_input} unless
/// the density is 0..1.
[[nodiscard]] InitialStatistics initial_statistics(const SpatialPooler& pooler, double density);

/// The same quantities as the pooler has them, with the permanences that it has now: means over the inputs.
struct MeasuredOverlaps {
  double density = 0;
  double overlap = 0, connected_overlap = 0;  ///< of a column
  double eligible = 0;                        ///< columns
};
/// Error{bad_input} for no inputs, and for one of another size.
[[nodiscard]] MeasuredOverlaps measured_overlaps(const SpatialPooler& pooler,
                                                 std::span<const base::Sdr> inputs);

/// P(X >= least) of a binomial X of `trials` with `probability` 0..1. Weights of the outcomes relative to
/// that of the mode, each from its neighbour, are summed away from the mode and divided by their total: only
/// + - * / in one order, and nothing that overflows.
[[nodiscard]] double binomial_at_least(std::uint32_t trials, double probability, std::uint32_t least);

}  // namespace silipool::sp
