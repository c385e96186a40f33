#include <silipool/readout/counts.hpp>

#include <algorithm>
#include <bit>
#include <limits>

#include <silipool/base/error.hpp>

namespace silipool::readout {
namespace {

/// Counts and what is added to them stay below 2^32.
constexpr std::uint64_t kMostSamples = std::numeric_limits<std::uint32_t>::max() - 2;

}  // namespace

std::int32_t log2_fixed(std::uint32_t n) noexcept {
  constexpr int fraction_bits = 24;
  const int whole = static_cast<int>(std::bit_width(n | 1U)) - 1;  // the same; a shift is never by 64
  std::uint64_t mantissa = std::uint64_t{n} << (63 - whole);       // 1 to 2, its top bit is 1
  std::int32_t log = whole;
  for (int i = 0; i < fraction_bits; ++i) {
    const unsigned __int128 square = static_cast<unsigned __int128>(mantissa) * mantissa;  // 1 to 4
    const auto carry = static_cast<int>(square >> 127U);
    mantissa = static_cast<std::uint64_t>(square >> static_cast<unsigned>(63 + carry));
    log = 2 * log + carry;
  }
  return log;
}

Counts::Counts(std::size_t features, unsigned classes)
    : Readout(features, classes),
      feature_counts_(features * classes),
      class_counts_(classes),
      weights_(features * classes) {}

bool Counts::learn(const FeatureSet& set, unsigned /*pass*/, const Progress& /*progress*/) {
  std::uint64_t samples = set.size();
  for (const std::uint32_t count : class_counts_) samples += count;
  if (samples > kMostSamples) base::bad_input("counts of {} samples: legal is up to 2^32 - 3", samples);
  for (std::size_t s = 0; s < set.size(); ++s) {
    ++class_counts_[set.labels[s]];
    for (const std::uint32_t f : set.active(s)) ++feature_counts_[std::size_t{f} * classes() + set.labels[s]];
  }
  make_weights();
  return true;
}

void Counts::make_weights() {
  for (unsigned c = 0; c < classes(); ++c) {
    const std::int32_t of_class = log2_fixed(class_counts_[c] + 2);
    for (std::size_t i = c; i < weights_.size(); i += classes())
      weights_[i] = log2_fixed(feature_counts_[i] + 1) - of_class;
  }
}

Learned Counts::learned() const {
  Learned learned;
  learned.integers.assign(class_counts_.begin(), class_counts_.end());
  learned.integers.insert(learned.integers.end(), feature_counts_.begin(), feature_counts_.end());
  return learned;
}

void Counts::set_learned(const Learned& learned) {
  check_learned(learned, 0, class_counts_.size() + feature_counts_.size());
  const std::span<const std::uint64_t> counts(learned.integers);
  std::uint64_t samples = 0;
  for (const std::uint64_t count : counts.first(classes())) samples += std::min(count, kMostSamples + 1);
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (samples > kMostSamples || counts[i] > counts[i % classes()])
      base::bad_input("count {} of a readout is {}: no training leaves that", i, counts[i]);
  const auto narrow = [](std::uint64_t count) { return static_cast<std::uint32_t>(count); };
  std::ranges::transform(counts.first(classes()), class_counts_.begin(), narrow);
  std::ranges::transform(counts.subspan(classes()), feature_counts_.begin(), narrow);
  // Untrained weights are 0, which the counts would not make them.
  if (samples > 0) make_weights();
}

unsigned Counts::predict(std::span<const std::uint32_t> active) const {
  // One unseen class would outdo all others: 1 / 2 for every feature.
  constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();
  std::vector<std::int64_t> scores(classes());
  for (const std::uint32_t f : active) {
    const std::int32_t* row = weights_.data() + std::size_t{f} * classes();
    for (unsigned c = 0; c < classes(); ++c) scores[c] += row[c];
  }
  for (unsigned c = 0; c < classes(); ++c)
    if (class_counts_[c] == 0) scores[c] = never;
  return first_largest<std::int64_t>(scores);
}

}  // namespace silipool::readout
