// The block as software meets it: state over the bus in the middle of learning, by the engine and by the C
// driver; lists of indices that are malformed; parameters that change between frames; the interrupt.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <silipool/config/constants.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/pin_driver.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/rtl_instance.hpp>
#include <silipool/engine/state_access.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/verilated/build.hpp>
#include <silipool/verilated/verilated_pins.hpp>

#include "../../rtl/driver/silipool.h"
#include "cores.hpp"

namespace silipool {
namespace {

constexpr std::uint64_t kStimulus = 21;

config::Config configuration(const std::string& name, std::string_view core) {
  return config::load_config(SILIPOOL_SOURCE_DIR "/testbench/rtl/" + name + ".toml", of_core(core));
}

/// Each test is for every microarchitecture.
class State : public testing::TestWithParam<std::string_view> {};
class Driver : public State {};
#define SILIPOOL_IN_ALL_CORES(suite)                                 \
  INSTANTIATE_TEST_SUITE_P(Cores, suite, testing::ValuesIn(cores()), \
                           [](const auto& core) { return std::string(core.param); })
SILIPOOL_IN_ALL_CORES(State);
SILIPOOL_IN_ALL_CORES(Driver);

/// An engine of its own and the model beside it, all state compared after every step.
class Rig {
 public:
  Rig(const config::Config& config, engine::Stall stall, std::uint32_t seed)
      : config_(config), lockstep_(config, config.runtime, [](std::uint64_t) { return true; }) {
    auto pins = std::make_unique<verilated::VerilatedPins>(verilated::build_model(config, {}, true), seed);
    verilated::VerilatedPins* raw = pins.get();
    driver_ = std::make_unique<engine::PinDriver>("rtl", std::move(pins), config, stall, seed,
                                                  [raw](engine::EventSink* sink) { raw->observe(sink); });
    driver_->reset(config.runtime);
    driver_->observe(&lockstep_);
  }
  /// False at the first mismatch.
  bool run(std::uint64_t first, std::uint64_t last) {
    base::Sdr winners;
    for (std::uint64_t step = first; step < last; ++step) {
      const engine::StimulusStep s = engine::stimulus(config_.structural.inputs(), kStimulus, step);
      lockstep_.submit(s);
      driver_->submit(s);
      driver_->collect(winners);
      if (!lockstep_.collect(winners)) return false;
    }
    return true;
  }
  engine::PinDriver& driver() { return *driver_; }
  engine::Lockstep& lockstep() { return lockstep_; }

