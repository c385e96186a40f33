#include <silipool/metrics/sdr_statistics.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "sdrs.hpp"

namespace silipool::metrics {
namespace {

TEST(SdrStatistics, NothingYet) {
  const SdrStatistics statistics;
  EXPECT_EQ(statistics.samples(), 0U);
  EXPECT_EQ(statistics.density(), 0.0);
  EXPECT_EQ(statistics.entropy(), 0.0);
  EXPECT_EQ(statistics.entropy_ratio(), 0.0);
}

TEST(SdrStatistics, EvenUseIsOneAndFixedUseIsZero) {
  SdrStatistics even;
  for (std::size_t i = 0; i < 100; ++i) even.add(sdr_of(100, {i}));
  EXPECT_EQ(even.density(), 0.01);
  EXPECT_NEAR(even.entropy_ratio(), 1.0, 1e-12);
  SdrStatistics fixed;
  for (int i = 0; i < 10; ++i) fixed.add(sdr_of(100, {3, 4}));
  EXPECT_EQ(fixed.density(), 0.02);
  EXPECT_EQ(fixed.entropy_ratio(), 0.0);
}

TEST(SdrStatistics, ByHand) {
  // Frequencies 1/2, 1/4, 1/4, 0: density 1/4, entropies 1, h, h, 0 with h(1/4) = 2 - 3/4 log2 3.
  SdrStatistics statistics;
  statistics.add(sdr_of(4, {0}));
  statistics.add(sdr_of(4, {0}));
  statistics.add(sdr_of(4, {1}));
  statistics.add(sdr_of(4, {2}));
  EXPECT_EQ(statistics.samples(), 4U);
  EXPECT_EQ(statistics.density(), 0.25);
  constexpr double h = 0.8112781244591328;
  EXPECT_NEAR(statistics.entropy(), (1 + h + h + 0) / 4, 1e-15);
  EXPECT_NEAR(statistics.largest_entropy(), h, 1e-15);
  EXPECT_NEAR(statistics.entropy_ratio(), (1 + h + h + 0) / 4 / h, 1e-14);
}

TEST(SdrStatistics, AllOffAndAllOnAreZero) {
  SdrStatistics off;
  off.add(base::Sdr(5));
  EXPECT_EQ(off.density(), 0.0);
  EXPECT_EQ(off.entropy_ratio(), 0.0);
  SdrStatistics on;
  on.add(sdr_of(3, {0, 1, 2}));
  EXPECT_EQ(on.density(), 1.0);
  EXPECT_EQ(on.entropy_ratio(), 0.0);
}

TEST(SdrStatistics, GroupsByHand) {
  // As ByHand: groups {0, 1} and {2, 3} have mean frequencies 3/8 and 1/8.
  SdrStatistics statistics;
  for (const std::size_t bit : {0U, 0U, 1U, 2U}) statistics.add(sdr_of(4, {bit}));
  constexpr double quarter = 0.8112781244591328, three_eighths = 0.9544340029249650,
                   eighth = 0.5435644431995964;
  EXPECT_NEAR(statistics.entropy_ratio_of_groups(2), (three_eighths + eighth) / 2 / quarter, 1e-14);
  EXPECT_EQ(statistics.entropy_ratio_of_groups(1), statistics.entropy_ratio());
  EXPECT_EQ(statistics.entropy_ratio_of_groups(4), 1.0);
  EXPECT_THROW((void)statistics.entropy_ratio_of_groups(3), base::Error);
  EXPECT_THROW((void)statistics.entropy_ratio_of_groups(0), base::Error);
}

TEST(SdrStatistics, SizesMustAgree) {
  SdrStatistics statistics;
  statistics.add(base::Sdr(5));
  EXPECT_THROW(statistics.add(base::Sdr(6)), base::Error);
  EXPECT_EQ(statistics.samples(), 1U);
}

}  // namespace
}  // namespace silipool::metrics
