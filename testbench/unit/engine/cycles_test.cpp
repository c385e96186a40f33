#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/engine/stimulus.hpp>

namespace silipool::engine {
namespace {

TEST(CoveredCycles, CountsEachCycleOnce) {
  CoveredCycles covered;
  covered.add(5, 5);
  EXPECT_EQ(covered.total(), 0U);
  covered.add(10, 20);
  covered.add(30, 40);
  covered.add(15, 18);
  EXPECT_EQ(covered.total(), 20U);
  covered.add(20, 30);  // closes the gap
  EXPECT_EQ(covered.total(), 30U);
  covered.move_on(41);
  covered.add(50, 51);
  EXPECT_EQ(covered.total(), 31U);
}

TEST(CoveredCycles, AgreesWithABitForEachCycle) {
  base::Stream stream(3, "covered_cycles");
  CoveredCycles covered;
  std::vector<bool> bits(5000);
  for (std::uint64_t horizon = 0; horizon < 4000; horizon += stream.below(40)) {
    covered.move_on(horizon);
    for (int i = 0; i < 6; ++i) {
      const std::uint64_t begin = horizon + stream.below(100);
      const std::uint64_t end = begin + stream.below(30);
      covered.add(begin, end);
      for (std::uint64_t c = begin; c < end; ++c) bits[c] = true;
    }
    ASSERT_EQ(covered.total(), static_cast<std::uint64_t>(std::count(bits.begin(), bits.end(), true)));
  }
}

TEST(BankTable, CountsWhatTheSlotsSee) {
  for (const char* pool : {"window", "shared_sample"}) {
    config::Overrides set{{"rtl.banks", "4", "test"}, {"pooler.pool", pool, "test"}};
    if (std::string_view(pool) != "window") set.push_back({"pooler.synapses_per_column", "23", "test"});
    const config::Config config =
        config::load_config(std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/tiny.toml", set);
    sp::SpatialPooler pooler(config.structural, config.runtime);
    BankTable table(pooler.pools(), config);
    for (std::uint64_t step = 0; step < 40; ++step) {
      const StimulusStep s = stimulus(config.structural.inputs(), 5, step);
      const sp::StepTrace& trace = pooler.step(s.input, s.learn);
      const StepWork one_by_one = work_of(pooler, trace, s.input, config);
      const StepWork work = work_of(pooler, trace, s.input, config, &table);
      for (std::size_t h = 0; h < work.hypercolumns.size(); ++h)
        ASSERT_EQ(work.hypercolumns[h].rows, one_by_one.hypercolumns[h].rows) << "step " << step << ", " << h;
    }
  }
}

}  // namespace
}  // namespace silipool::engine
