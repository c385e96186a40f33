#include <silipool/sp/initial_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>

namespace silipool::sp {
namespace {

SpatialPooler pooler_of(const std::string& input, const std::string& pooler) {
  const config::Config config = config::parse_config(
      "name = \"p\"\n[input]\n" + input + "\n[pooler]\n" + pooler +
          "\npermanence_bits = 4\nactive_columns = 1\n[learning]\nrule = \"every_step\"\n",
      "p.toml");
  return {config.structural, config.runtime};
}

base::Sdr random_input(std::size_t size, std::uint64_t per_mille, base::Stream& stream) {
  base::Sdr input(size);
  for (std::size_t i = 0; i < size; ++i)
    if (stream.below(1000) < per_mille) input.set(i);
  return input;
}

TEST(Binomial, ByHand) {
  EXPECT_NEAR(binomial_at_least(3, 0.25, 1), 1 - 27.0 / 64, 1e-15);
  EXPECT_NEAR(binomial_at_least(3, 0.25, 2), 10.0 / 64, 1e-15);
  EXPECT_NEAR(binomial_at_least(3, 0.25, 3), 1.0 / 64, 1e-15);
  EXPECT_EQ(binomial_at_least(3, 0.25, 4), 0.0);
  EXPECT_EQ(binomial_at_least(3, 0.25, 0), 1.0);
  EXPECT_EQ(binomial_at_least(0, 0.25, 0), 1.0);
  EXPECT_EQ(binomial_at_least(0, 0.25, 1), 0.0);
  EXPECT_EQ(binomial_at_least(5, 0.0, 1), 0.0);
  EXPECT_EQ(binomial_at_least(5, 1.0, 5), 1.0);
}

TEST(Binomial, AsTheSumOverTrials) {
  for (const double probability : {0.001, 0.1, 0.3, 0.5, 0.77, 0.999}) {
    std::vector<double> outcomes = {1.0};  // of so many trials
    for (std::uint32_t trials = 0; trials <= 60; ++trials) {
      double tail = 0;
      for (std::uint32_t least = trials + 1; least-- > 0;) {
        tail += outcomes[least];
        ASSERT_NEAR(binomial_at_least(trials, probability, least) / tail, 1, 1e-12)
            << trials << " trials of " << probability << ", at least " << least;
      }
      outcomes.push_back(0);
      for (std::uint32_t t = trials + 1; t > 0; --t)
        outcomes[t] = outcomes[t] * (1 - probability) + outcomes[t - 1] * probability;
      outcomes[0] *= 1 - probability;
    }
  }
}

TEST(Binomial, ManyTrialsNeitherOverflowNorVanish) {
  // The median of 4095 fair trials is between 2047 and 2048.
  EXPECT_NEAR(binomial_at_least(4095, 0.5, 2048), 0.5, 1e-12);
  EXPECT_NEAR(binomial_at_least(4096, 1e-9, 1), -std::expm1(4096 * std::log1p(-1e-9)), 1e-17);
  EXPECT_NEAR(binomial_at_least(4096, 1 - 1e-9, 4096), std::exp(4096 * std::log1p(-1e-9)), 1e-12);
}

TEST(InitialStatistics, ByHand) {
  // The windows are inputs 0 1 2 and 3 4 5; radius 0 leaves their centres, 1 and 4.
  const SpatialPooler pooler = pooler_of(
      "shape = [6]",
      "hypercolumns = [2]\ncolumns_per_hypercolumn = 1\nwindow = [3]\npool = \"radius\"\nradius = 0\n"
      "stimulus_threshold = 1\ninitially_connected = 0.5");
  const InitialStatistics centres = initial_statistics(pooler, 0.5);
  EXPECT_EQ(centres.unseen, 4U);
  EXPECT_EQ(centres.expected_unseen, 4.0);
  EXPECT_EQ(centres.least_columns_per_input, 0U);
  EXPECT_EQ(centres.most_columns_per_input, 1U);
  EXPECT_EQ(centres.mean_columns_per_input, 2.0 / 6);
  EXPECT_EQ(centres.expected_overlap, 0.5);
  EXPECT_EQ(centres.expected_connected_overlap, 0.25);
  EXPECT_EQ(centres.expected_eligible, 0.5);

  // Of 4 inputs the windows are 0 1 2 and 2 3: 3 and 2 synapses, 1 - (3/4)^3 and 1 - (3/4)^2.
  const SpatialPooler clipped = pooler_of("shape = [4]",
                                          "hypercolumns = [2]\ncolumns_per_hypercolumn = 1\nwindow = [3]\n"
                                          "stimulus_threshold = 1\ninitially_connected = 0.5");
  const InitialStatistics windows = initial_statistics(clipped, 0.5);
  EXPECT_EQ(windows.density, 0.5);
  EXPECT_EQ(windows.unseen, 0U);
  EXPECT_EQ(windows.expected_unseen, 0.0);
  EXPECT_EQ(windows.least_columns_per_input, 1U);
  EXPECT_EQ(windows.most_columns_per_input, 2U);
  EXPECT_EQ(windows.mean_columns_per_input, 1.25);
  EXPECT_EQ(windows.expected_overlap, 1.25);
  EXPECT_EQ(windows.expected_connected_overlap, 0.625);
  EXPECT_NEAR(windows.expected_eligible, 37.0 / 64 + 7.0 / 16, 1e-15);
}

TEST(InitialStatistics, GlobalSamplesHaveTheClosedForm) {
  // p (1 - q / p)^m and m q / p.
  const SpatialPooler pooler =
      pooler_of("shape = [50]", "columns_per_hypercolumn = 20\npool = \"sample\"\nsynapses_per_column = 5");
  const InitialStatistics found = initial_statistics(pooler, 0.1);
  EXPECT_NEAR(found.expected_unseen, 50 * std::pow(0.9, 20), 1e-12);
  EXPECT_EQ(found.mean_columns_per_input, 2.0);
}

// Expected unseen inputs are the mean of the exact ones over pool seeds, for each pool.
TEST(InitialStatistics, ExpectedUnseenIsTheMeanOverPoolSeeds) {
  constexpr int kSeeds = 3000;
  const std::string grid = "hypercolumns = [3]\nwindow = [9]\nstimulus_threshold = 0\n";
  for (const std::string& pool :
       {std::string("columns_per_hypercolumn = 2\npool = \"sample\"\nsynapses_per_column = 3\n"),
        std::string("columns_per_hypercolumn = 2\npool = \"shared_sample\"\nsynapses_per_column = 4\n"),
        std::string("columns_per_hypercolumn = 2\npool = \"shared_sample\"\nsynapses_per_column = 4\n"
                    "candidate_inputs = \"07f3\"\n"),
        std::string("columns_per_hypercolumn = 2\npool = \"sample\"\nsynapses_per_column = 9\n")}) {
    const SpatialPooler pooler = pooler_of("shape = [14]", grid + pool);
    const double expected = initial_statistics(pooler, 0.5).expected_unseen;
    config::Structural structural = pooler.structural();
    double sum = 0;
    double squares = 0;
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
      structural.pool_seed = seed;
      const double unseen =
          static_cast<double>(initial_statistics(SpatialPooler(structural, pooler.runtime()), 0.5).unseen);
      sum += unseen;
      squares += unseen * unseen;
    }
    const double mean = sum / kSeeds;
    const double deviation = std::sqrt(std::max(0.0, squares / kSeeds - mean * mean) / kSeeds);
    EXPECT_NEAR(mean, expected, 4 * deviation + 1e-12) << pool;
  }
}

TEST(MeasuredOverlaps, AsTheStepsOfThePooler) {
  base::Stream stream(1, "test.measured_overlaps");
  for (int round = 0; round < 100; ++round) {
    const config::Config config = config::random_config(stream);
    const config::Structural& s = config.structural;
    SpatialPooler pooler(s, config.runtime);
    std::vector<base::Sdr> inputs;
    double connected = 0;
    double potential = 0;
    double eligible = 0;
    double on = 0;
    for (int i = 0; i < 8; ++i) {
      inputs.push_back(random_input(s.inputs(), 300, stream));
      on += static_cast<double>(inputs.back().count());
      const StepTrace& trace = pooler.step(inputs.back(), false);
      for (std::size_t c = 0; c < s.columns(); ++c) {
        connected += trace.overlaps[c];
        eligible += trace.keys[c] != 0 ? 1 : 0;
        for (std::size_t slot = 0; slot < s.slots(); ++slot)
          if (pooler.pools().potential(c, slot) &&
              inputs.back().test(
                  static_cast<std::size_t>(pooler.pools().input_of(c / s.columns_per_hypercolumn, slot))))
            potential += 1;
      }
    }
    const MeasuredOverlaps found = measured_overlaps(pooler, inputs);
    const double of_columns = 8.0 * static_cast<double>(s.columns());
    ASSERT_EQ(found.connected_overlap, connected / of_columns) << "round " << round;
    ASSERT_EQ(found.overlap, potential / of_columns) << "round " << round;
    ASSERT_EQ(found.eligible, eligible / 8) << "round " << round;
    ASSERT_EQ(found.density, on / (8.0 * static_cast<double>(s.inputs()))) << "round " << round;
  }
}

TEST(MeasuredOverlaps, AreAsExpectedAtTheBeginning) {
  const SpatialPooler pooler =
      pooler_of("shape = [20, 20]",
                "columns_per_hypercolumn = 600\npool = \"sample\"\nsynapses_per_column = 60\n"
                "initially_connected = 0.3\nstimulus_threshold = 5");
  base::Stream stream(3, "test.measured_overlaps");
  std::vector<base::Sdr> inputs;
  for (int i = 0; i < 200; ++i) inputs.push_back(random_input(400, 250, stream));
  const MeasuredOverlaps found = measured_overlaps(pooler, inputs);
  const InitialStatistics expected = initial_statistics(pooler, 0.25);
  EXPECT_NEAR(found.density, 0.25, 0.005);
  EXPECT_NEAR(found.overlap / expected.expected_overlap, 1, 0.02);
  EXPECT_NEAR(found.connected_overlap / expected.expected_connected_overlap, 1, 0.02);
  EXPECT_NEAR(found.eligible / expected.expected_eligible, 1, 0.03);
  EXPECT_GT(expected.expected_eligible, 100.0);
  EXPECT_LT(expected.expected_eligible, 500.0);
}

TEST(InitialStatistics, Refuses) {
  const SpatialPooler pooler = pooler_of("shape = [4]", "columns_per_hypercolumn = 1");
  EXPECT_THROW((void)initial_statistics(pooler, -0.1), base::Error);
  EXPECT_THROW((void)initial_statistics(pooler, 1.1), base::Error);
  EXPECT_THROW((void)initial_statistics(pooler, std::numeric_limits<double>::quiet_NaN()), base::Error);
  EXPECT_THROW((void)measured_overlaps(pooler, {}), base::Error);
  EXPECT_THROW((void)measured_overlaps(pooler, std::vector{base::Sdr(5)}), base::Error);
}

}  // namespace
}  // namespace silipool::sp
