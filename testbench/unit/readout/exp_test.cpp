#include <silipool/readout/exp.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>

namespace silipool::readout {
namespace {

TEST(Exp, ExactAtZeroAndZeroBelowTheNormalRange) {
  EXPECT_EQ(exp_nonpositive(0.0), 1.0);
  EXPECT_EQ(exp_nonpositive(-0.0), 1.0);
  EXPECT_EQ(exp_nonpositive(-709.0), 0.0);
  EXPECT_EQ(exp_nonpositive(-1e300), 0.0);
  EXPECT_EQ(exp_nonpositive(-INFINITY), 0.0);
  EXPECT_EQ(exp_nonpositive(NAN), 0.0);
  EXPECT_GT(exp_nonpositive(-708.0), 0.0);
}

TEST(Exp, CloseToTheLibrary) {
  double worst = 0;
  for (int i = 0; i <= 708000; ++i) {
    const double x = -i * 0.001;
    worst = std::max(worst, std::fabs(exp_nonpositive(x) / std::exp(x) - 1.0));
  }
  for (double x = -1e-18; x > -1.0; x *= 1.01)
    worst = std::max(worst, std::fabs(exp_nonpositive(x) / std::exp(x) - 1.0));
  EXPECT_LT(worst, 1e-15);
}

TEST(Exp, SameBitsEverywhere) {
  base::Digest digest;
  for (int i = 0; i < 100000; ++i) digest.u64(std::bit_cast<std::uint64_t>(exp_nonpositive(-i * 0.00703125)));
  EXPECT_EQ(digest.hex(), "e6422e5eb96b976a");
}

}  // namespace
}  // namespace silipool::readout
