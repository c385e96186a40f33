#include "agreement.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/verilated/verilated_pins.hpp>

#include "late_sink.hpp"

namespace silipool {
namespace {

/// 0..top; each end a quarter of the time.
std::uint32_t corner(base::Stream& stream, std::uint32_t top) {
  const std::uint64_t where = stream.below(4);
  return where == 0 ? 0 : where == 1 ? top : static_cast<std::uint32_t>(stream.below(std::uint64_t{top} + 1));
}

sp::State drawn_state(const sp::SpatialPooler& model, std::uint64_t seed) {
  base::Stream stream(seed, "agreement.state");
  const config::Structural& s = model.structural();
  sp::State state = model.state();
  // The number of the learning step goes past its end.
  state.learning_step = 0U - 1U - static_cast<std::uint32_t>(stream.below(20));
  // Columns whose synapses are all at the top, where nothing more can be connected, or all at 0.
  const std::uint32_t top = (1U << s.permanence_bits) - 1;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    const std::uint64_t kind = stream.below(4);
    for (std::size_t slot = 0; slot < s.slots(); ++slot)
      if (model.pools().potential(c, slot))
        state.permanences[c * s.slots() + slot] =
            static_cast<std::uint16_t>(kind == 0   ? 0
                                       : kind == 1 ? top
                                                   : corner(stream, top));
  }
  for (std::uint32_t& duty : state.duties) duty = corner(stream, (1U << 26U) - 1);
  for (std::uint32_t& boost : state.boosts) boost = 1 + corner(stream, 0xfffe);
  return state;
}

}  // namespace

Agreement expect_agreement(const config::Config& config, const std::filesystem::path& library,
                           const Scenario& scenario, std::uint64_t seed, std::uint64_t steps) {
  auto pins =
      std::make_unique<verilated::VerilatedPins>(library, 1 + static_cast<std::uint32_t>(seed >> 33U));
  verilated::VerilatedPins* raw = pins.get();
  auto watched = std::make_unique<WatchedPins>(std::move(pins));
  const WatchedPins& watch = *watched;
  std::unique_ptr<engine::PinLevel> at_driver = std::move(watched);
  if (scenario.late_cycles != 0)
    at_driver = std::make_unique<LateSink>(std::move(at_driver), seed, scenario.late_cycles);
  engine::PinDriver driver("rtl", std::move(at_driver), config, scenario.stall, seed,
                           [raw](engine::EventSink* sink) { raw->observe(sink); });
  driver.reset(config.runtime);
  engine::Lockstep lockstep(config, config.runtime, [](std::uint64_t step) { return step % 4 == 3; });
  Bins bins;
  WatchedEvents events(lockstep, watch, bins);
  driver.observe(&events);
  sp::SpatialPooler counted_in(config.structural, config.runtime);
  if (scenario.drawn_state) {
    const sp::State state = drawn_state(counted_in, seed);
    driver.set_state(state);
    EXPECT_EQ(driver.state(), state);
    lockstep.set_state(state, {});
    counted_in.set_state(state);
  }
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
  base::Sdr winners;
  for (std::uint64_t step = 0, submitted = 0; step < steps; ++step) {
    while (submitted <= step + scenario.ahead && submitted < steps) submit(submitted++);
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
