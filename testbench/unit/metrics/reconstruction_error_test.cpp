#include <silipool/metrics/reconstruction_error.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "sdrs.hpp"

namespace silipool::metrics {
namespace {

TEST(ReconstructionError, OfBitsByHand) {
  ReconstructionError error;
  EXPECT_EQ(error.mean(), 0.0);
  error.add(sdr_of(4, {0, 1}), sdr_of(4, {1, 2, 3}));  // 3 of 4
  error.add(sdr_of(4, {0, 1}), sdr_of(4, {0, 1}));
  EXPECT_EQ(error.batch(), 2U);
  EXPECT_EQ(error.mean(), 3.0 / 8.0);
}

TEST(ReconstructionError, OfVotesByHand) {
  ReconstructionError error;
  const std::vector<std::uint32_t> votes = {5, 1, 0, 2};
  error.add(sdr_of(4, {0, 1}), votes, 5);  // 0 + 4/5 + 0 + 2/5
  EXPECT_NEAR(error.mean(), 1.2 / 4, 1e-15);
  const std::vector<std::uint32_t> none(4, 0);
  error.add(sdr_of(4, {0, 1}), none, 0);  // 2
  EXPECT_NEAR(error.mean(), 3.2 / 8, 1e-15);
}

TEST(ReconstructionError, AsThePlainSum) {
  base::Stream stream(1, "test.reconstruction_error");
  ReconstructionError error;
  double sum = 0;
  for (int i = 0; i < 100; ++i) {
    const base::Sdr input = random_sdr(67, 300, stream);
    const auto voters = static_cast<std::uint32_t>(1 + stream.below(20));
    std::vector<std::uint32_t> votes;
    for (std::size_t r = 0; r < 67; ++r) {
      votes.push_back(static_cast<std::uint32_t>(stream.below(voters + 1)));
      sum += std::fabs((input.test(r) ? 1.0 : 0.0) - static_cast<double>(votes.back()) / voters) / 67;
    }
    error.add(input, votes, voters);
    const base::Sdr bits = random_sdr(67, 300, stream);
    for (std::size_t r = 0; r < 67; ++r) sum += bits.test(r) != input.test(r) ? 1.0 / 67 : 0.0;
    error.add(input, bits);
  }
  EXPECT_NEAR(error.mean(), sum / 200, 1e-13);
}

TEST(ReconstructionError, Refuses) {
  ReconstructionError error;
  EXPECT_THROW(error.add(base::Sdr(3), base::Sdr(4)), base::Error);
  EXPECT_THROW(error.add(base::Sdr(), base::Sdr()), base::Error);
  EXPECT_THROW(error.add(base::Sdr(2), std::vector<std::uint32_t>{1}, 1), base::Error);
  EXPECT_THROW(error.add(base::Sdr(1), std::vector<std::uint32_t>{2}, 1), base::Error);
  EXPECT_EQ(error.batch(), 0U);
}

}  // namespace
}  // namespace silipool::metrics
