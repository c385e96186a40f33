#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <silipool/readout/feature_set.hpp>

namespace silipool::readout {

/// counts[truth * classes + predicted].
struct Confusion {
  unsigned classes;
  std::vector<std::uint64_t> counts;
  [[nodiscard]] std::uint64_t at(unsigned truth, unsigned predicted) const {
    return counts.at(std::size_t{truth} * classes + predicted);
  }
};

/// Online multinomial logistic regression without bias, as the SDRClassifier of HTM (htm.core): with
/// active features A and one-hot target y,
///   p = softmax(sum over f in A of w[f]),   w[f] += learning_rate * (y - p) for every f in A.
/// All arithmetic is IEEE double in a fixed order, so weights are the same bits on every compiler.
class Softmax {
 public:
  /// Told the part done, 0 to 1, now and then; training stops when it returns false.
  using Progress = std::function<bool(double)>;

  /// Weights [features][classes] of zero. Error{bad_input} unless classes is 1 to 256.
  Softmax(std::size_t features, unsigned classes);

  /// `passes` times over the set, pass n in the order that Stream(seed, "readout.pass.<n>") shuffles
  /// 0, 1, ... into, from pass 0 at every call. Continues from the weights there are. Returns whether it
  /// came to its end. Error{bad_input} for a set of another shape or a learning rate that is not a
  /// positive number.
  bool train(const FeatureSet& set, unsigned passes, double learning_rate, std::uint64_t seed,
             const Progress& progress = {});

  /// The class of the largest score (as softmax rises with it, of the largest probability); the lowest
  /// of equals. `active` are feature numbers, each below features().
  [[nodiscard]] unsigned predict(std::span<const std::uint32_t> active) const;

  /// Error{bad_input} for a set of another shape, and for accuracy also for an empty one.
  [[nodiscard]] double accuracy(const FeatureSet& set) const;
  [[nodiscard]] Confusion confusion(const FeatureSet& set) const;

  [[nodiscard]] std::size_t features() const noexcept { return features_; }
  [[nodiscard]] unsigned classes() const noexcept { return classes_; }
  [[nodiscard]] double weight(std::size_t feature, unsigned label) const {
    return weights_.at(feature * stride_ + label);
  }

 private:
  void check_shape(const FeatureSet& set) const;
  void learn(std::span<const std::uint32_t> active, std::uint8_t label, double learning_rate,
             std::span<double> scores);
  void score(std::span<const std::uint32_t> active, std::span<double> scores) const noexcept;

  std::size_t features_;
  unsigned classes_;
  std::size_t stride_;  // classes_ rounded up to whole lanes; the weights past classes_ stay zero
  std::vector<double> weights_;
};

}  // namespace silipool::readout
