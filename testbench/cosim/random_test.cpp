// The RTL against the model on random configurations: every event, winners at the pins, all state.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/verilated_pins.hpp>

namespace silipool {
namespace {

/// SILIPOOL_RANDOM_STRUCTURES: how many structures to build; 6 runtimes and stall patterns each.
int structures() {
  const char* text = std::getenv("SILIPOOL_RANDOM_STRUCTURES");
  return text != nullptr ? std::atoi(text) : 8;
}
constexpr int kRuntimes = 6;
constexpr std::uint64_t kSteps = 60;

TEST(Cosim, RandomConfigurationsAgree) {
  base::Stream stream(7, "cosim.configurations");
  const int wanted = structures();
  ASSERT_GT(wanted, 0);
  std::uint64_t events = 0;
  for (int i = 0; i < wanted; ++i) {
    const config::RandomStructure structure = config::random_structure(stream);
    std::filesystem::path library;
    for (int r = 0; r < kRuntimes; ++r) {
      const std::string text = structure.text + config::random_runtime(structure, stream);
      // Every second structure behind skid buffers; the formats of the streams are registers.
      config::Overrides set{{"rtl.interface", i % 2 == 0 ? "axi" : "top", "test"}};
      const bool lists = config::parse_config(text, "random.toml").microarchitecture.stream_bits >= 16;
      if (lists && r % 2 == 1) set.push_back({"rtl.frames", "sparse", "test"});
      if (lists && r % 3 == 1) set.push_back({"rtl.winners", "indices", "test"});
      const config::Config config = config::parse_config(text, "random.toml", set);
      if (library.empty()) library = verilated::build_model(config, {}, true);
      const auto stall = static_cast<engine::Stall>(r % 5);
      const std::uint64_t seed = stream.next();
      auto pins =
          std::make_unique<verilated::VerilatedPins>(library, 1 + static_cast<std::uint32_t>(seed >> 33U));
      verilated::VerilatedPins* raw = pins.get();
      engine::PinDriver driver("rtl", std::move(pins), config, stall, seed,
                               [raw](engine::EventSink* sink) { raw->observe(sink); });
      driver.reset(config.runtime);
      engine::Lockstep lockstep(config, config.runtime, [](std::uint64_t step) { return step % 4 == 3; });
      driver.observe(&lockstep);
      const auto submit = [&](std::uint64_t step) {
        const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), seed, step);
        lockstep.submit(s);
        driver.submit(s);
      };
      submit(0);
      base::Sdr winners;
      for (std::uint64_t step = 0; step < kSteps; ++step) {
        if (step + 1 < kSteps) submit(step + 1);
        driver.collect(winners);
        if (!lockstep.collect(winners)) {
          const engine::Mismatch& m = *lockstep.mismatch();
          FAIL() << "step " << m.step << " " << engine::phase_name(m.phase) << " " << m.what << " column "
                 << m.column << " synapse " << (m.synapse ? static_cast<int>(*m.synapse) : -1) << " rtl "
                 << (m.rtl ? std::to_string(*m.rtl) : "-") << " model "
                 << (m.model ? std::to_string(*m.model) : "-") << " at " << m.signal << " cycle " << m.cycle
                 << " runtime " << r << "\n"
                 << text;
        }
      }
      // The model's account of what the hardware does is what the hardware did.
      engine::Activity predicted = lockstep.learning_activity();
      predicted += lockstep.inference_activity();
      const engine::Activity& counted = raw->counted();
      ASSERT_EQ(predicted.row_reads, counted.row_reads) << text;
      ASSERT_EQ(predicted.row_writes, counted.row_writes) << text;
      ASSERT_EQ(predicted.keys, counted.keys) << text;
      ASSERT_EQ(predicted.comparisons, counted.comparisons * (config.structural.columns_per_hypercolumn - 1))
          << text;
      ASSERT_EQ(predicted.permanence_word_reads, counted.permanence_word_reads) << text;
      ASSERT_EQ(predicted.permanence_word_writes, counted.permanence_word_writes) << text;
      events += lockstep.comparator().events_compared();
    }
  }
  EXPECT_GT(events, 1000U * static_cast<unsigned>(wanted));
}

}  // namespace
}  // namespace silipool
