#pragma once
#include <cstdint>
#include <span>

#include <silipool/base/sdr.hpp>

/// How alike the SDRs of one class are: the measures of Mnatzaganian, Fokoue, Kudithipudi 2017, "A
/// Mathematical Formalization of Hierarchical Temporal Memory's Spatial Pooler" (arXiv 1601.06116), as its
/// code defines them, on n SDRs of N bits. Each needs n >= 2 SDRs of one size, else Error{bad_input}.
/// All are computed in integers up to the last division, and none depends on the order of the SDRs.
namespace silipool::metrics {

/// (number of different SDRs - 1) / (n - 1): 0 when all are the same, 1 when no two are.
[[nodiscard]] double uniqueness(std::span<const base::Sdr> set);

/// A confidence as a fraction, so that a frequency that equals it is found to equal it.
struct Confidence {
  std::uint32_t numerator = 9, denominator = 10;
};

/// With high = bits on in at least `confidence` of the SDRs, low = bits on in at most 1 - confidence:
struct Similarity {
  double total = 0;          ///< (high + low) / N
  double one = 0;            ///< high / (N - low); 0 when low = N
  double zero = 0;           ///< low / (N - high); 0 when high = N
  double dissimilarity = 0;  ///< (N - high - low) / N
};
/// Each 0 to 1. Error{bad_input} unless 1/2 < confidence <= 1, and for SDRs without bits.
[[nodiscard]] Similarity similarity(std::span<const base::Sdr> set, Confidence confidence = {});

/// The mean over all pairs i < j of |x_i n x_j|, over the second largest number of ones in the set (the
/// largest overlap that a pair could have; 1 where that is 0). 0 to 1.
/// A bit that is on in c SDRs is shared by c (c - 1) / 2 pairs, so the sum over pairs is one over bits.
[[nodiscard]] double overlap(std::span<const base::Sdr> set);

/// 1 - the mean correlation distance of all pairs i < j: their mean Pearson correlation, -1 to 1. SDRs whose
/// bits are all equal have none and are left out; 0 when no pair is left.
/// With a = |x|, b = |y|: corr(x, y) = (N |x n y| - a b) / sqrt(a (N - a) b (N - b)). The root depends only
/// on the numbers of ones, so the pairs are summed in integers over each pair of such numbers: with c_g(i)
/// of the n_g SDRs with g ones having bit i on, over the pairs between g and h
///   sum |x n y| = sum_i c_g(i) c_h(i), of n_g n_h pairs; within g: sum_i c_g(i) (c_g(i) - 1) / 2.
/// O(n N + G^2 N) for G different numbers of ones.
[[nodiscard]] double correlation(std::span<const base::Sdr> set);

}  // namespace silipool::metrics
