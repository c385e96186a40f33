// The comparison of presets with their twins: that it agrees on built-in digits, and that it can disagree.
#include <cmath>

#include <gtest/gtest.h>

#include <silipool/data/digits.hpp>

#include "cases.hpp"

namespace silipool::twin {
namespace {

constexpr std::uint32_t kSeeds = 4;

Data digits(std::size_t train, std::size_t test) {
  return {data::digits("train", train, 1), data::digits("test", test, 1)};
}

TEST(Difference, IsWelchs) {
  const Difference d = difference({1, 2, 3}, {2, 4, 6});
  EXPECT_DOUBLE_EQ(d.difference, -2.0);
  // variances of the means 1/3 and 4/3: 2.94 degrees of freedom, cut off to 2
  EXPECT_NEAR(d.half_width, 2.920 * std::sqrt(5.0 / 3.0), 1e-12);
  EXPECT_FALSE(d.differs());
  EXPECT_FALSE(d.agrees());
  EXPECT_NEAR(d.margin, 2.8 * std::sqrt(2.5), 1e-12);  // variances 1 and 4 of a run
  EXPECT_TRUE(difference({1, 2, 3}, {1.1, 2.1, 3.1}).agrees());
  EXPECT_FALSE(difference({1, 2, 3}, {2.2, 3.2, 4.2}).agrees());  // 1.2 + 1.74 of 2.8
  EXPECT_TRUE(difference({7, 8, 9}, {1, 2, 3}).differs());
  EXPECT_EQ(difference({1, 1}, {1, 1}).half_width, 0.0);
}

TEST(Greatest, EqualsByRule) {
  EXPECT_EQ(greatest({1, 3, 3, 0, 3}, 2, Equals::first), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(greatest({1, 3, 3, 0, 3}, 2, Equals::last), (std::vector<std::uint32_t>{2, 4}));
  EXPECT_EQ(greatest({1, 2}, 5, Equals::last).size(), 2U);
}

class TwinsOnDigits : public testing::Test {
 protected:
  static Agreement run(const Case& c) { return compare(c, digits(600, 300), kSeeds); }
  static bool agree(const Agreement& a) {
    return a.accuracy.agrees() && a.entropy_ratio.agrees() && a.density.agrees();
  }
};

TEST_F(TwinsOnDigits, MhtmAgrees) { EXPECT_TRUE(agree(run(mhtm()))); }
TEST_F(TwinsOnDigits, HtmCoreAgrees) { EXPECT_TRUE(agree(run(htm_core_quick()))); }

// What the criterion is for: a preset that differs from its twin in one number is told apart.
TEST_F(TwinsOnDigits, AnotherBoostIsNoticed) {
  Case c = htm_core_quick();
  c.overrides.push_back({"boosting.strength", "1", "twin test"});
  EXPECT_TRUE(run(c).entropy_ratio.differs());
}

TEST_F(TwinsOnDigits, AnotherDecrementIsNoticed) {
  Case c = htm_core_quick();
  c.overrides.push_back({"learning.decrement", "60", "twin test"});
  EXPECT_FALSE(agree(run(c)));
}

}  // namespace
}  // namespace silipool::twin
