#include <silipool/metrics/stability.hpp>

#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "sdrs.hpp"

namespace silipool::metrics {
namespace {

TEST(Stability, ByHand) {
  const std::vector<base::Sdr> before = {sdr_of(9, {0, 1}), sdr_of(9, {4}), sdr_of(9, {5})};
  const std::vector<base::Sdr> now = {sdr_of(9, {1, 2}), sdr_of(9, {4, 5, 6}), base::Sdr(9)};
  EXPECT_EQ(stability(before, now), 2.0 / 5.0);
  EXPECT_EQ(stability(now, before), 2.0 / 4.0);  // the divisor is the later epoch's
  EXPECT_EQ(stability(now, now), 1.0);
}

TEST(Stability, AsThePlainSum) {
  base::Stream stream(1, "test.stability");
  for (int round = 0; round < 50; ++round) {
    std::vector<base::Sdr> before;
    std::vector<base::Sdr> now;
    double kept = 0;
    double all = 0;
    for (int i = 0; i < 20; ++i) {
      before.push_back(random_sdr(100, 300, stream));
      now.push_back(random_sdr(100, 200, stream));
      for (std::size_t b = 0; b < 100; ++b) {
        kept += before.back().test(b) && now.back().test(b) ? 1 : 0;
        all += now.back().test(b) ? 1 : 0;
      }
    }
    EXPECT_EQ(stability(before, now), kept / all);
  }
}

TEST(Stability, OfNothingIsZero) {
  EXPECT_EQ(stability({}, {}), 0.0);
  EXPECT_EQ(stability(std::vector{sdr_of(3, {0})}, std::vector{base::Sdr(3)}), 0.0);
}

TEST(Stability, Refuses) {
  EXPECT_THROW((void)stability(std::vector{base::Sdr(3)}, {}), base::Error);
  EXPECT_THROW((void)stability(std::vector{base::Sdr(3)}, std::vector{base::Sdr(4)}), base::Error);
}

}  // namespace
}  // namespace silipool::metrics
