#pragma once
#include <initializer_list>

#include <silipool/base/stream.hpp>
#include <silipool/readout/feature_set.hpp>

namespace silipool::readout {

inline base::Sdr sdr_of(std::size_t size, std::initializer_list<std::size_t> indices) {
  base::Sdr sdr(size);
  for (const std::size_t i : indices) sdr.set(i);
  return sdr;
}

/// Class c shows itself by feature c, among random others. 64 features.
inline FeatureSet noisy_classes(unsigned classes, std::size_t samples, std::uint64_t seed) {
  FeatureSet set(64, classes);
  base::Stream random(seed, "noisy_classes");
  for (std::size_t s = 0; s < samples; ++s) {
    const auto label = static_cast<std::uint8_t>(random.below(classes));
    base::Sdr sdr = sdr_of(64, {label});
    for (int i = 0; i < 5; ++i) sdr.set(32 + random.below(32));
    set.add(sdr, label);
  }
  return set;
}

/// Samples of up to `most` random features, with random labels: ties abound where `most` is small.
inline FeatureSet random_samples(std::size_t features, unsigned classes, std::size_t samples,
                                 std::size_t most, std::uint64_t seed) {
  FeatureSet set(features, classes);
  base::Stream random(seed, "random_samples");
  for (std::size_t s = 0; s < samples; ++s) {
    base::Sdr sdr(features);
    for (std::size_t i = random.below(most + 1); i > 0; --i) sdr.set(random.below(features));
    set.add(sdr, static_cast<std::uint8_t>(random.below(classes)));
  }
  return set;
}

}  // namespace silipool::readout
