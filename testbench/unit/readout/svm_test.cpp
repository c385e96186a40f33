#include <silipool/readout/svm.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

class SvmTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_liblinear()) GTEST_SKIP() << "built without LIBLINEAR: apt-get install liblinear-dev";
  }
};

/// |gradient| of the loss of one class against the rest at these weights, the intercept last.
double gradient_norm(const FeatureSet& set, unsigned label, double cost, const std::vector<double>& w) {
  std::vector<double> gradient = w;
  for (std::size_t s = 0; s < set.size(); ++s) {
    const double y = set.labels[s] == label ? 1 : -1;
    double score = w.back();
    for (const std::uint32_t f : set.active(s)) score += w[f];
    const double slack = 1 - y * score;
    if (slack <= 0) continue;
    for (const std::uint32_t f : set.active(s)) gradient[f] -= 2 * cost * y * slack;
    gradient.back() -= 2 * cost * y * slack;
  }
  double square = 0;
  for (const double g : gradient) square += g * g;
  return std::sqrt(square);
}

std::vector<double> weights_of(const Svm& svm, unsigned label) {
  std::vector<double> w;
  for (std::size_t f = 0; f < svm.features(); ++f) w.push_back(svm.weight(f, label));
  w.push_back(svm.intercept(label));
  return w;
}

TEST_F(SvmTest, TheLowestOfEqualClassesIsPredicted) {
  // One sample in two of three classes: their gradients vanish at 0, and nobody has seen class 0.
  FeatureSet set(4, 3);
  base::Sdr sample(4);
  sample.set(2);
  set.add(sample, 1);
  set.add(sample, 2);
  Svm svm(4, 3, 1.0);
  EXPECT_TRUE(svm.train(set));
  EXPECT_EQ(weights_of(svm, 1), weights_of(svm, 2));
  EXPECT_EQ(svm.predict(set.active(0)), 1U);
}

TEST_F(SvmTest, ItsGradientVanishes) {
  for (const unsigned classes : {2U, 5U})
    for (const double cost : {0.01, 1.0}) {
      const FeatureSet set = random_samples(40, classes, 600, 15, classes);
      Svm svm(40, classes, cost);
      EXPECT_TRUE(svm.train(set));
      for (unsigned c = 0; c < classes; ++c) {
        const std::vector<double> w = weights_of(svm, c);
        const double at_zero = gradient_norm(set, c, cost, std::vector<double>(41));
        const auto own = std::count(set.labels.begin(), set.labels.end(), c);
        const auto rarer = std::min<double>(static_cast<double>(own), 600.0 - static_cast<double>(own));
        const double bound = 1e-3 * rarer / 600 * at_zero * (1 + 1e-9);
        EXPECT_LE(gradient_norm(set, c, cost, w), bound);
        std::vector<double> beside = w;
        beside[3] += 0.1;
        EXPECT_GT(gradient_norm(set, c, cost, beside), bound) << "any weights would do";
      }
    }
}

TEST_F(SvmTest, PredictsTheLargestScore) {
  const FeatureSet set = noisy_classes(5, 1000, 1);
  const FeatureSet test = noisy_classes(5, 200, 2);
  Svm svm(64, 5, 1);
  svm.train(set);
  EXPECT_EQ(svm.accuracy(test), 1.0);
  for (std::size_t s = 0; s < test.size(); ++s) {
    double score[5];
    for (unsigned c = 0; c < 5; ++c) {
      score[c] = 0;
      for (const std::uint32_t f : test.active(s)) score[c] += svm.weight(f, c);
      score[c] += svm.intercept(c);
    }
    EXPECT_EQ(svm.predict(test.active(s)), std::max_element(score, score + 5) - score);
  }
}

TEST_F(SvmTest, APassBeginsAnew) {
  const FeatureSet set = random_samples(30, 3, 200, 10, 1);
  Svm once(30, 3, 1), again(30, 3, 1);
  once.train(set);
  again.train(random_samples(30, 3, 200, 10, 2));
  again.train_pass(set, 1);
  for (unsigned c = 0; c < 3; ++c) EXPECT_EQ(weights_of(once, c), weights_of(again, c));
}

TEST_F(SvmTest, ClassesThatWereNotSeenAreNotPredicted) {
  FeatureSet set(4, 4);
  for (const std::uint8_t label : std::initializer_list<std::uint8_t>{3, 1})
    set.add(sdr_of(4, {0, label}), label);
  Svm svm(4, 4, 1);
  EXPECT_EQ(svm.predict(set.active(0)), 0U) << "untrained";
  svm.train(set);
  EXPECT_EQ(svm.predict(set.active(0)), 3U);
  EXPECT_EQ(svm.predict(set.active(1)), 1U);
  FeatureSet one_class(4, 4);
  one_class.add(sdr_of(4, {1}), 2);
  svm.train(one_class);
  EXPECT_EQ(svm.predict(set.active(0)), 2U);
  EXPECT_GT(svm.intercept(2), 0.0);
}

TEST_F(SvmTest, ProgressIsToldByClassAndCanStop) {
  const FeatureSet set = random_samples(30, 4, 200, 10, 1);
  std::vector<double> told;
  Svm svm(30, 4, 1);
  EXPECT_TRUE(svm.train(set, [&](double part) {
    told.push_back(part);
    return true;
  }));
  EXPECT_EQ(told, (std::vector<double>{0.25, 0.5, 0.75}));
  EXPECT_FALSE(svm.train(set, [](double) { return false; }));
}

TEST_F(SvmTest, RefusesWhatDoesNotFit) {
  Svm svm(30, 3, 1);
  EXPECT_THROW(svm.train(FeatureSet(31, 3)), base::Error);
  EXPECT_THROW(svm.train(FeatureSet(30, 3)), base::Error) << "no samples";
  for (const double cost : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(Svm(30, 3, cost), base::Error) << cost;
}

TEST(SvmWithoutLiblinear, SaysWhatToInstall) {
  if (has_liblinear()) GTEST_SKIP() << "built with LIBLINEAR";
  try {
    const Svm svm(4, 2, 1);
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), base::ErrorKind::missing_tool);
    EXPECT_NE(std::string(error.what()).find("apt-get install liblinear-dev"), std::string::npos);
  }
}

}  // namespace
}  // namespace silipool::readout
