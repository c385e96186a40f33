#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <silipool/readout/readout.hpp>
#include <silipool/readout/weight_rows.hpp>

namespace silipool::readout {

/// Whether this build has LIBLINEAR, which Svm is trained by.
[[nodiscard]] bool has_liblinear() noexcept;

/// Linear support vector machines, one class against the rest. Each minimises, with y = 1 for samples of its
/// class and -1 for the others, and a last feature that is 1 in all of them (the intercept),
///   |w|^2 / 2 + cost * sum over samples of max(0, 1 - y w.x)^2,
/// until the gradient is below 1e-3 * (samples of the rarer side) / samples of what it is at w = 0. LIBLINEAR
/// (Fan et al., JMLR 9, 2008) does it by its trust-region solver L2R_L2LOSS_SVC, which draws no random
/// numbers; the last bits of the weights are those of its build. Predictions are in a fixed order again.
/// A pass begins anew.
class Svm final : public Readout {
 public:
  /// Error{missing_tool} where LIBLINEAR was not there when this was built; Error{bad_input} unless cost is a
  /// positive number.
  Svm(std::size_t features, unsigned classes, double cost);

  /// The class of the largest w.x among those that training has seen; the lowest of equals.
  [[nodiscard]] unsigned predict(std::span<const std::uint32_t> active) const override;

  [[nodiscard]] Learned learned() const override;
  void set_learned(const Learned& learned) override;

  [[nodiscard]] double weight(std::size_t feature, unsigned label) const { return rows_.at(feature, label); }
  [[nodiscard]] double intercept(unsigned label) const { return rows_.at(features(), label); }

 private:
  /// Progress is told after each class: one of them cannot be stopped. Error{bad_input} for an empty set.
  bool learn(const FeatureSet& set, unsigned pass, const Progress& progress) override;

  double cost_;
  WeightRows rows_;  // a row for each feature and one of intercepts
  std::vector<bool> seen_;
};

}  // namespace silipool::readout
