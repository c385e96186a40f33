#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/readout/readout.hpp>

namespace silipool::readout {

/// log2(n) in units of 2^-24, rounded down: the integer part, then a bit for each squaring of the mantissa,
/// which is kept to 63 fractional bits. In integers alone. n >= 1.
[[nodiscard]] std::int32_t log2_fixed(std::uint32_t n) noexcept;

/// Maximum likelihood from counts (naive Bayes on the active features, classes taken as equally likely):
///   score(c) = sum over active f of log2((count(f, c) + 1) / (count(c) + 2)),
/// count(f, c) samples of class c that have f, of count(c) in all. Logarithms are log2_fixed, scores exact
/// integers. A pass adds to the counts.
class Counts final : public Readout {
 public:
  Counts(std::size_t features, unsigned classes);

  /// The class of the largest score among those that training has seen; the lowest of equals.
  [[nodiscard]] unsigned predict(std::span<const std::uint32_t> active) const override;

  [[nodiscard]] Learned learned() const override;
  void set_learned(const Learned& learned) override;

  /// log2((count(f, c) + 1) / (count(c) + 2)) in units of 2^-24.
  [[nodiscard]] std::int32_t weight(std::size_t feature, unsigned label) const {
    return weights_.at(feature * classes() + label);
  }

 private:
  void make_weights();
  bool learn(const FeatureSet& set, unsigned pass, const Progress& progress) override;

  std::vector<std::uint32_t> feature_counts_;  // [features][classes]
  std::vector<std::uint32_t> class_counts_;
  std::vector<std::int32_t> weights_;  // [features][classes]
};

}  // namespace silipool::readout
