// The pooler on devices: ideal ones are the model to the bit, others are not, and what is counted is what was
// done.
#include <gtest/gtest.h>

#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/experiments/verification.hpp>

#include "configuration.hpp"

namespace silipool::crossbar {
namespace {

using testbench::crossbar_config;

constexpr std::uint64_t kSteps = 120;

/// Lock-step with the model over generated stimulus, with all state at every tenth step.
std::optional<engine::Mismatch> compared(CrossbarEngine& engine, const config::Config& config) {
  engine::Lockstep lockstep(config, config.runtime, [](std::uint64_t step) { return step % 10 == 9; });
  engine.observe(&lockstep);
  engine.reset(config.runtime);
  (void)experiments::verify(config, engine, lockstep,
                            {.steps = kSteps, .seed = 1, .stop = nullptr, .progress = {}});
  engine.observe(nullptr);
  return lockstep.mismatch();
}

std::optional<engine::Mismatch> compared(const std::string& crossbar, bool one_bit = false) {
  const config::Config config = crossbar_config(crossbar, one_bit);
  CrossbarEngine engine(config, 1);
  return compared(engine, config);
}

/// Steps of generated stimulus, alone.
void run(CrossbarEngine& engine, const config::Config& config, std::uint64_t steps = kSteps) {
  engine.reset(config.runtime);
  base::Sdr winners;
  for (std::uint64_t step = 0; step < steps; ++step) {
    engine.submit(engine::stimulus(config.structural.inputs(), 1, step));
    engine.collect(winners);
  }
}

TEST(CrossbarEngine, IdealDevicesAreTheModel) {
  EXPECT_FALSE(compared(""));
  EXPECT_FALSE(compared("inactive_rows = \"grounded\""));
  EXPECT_FALSE(compared("readout = \"adc\"\nadc_bits = 12\nadc_full_scale = 64"));
  EXPECT_FALSE(compared("tile_rows = 7\ntile_columns = 4"));
  EXPECT_FALSE(compared("solver = \"ideal\""));
  EXPECT_FALSE(compared("calibration = \"fitted\""));
  EXPECT_FALSE(compared("device = \"nvsim_rram\""));
}

TEST(CrossbarEngine, IdealAnalogPermanencesAreTheModel) {
  EXPECT_FALSE(compared("synapse = \"analog\"\nlaw = \"linear\""));
  EXPECT_FALSE(compared("synapse = \"analog\"\nlaw = \"linear\"\ntile_rows = 9"));
  EXPECT_TRUE(compared("synapse = \"analog\"\ndevice = \"ag_asi\""));  // whose steps are not equal
}

TEST(CrossbarEngine, StochasticCellsThatAreAlikeAreTheModel) {
  EXPECT_FALSE(compared("synapse = \"stochastic\"", true));
  EXPECT_TRUE(compared("synapse = \"stochastic\"\nthreshold_variation = 0.1", true));
}

TEST(CrossbarEngine, OthersAreNot) {
  EXPECT_TRUE(compared("stuck_off = 0.1"));
  EXPECT_TRUE(compared("device_variation = 0.3"));
  EXPECT_TRUE(compared("read_noise = 0.3"));
  EXPECT_TRUE(compared("readout_offset = 2"));
  EXPECT_TRUE(compared("readout_noise = 2"));
  EXPECT_TRUE(compared("row_ohm = 300\ncolumn_ohm = 300"));
  EXPECT_TRUE(compared("row_ohm = 300\ncolumn_ohm = 300\nsolver = \"dmr\""));
  EXPECT_TRUE(compared("readout = \"adc\"\nadc_bits = 2"));
  EXPECT_TRUE(compared("readout = \"threshold\"\nthreshold = 3"));
}

TEST(CrossbarEngine, FaultsAreCaught) {
  const config::Config config = crossbar_config("");
  for (const int kind : {1, 4, 7}) {
    CrossbarEngine engine(config, 1);
    int asked = 0;
    engine.on_inject([&](int k) { return k == kind && ++asked == 30 ? 5 : -1; });
    const std::optional<engine::Mismatch> found = compared(engine, config);
    ASSERT_TRUE(found) << kind;
    EXPECT_EQ(found->phase == engine::Phase::overlap, kind == 1);
    EXPECT_EQ(found->phase == engine::Phase::permanence, kind == 4);
  }
}

TEST(CrossbarEngine, ThreadsChangeNothing) {
  for (const char* kind : {"hybrid", "analog", "stochastic"}) {
    const bool one_bit = std::string(kind) == "stochastic";
    const config::Config config =
        crossbar_config("synapse = \"" + std::string(kind) +
                            "\"\ndevice_variation = 0.2\nstuck_on = 0.05\nread_noise = 0.1\nrow_ohm = 5\n"
                            "column_ohm = 5\nreadout_noise = 0.2\ncycle_variation = 0.1",
                        one_bit);
    CrossbarEngine one(config, 1), three(config, 3);
    run(one, config);
    run(three, config);
    EXPECT_EQ(one.pooler().digest(), three.pooler().digest()) << kind;
    EXPECT_EQ(one.array().learning_work().read_j, three.array().learning_work().read_j);
    EXPECT_EQ(one.array().learning_work().write_j, three.array().learning_work().write_j);
    EXPECT_EQ(one.array().wear().most, three.array().wear().most);
    EXPECT_GT(one.array().wear().most, 0U);
  }
}

TEST(CrossbarEngine, DevicesOfManyStatesAreWrittenUntilTheyAreOnOrOff) {
  const config::Config config = crossbar_config("device = \"taox_hfox\"");
  CrossbarEngine engine(config, 1);
  run(engine, config);
  const Work& work = engine.array().learning_work();
  EXPECT_GT(work.write_pulses, 50 * work.device_writes);
  EXPECT_GT(work.verify_reads, work.write_pulses);
  EXPECT_EQ(work.failed_writes, 0U);
  for (std::uint32_t c = 0; c < 24; ++c)
    for (const std::uint32_t slot : engine.array().usable_slots(c / 6))
      EXPECT_EQ(engine.array().connected(c, slot), engine.pooler().permanence(c, slot) >= 4);
}

TEST(CrossbarEngine, ASeedOfDevicesIsAnotherArray) {
  const auto digest = [](const char* seed) {
    const config::Config config = crossbar_config(std::string("device_variation = 0.5\nseed = ") + seed);
    CrossbarEngine engine(config, 1);
    run(engine, config);
    return engine.pooler().digest();
  };
  EXPECT_EQ(digest("1"), digest("1"));
  EXPECT_NE(digest("1"), digest("2"));
}

TEST(CrossbarEngine, HybridDevicesAreWrittenWhereConnectionsTurn) {
  const config::Config config = crossbar_config("");
  CrossbarEngine engine(config, 1);
  sp::SpatialPooler model(config.structural, config.runtime);
  run(engine, config);
  std::size_t flips = 0;
  for (std::uint64_t step = 0; step < kSteps; ++step) {
    const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), 1, step);
    flips += model.step(s.input, s.learn).connection_flips;
  }
  const Work& work = engine.array().learning_work();
  EXPECT_GT(flips, 0U);
  EXPECT_EQ(work.device_writes, flips);
  EXPECT_EQ(work.write_pulses, flips);
  EXPECT_EQ(work.failed_writes, 0U);
}

