// The readout in hardware: its classes against the model's integers in every format, weights over the bus and
// back, what is refused, and the class alone on the stream.
#include <gtest/gtest.h>

#include <silipool/config/load.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/readout_access.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/rtl_instance.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/verilated_pins.hpp>

#include "../../rtl/driver/silipool.h"
#include "agreement.hpp"

namespace silipool {
namespace {

constexpr std::uint32_t kOkay = 0, kSlaveError = 2;

config::Config readout_config(config::Overrides more = {}) {
  config::Overrides set{{"rtl.readout", "true", "test"},          {"readout.weight_bits", "5", "test"},
                        {"readout.classes", "7", "test"},         {"rtl.readout_banks", "3", "test"},
                        {"rtl.stream_bits", "16", "test"},        {"rtl.interface", "axi", "test"},
                        {"pooler.pool", "shared_sample", "test"}, {"rtl.multipliers", "4", "test"}};
  set.insert(set.end(), more.begin(), more.end());
  return config::load_config(SILIPOOL_SOURCE_DIR "/testbench/rtl/sample.toml", set);
}

TEST(Readout, ClassesAreTheModelsInEveryFormat) {
  const std::filesystem::path library = verilated::build_model(readout_config(), {}, true);
  std::uint64_t seed = 1;
  for (const char* winners : {"bitmap", "indices"})
    for (const char* where : {"beat", "register"})
      for (const engine::Stall stall : {engine::Stall::none, engine::Stall::both})
        for (int i = 0; i < 3; ++i) {
          const config::Config config =
              readout_config({{"rtl.winners", winners, "test"}, {"rtl.class", where, "test"}});
          EXPECT_GT(expect_agreement(config, library, {.stall = stall}, seed++, 150).events, 1000U);
          if (HasFailure()) FAIL() << winners << " " << where;
        }
}

/// Puts all frames in and takes what comes out until nothing has for a while.
std::vector<engine::Beat> carry(engine::PinLevel& pins, const std::vector<engine::Beat>& beats) {
  std::vector<engine::Beat> out;
  std::size_t next = 0;
  for (int quiet = 0; quiet < 2000; ++quiet) {
    engine::PinInputs in;
    in.m_axis_tready = true;
    in.s_axis_tvalid = next < beats.size();
    if (in.s_axis_tvalid) {
      in.s_axis_tdata = beats[next].data;
      in.s_axis_tkeep = beats[next].keep;
      in.s_axis_tlast = beats[next].last;
    }
    const engine::PinOutputs now = pins.settle(in);
    if (in.s_axis_tvalid && now.s_axis_tready) ++next;
    if (now.m_axis_tvalid) {
      out.push_back({now.m_axis_tdata, now.m_axis_tkeep, now.m_axis_tlast});
      quiet = 0;
    }
    (void)pins.edge();
  }
  return out;
}

int read_word(void* bus, std::uint32_t offset, std::uint32_t* value) {
  auto& b = *static_cast<engine::AxiLite*>(bus);
  const std::uint32_t response = b.try_read(offset);
  *value = b.data();
  return static_cast<int>(response);
}
int write_word(void* bus, std::uint32_t offset, std::uint32_t value) {
  return static_cast<int>(static_cast<engine::AxiLite*>(bus)->try_write(offset, value));
}

TEST(Readout, WeightsComeBackAndTheClassLeavesAlone) {
  const config::Config config = readout_config();
  const std::size_t weights_in_all = config.structural.columns() * config.readout.classes;
  verilated::VerilatedPins pins(verilated::build_model(config, {}, true), 9);
  engine::bring_up(pins, config, config.runtime);
  engine::AxiLite bus(pins);
  namespace r = engine::registers;

  // Nothing is there before a selection, and nothing answers unless the block is at rest.
  EXPECT_EQ(bus.try_write(r::kReadoutData, 1), kSlaveError);
  bus.write(r::kReadoutSelect, 0);
  EXPECT_EQ(bus.try_read(r::kReadoutData), kSlaveError);
  bus.write(r::kMode, 4);
  EXPECT_EQ(bus.try_read(r::kReadoutData), kOkay);
  EXPECT_EQ(bus.try_write(r::kMode, 16), kSlaveError);
  bus.write(r::kMode, 0);

  silipool_block block;
  const silipool_bus accesses{&bus, read_word, write_word};
  ASSERT_EQ(silipool_open(&block, &accesses, engine::structural_hash(config), 1000), SILIPOOL_OK);
  EXPECT_EQ(block.classes, config.readout.classes);
  EXPECT_EQ(block.weight_bits, config.readout.weight_bits);
  const readout::IntegerWeights weights = engine::readout_stimulus(config, 77);
  ASSERT_EQ(silipool_load_weights(&block, weights.weights().data()), SILIPOOL_OK);
  EXPECT_EQ(engine::read_readout(bus, config),
            std::vector<std::int16_t>(weights.weights().begin(), weights.weights().end()));
  bus.write(r::kMode, 4);
  EXPECT_EQ(bus.try_read(r::kReadoutData), kSlaveError) << "past " << weights_in_all;
  // A row whose last weight did not come is not taken over.
  bus.write(r::kReadoutSelect, 0);
  bus.write(r::kReadoutData, static_cast<std::uint32_t>(weights.weights()[0] + 1));
  bus.write(r::kMode, 0);

  sp::SpatialPooler model(config.structural, config.runtime);
  std::vector<engine::Beat> beats;
  std::vector<unsigned> expected;
  for (std::uint64_t step = 0; step < 40; ++step) {
    const base::Sdr input = engine::stimulus(config.structural.inputs(), 5, step).input;
    for (const engine::Beat& beat : engine::to_beats(input, 16, false)) beats.push_back(beat);
    expected.push_back(weights.predict(model.step(input, false).winners));
  }
  ASSERT_EQ(silipool_set_mode(&block, SILIPOOL_MODE_CLASS_ALONE), SILIPOOL_OK);
  const std::vector<engine::Beat> out = carry(pins, beats);
  ASSERT_EQ(out.size(), expected.size());
  for (std::size_t i = 0; i < out.size(); ++i) EXPECT_EQ(out[i], (engine::Beat{expected[i], 3, true})) << i;
  std::uint32_t label = 0, count = 0;
  ASSERT_EQ(silipool_class(&block, &label, &count), SILIPOOL_OK);
  EXPECT_EQ(label, expected.back());
  EXPECT_EQ(count, expected.size());
  EXPECT_EQ(bus.read(r::kInterrupts) & SILIPOOL_INTERRUPT_CLASS, SILIPOOL_INTERRUPT_CLASS);
}

}  // namespace
}  // namespace silipool
