#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool {
namespace {

config::Config small() {
  return config::parse_config(R"(
name = "small"
[input]
shape = [6, 6]
[pooler]
hypercolumns = [2, 2]
columns_per_hypercolumn = 8
window = [3, 3]
permanence_bits = 4
active_columns = 3
learning_columns = 1
[learning]
rule = "every_step"
[boosting]
rule = "exponential"
strength = 8
duty_period = 64
update_period = 4
)",
                              "small.toml");
}

base::Sdr checkerboard(std::size_t size) {
  base::Sdr input(size);
  for (std::size_t i = 0; i < size; i += 2) input.set(i);
  return input;
}

TEST(SpatialPooler, InferenceChangesNoState) {
  const config::Config config = small();
  sp::SpatialPooler pooler(config.structural, config.runtime);
  for (int i = 0; i < 10; ++i) pooler.step(checkerboard(36), true);
  const std::uint64_t digest = pooler.digest();
  for (int i = 0; i < 10; ++i) pooler.step(checkerboard(36), false);
  EXPECT_EQ(pooler.digest(), digest);
  pooler.step(checkerboard(36), true);
  EXPECT_NE(pooler.digest(), digest);
}

TEST(SpatialPooler, ResetReturnsToTheBeginning) {
  const config::Config config = small();
  sp::SpatialPooler pooler(config.structural, config.runtime);
  const std::uint64_t digest = pooler.digest();
  for (int i = 0; i < 10; ++i) pooler.step(checkerboard(36), true);
  pooler.reset();
  EXPECT_EQ(pooler.digest(), digest);
}

TEST(SpatialPooler, SeedsDiffer) {
  config::Config config = small();
  const sp::SpatialPooler one(config.structural, config.runtime);
  config.runtime.seed = 2;
  const sp::SpatialPooler two(config.structural, config.runtime);
  EXPECT_NE(one.digest(), two.digest());
}

TEST(SpatialPooler, EveryHypercolumnReportsExactlyK) {
  config::Config config = small();
  config.runtime.stimulus_threshold = 0;
  sp::SpatialPooler pooler(config.structural, config.runtime);
  const sp::StepTrace& trace = pooler.step(base::Sdr(36), true);
  EXPECT_EQ(trace.winners.size(), 4U * 3U);
  EXPECT_EQ(trace.learners.size(), 4U);
}

TEST(SpatialPooler, RefusesAnInputOfAnotherSize) {
  const config::Config config = small();
  sp::SpatialPooler pooler(config.structural, config.runtime);
  EXPECT_THROW(pooler.step(base::Sdr(35), true), base::Error);
}

}  // namespace
}  // namespace silipool
