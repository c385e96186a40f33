#include <silipool/metrics/noise_robustness.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "sdrs.hpp"

namespace silipool::metrics {
namespace {

TEST(NoiseRobustness, PublishedLevels) {
  const std::vector<double> levels = NoiseRobustness::published_levels();
  ASSERT_EQ(levels.size(), 21U);
  EXPECT_EQ(levels.front(), 0.0);
  EXPECT_EQ(levels[7], 0.35);
  EXPECT_EQ(levels.back(), 1.0);
}

TEST(NoiseRobustness, ByHand) {
  NoiseRobustness noise({0.0, 0.25, 1.0});
  const base::Sdr clean = sdr_of(8, {0, 1, 2, 3});
  noise.add(0, clean, clean);
  noise.add(0, clean, clean);
  noise.add(1, clean, sdr_of(8, {0, 1, 7}));        // 2 of 3
  noise.add(1, clean, sdr_of(8, {0, 4, 5, 6, 7}));  // 1 of 4
  noise.add(2, clean, sdr_of(8, {7}));              // 0
  noise.add(2, clean, base::Sdr(8));                // nothing: 0
  const std::vector<double> curve = noise.curve();
  ASSERT_EQ(curve.size(), 3U);
  EXPECT_EQ(curve[0], 1.0);
  EXPECT_NEAR(curve[1], 11.0 / 24.0, 1e-15);
  EXPECT_EQ(curve[2], 0.0);
  // 0.25 (1 + 11/24) / 2 + 0.75 (11/24 + 0) / 2
  EXPECT_NEAR(noise.robustness(), 0.25 * 35.0 / 48.0 + 0.75 * 11.0 / 48.0, 1e-15);
}

TEST(NoiseRobustness, AsThePlainSum) {
  base::Stream stream(1, "test.noise_robustness");
  NoiseRobustness noise;
  double area = 0;
  double last = 0;
  for (std::size_t level = 0; level < 21; ++level) {
    double sum = 0;
    for (int i = 0; i < 20; ++i) {
      const base::Sdr clean = random_sdr(70, 100, stream);
      const base::Sdr noisy = random_sdr(70, 100, stream);
      noise.add(level, clean, noisy);
      double common = 0;
      double ones = 0;
      double noisy_ones = 0;
      for (std::size_t b = 0; b < 70; ++b) {
        common += clean.test(b) && noisy.test(b) ? 1 : 0;
        ones += clean.test(b) ? 1 : 0;
        noisy_ones += noisy.test(b) ? 1 : 0;
      }
      const double least = std::min(ones, noisy_ones);
      sum += least == 0 ? 0 : common / least;
    }
    if (level > 0) area += 0.05 * (last + sum / 20) / 2;
    last = sum / 20;
  }
  EXPECT_NEAR(noise.curve().back(), last, 1e-13);
  EXPECT_NEAR(noise.robustness(), area, 1e-13);
  EXPECT_GT(area, 0.01);
}

TEST(NoiseRobustness, Refuses) {
  EXPECT_THROW(NoiseRobustness({0.5}), base::Error);
  EXPECT_THROW(NoiseRobustness({0.0, 1.1}), base::Error);
  EXPECT_THROW(NoiseRobustness({-0.1, 1.0}), base::Error);
  EXPECT_THROW(NoiseRobustness({0.5, 0.5}), base::Error);
  EXPECT_THROW(NoiseRobustness({0.0, std::numeric_limits<double>::quiet_NaN()}), base::Error);
  NoiseRobustness noise({0.0, 1.0});
  EXPECT_THROW(noise.add(2, base::Sdr(8), base::Sdr(8)), base::Error);
  EXPECT_THROW(noise.add(0, base::Sdr(8), base::Sdr(9)), base::Error);
  noise.add(0, base::Sdr(8), base::Sdr(8));
  EXPECT_THROW((void)noise.curve(), base::Error);  // level 1 has none
}

}  // namespace
}  // namespace silipool::metrics
