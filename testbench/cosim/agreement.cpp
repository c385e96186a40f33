#include "agreement.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/verilated/verilated_pins.hpp>

namespace silipool {

Agreement expect_agreement(const config::Config& config, const std::filesystem::path& library,
                           engine::Stall stall, std::uint64_t seed, std::uint64_t steps) {
  auto pins =
      std::make_unique<verilated::VerilatedPins>(library, 1 + static_cast<std::uint32_t>(seed >> 33U));
  verilated::VerilatedPins* raw = pins.get();
  auto watched = std::make_unique<WatchedPins>(std::move(pins));
  const WatchedPins& watch = *watched;
  engine::PinDriver driver("rtl", std::move(watched), config, stall, seed,
                           [raw](engine::EventSink* sink) { raw->observe(sink); });
  driver.reset(config.runtime);
  engine::Lockstep lockstep(config, config.runtime, [](std::uint64_t step) { return step % 4 == 3; });
  Bins bins;
  WatchedEvents events(lockstep, watch, bins);
  driver.observe(&events);
  sp::SpatialPooler counted_in(config.structural, config.runtime);
  if (config.microarchitecture.readout) {
    const readout::IntegerWeights weights = engine::readout_stimulus(config, seed);
    EXPECT_TRUE(driver.load_readout(weights));
    lockstep.set_readout(weights);
  }
  const auto submit = [&](std::uint64_t step) {
    const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), seed, step);
    bins.count(counted_in, s);
    lockstep.submit(s);
    driver.submit(s);
  };
  const auto compared = [&] {
    return Agreement{lockstep.comparator().events_compared(), lockstep.comparator().permanences_compared(),
                     bins};
  };
  submit(0);
  base::Sdr winners;
  for (std::uint64_t step = 0; step < steps; ++step) {
    if (step + 1 < steps) submit(step + 1);
    driver.collect(winners);
    if (!lockstep.collect(winners, driver.last_class())) {
      const engine::Mismatch& m = *lockstep.mismatch();
      ADD_FAILURE() << "step " << m.step << " " << engine::phase_name(m.phase) << " " << m.what << " column "
                    << m.column << " synapse " << (m.synapse ? static_cast<int>(*m.synapse) : -1) << " rtl "
                    << (m.rtl ? std::to_string(*m.rtl) : "-") << " model "
                    << (m.model ? std::to_string(*m.model) : "-") << " at " << m.signal << " cycle "
                    << m.cycle;
      return compared();
    }
  }
  // At the end the last class may still be on its way, where it does not leave with the winners.
  if (config.microarchitecture.readout) {
    EXPECT_GE(lockstep.classes_compared() + (config.microarchitecture.class_beats ? 0 : 1), steps);
  }
  engine::Activity predicted = lockstep.learning_activity();
  predicted += lockstep.inference_activity();
  const engine::Activity& counted = raw->counted();
  EXPECT_EQ(predicted.row_reads, counted.row_reads);
  EXPECT_EQ(predicted.row_writes, counted.row_writes);
  EXPECT_EQ(predicted.keys, counted.keys);
  // It counts rounds.
  const bool tree = config.microarchitecture.core == config::Core::tiled;
  EXPECT_EQ(predicted.comparisons,
            counted.comparisons * (config.structural.columns_per_hypercolumn - (tree ? 1U : 0U)));
  EXPECT_EQ(predicted.permanence_word_reads, counted.permanence_word_reads);
  EXPECT_EQ(predicted.permanence_word_writes, counted.permanence_word_writes);
  return compared();
}

}  // namespace silipool
