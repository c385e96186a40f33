#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <silipool/readout/integer_weights.hpp>
#include <silipool/readout/readout.hpp>
#include <silipool/readout/weight_rows.hpp>

namespace silipool::readout {

struct SoftmaxOptions {
  unsigned passes = 6;
  double learning_rate = 0.005;
  double learning_rate_decay = 1;  ///< the rate is multiplied by it after every pass
  unsigned weight_bits = 0;        ///< 2 to 16: predict with integer weights; 0: with those of training
  std::uint64_t seed = 1;
};

/// Online multinomial logistic regression without bias, as the SDRClassifier of HTM (htm.core): with
/// active features A and one-hot target y,
///   p = softmax(sum over f in A of w[f]),   w[f] += rate * (y - p) for every f in A.
/// Pass n has rate = learning_rate * decay * ... * decay (n times) and the order that
/// Stream(seed, "readout.pass.<n>") shuffles 0, 1, ... into. Goes on from the weights there are.
/// All arithmetic is IEEE double in a fixed order, so weights are the same bits on every compiler.
class Softmax final : public Readout {
 public:
  /// Weights [features][classes] of zero. Error{bad_input} for options that are not positive numbers, a
  /// decay above 1, and bits that IntegerWeights does not have.
  Softmax(std::size_t features, unsigned classes, const SoftmaxOptions& options);

  [[nodiscard]] unsigned passes() const noexcept override { return options_.passes; }
  /// The class of the largest score (as softmax rises with it, of the largest probability); the lowest
  /// of equals. With weight_bits, by the integer weights alone.
  [[nodiscard]] unsigned predict(std::span<const std::uint32_t> active) const override;

  [[nodiscard]] Learned learned() const override;
  void set_learned(const Learned& learned) override;

  [[nodiscard]] double weight(std::size_t feature, unsigned label) const { return rows_.at(feature, label); }
  /// The weights of the last pass as integers; nothing without weight_bits.
  [[nodiscard]] const std::optional<IntegerWeights>& integer() const noexcept { return integer_; }

 private:
  bool learn(const FeatureSet& set, unsigned pass, const Progress& progress) override;
  void step(std::span<const std::uint32_t> active, std::uint8_t label, double rate, std::span<double> scores);
  void quantise();

  SoftmaxOptions options_;
  WeightRows rows_;
  std::optional<IntegerWeights> integer_;
};

}  // namespace silipool::readout
