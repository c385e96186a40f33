#include <silipool/readout/integer_weights.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

std::vector<std::int16_t> quantised(unsigned bits, const std::vector<double>& real) {
  IntegerWeights weights(real.size(), 1, bits);
  weights.quantise(real);
  return {weights.weights().begin(), weights.weights().end()};
}

using Weights = std::vector<std::int16_t>;

/// The worked lines of docs/spec.md section 11.
TEST(IntegerWeights, ExamplesOfTheSpecification) {
  EXPECT_EQ(quantised(4, {7, -3.5, 3.25, 0.5, -0.25}), (Weights{7, -4, 3, 1, 0}));
  EXPECT_EQ(quantised(2, {-0.8, 0.4, 0.3, 0}), (Weights{-1, 1, 0, 0}));
  EXPECT_EQ(quantised(16, {1, -1}), (Weights{32767, -32767}));
}

TEST(IntegerWeights, HalvesGoAwayFromZeroAndNothingElse) {
  const double below = std::nextafter(0.5, 0.0);
  EXPECT_EQ(quantised(4, {7, 0.5, below, -0.5, -below, 6.5, std::nextafter(6.5, 0.0)}),
            (Weights{7, 1, 0, -1, 0, 7, 6}));
}

TEST(IntegerWeights, EveryWeightIsTheNearestMultipleOfTheScale) {
  base::Stream random(1, "weights");
  for (unsigned bits = 2; bits <= 16; ++bits) {
    std::vector<double> real(200);
    for (double& w : real) w = random.unit() - 0.3;
    IntegerWeights weights(100, 2, bits);
    const double scale = weights.quantise(real);
    int largest = 0;
    for (std::size_t i = 0; i < real.size(); ++i) {
      const int w = weights.weights()[i];
      EXPECT_LE(std::fabs(w * scale - real[i]), scale * (0.5 + 1e-9));
      largest = std::max(largest, std::abs(w));
    }
    EXPECT_EQ(largest, (1 << (bits - 1)) - 1);
  }
}

TEST(IntegerWeights, NothingIsLeftOfZeroOrLessThanAScaleCanHold) {
  constexpr double least = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(quantised(8, {0, -0.0}), (Weights{0, 0}));
  EXPECT_EQ(quantised(8, {least, -least}), (Weights{0, 0}));
  EXPECT_EQ(quantised(4, {10 * least, -5 * least}), (Weights{7, -5})) << "the scale is least itself";
}

TEST(IntegerWeights, SumsAreExactAtTheirGreatest) {
  IntegerWeights weights(65536, 2, 16);
  std::vector<double> real(std::size_t{65536} * 2, 1.0);
  for (std::size_t i = 1; i < real.size(); i += 2) real[i] = -1.0;
  weights.quantise(real);
  std::vector<std::uint32_t> all(65536);
  for (std::uint32_t f = 0; f < all.size(); ++f) all[f] = f;
  EXPECT_EQ(weights.scores(all), (std::vector<std::int32_t>{2147418112, -2147418112}));
}

TEST(IntegerWeights, TiesGoToTheLowestClass) {
  IntegerWeights weights(2, 3, 4);
  weights.quantise(std::vector<double>{-7, 2, 2, 0, 1, 1});
  const std::vector<std::uint32_t> first{0}, second{1};
  EXPECT_EQ(weights.predict(first), 1U);
  EXPECT_EQ(weights.predict(second), 1U);
  EXPECT_EQ(weights.predict({}), 0U);
}

TEST(IntegerWeights, RefusesWhatDoesNotFit) {
  EXPECT_THROW(IntegerWeights(4, 2, 1), base::Error);
  EXPECT_THROW(IntegerWeights(4, 2, 17), base::Error);
  EXPECT_THROW(IntegerWeights(65537, 2, 8), base::Error);
}

}  // namespace
}  // namespace silipool::readout
