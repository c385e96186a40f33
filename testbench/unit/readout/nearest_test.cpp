#include <silipool/readout/nearest.hpp>

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/readout/bit_overlap.hpp>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

TEST(BitOverlap, EveryKernelCountsTheSame) {
  ASSERT_EQ(overlap_kernels().front().name, "portable");
  for (const std::size_t words : {0U, 4U, 8U, 16U, 120U, 124U, 128U, 248U, 252U, 1024U}) {
    constexpr std::size_t references = 37;
    base::Stream random(words, "bits");
    // Sparse, even and full sets: a byte of a kernel's sums must not overflow.
    std::vector<std::uint64_t> query(words), sets(words * references);
    for (std::uint64_t& w : query) w = words % 8 == 0 ? ~std::uint64_t{0} : random.next();
    for (std::size_t i = 0; i < sets.size(); ++i)
      sets[i] = i / words % 3 == 0 ? ~std::uint64_t{0}
                                   : random.next() & (i / words % 3 == 1 ? random.next() : ~0ULL);
    std::vector<std::uint32_t> expected(references);
    for (std::size_t r = 0; r < references; ++r)
      for (std::size_t b = 0; b < words * 64; ++b)
        expected[r] +=
            static_cast<std::uint32_t>(query[b / 64] >> (b % 64) & sets[r * words + b / 64] >> (b % 64) & 1U);
    for (const OverlapKernel& kernel : overlap_kernels()) {
      std::vector<std::uint32_t> found(references, 99);
      kernel.count(query.data(), sets.data(), words, found);
      EXPECT_EQ(found, expected) << kernel.name << ", " << words << " words";
    }
  }
}

TEST(BitOverlap, BitSetsAreWholeVectors) {
  EXPECT_EQ(overlap_words(0), 0U);
  EXPECT_EQ(overlap_words(1), 4U);
  EXPECT_EQ(overlap_words(256), 4U);
  EXPECT_EQ(overlap_words(257), 8U);
}

/// By sorting all references, over sets of common elements.
unsigned naive(const FeatureSet& references, std::span<const std::uint32_t> query, std::size_t neighbours) {
  struct Found {
    std::size_t overlap, sample;
  };
  std::vector<Found> all;
  for (std::size_t s = 0; s < references.size(); ++s) {
    const std::set<std::uint32_t> features(references.active(s).begin(), references.active(s).end());
    std::size_t overlap = 0;
    for (const std::uint32_t f : query) overlap += features.count(f);
    all.push_back({overlap, s});
  }
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    return a.overlap != b.overlap ? a.overlap > b.overlap : a.sample < b.sample;
  });
  all.resize(std::min(all.size(), neighbours));
  std::vector<std::size_t> votes(references.classes), first(references.classes, all.size());
  for (std::size_t i = all.size(); i-- > 0;) {
    ++votes[references.labels[all[i].sample]];
    first[references.labels[all[i].sample]] = i;
  }
  unsigned best = 0;
  for (unsigned c = 1; c < references.classes; ++c)
    if (votes[c] > votes[best] || (votes[c] == votes[best] && first[c] < first[best])) best = c;
  return best;
}

TEST(Nearest, FollowsItsRule) {
  // 300 bits make blocks of 256 references, 1500 queries two groups; few features make many ties.
  const FeatureSet references = random_samples(300, 5, 600, 40, 1);
  for (const std::size_t neighbours : {1U, 2U, 3U, 10U, 1000U}) {
    Nearest readout(300, 5, neighbours);
    readout.train(references);
    const FeatureSet test = random_samples(300, 5, neighbours == 1 ? 1500 : 50, 40, 2);
    const std::vector<std::uint8_t> found = readout.predictions(test);
    for (std::size_t s = 0; s < test.size(); s += neighbours == 1 ? 20 : 1) {
      EXPECT_EQ(found[s], naive(references, test.active(s), neighbours)) << neighbours << " of " << s;
      EXPECT_EQ(found[s], readout.predict(test.active(s)));
    }
  }
}

TEST(Nearest, Ties) {
  FeatureSet set(8, 4);
  set.add(sdr_of(8, {1, 2}), 3);
  set.add(sdr_of(8, {1, 3}), 1);
  set.add(sdr_of(8, {2, 3}), 1);
  set.add(sdr_of(8, {2, 4}), 3);
  set.add(sdr_of(8, {1, 2, 5}), 2);
  const std::vector<std::uint32_t> one{1}, two{1, 2}, none{7};
  const auto predict = [&](std::size_t neighbours, const std::vector<std::uint32_t>& active) {
    Nearest readout(8, 4, neighbours);
    readout.train(set);
    return readout.predict(active);
  };
  EXPECT_EQ(predict(1, one), 3U) << "samples 0, 1 and 4 overlap by 1: the lowest number";
  EXPECT_EQ(predict(1, none), 3U) << "all overlap by 0";
  EXPECT_EQ(predict(2, two), 3U) << "samples 0 and 4, a vote each: the nearer";
  EXPECT_EQ(predict(3, two), 3U) << "0, 4 and 1: a vote each";
  EXPECT_EQ(predict(4, two), 1U) << "0, 4, 1 and 2: two votes for class 1";
  EXPECT_EQ(predict(5, two), 3U) << "two votes for 3 and for 1: class 3 has the nearest";
}

TEST(Nearest, APassAddsItsSamples) {
  const FeatureSet first = random_samples(60, 3, 50, 8, 1), second = random_samples(60, 3, 50, 8, 2);
  Nearest readout(60, 3, 1);
  EXPECT_EQ(readout.predict(first.active(0)), 0U) << "untrained";
  readout.train_pass(first, 0);
  readout.train_pass(second, 1);
  FeatureSet both = first;
  for (std::size_t s = 0; s < second.size(); ++s) {
    base::Sdr sdr(60);
    for (const std::uint32_t f : second.active(s)) sdr.set(f);
    both.add(sdr, second.labels[s]);
  }
  const FeatureSet test = random_samples(60, 3, 100, 8, 3);
  for (std::size_t s = 0; s < test.size(); ++s)
    EXPECT_EQ(readout.predict(test.active(s)), naive(both, test.active(s), 1));
}

TEST(Nearest, RefusesWhatDoesNotFit) {
  Nearest readout(60, 3, 1);
  EXPECT_THROW(readout.train(FeatureSet(61, 3)), base::Error);
  EXPECT_THROW((void)readout.predictions(FeatureSet(60, 4)), base::Error);
  EXPECT_THROW(Nearest(60, 3, 0), base::Error);
}

}  // namespace
}  // namespace silipool::readout
