#include <silipool/readout/counts.hpp>

#include <cmath>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

TEST(Log2, IsTheFloorOfTheLogarithm) {
  for (int i = 0; i < 32; ++i) EXPECT_EQ(log2_fixed(std::uint32_t{1} << i), i << 24) << i;
  for (std::uint32_t n = 1; n < 200000; n += n / 50 + 1)
    EXPECT_EQ(log2_fixed(n), static_cast<std::int32_t>(std::floor(std::log2(n) * 16777216.0))) << n;
  EXPECT_EQ(log2_fixed(0xffffffffU), (32 << 24) - 1);
}

TEST(Log2, SameBitsEverywhere) {
  base::Digest digest;
  for (std::uint32_t n = 1; n <= 100000; ++n) digest.u64(static_cast<std::uint64_t>(log2_fixed(n)));
  EXPECT_EQ(digest.hex(), "178502e6c81959b5");
}

/// Counts by hand and the library's logarithm: the class is the same wherever scores are not very close.
TEST(Counts, FollowsItsEquations) {
  const FeatureSet set = random_samples(30, 4, 500, 12, 1);
  const FeatureSet test = random_samples(30, 4, 500, 12, 2);
  Counts readout(30, 4);
  readout.train(set);
  double of_class[4]{};
  double both[30][4]{};
  for (std::size_t s = 0; s < set.size(); ++s) {
    ++of_class[set.labels[s]];
    for (const std::uint32_t f : set.active(s)) ++both[f][set.labels[s]];
  }
  for (std::size_t f = 0; f < 30; ++f)
    for (unsigned c = 0; c < 4; ++c)
      EXPECT_NEAR(readout.weight(f, c), std::log2((both[f][c] + 1) / (of_class[c] + 2)) * 16777216, 1.0);
  std::size_t decided = 0;
  for (std::size_t s = 0; s < test.size(); ++s) {
    double score[4]{};
    for (unsigned c = 0; c < 4; ++c)
      for (const std::uint32_t f : test.active(s))
        score[c] += std::log2((both[f][c] + 1) / (of_class[c] + 2));
    unsigned best = 0;
    for (unsigned c = 1; c < 4; ++c)
      if (score[c] > score[best]) best = c;
    bool close = false;
    for (unsigned c = 0; c < 4; ++c) close |= c != best && score[best] - score[c] < 1e-5;
    if (close) continue;
    ++decided;
    EXPECT_EQ(readout.predict(test.active(s)), best);
  }
  EXPECT_GT(decided, 400U);
}

TEST(Counts, TiesGoToTheLowestClassThatWasSeen) {
  FeatureSet set(4, 4);
  for (const std::uint8_t label : std::initializer_list<std::uint8_t>{3, 1})
    set.add(sdr_of(4, {0, label}), label);
  Counts readout(4, 4);
  EXPECT_EQ(readout.predict(set.active(0)), 0U) << "untrained";
  readout.train(set);
  const std::vector<std::uint32_t> common{0}, third{3};
  EXPECT_EQ(readout.predict(common), 1U) << "class 0 was never seen, though 1 / 2 is above 2 / 3 of nothing";
  EXPECT_EQ(readout.predict(third), 3U);
  EXPECT_EQ(readout.predict({}), 1U);
}

TEST(Counts, APassAdds) {
  const FeatureSet first = random_samples(20, 3, 100, 8, 1), second = random_samples(20, 3, 100, 8, 2);
  FeatureSet both = first;
  for (std::size_t s = 0; s < second.size(); ++s) {
    base::Sdr sdr(20);
    for (const std::uint32_t f : second.active(s)) sdr.set(f);
    both.add(sdr, second.labels[s]);
  }
  Counts passes(20, 3), whole(20, 3);
  passes.train_pass(first, 0);
  passes.train_pass(second, 1);
  whole.train(both);
  for (std::size_t f = 0; f < 20; ++f)
    for (unsigned c = 0; c < 3; ++c) EXPECT_EQ(passes.weight(f, c), whole.weight(f, c));
}

TEST(Counts, RefusesWhatDoesNotFit) {
  Counts readout(20, 3);
  EXPECT_THROW(readout.train(FeatureSet(21, 3)), base::Error);
  EXPECT_THROW((void)readout.predictions(FeatureSet(20, 4)), base::Error);
  EXPECT_THROW((void)readout.accuracy(FeatureSet(20, 3)), base::Error);
  EXPECT_THROW(Counts(20, 0), base::Error);
}

}  // namespace
}  // namespace silipool::readout
