#include <silipool/metrics/connection_change.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "sdrs.hpp"

namespace silipool::metrics {
namespace {

TEST(ConnectionChange, ByHand) {
  const base::Sdr before = sdr_of(130, {0, 64, 65, 129});
  const base::Sdr now = sdr_of(130, {0, 1, 66, 129, 128});
  EXPECT_EQ(connection_change(before, now), (ConnectionChange{.formed = 3, .removed = 2}));
  EXPECT_EQ(connection_change(now, before), (ConnectionChange{.formed = 2, .removed = 3}));
  EXPECT_EQ(connection_change(now, now), ConnectionChange{});
}

TEST(ConnectionChange, AsThePlainCount) {
  base::Stream stream(1, "test.connection_change");
  for (int round = 0; round < 50; ++round) {
    const base::Sdr before = random_sdr(200, 500, stream);
    const base::Sdr now = random_sdr(200, 500, stream);
    ConnectionChange plain;
    for (std::size_t i = 0; i < 200; ++i) {
      if (!before.test(i) && now.test(i)) ++plain.formed;
      if (before.test(i) && !now.test(i)) ++plain.removed;
    }
    EXPECT_EQ(connection_change(before, now), plain);
  }
}

TEST(ConnectionChange, SizesMustAgree) {
  EXPECT_THROW((void)connection_change(base::Sdr(3), base::Sdr(4)), base::Error);
}

}  // namespace
}  // namespace silipool::metrics
