#include <silipool/base/elementary.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>

namespace silipool::base {
namespace {

/// The largest relative difference of two functions over a grid.
template <typename Ours, typename Theirs>
double worst(double from, double to, int points, Ours ours, Theirs theirs) {
  double largest = 0;
  for (int i = 0; i <= points; ++i) {
    const double x = from + (to - from) * i / points;
    if (theirs(x) != 0) largest = std::max(largest, std::fabs(ours(x) / theirs(x) - 1.0));
  }
  return largest;
}

TEST(Elementary, ExpIsExactAtZeroAndEndsOfTheRange) {
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(exp(-0.0), 1.0);
  EXPECT_EQ(exp(-709.0), 0.0);
  EXPECT_EQ(exp(-1e300), 0.0);
  EXPECT_EQ(exp(-INFINITY), 0.0);
  EXPECT_EQ(exp(NAN), 0.0);
  EXPECT_GT(exp(-708.0), 0.0);
  EXPECT_EQ(exp(709.1), INFINITY);
  EXPECT_EQ(exp(INFINITY), INFINITY);
  EXPECT_LT(exp(709.0), INFINITY);
}

TEST(Elementary, ExpIsCloseToTheLibrary) {
  const auto theirs = [](double x) { return std::exp(x); };
  EXPECT_LT(worst(-708, 709, 500000, exp, theirs), 1e-15);
  EXPECT_LT(worst(-1, 1, 100000, exp, theirs), 1e-15);
  EXPECT_NEAR(exp(1e-18), 1.0, 0);
}

TEST(Elementary, LogIsCloseToTheLibrary) {
  const auto theirs = [](double x) { return std::log(x); };
  EXPECT_EQ(log(1.0), 0.0);
  EXPECT_EQ(log(0.0), -INFINITY);
  EXPECT_TRUE(std::isnan(log(-1.0)));
  EXPECT_LT(worst(1e-3, 10, 200000, log, theirs), 1e-15);
  EXPECT_LT(worst(0.999, 1.001, 100000, log, theirs), 1e-15);
  for (int k = -1000; k <= 1000; k += 7)
    EXPECT_LT(std::fabs(log(std::ldexp(1.37, k)) / std::log(std::ldexp(1.37, k)) - 1.0), 1e-15) << k;
}

TEST(Elementary, PowersAndHyperbolicFunctionsAreCloseToTheLibrary) {
  EXPECT_LT(
      worst(
          1e-3, 50, 20000, [](double x) { return pow(x, -0.7); }, [](double x) { return std::pow(x, -0.7); }),
      2e-15);
  EXPECT_LT(worst(-30, 30, 200001, sinh, [](double x) { return std::sinh(x); }), 2e-15);
  EXPECT_LT(worst(-1e-6, 1e-6, 1001, sinh, [](double x) { return std::sinh(x); }), 2e-15);
  EXPECT_LT(worst(-30, 30, 200001, cosh, [](double x) { return std::cosh(x); }), 2e-15);
  EXPECT_EQ(sinh(-3.25), -sinh(3.25));
}

TEST(Elementary, TheNormalDistributionAndItsInverse) {
  const auto theirs = [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); };
  EXPECT_LT(worst(-30, 8, 40000, normal_probability, theirs), 5e-13);
  EXPECT_EQ(normal_probability(0), 0.5);
  // Tabulated: the 97.5 % point.
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  for (double p = 1e-300; p < 0.5; p *= 3.7)
    EXPECT_LT(std::fabs(normal_probability(normal_quantile(p)) / p - 1.0), 1e-12) << p;
  for (const double p : {0.5001, 0.7, 0.9, 0.95, 0.9999})
    EXPECT_NEAR(normal_probability(normal_quantile(p)), p, 1e-15);
}

TEST(Elementary, SameBitsEverywhere) {
  Digest falling;
  for (int i = 0; i < 100000; ++i) falling.u64(std::bit_cast<std::uint64_t>(exp(-i * 0.00703125)));
  EXPECT_EQ(falling.hex(), "e6422e5eb96b976a");
  Digest rest;
  for (int i = 1; i < 20000; ++i) {
    const double x = i * 0.00328125;
    for (const double value : {exp(x), log(x), sinh(x), cosh(x), pow(x, 0.3), normal_probability(x - 30),
                               normal_quantile(i / 20000.0)})
      rest.u64(std::bit_cast<std::uint64_t>(value));
  }
  EXPECT_EQ(rest.hex(), "99889784e4b9a808");
}

}  // namespace
}  // namespace silipool::base