 private:
  config::Config config_;
  engine::Lockstep lockstep_;
  std::unique_ptr<engine::PinDriver> driver_;
};

TEST_P(State, SavedInTheMiddleOfLearningAndRestoredItGoesOnAsIfNothingHadBeen) {
  for (const char* name : {"sample", "axi"})
    for (const engine::Stall stall : {engine::Stall::none, engine::Stall::both}) {
      const config::Config config = configuration(name, GetParam());
      Rig first(config, stall, 3);
      ASSERT_TRUE(first.run(0, 45));
      const sp::State state = first.driver().state();
      ASSERT_EQ(state, first.lockstep().model().state()) << name;
      ASSERT_TRUE(first.run(45, 60)) << "a save changed something";

      Rig second(config, stall, 4);
      ASSERT_TRUE(second.run(0, 7));
      Rig third(config, stall, 5);
      third.driver().set_state(state);
      third.lockstep().set_state(state, {});
      ASSERT_TRUE(third.run(45, 100)) << name;
      // Over what another run has learned, too.
      second.driver().set_state(state);
      ASSERT_EQ(second.driver().state(), state);

      sp::State other = state;
      other.duties[5] += 256;
      Rig fourth(config, stall, 6);
      fourth.driver().set_state(other);
      fourth.lockstep().set_state(state, {});
      EXPECT_FALSE(fourth.run(45, 46)) << "a duty that differs was not noticed";
    }
}

// ---- The C driver -------------------------------------------------------------------------------------

silipool_bus bus_of(engine::AxiLite& bus) {
  return {.context = &bus,
          .read = [](void* context, std::uint32_t offset, std::uint32_t* value) -> int {
            auto& axi = *static_cast<engine::AxiLite*>(context);
            if (axi.try_read(offset) != 0) return 1;
            *value = axi.data();
            return 0;
          },
          .write = [](void* context, std::uint32_t offset, std::uint32_t value) -> int {
            return static_cast<int>(static_cast<engine::AxiLite*>(context)->try_write(offset, value));
          }};
}

struct Memory {
  explicit Memory(const silipool_block& block)
      : permanences(silipool_permanences(&block)),
        duties(silipool_columns(&block)),
        boosts(silipool_columns(&block)) {
    state.permanences = permanences.data();
    state.duties = duties.data();
    state.boosts = boosts.data();
  }
  std::vector<std::uint16_t> permanences;
  std::vector<std::uint32_t> duties;
  std::vector<std::uint16_t> boosts;
  silipool_state state{};
};

TEST_P(Driver, SavesAndRestoresWhatTheModelHas) {
  for (const char* name : {"sample", "axi"}) {
    const config::Config config = configuration(name, GetParam());
    Rig first(config, engine::Stall::none, 7);
    ASSERT_TRUE(first.run(0, 33));
    engine::AxiLite bus(first.driver().pins());
    const silipool_bus accesses = bus_of(bus);
    silipool_block block;
    ASSERT_EQ(silipool_open(&block, &accesses, engine::structural_hash(config) ^ 1U, 1000),
              SILIPOOL_OTHER_BLOCK);
    ASSERT_EQ(silipool_open(&block, &accesses, engine::structural_hash(config), 20000), SILIPOOL_OK);
    Memory memory(block);
    ASSERT_EQ(silipool_save(&block, &memory.state), SILIPOOL_OK);
    const sp::State expected = first.lockstep().model().state();
    EXPECT_EQ(memory.state.learning_step, expected.learning_step);
    EXPECT_EQ(memory.permanences, expected.permanences);
    EXPECT_EQ(memory.duties, expected.duties);
    EXPECT_EQ(std::vector<std::uint32_t>(memory.boosts.begin(), memory.boosts.end()), expected.boosts);
    std::uint64_t steps = 0;
    ASSERT_EQ(silipool_counter(&block, SILIPOOL_STEPS_LOW, &steps), SILIPOOL_OK);
    EXPECT_EQ(steps, 33U);

    Rig second(config, engine::Stall::none, 8);
    engine::AxiLite other(second.driver().pins());
    const silipool_bus other_accesses = bus_of(other);
    ASSERT_EQ(silipool_open(&block, &other_accesses, engine::structural_hash(config), 20000), SILIPOOL_OK);
    ASSERT_EQ(silipool_initialise(&block), SILIPOOL_OK);
    ASSERT_EQ(silipool_restore(&block, &memory.state), SILIPOOL_OK);
    second.lockstep().set_state(expected, {});
    EXPECT_TRUE(second.run(33, 80));
  }
}

TEST_P(Driver, SetsParametersAndRefusesWhatDoesNotFit) {
  const config::Config config = configuration("sample", GetParam());
  Rig rig(config, engine::Stall::none, 9);
  engine::AxiLite bus(rig.driver().pins());
  const silipool_bus accesses = bus_of(bus);
  silipool_block block;
  ASSERT_EQ(silipool_open(&block, &accesses, engine::structural_hash(config), 20000), SILIPOOL_OK);
  const config::Runtime& r = config.runtime;
  silipool_parameters parameters{r.seed,
                                 r.active_columns,
                                 r.learning_columns,
                                 r.stimulus_threshold,
                                 r.initially_connected,
                                 r.increment,
                                 r.decrement,
                                 r.increment_probability,
                                 r.decrement_probability,
                                 r.boost_scale,
                                 r.boost_target,
                                 r.decay,
                                 r.update_period,
                                 r.boost_maximum,
                                 r.minimum_duty,
                                 config::fixed_log2(256 * r.duty_period),
                                 r.log_scale,
                                 r.inhibition_radius};
  EXPECT_EQ(silipool_set_parameters(&block, &parameters), SILIPOOL_OK);
  EXPECT_TRUE(rig.run(0, 10));
  parameters.active_columns = 1U << 13U;
  EXPECT_EQ(silipool_set_parameters(&block, &parameters), SILIPOOL_NOT_TAKEN);
  EXPECT_EQ(bus.read(SILIPOOL_MODE), 0U) << "left paused";
}

// ---- Frames --------------------------------------------------------------------------------------------

class Frames : public State {
 protected:
  Frames()
      : config_(configuration("axi", GetParam())),
        pins_(verilated::build_model(config_, {}, true), 5),
        bus_(pins_) {
    engine::bring_up(pins_, config_, config_.runtime);
  }
  void send(const std::vector<engine::Beat>& beats, bool learn = false) {
    for (const engine::Beat& beat : beats) {
      engine::PinInputs in;
      in.s_axis_tvalid = true;
      in.s_axis_tdata = beat.data;
      in.s_axis_tkeep = beat.keep;
      in.s_axis_tlast = beat.last;
      in.s_axis_tuser = learn;
      for (bool taken = false; !taken;) {
        taken = pins_.settle(in).s_axis_tready;
        (void)pins_.edge();
      }
    }
  }
  base::Sdr receive() {
    engine::BeatReader reader(config_.structural.columns(), config_.microarchitecture.stream_bits, true);
    engine::PinInputs in;
    in.m_axis_tready = true;
    for (int i = 0; i < 10000; ++i) {
      const engine::PinOutputs out = pins_.settle(in);
      (void)pins_.edge();
      if (!out.m_axis_tvalid) continue;
      EXPECT_EQ(reader.take({out.m_axis_tdata, out.m_axis_tkeep, out.m_axis_tlast}), "");
      if (out.m_axis_tlast) return reader.frame();
    }
    ADD_FAILURE() << "no winners";
    return reader.frame();
  }
  std::vector<engine::Beat> full_frame() {
    base::Sdr all(config_.structural.inputs());
    for (std::size_t i = 0; i < all.size(); ++i) all.set(i);
    return engine::to_beats(all, config_.microarchitecture.stream_bits, true);
  }
  /// Lists that are too long to leave into the buffer at the output.
  base::Sdr dense(std::uint64_t step) {
    base::Sdr input(config_.structural.inputs());
    for (std::size_t i = 0; i < input.size(); ++i)
      if ((7 * i + 5 * step + i / 9) % 8 < 5) input.set(i);
    return input;
  }
  void send_dense(std::uint64_t step) { send(engine::to_beats(dense(step), 32, true), true); }
  void expect_dense(sp::SpatialPooler& model, std::uint64_t step) {
    base::Sdr winners(config_.structural.columns());
    for (const std::uint32_t column : model.step(dense(step), true).winners) winners.set(column);
    EXPECT_EQ(receive(), winners) << step;
  }
  /// As long as it takes until frames that wait for winners to leave have come as far as they can.
  void settle() {
    for (int i = 0; i < 2000; ++i) (void)bus_.read(engine::registers::kStatus);
  }
  /// Of four frames that come while no winners leave: tiles have the overlaps of the third as well.
  [[nodiscard]] std::uint32_t begun() const {
    return config_.microarchitecture.core == config::Core::tiled ? 3 : 2;
  }
  bool irq() { return pins_.settle({}).irq; }

