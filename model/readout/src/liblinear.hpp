#pragma once
// What the room asks of LIBLINEAR; src/liblinear.cpp or src/liblinear_missing.cpp answers.
#include <memory>
#include <vector>

#include <silipool/readout/feature_set.hpp>

namespace silipool::readout::detail {

/// Squared hinge loss of one class against the rest, over one set of samples (svm.hpp).
class OneAgainstRest {
 public:
  OneAgainstRest(const FeatureSet& set, double cost);
  ~OneAgainstRest();
  OneAgainstRest(const OneAgainstRest&) = delete;
  OneAgainstRest& operator=(const OneAgainstRest&) = delete;

  /// The weight of every feature, then the intercept. There are samples of this class.
  [[nodiscard]] std::vector<double> solve(unsigned label);

 private:
  struct Problem;
  std::unique_ptr<Problem> problem_;
};

}  // namespace silipool::readout::detail
