#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include <silipool/base/sdr.hpp>
#include <silipool/metrics/fraction_sum.hpp>

namespace silipool::metrics {

/// (1 / batch) sum over the batch of |x - x^|_1 / N: how much of an input its reconstruction x^ gets wrong,
/// 0 to 1. The code of Cui, Ahmad, Hawkins 2017 takes x^ = connected winners of the input / winners, and does
/// not divide by N.
class ReconstructionError {
 public:
  /// A reconstruction in bits. Error{bad_input} when the sizes differ or are 0.
  void add(const base::Sdr& input, const base::Sdr& reconstruction);
  /// x^_r = votes[r] / voters. Error{bad_input} when the sizes differ or are 0, or a vote exceeds voters;
  /// without voters x^ = 0.
  void add(const base::Sdr& input, std::span<const std::uint32_t> votes, std::uint32_t voters);

  [[nodiscard]] std::uint64_t batch() const noexcept { return errors_.terms(); }
  /// 0 of no inputs.
  [[nodiscard]] double mean() const noexcept { return errors_.mean(); }

 private:
  FractionSum errors_;
};

}  // namespace silipool::metrics
