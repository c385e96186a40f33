#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include <silipool/base/sdr.hpp>

namespace silipool::metrics {

/// Measures over M SDRs a^1 ... a^M of N bits each (Cui, Ahmad, Hawkins 2017, "The HTM Spatial Pooler - A
/// Neocortical Algorithm for Online Sparse Distributed Coding", Frontiers in Computational Neuroscience
/// 11:111). With P_i = (1/M) sum_j a_i^j, the activation frequency of bit i, and the binary entropy
/// h(p) = -p log2 p - (1-p) log2 (1-p), h(0) = h(1) = 0:
///   density         = (1/N) sum_i P_i
///   entropy         = (1/N) sum_i h(P_i)
///   largest_entropy = h(density)
///   entropy_ratio   = entropy / largest_entropy
/// The ratio is 1 when all bits are used equally often (the largest entropy at that density) and 0 when
/// every bit is always on or always off.
class SdrStatistics {
 public:
  /// Error{bad_input} when the size is not that of the first.
  void add(const base::Sdr& sdr);

  [[nodiscard]] std::uint64_t samples() const noexcept { return samples_; }
  /// 0 to 1; 0 when there are no bits. The published name is sparseness.
  [[nodiscard]] double density() const noexcept;
  /// Bits of entropy per bit of the SDR, 0 to 1; 0 when there are no bits.
  [[nodiscard]] double entropy() const noexcept;
  /// The same of bits that are all used equally often at this density.
  [[nodiscard]] double largest_entropy() const noexcept;
  /// 0 to 1; 0 when the density is 0 or 1.
  [[nodiscard]] double entropy_ratio() const noexcept;
  /// entropy_ratio() if in every group of so many bits in a row all were used equally often, as often as the
  /// group is: the most that can be had without moving use from one group to another. 0 to 1, at least
  /// entropy_ratio(); 0 when that is. Error{bad_input} for a size that does not divide the number of bits.
  [[nodiscard]] double entropy_ratio_of_groups(std::size_t size) const;

 private:
  std::uint64_t samples_ = 0;
  std::vector<std::uint64_t> counts_;  // of each bit, in how many SDRs it is on
};

}  // namespace silipool::metrics
