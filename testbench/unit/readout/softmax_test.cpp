#include <silipool/readout/softmax.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

namespace silipool::readout {
namespace {

base::Sdr sdr_of(std::size_t size, std::initializer_list<std::size_t> indices) {
  base::Sdr sdr(size);
  for (const std::size_t i : indices) sdr.set(i);
  return sdr;
}

/// Class c shows itself by feature c, among random others.
FeatureSet noisy_classes(unsigned classes, std::size_t samples, std::uint64_t seed) {
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

TEST(Softmax, FirstStepByHand) {
  FeatureSet set(4, 3);
  set.add(sdr_of(4, {1, 3}), 2);
  Softmax readout(4, 3);
  EXPECT_TRUE(readout.train(set, 1, 0.3, 1));
  // All scores are zero, so p = 1/3 each.
  for (const std::size_t f : {1U, 3U}) {
    EXPECT_DOUBLE_EQ(readout.weight(f, 0), -0.1);
    EXPECT_DOUBLE_EQ(readout.weight(f, 1), -0.1);
    EXPECT_DOUBLE_EQ(readout.weight(f, 2), 0.2);
  }
  for (unsigned c = 0; c < 3; ++c) EXPECT_EQ(readout.weight(0, c), 0.0);
}

/// The equations once more, plainly and with the library's exp.
TEST(Softmax, FollowsItsEquations) {
  constexpr unsigned classes = 5;
  const FeatureSet set = noisy_classes(classes, 300, 7);
  Softmax readout(64, classes);
  readout.train(set, 2, 0.1, 9);

  std::vector<std::vector<double>> w(64, std::vector<double>(classes, 0.0));
  for (const char* name : {"readout.pass.0", "readout.pass.1"}) {
    std::vector<std::uint32_t> order(set.size());
    for (std::uint32_t s = 0; s < order.size(); ++s) order[s] = s;
    base::Stream(9, name).shuffle<std::uint32_t>(order);
    for (const std::uint32_t s : order) {
      double e[classes];
      double sum = 0;
      for (unsigned c = 0; c < classes; ++c) {
        double score = 0;
        for (const std::uint32_t f : set.active(s)) score += w[f][c];
        sum += e[c] = std::exp(score);
      }
      for (unsigned c = 0; c < classes; ++c)
        for (const std::uint32_t f : set.active(s))
          w[f][c] += 0.1 * ((set.labels[s] == c ? 1.0 : 0.0) - e[c] / sum);
    }
  }
  for (std::size_t f = 0; f < 64; ++f)
    for (unsigned c = 0; c < classes; ++c) EXPECT_NEAR(readout.weight(f, c), w[f][c], 1e-12);
}

TEST(Softmax, LearnsForAnyNumberOfClasses) {
  for (const unsigned classes : {1U, 2U, 4U, 9U}) {
    Softmax readout(64, classes);
    readout.train(noisy_classes(classes, 2000, 1), 3, 0.05, 1);
    EXPECT_GT(readout.accuracy(noisy_classes(classes, 500, 2)), 0.99) << classes;
  }
}

TEST(Softmax, TiesGoToTheLowestClass) {
  const Softmax untrained(4, 3);
  const std::vector<std::uint32_t> active{0, 2};
  EXPECT_EQ(untrained.predict(active), 0U);
  FeatureSet set(4, 3);
  set.add(sdr_of(4, {0}), 0);
  Softmax readout(4, 3);
  readout.train(set, 1, 0.3, 1);  // pushes class 0 up and, for the sample without features, nothing
  EXPECT_EQ(readout.predict({}), 0U);
  FeatureSet other(4, 3);
  other.add(sdr_of(4, {1}), 1);
  other.add(sdr_of(4, {1}), 2);
  EXPECT_EQ(untrained.confusion(other).at(2, 0), 1U);
}

TEST(Softmax, ConfusionAndAccuracyCount) {
  FeatureSet set(3, 3);
  for (std::uint8_t c = 0; c < 3; ++c) set.add(sdr_of(3, {c}), c);
  Softmax readout(3, 3);
  readout.train(set, 20, 0.5, 1);
  set.add(sdr_of(3, {0}), 2);
  const Confusion matrix = readout.confusion(set);
  EXPECT_EQ(matrix.counts, (std::vector<std::uint64_t>{1, 0, 0, 0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(readout.accuracy(set), 0.75);
}

TEST(Softmax, SeedChangesTheOrder) {
  const FeatureSet set = noisy_classes(4, 200, 1);
  const auto weight = [&](std::uint64_t seed) {
    Softmax readout(64, 4);
    readout.train(set, 1, 0.1, seed);
    return readout.weight(40, 1);
  };
  EXPECT_EQ(weight(1), weight(1));
  EXPECT_NE(weight(1), weight(2));
}

TEST(Softmax, LargeScoresSaturate) {
  FeatureSet set(2, 2);
  set.add(sdr_of(2, {0}), 0);
  set.add(sdr_of(2, {0}), 1);
  Softmax readout(2, 2);
  // The first step is half the rate; from then on p is 0 or 1, and a step is the whole rate or nothing.
  readout.train(set, 50, 1e6, 1);
  EXPECT_EQ(std::fabs(readout.weight(0, 0)), 5e5);
  EXPECT_EQ(readout.weight(0, 1), -readout.weight(0, 0));
}

TEST(Softmax, ProgressRisesAndCanStop) {
  const FeatureSet set = noisy_classes(2, 3000, 1);
  std::vector<double> told;
  Softmax readout(64, 2);
  EXPECT_TRUE(readout.train(set, 2, 0.1, 1, [&](double part) {
    told.push_back(part);
    return true;
  }));
  ASSERT_EQ(told.size(), 5U);
  EXPECT_DOUBLE_EQ(told.front(), 1024.0 / 6000.0);
  EXPECT_DOUBLE_EQ(told.back(), 5120.0 / 6000.0);
  int calls = 0;
  EXPECT_FALSE(readout.train(set, 2, 0.1, 1, [&](double) { return ++calls < 2; }));
  EXPECT_EQ(calls, 2);
}

TEST(Softmax, RefusesWhatDoesNotFit) {
  Softmax readout(64, 4);
  EXPECT_THROW(readout.train(FeatureSet(63, 4), 1, 0.1, 1), base::Error);
  EXPECT_THROW(readout.train(FeatureSet(64, 5), 1, 0.1, 1), base::Error);
  EXPECT_THROW((void)readout.accuracy(FeatureSet(64, 4)), base::Error);
  for (const double rate :
       {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    EXPECT_THROW(readout.train(noisy_classes(4, 10, 1), 1, rate, 1), base::Error) << rate;
  EXPECT_THROW(Softmax(64, 0), base::Error);
  EXPECT_THROW(Softmax(64, 257), base::Error);
}

}  // namespace
}  // namespace silipool::readout
