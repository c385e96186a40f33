#include <silipool/readout/svm.hpp>

#include <cmath>
#include <limits>

#include <silipool/base/error.hpp>

#include "liblinear.hpp"

namespace silipool::readout {

Svm::Svm(std::size_t features, unsigned classes, double cost)
    : Readout(features, classes), cost_(cost), rows_(features + 1, classes), seen_(classes) {
  if (!has_liblinear())
    throw base::Error(base::ErrorKind::missing_tool,
                      "readout.rule = \"svm\": this build has no LIBLINEAR. Install it and build again: "
                      "apt-get install liblinear-dev");
  if (!(cost > 0) || !std::isfinite(cost)) base::bad_input("cost {}: legal is a positive number", cost);
}

bool Svm::learn(const FeatureSet& set, unsigned /*pass*/, const Progress& progress) {
  if (set.size() == 0) base::bad_input("no samples to train support vector machines on");
  seen_.assign(classes(), false);
  for (const std::uint8_t label : set.labels) seen_[label] = true;
  detail::OneAgainstRest problem(set, cost_);
  for (unsigned c = 0; c < classes(); ++c) {
    const std::vector<double> weights = seen_[c] ? problem.solve(c) : std::vector<double>(features() + 1);
    for (std::size_t f = 0; f < weights.size(); ++f) rows_.at(f, c) = weights[f];
    if (c + 1 < classes() && progress && !progress((c + 1.0) / classes())) return false;
  }
  return true;
}

unsigned Svm::predict(std::span<const std::uint32_t> active) const {
  std::vector<double> scores(rows_.stride());
  rows_.sum(active, scores);
  for (unsigned c = 0; c < classes(); ++c)
    scores[c] = seen_[c] ? scores[c] + intercept(c) : -std::numeric_limits<double>::infinity();
  return first_largest<double>(std::span(scores).first(classes()));
}

Learned Svm::learned() const { return {rows_.values(), {seen_.begin(), seen_.end()}}; }

void Svm::set_learned(const Learned& learned) {
  check_learned(learned, (features() + 1) * classes(), classes());
  rows_.set_values(learned.reals);
  for (unsigned c = 0; c < classes(); ++c) seen_[c] = learned.integers[c] != 0;
}

}  // namespace silipool::readout
