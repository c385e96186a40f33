// The cycles of the RTL against engine/cycles.hpp: every step, to the cycle.
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/cycles.hpp>
#include <silipool/engine/initialisation.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/verilated_pins.hpp>

#include "cores.hpp"
#include "random_cases.hpp"

namespace silipool {
namespace {

/// What a run of steps came across: a test that never met a case has not tested it.
struct Met {
  std::uint64_t refreshes = 0, inferences = 0, flips = 0, short_of_winners = 0;
  std::uint64_t core_decides = 0, input_decides = 0, output_decides = 0;
};

class Bench {
 public:
  Bench(const config::Config& config, const std::filesystem::path& library)
      : config_(config),
        driver_("rtl", std::make_unique<verilated::VerilatedPins>(library, 1), config, engine::Stall::none, 0,
                [](engine::EventSink*) {}) {}

  /// Makes the initial state once more, and waits for its interrupt.
  void initial_state() {
    driver_.reset(config_.runtime);
    engine::PinLevel& pins = driver_.pins();
    engine::AxiLite bus(pins);
    bus.write(engine::registers::kInterrupts, 0xf);
    bus.write(engine::registers::kInterruptEnable, 4);
    const std::uint64_t begun = pins.cycle();
    bus.write(engine::registers::kControl, 1);
    while (!pins.settle({}).irq && pins.cycle() < begun + 10'000'000) (void)pins.edge();
    const sp::SpatialPooler model(config_.structural, config_.runtime);
    EXPECT_EQ(pins.cycle() - begun, engine::initialisation_cycles(model, config_.microarchitecture));
  }

  /// A run from reset on stimulus, `ahead` inputs submitted beyond the one that is collected.
  void run(std::size_t ahead, std::uint64_t steps, std::uint64_t seed) {
    driver_.reset(config_.runtime);
    sp::SpatialPooler model(config_.structural, config_.runtime);
    engine::CycleModel cycles(config_);
    const auto stimulus = [&](std::uint64_t step) {
      return engine::stimulus(config_.structural.inputs(), seed, step);
    };
    std::uint64_t submitted = 0, left = 0, next_entry = 0;
    base::Sdr winners;
    for (std::uint64_t step = 0; step < steps; ++step) {
      for (; submitted < steps && submitted <= step + ahead; ++submitted) {
        const engine::StimulusStep s = stimulus(submitted);
        driver_.submit(s);
        cycles.submit();
      }
      const engine::StimulusStep now = stimulus(step);
      const sp::StepTrace& trace = model.step(now.input, now.learn);
      const engine::StepWork work = engine::work_of(model, trace, now.input, config_);
      const engine::SpEngine::StepCycles expected = cycles.step(work);
      driver_.collect(winners);
      ASSERT_EQ(winners.count(), trace.winners.size()) << "step " << step;
      const engine::SpEngine::StepCycles measured = driver_.last_step_cycles().value();
      ASSERT_EQ(measured.interval, expected.interval) << "step " << step << ", " << ahead << " ahead";
      ASSERT_EQ(measured.latency, expected.latency) << "step " << step << ", " << ahead << " ahead";
      const std::uint64_t all = config_.structural.hypercolumns() * config_.runtime.active_columns;
      met_.refreshes += trace.refreshed ? 1U : 0U;
      met_.inferences += now.learn ? 0U : 1U;
      met_.flips += trace.connection_flips;
      met_.short_of_winners += trace.winners.size() < all ? 1U : 0U;
      // Where the input decides, frames enter one behind the other; what they take then varies.
      left += measured.interval;
      const std::uint64_t entered = left - measured.latency;
      ++(measured.interval == work.out_cycles ? met_.output_decides
         : entered == next_entry              ? met_.input_decides
                                              : met_.core_decides);
      next_entry = entered + work.in_beats + 1;
    }
    engine::AxiLite bus(driver_.pins());
    EXPECT_EQ(bus.read(engine::registers::kCyclesLow), cycles.busy());
    // That of the last step may still be at work.
    while (config_.microarchitecture.readout &&
           bus.read(engine::registers::kReadoutClass) >> 8U < std::min<std::uint64_t>(steps, 0xffffff)) {
    }
    EXPECT_EQ(bus.read(engine::registers::kReadoutCyclesLow), cycles.readout());
    const engine::PhaseCycles covered = cycles.covered();
    EXPECT_EQ(bus.read(engine::registers::kOverlapCyclesLow), covered.overlap);
    EXPECT_EQ(bus.read(engine::registers::kInhibitionCyclesLow), covered.inhibition);
    EXPECT_EQ(bus.read(engine::registers::kLearningCyclesLow), covered.learning);
    EXPECT_EQ(bus.read(engine::registers::kRefreshCyclesLow), covered.refresh);
  }
  [[nodiscard]] const Met& met() const { return met_; }

