#include <silipool/readout/softmax.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

TEST(Softmax, FirstStepByHand) {
  FeatureSet set(4, 3);
  set.add(sdr_of(4, {1, 3}), 2);
  Softmax readout(4, 3, {.passes = 1, .learning_rate = 0.3});
  EXPECT_TRUE(readout.train(set));
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
  Softmax readout(64, classes, {.passes = 2, .learning_rate = 0.1, .learning_rate_decay = 0.25, .seed = 9});
  readout.train(set);

  std::vector<std::vector<double>> w(64, std::vector<double>(classes, 0.0));
  double rate = 0.1;
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
          w[f][c] += rate * ((set.labels[s] == c ? 1.0 : 0.0) - e[c] / sum);
    }
    rate *= 0.25;
  }
  for (std::size_t f = 0; f < 64; ++f)
    for (unsigned c = 0; c < classes; ++c) EXPECT_NEAR(readout.weight(f, c), w[f][c], 1e-12);
}

TEST(Softmax, LearnsForAnyNumberOfClasses) {
  for (const unsigned classes : {1U, 2U, 4U, 9U}) {
    Softmax readout(64, classes, {.passes = 3, .learning_rate = 0.05});
    readout.train(noisy_classes(classes, 2000, 1));
    EXPECT_GT(readout.accuracy(noisy_classes(classes, 500, 2)), 0.99) << classes;
  }
}

TEST(Softmax, TiesGoToTheLowestClass) {
  const Softmax untrained(4, 3, {});
  const std::vector<std::uint32_t> active{0, 2};
  EXPECT_EQ(untrained.predict(active), 0U);
  FeatureSet set(4, 3);
  set.add(sdr_of(4, {0}), 0);
  Softmax readout(4, 3, {.passes = 1, .learning_rate = 0.3});
  readout.train(set);  // pushes class 0 up and, for the sample without features, nothing
  EXPECT_EQ(readout.predict({}), 0U);
  FeatureSet other(4, 3);
  other.add(sdr_of(4, {1}), 1);
  other.add(sdr_of(4, {1}), 2);
  EXPECT_EQ(untrained.confusion(other).at(2, 0), 1U);
}