  config::Config config_;
  verilated::VerilatedPins pins_;
  engine::AxiLite bus_;
};

TEST_P(Frames, MalformedFramesAreDroppedWithTheirReason) {
  bus_.write(engine::registers::kInterruptEnable, SILIPOOL_INTERRUPT_DROPPED);
  struct Case {
    bool list;
    std::vector<engine::Beat> beats;
    std::uint32_t error;
  };
  const engine::Beat any{0x5a5a5a5a, 0xf, false}, last{0x5a5a5a5a, 0xf, true};
  const std::vector<Case> cases{
      {true, {{0x00040005, 0xf, true}}, SILIPOOL_ERROR_ORDER},
      {true, {{0x00050005, 0xf, true}}, SILIPOOL_ERROR_ORDER},
      {true, {{0x00060005, 0xf, false}, {0x00000006, 0x3, true}}, SILIPOOL_ERROR_ORDER},
      {true, {{0x00050006, 0xf, false}, {0x00090008, 0xf, true}}, SILIPOOL_ERROR_ORDER},
      {true, {{0x003f0005, 0xf, true}}, SILIPOOL_ERROR_INDEX},
      {true, {{0xfffe0005, 0xf, false}, {0xffff, 0x3, true}}, SILIPOOL_ERROR_INDEX},
      {true, {{0x00060005, 0xc, true}}, SILIPOOL_ERROR_KEEP},
      {true, {{0x00060005, 0x7, true}}, SILIPOOL_ERROR_KEEP},
      {true, {{0x00060005, 0x3, false}, {0x00080007, 0xf, true}}, SILIPOOL_ERROR_KEEP},
      // 63 inputs: two beats, all of whose bytes hold inputs.
      {false, {last}, SILIPOOL_ERROR_EARLY_LAST},
      {false, {any, any, last}, SILIPOOL_ERROR_LATE_LAST},
      {false, {any, any, any, any, any, any, last}, SILIPOOL_ERROR_LATE_LAST},
      {false, {any, {0x5a5a5a5a, 0x7, true}}, SILIPOOL_ERROR_KEEP},
      {false, {any, {0x5a5a5a5a, 0xb, true}}, SILIPOOL_ERROR_KEEP},
      {false, {{0x5a5a5a5a, 0x7, false}, last}, SILIPOOL_ERROR_KEEP},
      {false, {{0x5a5a5a5a, 0x7, true}}, SILIPOOL_ERROR_EARLY_LAST},
  };
  sp::SpatialPooler model(config_.structural, config_.runtime);
  std::uint32_t dropped = 0;
  for (const Case& c : cases) {
    EXPECT_FALSE(irq());
    bus_.write(engine::registers::kMode, c.list ? 3 : 2);
    send(c.beats);
    for (int i = 0; i < 8; ++i) (void)bus_.read(engine::registers::kStatus);
    EXPECT_EQ(bus_.read(engine::registers::kErrors), c.error);
    EXPECT_EQ(bus_.read(engine::registers::kFrameErrors), ++dropped);
    EXPECT_EQ(bus_.read(engine::registers::kStatus) & SILIPOOL_STATUS_ERRORS, SILIPOOL_STATUS_ERRORS);
    EXPECT_TRUE(irq());
    bus_.write(engine::registers::kErrors, c.error);
    bus_.write(engine::registers::kInterrupts, SILIPOOL_INTERRUPT_DROPPED);
    EXPECT_EQ(bus_.read(engine::registers::kErrors), 0U);
    (void)bus_.read(engine::registers::kStatus);
    // The next frame is as if it had never come.
    const engine::StimulusStep s = engine::stimulus(config_.structural.inputs(), 2, dropped);
    send(engine::to_beats(s.input, 32, c.list));
    base::Sdr winners(config_.structural.columns());
    for (const std::uint32_t column : model.step(s.input, false).winners) winners.set(column);
    EXPECT_EQ(receive(), winners) << dropped;
  }
  EXPECT_EQ(bus_.read(engine::registers::kStepsLow), cases.size());
}

TEST_P(Frames, AccessesThatDoNotExistAnswerSlaveErrorBehindTheBuffersToo) {
  for (const std::uint32_t address : {0x7fcU, 0xffcU, 0xa00U, engine::registers::kSeed + 1}) {
    EXPECT_NE(bus_.try_read(address), 0U) << address;
    EXPECT_NE(bus_.try_write(address, 1), 0U) << address;
    EXPECT_EQ(bus_.try_read(engine::registers::kSeed), 0U);
  }
  EXPECT_NE(bus_.try_write(engine::registers::kSeed + 2, 1), 0U);
  EXPECT_NE(bus_.try_read(engine::registers::kSeed + 2), 0U);
  EXPECT_NE(bus_.try_write(engine::registers::kSeed, 1, 0x7), 0U);
  EXPECT_EQ(bus_.read(engine::registers::kSeed), config_.runtime.seed);
}

TEST_P(Frames, ParametersChangeBetweenFrames) {
  const std::size_t hypercolumns = config_.structural.hypercolumns();
  send(full_frame());
  while ((bus_.read(engine::registers::kStatus) & SILIPOOL_STATUS_BUSY) == 0) {
  }
  bus_.write(engine::registers::kActiveColumns, 1);
  EXPECT_EQ(receive().count(), hypercolumns * config_.runtime.active_columns);
  send(full_frame());
  EXPECT_EQ(receive().count(), hypercolumns);
}

SILIPOOL_IN_ALL_CORES(Frames);

// Winners that do not leave hold four frames: they are those of the first, the second has been worked on, the
// third has its overlaps, or waits, and the fourth waits.
TEST_P(Frames, ParametersChangeBetweenStepsThoughTheNextFrameHasItsOverlaps) {
  const std::size_t hypercolumns = config_.structural.hypercolumns();
  const std::size_t before = hypercolumns * config_.runtime.active_columns;
  for (int i = 0; i < 4; ++i) send(full_frame());
  settle();
  bus_.write(engine::registers::kActiveColumns, 1);
  EXPECT_EQ(receive().count(), before);
  EXPECT_EQ(receive().count(), before);
  EXPECT_EQ(receive().count(), hypercolumns);
  EXPECT_EQ(receive().count(), hypercolumns);
}

TEST_P(Frames, AListThatIsLongerThanAllBuffersWaitsInTheMiddle) {
  config::Runtime runtime = config_.runtime;
  runtime.active_columns = static_cast<std::uint32_t>(config_.structural.columns_per_hypercolumn);
  bus_.write(engine::registers::kActiveColumns, runtime.active_columns);
  sp::SpatialPooler model(config_.structural, runtime);
  for (std::uint64_t step = 0; step < 4; ++step) {
    send_dense(step);
    settle();
    expect_dense(model, step);
  }
}

TEST_P(Frames, FramesBegunBeforeAPauseKeepTheirParameters) {
  const std::size_t hypercolumns = config_.structural.hypercolumns();
  const std::size_t before = hypercolumns * config_.runtime.active_columns;
  for (int i = 0; i < 4; ++i) send(full_frame());
  settle();
  bus_.write(engine::registers::kMode, 3 | SILIPOOL_MODE_PAUSE);
  bus_.write(engine::registers::kActiveColumns, 1);
  for (std::uint32_t i = 0; i < begun(); ++i) EXPECT_EQ(receive().count(), before);
  settle();
  EXPECT_EQ(bus_.read(engine::registers::kStatus), SILIPOOL_STATUS_READY | SILIPOOL_STATUS_AT_REST);
  EXPECT_EQ(bus_.read(engine::registers::kStepsLow), begun());
  bus_.write(engine::registers::kMode, 3);
  for (std::uint32_t i = begun(); i < 4; ++i) EXPECT_EQ(receive().count(), hypercolumns);
}

TEST_P(Frames, AnInitialStateThatIsWantedWhileFramesAreUnderWayIsOfThoseThatFollow) {
  sp::SpatialPooler before(config_.structural, config_.runtime);
  for (std::uint64_t step = 0; step < 4; ++step) send_dense(step);
  settle();
  bus_.write(engine::registers::kControl, SILIPOOL_CONTROL_INITIALISE);
  EXPECT_EQ(bus_.read(engine::registers::kStatus), SILIPOOL_STATUS_BUSY);
  for (std::uint64_t step = 0; step < begun(); ++step) expect_dense(before, step);
  sp::SpatialPooler after(config_.structural, config_.runtime);
  for (std::uint64_t step = begun(); step < 4; ++step) expect_dense(after, step);
  bus_.write(engine::registers::kMode, 3 | SILIPOOL_MODE_PAUSE);
  settle();
  EXPECT_EQ(engine::read_state(bus_, config_), after.state());
}

TEST_P(Frames, AStateIsSavedResetAndRestoredWhileAFrameWaits) {
  sp::SpatialPooler model(config_.structural, config_.runtime);
  sp::State saved;
  for (std::uint64_t step = 0; step < 40; step += 4) {
    for (std::uint64_t i = 0; i < 4; ++i) send_dense(step + i);
    settle();
    bus_.write(engine::registers::kMode, 3 | SILIPOOL_MODE_PAUSE);
    for (std::uint64_t i = 0; i < begun(); ++i) expect_dense(model, step + i);
    saved = engine::read_state(bus_, config_);
    ASSERT_EQ(saved, model.state()) << step;
    if (step % 8 == 4) {
      // A reset loses the frames that waited, too.
      engine::bring_up(pins_, config_, config_.runtime);
      EXPECT_NE(engine::read_state(bus_, config_), saved);
      engine::write_state(bus_, config_, saved);
      for (std::uint64_t i = begun(); i < 4; ++i) send_dense(step + i);
    }
    bus_.write(engine::registers::kMode, 3);
    for (std::uint64_t i = begun(); i < 4; ++i) expect_dense(model, step + i);
  }
}

TEST_P(Frames, APausedBlockBeginsNoFrameAndOnlyThenShowsItsState) {
  EXPECT_NE(bus_.try_read(engine::registers::kStateData), 0U);
  bus_.write(engine::registers::kMode, bus_.read(engine::registers::kMode) | SILIPOOL_MODE_PAUSE);
  send(full_frame());
  for (int i = 0; i < 200; ++i) (void)bus_.read(engine::registers::kStatus);
  EXPECT_EQ(bus_.read(engine::registers::kStepsLow), 0U);
  bus_.write(engine::registers::kStateSelect, 3);
  EXPECT_EQ(bus_.try_read(engine::registers::kStateData), 0U);
  EXPECT_EQ(bus_.try_read(engine::registers::kStateData), 0U);
  EXPECT_NE(bus_.try_read(engine::registers::kStateData), 0U) << "past the end";
  bus_.write(engine::registers::kMode, 3);
  EXPECT_EQ(receive().count(), config_.structural.hypercolumns() * config_.runtime.active_columns);
}

}  // namespace
}  // namespace silipool
