#include <synthetic.hpp>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/data/generators.hpp>

namespace silipool::experiments::published {
namespace {

/// No level of noise falls short by a bit because its share was rounded.
TEST(ShareOf, LevelsOfNoiseMoveTheirBits) {
  base::Stream random(1, "test");
  for (std::size_t level = 0; level <= 20; ++level) {
    const base::Sdr sdr = data::random_sdr(1024, 20, random);
    const base::Sdr noisy = data::swap_noise(sdr, share_of(level, 20), random);
    std::size_t moved = 0;
    sdr.for_each([&](std::size_t i) { moved += noisy.test(i) ? 0 : 1; });
    EXPECT_EQ(moved, level);
  }
}

}  // namespace
}  // namespace silipool::experiments::published