TEST(Softmax, ConfusionAndAccuracyCount) {
  FeatureSet set(3, 3);
  for (std::uint8_t c = 0; c < 3; ++c) set.add(sdr_of(3, {c}), c);
  Softmax readout(3, 3, {.passes = 20, .learning_rate = 0.5});
  readout.train(set);
  set.add(sdr_of(3, {0}), 2);
  const Confusion matrix = readout.confusion(set);
  EXPECT_EQ(matrix.counts, (std::vector<std::uint64_t>{1, 0, 0, 0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(readout.accuracy(set), 0.75);
}

TEST(Softmax, SeedChangesTheOrder) {
  const FeatureSet set = noisy_classes(4, 200, 1);
  const auto weight = [&](std::uint64_t seed) {
    Softmax readout(64, 4, {.passes = 1, .learning_rate = 0.1, .seed = seed});
    readout.train(set);
    return readout.weight(40, 1);
  };
  EXPECT_EQ(weight(1), weight(1));
  EXPECT_NE(weight(1), weight(2));
}

TEST(Softmax, LargeScoresSaturate) {
  FeatureSet set(2, 2);
  set.add(sdr_of(2, {0}), 0);
  set.add(sdr_of(2, {0}), 1);
  // The first step is half the rate; from then on p is 0 or 1, and a step is the whole rate or nothing.
  Softmax readout(2, 2, {.passes = 50, .learning_rate = 1e6});
  readout.train(set);
  EXPECT_EQ(std::fabs(readout.weight(0, 0)), 5e5);
  EXPECT_EQ(readout.weight(0, 1), -readout.weight(0, 0));
}

TEST(Softmax, ProgressRisesAndCanStop) {
  const FeatureSet set = noisy_classes(2, 3000, 1);
  std::vector<double> told;
  Softmax readout(64, 2, {.passes = 2});
  EXPECT_TRUE(readout.train(set, [&](double part) {
    told.push_back(part);
    return true;
  }));
  ASSERT_EQ(told.size(), 4U);
  EXPECT_DOUBLE_EQ(told.front(), 1024.0 / 6000.0);
  EXPECT_DOUBLE_EQ(told.back(), 5048.0 / 6000.0);
  int calls = 0;
  EXPECT_FALSE(readout.train(set, [&](double) { return ++calls < 3; }));
  EXPECT_EQ(calls, 3);
}

bool same_weights(const Softmax& a, const Softmax& b) {
  for (std::size_t f = 0; f < a.features(); ++f)
    for (unsigned c = 0; c < a.classes(); ++c)
      if (a.weight(f, c) != b.weight(f, c)) return false;
  return true;
}

TEST(Softmax, PassByPassIsTheSameTraining) {
  const FeatureSet set = noisy_classes(4, 300, 1);
  const SoftmaxOptions options{.passes = 3, .learning_rate = 0.1, .learning_rate_decay = 0.5};
  Softmax whole(64, 4, options), in_passes(64, 4, options), other(64, 4, options);
  whole.train(set);
  for (unsigned pass = 0; pass < 3; ++pass) {
    in_passes.train_pass(set, pass);
    other.train_pass(pass == 1 ? noisy_classes(4, 300, 2) : set, pass);
  }
  EXPECT_TRUE(same_weights(whole, in_passes));
  EXPECT_FALSE(same_weights(whole, other));
}

TEST(Softmax, IntegerWeightsDecideAlone) {
  const FeatureSet set = random_samples(64, 5, 1000, 12, 3);
  const FeatureSet test = random_samples(64, 5, 300, 12, 4);
  const SoftmaxOptions options{.passes = 2, .learning_rate = 0.1};
  Softmax real(64, 5, options);
  EXPECT_FALSE(real.integer().has_value());
  real.train(set);
  unsigned changed = 0;
  for (const unsigned bits : {2U, 4U, 8U, 16U}) {
    SoftmaxOptions rounded = options;
    rounded.weight_bits = bits;
    Softmax readout(64, 5, rounded);
    readout.train(set);
    EXPECT_TRUE(same_weights(real, readout)) << "training knows nothing of the bits";
    ASSERT_TRUE(readout.integer().has_value());
    // Sums once more, in 64 bits, and the first maximum.
    const std::span<const std::int16_t> weights = readout.integer()->weights();
    const std::int64_t largest = (1 << (bits - 1)) - 1;
    ASSERT_EQ(weights.size(), 64U * 5U);
    for (std::size_t s = 0; s < test.size(); ++s) {
      unsigned best = 0;
      std::int64_t best_score = 0;
      for (unsigned c = 0; c < 5; ++c) {
        std::int64_t score = 0;
        for (const std::uint32_t f : test.active(s)) score += weights[f * 5 + c];
        if (c == 0 || score > best_score) best = c, best_score = score;
      }
      EXPECT_EQ(readout.predict(test.active(s)), best);
      changed += best != real.predict(test.active(s)) ? 1U : 0U;
    }
    std::int64_t found = 0;
    for (const std::int16_t w : weights) found = std::max(found, std::int64_t{std::abs(w)});
    EXPECT_EQ(found, largest);
  }
  EXPECT_GT(changed, 0U) << "two bits must change something, or this looked at the real weights";
}

TEST(Softmax, RefusesWhatDoesNotFit) {
  Softmax readout(64, 4, {});
  EXPECT_THROW(readout.train(FeatureSet(63, 4)), base::Error);
  EXPECT_THROW(readout.train(FeatureSet(64, 5)), base::Error);
  EXPECT_THROW((void)readout.accuracy(FeatureSet(64, 4)), base::Error);
  EXPECT_THROW((void)readout.predictions(FeatureSet(63, 4)), base::Error);
  EXPECT_THROW((void)readout.confusion(FeatureSet(64, 5)), base::Error);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double rate : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()})
    EXPECT_THROW(Softmax(64, 4, {.learning_rate = rate}), base::Error) << rate;
  for (const double decay : {0.0, -1.0, 1.5, nan})
    EXPECT_THROW(Softmax(64, 4, {.learning_rate_decay = decay}), base::Error) << decay;
  EXPECT_THROW(Softmax(64, 4, {.weight_bits = 1}), base::Error);
  EXPECT_THROW(Softmax(64, 4, {.weight_bits = 17}), base::Error);
  EXPECT_THROW(Softmax(64, 0, {}), base::Error);
  EXPECT_THROW(Softmax(64, 257, {}), base::Error);
}

}  // namespace
}  // namespace silipool::readout
