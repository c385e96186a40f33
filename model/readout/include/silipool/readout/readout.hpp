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

/// All that training has left in a readout; what the numbers are is the rule's own affair.
struct Learned {
  std::vector<double> reals;
  std::vector<std::uint64_t> integers;
  friend bool operator==(const Learned&, const Learned&) = default;
};

/// A classifier of sparse binary vectors (docs/readouts.md). Training and prediction give the same bits on
/// every compiler and processor, except where a rule says otherwise.
class Readout {
 public:
  /// Told the part done, 0 to 1, now and then; training stops when it returns false.
  using Progress = std::function<bool(double)>;

  Readout(const Readout&) = delete;
  Readout& operator=(const Readout&) = delete;
  virtual ~Readout() = default;

  /// passes() passes over one set, from pass 0 at every call. Returns whether it came to its end.
  /// Error{bad_input} for a set of another shape.
  bool train(const FeatureSet& set, const Progress& progress = {});

  /// One pass, for training sets that change from pass to pass; train() is this for 0, 1, ... passes() - 1.
  /// Goes on from what there is, unless the rule says otherwise; the readout predicts after each pass.
  bool train_pass(const FeatureSet& set, unsigned pass, const Progress& progress = {});
  [[nodiscard]] virtual unsigned passes() const noexcept { return 1; }

  /// `active` are feature numbers, each below features(), ascending. Untrained: class 0.
  [[nodiscard]] virtual unsigned predict(std::span<const std::uint32_t> active) const = 0;
  /// predict() of every sample. Error{bad_input} for a set of another shape, as also below.
  [[nodiscard]] std::vector<std::uint8_t> predictions(const FeatureSet& set) const;
  /// The part of the samples whose prediction is their label. Error{bad_input} also for an empty set.
  [[nodiscard]] double accuracy(const FeatureSet& set) const;
  /// The same of predictions of the set that are there already.
  [[nodiscard]] static double accuracy(std::span<const std::uint8_t> predicted, const FeatureSet& set);
  [[nodiscard]] Confusion confusion(const FeatureSet& set) const;
  [[nodiscard]] Confusion confusion(std::span<const std::uint8_t> predicted, const FeatureSet& set) const;

  [[nodiscard]] virtual Learned learned() const = 0;
  /// Becomes what a readout of the same rule, shape and options was. Error{bad_input} for numbers that none
  /// leaves; then nothing has changed.
  virtual void set_learned(const Learned& learned) = 0;

  [[nodiscard]] std::size_t features() const noexcept { return features_; }
  [[nodiscard]] unsigned classes() const noexcept { return classes_; }

 protected:
  /// Error{bad_input} unless classes is 1 to 256.
  Readout(std::size_t features, unsigned classes);
  /// Error{bad_input} unless there are so many of each.
  static void check_learned(const Learned& learned, std::size_t reals, std::size_t integers);

 private:
  virtual bool learn(const FeatureSet& set, unsigned pass, const Progress& progress) = 0;
  virtual void predict_all(const FeatureSet& set, std::span<std::uint8_t> predicted) const;
  void check_shape(const FeatureSet& set) const;

  std::size_t features_;
  unsigned classes_;
};

/// The number of the largest value, the lowest of equals; 0 for none.
template <typename T>
[[nodiscard]] unsigned first_largest(std::span<const T> values) noexcept {
  std::size_t best = 0;
  for (std::size_t i = 1; i < values.size(); ++i)
    if (values[i] > values[best]) best = i;
  return static_cast<unsigned>(best);
}

}  // namespace silipool::readout
