#include <silipool/experiments/summary.hpp>

#include <array>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

namespace silipool::experiments {
namespace {

TEST(Summary, MeanAndInterval) {
  // Standard deviation 1, so t(2 degrees) / sqrt(3) = 4.303 / 1.7320508.
  const std::array<double, 3> values{1, 2, 3};
  const Summary s = summarise(values);
  EXPECT_DOUBLE_EQ(s.mean, 2);
  EXPECT_NEAR(s.ci95, 2.48434, 1e-5);
  EXPECT_EQ(s.n, 3U);
}

TEST(Summary, OneValueSaysNothingAboutTheSpread) {
  const std::array<double, 1> values{0.25};
  EXPECT_EQ(summarise(values).mean, 0.25);
  EXPECT_EQ(summarise(values).ci95, 0);
  EXPECT_EQ(summarise(std::vector<double>{}).n, 0U);
}

TEST(Summary, QuantilesFall) {
  EXPECT_EQ(student_t(1), 12.706);
  for (std::size_t d = 2; d <= 30; ++d) EXPECT_LT(student_t(d), student_t(d - 1)) << d;
  EXPECT_EQ(student_t(31), student_t(30));
  EXPECT_THROW((void)student_t(0), base::Error);
}

}  // namespace
}  // namespace silipool::experiments
