// The pins themselves: registers that do not exist, frames that are too short or too long, padding.
#include <gtest/gtest.h>

#include <silipool/config/load.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/verilated_pins.hpp>

namespace silipool {
namespace {

constexpr std::uint32_t kOkay = 0, kSlaveError = 2;

class Bus : public testing::Test {
 protected:
  Bus()
      : config_(config::load_config(SILIPOOL_SOURCE_DIR "/testbench/rtl/sample.toml")),
        pins_(verilated::build_model(config_, {}, true), 5) {
    engine::bring_up(pins_, config_, config_.runtime);
  }

  /// Sends beats as they are, with the sink ready; returns the beats that came out in the meantime and after.
  std::vector<std::uint64_t> send(const std::vector<std::uint64_t>& beats, bool learn, int cycles = 400) {
    std::vector<std::uint64_t> out;
    std::size_t next = 0;
    for (int i = 0; i < cycles; ++i) {
      engine::PinInputs in;
      in.m_axis_tready = true;
      in.s_axis_tvalid = next < beats.size();
      if (in.s_axis_tvalid) {
        in.s_axis_tdata = beats[next];
        in.s_axis_tlast = next + 1 == beats.size();
        in.s_axis_tuser = learn;
      }
      const engine::PinOutputs now = pins_.settle(in);
      if (in.s_axis_tvalid && now.s_axis_tready) ++next;
      if (now.m_axis_tvalid) out.push_back(now.m_axis_tdata);
      (void)pins_.edge();
    }
    EXPECT_EQ(next, beats.size());
    return out;
  }

  std::vector<std::uint64_t> expected(sp::SpatialPooler& model, const base::Sdr& input, bool learn) {
    base::Sdr winners(config_.structural.columns());
    for (const std::uint32_t column : model.step(input, learn).winners) winners.set(column);
    return winners.words();
  }

