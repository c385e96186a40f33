#include <silipool/readout/feature_set.hpp>

#include <limits>

#include <silipool/base/error.hpp>

namespace silipool::readout {

FeatureSet::FeatureSet(std::size_t features_, unsigned classes_) : features(features_), classes(classes_) {
  if (classes < 1 || classes > 256) base::bad_input("{} classes: legal is 1 to 256", classes);
}

void FeatureSet::add(const base::Sdr& sample, std::uint8_t label) {
  if (sample.size() != features)
    base::bad_input("a sample has {} features, expected {}", sample.size(), features);
  if (label >= classes) base::bad_input("label {}: legal is 0 to {}", label, classes - 1);
  if (indices.size() + sample.count() > std::numeric_limits<std::uint32_t>::max())
    base::bad_input("more than 2^32 - 1 active features in {} samples: use fewer", size() + 1);
  sample.for_each([this](std::size_t i) { indices.push_back(static_cast<std::uint32_t>(i)); });
  offsets.push_back(static_cast<std::uint32_t>(indices.size()));
  labels.push_back(label);
}

}  // namespace silipool::readout
