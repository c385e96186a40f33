#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace silipool::readout {

/// The integer readout of docs/spec.md section 11: signed weights of a few bits, exact sums, first maximum.
class IntegerWeights {
 public:
  /// Weights [features][classes] of zero. Error{bad_input} unless bits is 2 to 16, and features at most
  /// 65536, which 32 bits of a sum are for.
  IntegerWeights(std::size_t features, unsigned classes, unsigned bits);

  /// Rounds real weights, [features][classes], to a common scale. Returns that scale.
  double quantise(std::span<const double> real);
  /// Weights as they are. Error{bad_input} for another number of them, or a magnitude that is too large.
  void assign(std::span<const std::int16_t> weights);

  /// [features][classes]; magnitudes up to 2^(bits - 1) - 1.
  [[nodiscard]] std::span<const std::int16_t> weights() const noexcept { return weights_; }
  [[nodiscard]] unsigned bits() const noexcept { return bits_; }
  /// Of every class, the exact sum of the weights of the active features.
  [[nodiscard]] std::vector<std::int32_t> scores(std::span<const std::uint32_t> active) const;
  /// The class of the largest score, the lowest of equals.
  [[nodiscard]] unsigned predict(std::span<const std::uint32_t> active) const;

 private:
  unsigned classes_;
  unsigned bits_;
  std::vector<std::int16_t> weights_;
};

}  // namespace silipool::readout