TEST(CrossbarEngine, AReadTakesWhatItsCellsTake) {
  const config::Config config = crossbar_config("");
  CrossbarEngine engine(config, 1);
  engine.reset(config.runtime);
  base::Sdr input(config.structural.inputs()), winners;
  for (std::size_t i = 0; i < input.size(); ++i) input.set(i);
  engine.submit({input, false, std::nullopt});
  engine.collect(winners);
  double cells_s = 0;
  for (std::size_t h = 0; h < 4; ++h)
    for (const std::uint32_t slot : engine.array().active_slots(h))
      for (std::size_t j = 0; j < 6; ++j) cells_s += engine.array().cells(h).conductance_s(slot * 6 + j);
  const auto& setup = engine.array().setup();
  const double expected = setup.read_v * setup.read_v * cells_s * setup.read_s;
  EXPECT_NEAR(engine.array().inference_work().read_j, expected, 1e-9 * expected);
  EXPECT_EQ(engine.array().inference_work().reads, 4U);
}

TEST(CrossbarEngine, HalfSelectedCellsOfPassiveArraysTakeEnergy) {
  for (const bool grounded : {false, true}) {
    const config::Config config = crossbar_config(grounded ? "inactive_rows = \"grounded\"" : "");
    CrossbarEngine engine(config, 1);
    run(engine, config);
    EXPECT_EQ(engine.array().learning_work().half_select_j > 0, grounded);
  }
}

TEST(CrossbarEngine, WornCellsFail) {
  const config::Config config = crossbar_config("endurance = 2");
  CrossbarEngine engine(config, 1);
  run(engine, config);
  EXPECT_GT(engine.array().wear().failed, 0U);
}

TEST(CrossbarEngine, CurrentsCompeteWithoutCounts) {
  const config::Config config = crossbar_config("readout = \"current\"\ngain_bits = 12");
  CrossbarEngine engine(config, 1);
  run(engine, config, 20);
  // Without wires and variation the larger current is the larger overlap; boosts are 1 until the 16th step.
  sp::SpatialPooler model(config.structural, config.runtime);
  base::Sdr winners;
  engine.reset(config.runtime);
  for (std::uint64_t step = 0; step < 10; ++step) {
    const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), 1, step);
    engine.submit({s.input, false, std::nullopt});
    engine.collect(winners);
    const sp::StepTrace& trace = model.step(s.input, false);
    // Where counts tie, so do currents, up to their last bits.
    for (std::size_t h = 0; h < 4; ++h) {
      std::uint32_t least_model = ~0U, least_engine = ~0U;
      for (const std::uint32_t c : trace.winners)
        if (c / 6 == h) least_model = std::min(least_model, trace.overlaps[c]);
      winners.for_each([&](std::size_t c) {
        if (c / 6 == h) least_engine = std::min(least_engine, trace.overlaps[c]);
      });
      EXPECT_EQ(least_model, least_engine);
    }
  }
}

}  // namespace
}  // namespace silipool::crossbar