  config::Config config_;
  verilated::VerilatedPins pins_;
};

TEST_F(Bus, AccessesThatDoNotExistAnswerSlaveError) {
  engine::AxiLite bus(pins_);
  EXPECT_EQ(bus.try_read(engine::registers::kId), kOkay);
  for (const std::uint32_t address : {0x7fcU, 0xffcU, engine::registers::kReadoutClass + 4,
                                      engine::registers::kId + 1, engine::registers::kStateData})
    EXPECT_EQ(bus.try_read(address), kSlaveError) << address;
  for (const std::uint32_t address :
       {0x7fcU, engine::registers::kId, engine::registers::kTiles, engine::registers::kSeed + 2})
    EXPECT_EQ(bus.try_write(address, 1), kSlaveError) << address;
  // Half a word changes nothing.
  const std::uint32_t before = bus.read(engine::registers::kActiveColumns);
  EXPECT_EQ(bus.try_write(engine::registers::kActiveColumns, before + 1, 0x3), kSlaveError);
  EXPECT_EQ(bus.read(engine::registers::kActiveColumns), before);
}

TEST_F(Bus, WhatIsOnlyWrittenReadsAsZeroAndTheRestReadsBack) {
  engine::AxiLite bus(pins_);
  namespace r = engine::registers;
  bus.write(r::kStateSelect, 0xffff0003);
  for (const std::uint32_t address : {r::kControl, r::kStateSelect, r::kReadoutSelect})
    EXPECT_EQ(bus.read(address), 0U) << address;
  for (const std::uint32_t value : {5U, 10U, 0U}) {
    bus.write(r::kInterruptEnable, value);
    EXPECT_EQ(bus.read(r::kInterruptEnable), value);
  }
}

TEST_F(Bus, MalformedFramesAreDroppedWholeAndCounted) {
  engine::AxiLite bus(pins_);
  sp::SpatialPooler model(config_.structural, config_.runtime);
  // 63 inputs in beats of 64 bits: one beat. Two, three and four beats are too long.
  for (std::uint64_t n = 2; n <= 4; ++n) {
    EXPECT_TRUE(send(std::vector<std::uint64_t>(n, ~std::uint64_t{0}), true).empty());
    EXPECT_EQ(bus.read(engine::registers::kFrameErrors), n - 1);
    EXPECT_EQ(bus.read(engine::registers::kStatus) & 4U, 4U);
  }
  for (std::uint64_t step = 0; step < 12; ++step) {
    const engine::StimulusStep s = engine::stimulus(config_.structural.inputs(), 3, step);
    EXPECT_EQ(send(s.input.words(), s.learn), expected(model, s.input, s.learn)) << step;
  }
  EXPECT_EQ(bus.read(engine::registers::kFrameErrors), 3U);
  bus.write(engine::registers::kControl, 2);
  EXPECT_EQ(bus.read(engine::registers::kFrameErrors), 0U);
  EXPECT_EQ(bus.read(engine::registers::kStatus) & 4U, 0U);
}

TEST_F(Bus, PaddingIsIgnoredAndCountersCount) {
  engine::AxiLite bus(pins_);
  sp::SpatialPooler model(config_.structural, config_.runtime);
  for (std::uint64_t step = 0; step < 12; ++step) {
    const engine::StimulusStep s = engine::stimulus(config_.structural.inputs(), 4, step);
    const std::uint64_t padded = s.input.words()[0] | std::uint64_t{1} << 63U;
    EXPECT_EQ(send({padded}, s.learn), expected(model, s.input, s.learn)) << step;
  }
  EXPECT_EQ(bus.read(engine::registers::kStepsLow), 12U);
  EXPECT_EQ(bus.read(engine::registers::kLearningStepsLow), model.learning_step());
  EXPECT_GT(bus.read(engine::registers::kCyclesLow), 100U);
  EXPECT_EQ(bus.read(engine::registers::kCyclesHigh), 0U);
}

TEST_F(Bus, ShortFramesAreDroppedToo) {
  // The same structure behind 8-bit ports: a frame is 8 beats.
  const config::Config config = config::load_config(SILIPOOL_SOURCE_DIR "/testbench/rtl/sample.toml",
                                                    {{"rtl.stream_bits", "8", "test"}});
  verilated::VerilatedPins pins(verilated::build_model(config, {}, true), 5);
  engine::bring_up(pins, config, config.runtime);
  engine::AxiLite bus(pins);
  for (int beats = 1; beats < 8; ++beats) {
    for (int b = 0; b < beats; ++b) {
      engine::PinInputs in;
      in.s_axis_tvalid = true;
      in.s_axis_tlast = b + 1 == beats;
      ASSERT_TRUE(pins.settle(in).s_axis_tready);
      (void)pins.edge();
    }
    (void)pins.settle({});
    (void)pins.edge();  // the drop is counted a cycle after it
    EXPECT_EQ(bus.read(engine::registers::kFrameErrors), static_cast<std::uint32_t>(beats));
  }
  EXPECT_EQ(bus.read(engine::registers::kStepsLow), 0U);
  // And what is whole comes out whole, in three beats.
  sp::SpatialPooler model(config.structural, config.runtime);
  base::Sdr winners(config.structural.columns());
  const base::Sdr input = engine::stimulus(config.structural.inputs(), 6, 0).input;
  for (const std::uint32_t column : model.step(input, true).winners) winners.set(column);
  const std::vector<engine::Beat> beats = engine::to_beats(input, 8, false);
  engine::BeatReader reader(config.structural.columns(), 8, false);
  std::size_t next = 0;
  bool whole = false;
  for (int i = 0; i < 1000 && !whole; ++i) {
    engine::PinInputs in;
    in.m_axis_tready = true;
    in.s_axis_tvalid = next < beats.size();
    if (in.s_axis_tvalid) {
      in.s_axis_tdata = beats[next].data;
      in.s_axis_tlast = beats[next].last;
      in.s_axis_tuser = true;
    }
    const engine::PinOutputs now = pins.settle(in);
    if (in.s_axis_tvalid && now.s_axis_tready) ++next;
    if (now.m_axis_tvalid) {
      EXPECT_EQ(reader.take({now.m_axis_tdata, now.m_axis_tkeep, now.m_axis_tlast}), "");
    }
    whole = now.m_axis_tvalid && now.m_axis_tlast;
    (void)pins.edge();
  }
  EXPECT_TRUE(whole);
  EXPECT_EQ(reader.frame(), winners);
}

}  // namespace
}  // namespace silipool
