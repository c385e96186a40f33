#include <set>

#include <gtest/gtest.h>

#include <silipool/engine/stall.hpp>
#include <silipool/engine/stimulus.hpp>

namespace silipool {
namespace {

TEST(Stimulus, IsAFunctionOfSeedAndStep) {
  for (const std::uint64_t step : {0U, 1U, 17U, 1000U}) {
    EXPECT_EQ(engine::stimulus(70, 1, step).input, engine::stimulus(70, 1, step).input);
  }
  EXPECT_NE(engine::stimulus(70, 1, 5).input, engine::stimulus(70, 2, 5).input);
}

TEST(Stimulus, CoversEmptyFullSingleAndRepeated) {
  std::set<std::size_t> counts;
  int learning = 0;
  int repeats = 0;
  for (std::uint64_t step = 0; step < 400; ++step) {
    const engine::StimulusStep s = engine::stimulus(70, 1, step);
    counts.insert(s.input.count());
    learning += s.learn ? 1 : 0;
    repeats += step > 0 && s.input == engine::stimulus(70, 1, step - 1).input ? 1 : 0;
  }
  EXPECT_TRUE(counts.contains(0) && counts.contains(1) && counts.contains(70));
  EXPECT_GT(counts.size(), 30U);
  EXPECT_GT(learning, 300);
  EXPECT_LT(learning, 400);
  EXPECT_GT(repeats, 0);
}

TEST(Stalls, DoWhatTheirNamesSay) {
  const auto share = [](engine::Stall pattern, bool source) {
    const engine::Stalls stalls(pattern, 3);
    int runs = 0;
    for (std::uint64_t cycle = 0; cycle < 1000; ++cycle)
      runs += (source ? stalls.source_runs(cycle) : stalls.sink_runs(cycle)) ? 1 : 0;
    return runs;
  };
  EXPECT_EQ(share(engine::Stall::none, true), 1000);
  EXPECT_EQ(share(engine::Stall::none, false), 1000);
  EXPECT_NEAR(share(engine::Stall::in, true), 500, 80);
  EXPECT_EQ(share(engine::Stall::in, false), 1000);
  EXPECT_EQ(share(engine::Stall::out, true), 1000);
  EXPECT_NEAR(share(engine::Stall::out, false), 500, 80);
  EXPECT_NEAR(share(engine::Stall::both, true), 500, 80);
  EXPECT_NEAR(share(engine::Stall::both, false), 500, 80);
  EXPECT_EQ(share(engine::Stall::alternate, true), 500);
  EXPECT_EQ(share(engine::Stall::alternate, false), 500);
}

}  // namespace
}  // namespace silipool