 private:
  config::Config config_;
  engine::PinDriver driver_;
  Met met_;
};

// ---- Chosen structures --------------------------------------------------------------------------------

struct Case {
  const char* name;
  enum class Decides { core, input, output } decides;
  config::Overrides set;
  const char* text = nullptr;  ///< absent: sim/configs/tiny.toml
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

config::Overrides microarchitecture(const char* tiles, const char* banks) {
  return {{"rtl.tiles", tiles, "test"}, {"rtl.banks", banks, "test"}};
}

config::Overrides with_readout(const char* tiles, const char* banks, const char* classes,
                               const char* readout_banks, const char* where) {
  config::Overrides set = microarchitecture(tiles, banks);
  set.insert(set.end(), {{"readout.weight_bits", "4", "test"},
                         {"readout.classes", classes, "test"},
                         {"rtl.readout", "true", "test"},
                         {"rtl.readout_banks", readout_banks, "test"},
                         {"rtl.class", where, "test"}});
  return set;
}

/// The serial core, with what it needs and more.
config::Overrides serial(config::Overrides more = {}) {
  config::Overrides set = of_core("serial");
  set.insert(set.end(), more.begin(), more.end());
  return set;
}

/// Many columns on few inputs: the winners take longer to leave than to be found.
constexpr const char* kManyColumns = R"(
name = "many_columns"
[input]
shape = [8, 8]
[pooler]
hypercolumns = [2, 2]
columns_per_hypercolumn = 96
window = [4, 4]
permanence_bits = 3
active_columns = 3
[learning]
rule = "draw_per_winner"
increment_probability = 0.2
decrement_probability = 0.1
[boosting]
rule = "exponential"
strength = 4
duty_period = 200
update_period = 40
[rtl]
banks = 4
lanes = 16
multipliers = 96
stream_bits = 8
)";

class Cycles : public testing::TestWithParam<Case> {};

TEST_P(Cycles, EveryStepTakesWhatTheFormulaSays) {
  const Case& c = GetParam();
  const config::Config config =
      c.text != nullptr
          ? config::parse_config(c.text, "cycles_test.toml", c.set)
          : config::load_config(std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/tiny.toml", c.set);
  Bench bench(config, verilated::build_model(config, {.observe = false}, true));
  bench.initial_state();
  for (const std::size_t ahead : {1U, 0U, 2U}) {
    bench.run(ahead, 320, 11 + ahead);
    if (HasFatalFailure()) return;
  }
  const Met& met = bench.met();
  EXPECT_GT(met.refreshes, 12U);
  EXPECT_GT(met.inferences, 60U);
  EXPECT_GT(met.flips, 100U);
  EXPECT_GT(met.short_of_winners, 20U);
  EXPECT_GT(c.decides == Case::Decides::core    ? met.core_decides
            : c.decides == Case::Decides::input ? met.input_decides
                                                : met.output_decides,
            200U);
}

INSTANTIATE_TEST_SUITE_P(
    Structures, Cycles,
    testing::Values(
        Case{"tiles_16_banks_4_readout", Case::Decides::output, with_readout("16", "4", "10", "1", "beat")},
        Case{"tiles_4_banks_2_readout", Case::Decides::core, with_readout("4", "2", "5", "4", "register")},
        Case{"tiles_1_banks_1", Case::Decides::core, microarchitecture("1", "1")},
        Case{"shared_sample_per_synapse",
             Case::Decides::core,
             {{"pooler.pool", "shared_sample", "test"},
              {"pooler.synapses_per_column", "23", "test"},
              {"pooler.permanence_bits", "1", "test"},
              {"pooler.connected_threshold", "", "test"},
              {"learning.rule", "draw_per_synapse", "test"},
              {"rtl.lanes", "5", "test"},
              {"rtl.multipliers", "3", "test"}}},
        // Permanences saturate on either side, so that crossings cannot be told from new values alone.
        Case{"every_step",
             Case::Decides::core,
             {{"learning.rule", "every_step", "test"},
              {"learning.increment_probability", "", "test"},
              {"learning.decrement_probability", "", "test"},
              {"learning.increment", "9", "test"},
              {"learning.decrement", "5", "test"},
              {"pooler.learning_columns", "2", "test"}}},
        Case{"one_lane",
             Case::Decides::core,
             {{"rtl.tiles", "1", "test"}, {"rtl.lanes", "1", "test"}, {"rtl.multipliers", "1", "test"}}},
        Case{"axi", Case::Decides::core, {{"rtl.tiles", "4", "test"}, {"rtl.interface", "axi", "test"}}},
        Case{"axi_lists",
             Case::Decides::core,
             {{"rtl.tiles", "1", "test"},
              {"rtl.banks", "8", "test"},
              {"rtl.interface", "axi", "test"},
              {"rtl.stream_bits", "64", "test"},
              {"rtl.frames", "sparse", "test"},
              {"rtl.winners", "indices", "test"}}},
        Case{"axi_narrow",
             Case::Decides::core,
             {{"pooler.hypercolumns", "[2, 2]", "test"},
              {"rtl.stream_bits", "8", "test"},
              {"rtl.interface", "axi", "test"}}},
        Case{"input_decides",
             Case::Decides::input,
             {{"pooler.hypercolumns", "[2, 2]", "test"}, {"rtl.stream_bits", "8", "test"}}},
        Case{"output_decides", Case::Decides::output, {}, kManyColumns},
        Case{"serial", Case::Decides::core, serial()},
        Case{"serial_per_synapse_lists", Case::Decides::core,
             serial({{"pooler.pool", "shared_sample", "test"},
                     {"pooler.synapses_per_column", "23", "test"},
                     {"pooler.permanence_bits", "1", "test"},
                     {"pooler.connected_threshold", "", "test"},
                     {"learning.rule", "draw_per_synapse", "test"},
                     {"rtl.lanes", "5", "test"},
                     {"rtl.interface", "axi", "test"},
                     {"rtl.stream_bits", "16", "test"},
                     {"rtl.frames", "sparse", "test"},
                     {"rtl.winners", "indices", "test"}})}),
    [](const auto& case_info) { return std::string(case_info.param.name); });

// ---- Random structures --------------------------------------------------------------------------------

TEST(CyclesOfRandomConfigurations, EveryStepTakesWhatTheFormulaSays) {
  for (std::uint64_t number = 0; number < 8; ++number) {
    base::Stream stream = random_case(number);
    const config::RandomStructure structure = config::random_structure(stream);
    std::filesystem::path library;
    for (std::size_t r = 0; r < 6; ++r) {
      const std::string text =
          in_core(structure.text, core_of(number)) + config::random_runtime(structure, stream);
      const std::uint64_t seed = stream.next();
      const config::Config config = config::parse_config(
          text, "random.toml", {{"rtl.interface", number % 2 == 0 ? "axi" : "top", "test"}});
      if (library.empty()) library = verilated::build_model(config, {}, true);
      Bench bench(config, library);
      bench.run(r % 3, 60, seed);
      if (HasFailure()) FAIL() << text;
    }
  }
}

}  // namespace
}  // namespace silipool
