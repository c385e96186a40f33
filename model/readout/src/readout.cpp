#include <silipool/readout/readout.hpp>

#include <silipool/base/error.hpp>

namespace silipool::readout {

Readout::Readout(std::size_t features, unsigned classes) : features_(features), classes_(classes) {
  if (classes < 1 || classes > 256) base::bad_input("{} classes: legal is 1 to 256", classes);
}

bool Readout::train(const FeatureSet& set, const Progress& progress) {
  const unsigned count = passes();
  for (unsigned pass = 0; pass < count; ++pass) {
    const auto of_all = [&](double part) { return progress((pass + part) / count); };
    if (!train_pass(set, pass, progress ? Progress(of_all) : Progress())) return false;
  }
  return true;
}

bool Readout::train_pass(const FeatureSet& set, unsigned pass, const Progress& progress) {
  check_shape(set);
  return learn(set, pass, progress);
}

std::vector<std::uint8_t> Readout::predictions(const FeatureSet& set) const {
  check_shape(set);
  std::vector<std::uint8_t> predicted(set.size());
  predict_all(set, predicted);
  return predicted;
}

double Readout::accuracy(const FeatureSet& set) const {
  check_shape(set);
  if (set.size() == 0) base::bad_input("no samples to measure an accuracy on");
  return accuracy(predictions(set), set);
}

double Readout::accuracy(std::span<const std::uint8_t> predicted, const FeatureSet& set) {
  std::size_t right = 0;
  for (std::size_t s = 0; s < set.size(); ++s) right += predicted[s] == set.labels[s] ? 1U : 0U;
  return static_cast<double>(right) / static_cast<double>(set.size());
}

Confusion Readout::confusion(const FeatureSet& set) const { return confusion(predictions(set), set); }

Confusion Readout::confusion(std::span<const std::uint8_t> predicted, const FeatureSet& set) const {
  Confusion matrix{classes_, std::vector<std::uint64_t>(std::size_t{classes_} * classes_)};
  for (std::size_t s = 0; s < set.size(); ++s)
    ++matrix.counts[std::size_t{set.labels[s]} * classes_ + predicted[s]];
  return matrix;
}

void Readout::predict_all(const FeatureSet& set, std::span<std::uint8_t> predicted) const {
  for (std::size_t s = 0; s < set.size(); ++s)
    predicted[s] = static_cast<std::uint8_t>(predict(set.active(s)));
}

void Readout::check_learned(const Learned& learned, std::size_t reals, std::size_t integers) {
  if (learned.reals.size() != reals || learned.integers.size() != integers)
    base::bad_input("what a readout has learned is {} reals and {} integers, found {} and {}", reals,
                    integers, learned.reals.size(), learned.integers.size());
}

void Readout::check_shape(const FeatureSet& set) const {
  if (set.features != features_ || set.classes != classes_)
    base::bad_input("a set of {} features and {} classes for a readout of {} features and {} classes",
                    set.features, set.classes, features_, classes_);
}

}  // namespace silipool::readout
