#include <silipool/readout/weight_rows.hpp>

#include <gtest/gtest.h>

#include "unit/readout/samples.hpp"

namespace silipool::readout {
namespace {

/// Values that a sum in another order would round otherwise.
std::vector<double> random_values(std::size_t count, std::uint64_t seed) {
  std::vector<double> values(count);
  base::Stream random(seed, "random_values");
  for (double& v : values)
    v = (random.unit() - 0.5) * static_cast<double>(std::uint64_t{1} << random.below(40));
  return values;
}

TEST(WeightRows, EveryKernelAddsInTheOrderOfTheFeatures) {
  const FeatureSet samples = random_samples(50, 1, 20, 60, 1);
  ASSERT_EQ(row_kernels().front().name, "portable");
  for (const RowKernels& kernel : row_kernels())
    for (const std::size_t stride : {4U, 8U, 12U, 16U, 20U, 24U, 28U, 256U}) {
      std::vector<double> rows = random_values(50 * stride, stride);
      std::vector<double> expected = rows;
      const std::vector<double> step = random_values(stride, 99);
      for (std::size_t s = 0; s < samples.size(); ++s) {
        std::vector<double> sums(stride, 7.0), plain(stride, 0.0);
        kernel.sum(rows.data(), stride, samples.active(s), sums.data());
        for (const std::uint32_t f : samples.active(s))
          for (std::size_t c = 0; c < stride; ++c) plain[c] += expected[f * stride + c];
        EXPECT_EQ(sums, plain) << kernel.name << ", stride " << stride;
        kernel.add(rows.data(), stride, samples.active(s), step.data());
        for (const std::uint32_t f : samples.active(s))
          for (std::size_t c = 0; c < stride; ++c) expected[f * stride + c] += step[c];
        EXPECT_EQ(rows, expected) << kernel.name << ", stride " << stride;
      }
    }
}

TEST(WeightRows, RowsAreRoundedUpToFours) {
  for (const auto& [classes, stride] : {std::pair(1U, 4U), std::pair(4U, 4U), std::pair(5U, 8U)}) {
    WeightRows rows(3, classes);
    EXPECT_EQ(rows.stride(), stride);
    rows.at(2, classes - 1) = 5;
    std::vector<double> sums(stride, 1.0);
    const std::vector<std::uint32_t> active{0, 2};
    rows.sum(active, sums);
    for (unsigned c = 0; c < stride; ++c) EXPECT_EQ(sums[c], c == classes - 1 ? 5.0 : 0.0);
  }
}

}  // namespace
}  // namespace silipool::readout
