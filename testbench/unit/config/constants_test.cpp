#include <silipool/config/constants.hpp>

#include <gtest/gtest.h>

#include "minimal.hpp"

namespace silipool::config {
namespace {

TEST(Rounding, IsHalfUp) {
  EXPECT_EQ(round_half_up(0, 16), 0U);
  EXPECT_EQ(round_half_up(1, 16), 65536U);
  EXPECT_EQ(round_half_up(0.02, 16), 1311U);  // 1310.72
  EXPECT_EQ(round_half_up(0.01, 16), 655U);   // 655.36
  EXPECT_EQ(round_half_up(0.7, 16), 45875U);  // 45875.2
  EXPECT_EQ(round_half_up(0x1p-17, 16), 1U);
  EXPECT_EQ(round_half_up(0x3p-17, 16), 2U);
  EXPECT_EQ(round_half_up(0x1.fffffffffffffp-18, 16), 0U);
  // The greatest double below 1/2: adding 1/2 to it in double would give 1.
  EXPECT_EQ(round_half_up(0x1.fffffffffffffp-2, 0), 0U);
}

TEST(BoostConstants, FollowTheSpecification) {
  EXPECT_EQ(boost_scale(0, 1000), 0U);
  EXPECT_EQ(boost_scale(24, 5000), 116181U);     // 24 * 1.442695041 / 5000 * 2^24 = 116181.15
  EXPECT_EQ(boost_scale(0.6931, 1), 16776074U);  // 0.6931 * 1.442695041 * 2^24 = 16776074.02
  EXPECT_EQ(boost_target(1, 5000, 28), 45714U);  // 256 * 5000 / 28 = 45714.29
  EXPECT_EQ(boost_target(1, 1, 512), 1U);        // one half, up
  EXPECT_EQ(boost_target(1, 1, 513), 0U);
  EXPECT_EQ(boost_target(4096, 100000, 4096), 25600000U);
  EXPECT_EQ(boost_target(1, 5000, 28, 12), 731429U);  // 4096 * 5000 / 28 = 731428.57
  EXPECT_EQ(decay(256, 5000), 3355U);                 // 3355.44
  EXPECT_EQ(decay(1, 1), 65536U);
  EXPECT_EQ(decay(65536, 65536), 65536U);
  EXPECT_EQ(decay(1, 100000), 1U);  // 0.655
  EXPECT_EQ(decay(3, 131072), 2U);  // 1.5
}

TEST(BoostConstants, StayInTheirWidthsAtTheEdges) {
  const Config strongest = minimal({{"boosting.rule", "exponential", "t"},
                                    {"boosting.duty_period", "1", "t"},
                                    {"boosting.strength", "0.6931", "t"}});
  EXPECT_LT(strongest.runtime.boost_scale, 1U << 24U);
  const Config longest = minimal({{"boosting.duty_period", "100000", "t"},
                                  {"boosting.update_period", "1", "t"},
                                  {"pooler.active_columns", "10", "t"}});
  EXPECT_LT(longest.runtime.boost_target, 1U << 26U);
  EXPECT_GE(longest.runtime.decay, 1U);
}

}  // namespace
}  // namespace silipool::config
