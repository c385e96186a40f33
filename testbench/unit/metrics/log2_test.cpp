#include <silipool/metrics/log2.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>

namespace silipool::metrics {
namespace {

TEST(Log2, ExactAtPowersOfTwo) {
  for (int k = -1022; k <= 1023; ++k) EXPECT_EQ(log2_positive(std::ldexp(1.0, k)), k);
}

TEST(Log2, CloseToTheLibrary) {
  double worst = 0;
  const auto compare = [&worst](double x) {
    if (x != 1.0) worst = std::max(worst, std::fabs(log2_positive(x) / std::log2(x) - 1.0));
  };
  for (int i = 1; i <= 400000; ++i) compare(i / 200000.0);
  for (double x = 1e-300; x < 1e300; x *= 1.01) compare(x);
  for (double d = 1e-15; d < 0.5; d *= 1.01) {
    compare(1.0 - d);
    compare(1.0 + d);
  }
  EXPECT_LT(worst, 1e-15);
}

TEST(Log2, SameBitsEverywhere) {
  base::Digest digest;
  for (int i = 1; i < 100000; ++i) digest.u64(std::bit_cast<std::uint64_t>(log2_positive(i / 100000.0)));
  EXPECT_EQ(digest.hex(), "4ed566fed090eba5");
}

TEST(BinaryEntropy, ByHand) {
  EXPECT_EQ(binary_entropy(0.5), 1.0);
  EXPECT_NEAR(binary_entropy(0.25), 0.8112781244591328, 1e-15);  // 2 - 3/4 log2 3
  EXPECT_NEAR(binary_entropy(0.02), 0.14144, 5e-6);
  EXPECT_EQ(binary_entropy(0.0), 0.0);
  EXPECT_EQ(binary_entropy(1.0), 0.0);
}

}  // namespace
}  // namespace silipool::metrics
