#include <silipool/metrics/fraction_sum.hpp>

#include <gtest/gtest.h>

namespace silipool::metrics {
namespace {

TEST(FractionSum, ByHand) {
  FractionSum sum;
  EXPECT_EQ(sum.mean(), 0.0);
  sum.add(1, 2);
  sum.add(1, 4);
  sum.add(3, 0);  // counts as 0
  sum.add(1, 2);
  EXPECT_EQ(sum.terms(), 4U);
  EXPECT_EQ(sum.mean(), 1.25 / 4);
}

TEST(FractionSum, DoesNotDependOnTheOrder) {
  FractionSum up;
  FractionSum down;
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    up.add(i % 7, 1 + i % 13);
    down.add((1001 - i) % 7, 1 + (1001 - i) % 13);
  }
  EXPECT_EQ(up.mean(), down.mean());
}

}  // namespace
}  // namespace silipool::metrics
