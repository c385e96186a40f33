// The loosely timed model by itself, at its sockets. One scenario per process, as in scenarios.cpp.
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/engine/stimulus.hpp>
#include <silipool/sp/spatial_pooler.hpp>
#include <silipool/systemc/accelerator.hpp>
#include <silipool/systemc/platform.hpp>
#include <silipool/systemc/stream_flags.hpp>
#include <silipool/systemc/tlm_engine.hpp>

namespace silipool::testbench {
namespace {

namespace registers = engine::registers;

int failures = 0;

void check(bool held, const std::string& what) {
  if (held) return;
  fmt::print(stderr, "FAILED: {}\n", what);
  ++failures;
}

config::Config tiny(const config::Overrides& set = {}) {
  return config::load_config(std::string(SILIPOOL_SOURCE_DIR) + "/sim/configs/tiny.toml", set);
}

sc_core::sc_time cycles(std::uint64_t n) { return {10.0 * static_cast<double>(n), sc_core::SC_NS}; }

/// The block between a bus, a source and a sink that a scenario plays.
struct Rig : sc_core::sc_module {
  Rig(const sc_core::sc_module_name& name, const config::Config& c)
      : sc_core::sc_module(name), config(c), block("block", c, cycles(1)) {
    bus.bind(block.registers);
    source.bind(block.s_axis);
    block.m_axis.bind(sink);
    block.irq(irq);
    sink.register_b_transport(this, &Rig::take);
    SC_HAS_PROCESS(Rig);
    SC_THREAD(run);
  }

  tlm::tlm_response_status access(tlm::tlm_command command, std::uint64_t address, std::uint32_t& value,
                                  unsigned length = 4, unsigned char* enables = nullptr) {
    unsigned char data[8] = {};
    std::memcpy(data, &value, 4);
    tlm::tlm_generic_payload transaction;
    transaction.set_command(command);
    transaction.set_address(address);
    transaction.set_data_ptr(data);
    transaction.set_data_length(length);
    transaction.set_streaming_width(length);
    if (enables != nullptr) {
      transaction.set_byte_enable_ptr(enables);
      transaction.set_byte_enable_length(4);
    }
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    bus->b_transport(transaction, delay);
    wait(delay);
    std::memcpy(&value, data, 4);
    return transaction.get_response_status();
  }
  std::uint32_t read(std::uint64_t address) {
    std::uint32_t value = 0;
    const auto status = access(tlm::TLM_READ_COMMAND, address, value);
    check(status == tlm::TLM_OK_RESPONSE, fmt::format("register 0x{:x} is read", address));
    return value;
  }
  void write(std::uint64_t address, std::uint32_t value) {
    const auto status = access(tlm::TLM_WRITE_COMMAND, address, value);
    check(status == tlm::TLM_OK_RESPONSE, fmt::format("register 0x{:x} is written", address));
  }
  void bring_up() {
    for (const auto& [address, value] : engine::runtime_registers(config.runtime)) write(address, value);
    write(registers::kControl, 3);
    while ((read(registers::kStatus) & 3U) != 2U) {
    }
  }
  /// Returns when the block has taken it.
  void send(std::vector<unsigned char> data, bool user, bool last = true,
            std::vector<unsigned char> keep = {}) {
    tlm::tlm_generic_payload transaction;
    systemc::StreamFlags flags;
    flags.user = user;
    flags.last = last;
    transaction.set_command(tlm::TLM_WRITE_COMMAND);
    transaction.set_data_ptr(data.data());
    transaction.set_data_length(static_cast<unsigned>(data.size()));
    transaction.set_streaming_width(static_cast<unsigned>(data.size()));
    if (!keep.empty()) {
      transaction.set_byte_enable_ptr(keep.data());
      transaction.set_byte_enable_length(static_cast<unsigned>(keep.size()));
    }
    transaction.set_extension(&flags);
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    source->b_transport(transaction, delay);
    transaction.clear_extension(&flags);
    check(transaction.is_response_ok(), "a frame is taken");
    wait(delay);
  }
  static std::vector<unsigned char> bitmap(const base::Sdr& bits) {
    std::vector<unsigned char> data((bits.size() + 7) / 8);
    for (std::size_t i = 0; i < data.size(); ++i)
      data[i] = static_cast<unsigned char>(bits.words()[i / 8] >> (8 * (i % 8)));
    return data;
  }
  void send(const base::Sdr& bits, bool learn) { send(bitmap(bits), learn); }
  /// Frames of winners that have come; waits until there are so many.
  void await(std::size_t frames) {
    while (winners.size() < frames) wait(came);
  }

  config::Config config;
  systemc::Accelerator block;
  sc_core::sc_signal<bool> irq{"irq"};
  tlm_utils::simple_initiator_socket<Rig> bus{"bus"};
  tlm_utils::simple_initiator_socket<Rig, 64> source{"source"};
  tlm_utils::simple_target_socket<Rig, 64> sink{"sink"};
  sc_core::sc_event came{"came"};
  std::vector<std::vector<unsigned char>> winners;
  std::uint64_t slow = 0;  ///< cycles for which the sink holds back
  std::function<void()> body;
  bool done = false;

 private:
  void run() {
    body();
    done = true;
    sc_core::sc_stop();
  }
  void take(tlm::tlm_generic_payload& transaction, sc_core::sc_time& delay) {
    wait(delay + cycles(slow));
    delay = sc_core::SC_ZERO_TIME;
    const unsigned char* data = transaction.get_data_ptr();
    winners.emplace_back(data, data + transaction.get_data_length());
    came.notify(sc_core::SC_ZERO_TIME);
    transaction.set_response_status(tlm::TLM_OK_RESPONSE);
  }
};

void run(Rig& rig, const std::function<void()>& body) {
  rig.body = body;
  sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_SEC));
  check(rig.done, "the scenario comes to its end");
}

base::Sdr winners_of(const sp::StepTrace& trace, std::size_t columns) {
  base::Sdr bits(columns);
  for (const std::uint32_t c : trace.winners) bits.set(c);
  return bits;
}

// --- Scenarios ---

void registers_map() {
  Rig rig("rig", tiny());
  run(rig, [&rig] {
    const config::Structural& s = rig.config.structural;
    check(rig.read(registers::kId) == 0x53494c49, "ID");
    check(rig.read(registers::kInputs) == s.inputs(), "INPUTS");
    check(rig.read(registers::kTiles) == 4, "TILES");
    check(rig.read(registers::kStatus) == 0, "no state, not busy");
    // A parameter holds as many bits as it has.
    rig.write(registers::kActiveColumns, 0xffffffff);
    check(rig.read(registers::kActiveColumns) == 0x1fff, "ACTIVE_COLUMNS has 13 bits");
    rig.write(registers::kInhibitionRadius, 0xffffffff);
    check(rig.read(registers::kInhibitionRadius) == 0x7ff, "INHIBITION_RADIUS has 11 bits");

    const auto expect = [&rig](tlm::tlm_command command, std::uint64_t address,
                               tlm::tlm_response_status wanted, unsigned length = 4,
                               unsigned char* enables = nullptr) {
      std::uint32_t value = 0;
      const auto status = rig.access(command, address, value, length, enables);
      check(status == wanted, fmt::format("{} at 0x{:x} is answered with {}, not {}",
                                          command == tlm::TLM_READ_COMMAND ? "a read" : "a write", address,
                                          static_cast<int>(status), static_cast<int>(wanted)));
    };
    const auto read = tlm::TLM_READ_COMMAND;
    const auto write = tlm::TLM_WRITE_COMMAND;
    expect(read, registers::kReadoutClass + 4, tlm::TLM_ADDRESS_ERROR_RESPONSE);
    expect(write, 0xffc, tlm::TLM_ADDRESS_ERROR_RESPONSE);
    expect(read, registers::kId + 2, tlm::TLM_ADDRESS_ERROR_RESPONSE);
    expect(write, registers::kId, tlm::TLM_COMMAND_ERROR_RESPONSE);
    expect(write, registers::kStatus, tlm::TLM_COMMAND_ERROR_RESPONSE);
    expect(write, registers::kCyclesLow, tlm::TLM_COMMAND_ERROR_RESPONSE);
    expect(write, registers::kSeed, tlm::TLM_BURST_ERROR_RESPONSE, 2);
    expect(read, registers::kSeed, tlm::TLM_BURST_ERROR_RESPONSE, 8);
    unsigned char half[4] = {TLM_BYTE_ENABLED, TLM_BYTE_ENABLED, TLM_BYTE_DISABLED, TLM_BYTE_DISABLED};
    expect(write, registers::kSeed, tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE, 4, half);
    expect(read, registers::kStateData, tlm::TLM_GENERIC_ERROR_RESPONSE);
    expect(write, registers::kReadoutSelect, tlm::TLM_GENERIC_ERROR_RESPONSE);
  });
}

/// Each reason for which a frame is dropped, and only that.
void frames_dropped() {
  Rig rig("rig", tiny({{"rtl.stream_bits", "16", "test"}}));
  run(rig, [&rig] {
    rig.write(registers::kInterruptEnable, 2);
    rig.bring_up();
    const std::vector<unsigned char> whole(98);
    std::uint32_t dropped = 0;
    const auto expect = [&](std::uint32_t errors, const char* what) {
      wait(cycles(2));
      check(rig.read(registers::kErrors) == errors,
            fmt::format("{}: ERRORS is {}", what, rig.read(registers::kErrors)));
      check(rig.read(registers::kFrameErrors) == ++dropped, "FRAME_ERRORS");
      check(rig.irq.read(), "the interrupt");
      rig.write(registers::kErrors, 0x1f);
      rig.write(registers::kInterrupts, 0xf);
      wait(cycles(1));
      check(!rig.irq.read(), "no interrupt any more");
    };
    rig.send(std::vector<unsigned char>(96), true);
    expect(1, "TLAST early");
    rig.send(std::vector<unsigned char>(100), true);
    expect(2, "TLAST late");
    // A frame in pieces is one frame.
    rig.send(std::vector<unsigned char>(60), false, false);
    rig.send(std::vector<unsigned char>(36), true);
    expect(1, "TLAST early, in pieces");
    std::vector<unsigned char> keep(98, TLM_BYTE_ENABLED);
    keep[8] = TLM_BYTE_DISABLED;
    rig.send(whole, true, true, keep);
    expect(16, "a hole");
    rig.write(registers::kMode, 1);
    rig.send({0x10, 0x03}, true);
    expect(4, "an index that is none");
    rig.send({5, 0, 4, 0}, true);
    expect(8, "not ascending");
    rig.send({5, 0, 5, 0}, true);
    expect(8, "twice");
    check(rig.read(registers::kStepsLow) == 0 && rig.winners.empty(), "no step was made");
    rig.send({5, 0, 6, 0}, true);
    rig.await(1);
    check(rig.read(registers::kStepsLow) == 1 && rig.read(registers::kLearningStepsLow) == 1, "one step");
  });
}

/// Parameters that are written while a step is worked on count from the next one on; those of a pause too.
void parameters_shadowed() {
  Rig rig("rig", tiny());
  run(rig, [&rig] {
    const config::Structural& s = rig.config.structural;
    rig.bring_up();
    sp::SpatialPooler model(s, rig.config.runtime);
    config::Runtime changed = rig.config.runtime;
    std::size_t sent = 0;
    const auto expect = [&](const base::Sdr& input, const char* what) {
      const base::Sdr wanted = winners_of(model.step(input, true), s.columns());
      rig.await(++sent);
      check(rig.winners[sent - 1] == Rig::bitmap(wanted), what);
      check(rig.block.pooler().digest() == model.digest(), std::string(what) + ": state");
    };
    const auto input = [&](std::uint64_t step) { return engine::stimulus(s.inputs(), 5, step).input; };
    for (std::uint64_t step = 0; step < 40; ++step) {
      rig.send(input(step), true);
      if (step % 4 == 1) {
        // The frame has been begun: this is for the next.
        changed.increment = 1 + static_cast<std::uint32_t>(step % 3);
        changed.increment_probability = 65536;
        wait(cycles(3));
        check((rig.read(registers::kStatus) & 1U) == 1, "busy");
        rig.write(registers::kIncrement, changed.increment);
        rig.write(registers::kIncrementProbability, changed.increment_probability);
        rig.write(registers::kStimulusThreshold, 5);
        changed.stimulus_threshold = 5;
      }
      expect(input(step), "a step");
      model.set_runtime(changed);
    }
    // A new update period counts from the next refresh on: 40 steps, periods of 32, then of 5.
    changed.update_period = 5;
    rig.write(registers::kUpdatePeriod, 5);
    model.set_runtime(changed);
    check(model.steps_to_refresh() == 24, "the period that is under way goes on");
    for (std::uint64_t step = 40; step < 80; ++step) {
      rig.send(input(step), true);
      expect(input(step), "a step of another period");
    }
  });
}

void paused() {
  Rig rig("rig", tiny());
  run(rig, [&rig] {
    rig.bring_up();
    rig.write(registers::kMode, 4);
    check(rig.read(registers::kStatus) == 10, "at rest");
    rig.send(engine::stimulus(784, 1, 0).input, true);
    wait(cycles(5000));
    check(rig.winners.empty() && rig.read(registers::kStepsLow) == 0, "nothing is begun");
    // All of the state by the port; what was written is there.
    rig.write(registers::kStateSelect, 3);
    check(rig.read(registers::kStateData) == 0, "no learning step");
    check(rig.read(registers::kStateData) == 32, "steps to the refresh");
    std::uint32_t value = 0;
    check(rig.access(tlm::TLM_READ_COMMAND, registers::kStateData, value) == tlm::TLM_GENERIC_ERROR_RESPONSE,
          "nothing past the end");
    rig.write(registers::kStateSelect, 2U << 16 | 2U);  // boosts of the tile 2, that is from column 64 on
    rig.write(registers::kStateData, 5000);
    rig.write(registers::kMode, 0);
    rig.await(1);
    check(rig.block.pooler().boost(64) == 5000, "a boost of tile 2 was written");
    check(rig.read(registers::kStepsLow) == 1, "the frame that waited");
    value = 0;
    check(rig.access(tlm::TLM_READ_COMMAND, registers::kStateData, value) == tlm::TLM_GENERIC_ERROR_RESPONSE,
          "no state while the block may run");
  });
}

/// A sink that holds back delays steps, and nothing else.
void slow_sink() {
  Rig rig("rig", tiny());
  run(rig, [&rig] {
    const config::Structural& s = rig.config.structural;
    rig.bring_up();
    rig.slow = 1000;
    sp::SpatialPooler model(s, rig.config.runtime);
    const std::uint64_t begin = rig.block.cycle();
    for (std::uint64_t step = 0; step < 20; ++step)
      rig.send(engine::stimulus(s.inputs(), 9, step).input, true);
    rig.await(20);
    for (std::uint64_t step = 0; step < 20; ++step)
      check(rig.winners[step] ==
                Rig::bitmap(
                    winners_of(model.step(engine::stimulus(s.inputs(), 9, step).input, true), s.columns())),
            fmt::format("winners of step {}", step));
    check(rig.block.cycle() - begin > 20000, "it takes the sink's time");
    check(rig.read(registers::kOutputWaitCyclesLow) == 20000,
          fmt::format("OUTPUT_WAIT_CYCLES is {}", rig.read(registers::kOutputWaitCyclesLow)));
  });
}

void expect_report(const char* part, const std::function<void()>& action) {
  try {
    action();
  } catch (const base::Error& error) {
    check(std::string_view(error.what()).find(part) != std::string_view::npos,
          fmt::format("an error with '{}', got '{}'", part, error.what()));
    return;
  }
  check(false, fmt::format("an error with '{}', got none", part));
}

/// Parameters that the arithmetic does not have are told, not guessed at.
void parameter_out_of_range() {
  const config::Config config = tiny();
  systemc::TlmEngine engine(config, systemc::TlmEngine::Around::streams);
  config::Runtime runtime = config.runtime;
  runtime.active_columns = 9;  // of 8 columns
  expect_report("register ACTIVE_COLUMNS is 9", [&] { engine.reset(runtime); });
}

void beyond_hardware() {
  expect_report("only engine \"model\" has that", [] {
    const config::Config config = tiny({{"bumping.increment", "1", "test"}});
    systemc::TlmEngine engine(config, systemc::TlmEngine::Around::streams);
  });
}

/// The state goes through the driver and its registers, there and back.
void state_round_trip(systemc::TlmEngine::Around around) {
  const config::Config config = tiny();
  systemc::TlmEngine engine(config, around);
  engine.reset(config.runtime);
  sp::SpatialPooler model(config.structural, config.runtime);
  base::Sdr winners;
  const auto steps = [&](std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t step = from; step < to; ++step) {
      const engine::StimulusStep s = engine::stimulus(config.structural.inputs(), 3, step);
      engine.step(s.input, s.learn, winners);
      check(winners == winners_of(model.step(s.input, s.learn), config.structural.columns()),
            fmt::format("winners of step {}", step));
    }
  };
  steps(0, 100);
  const sp::State state = engine.state();
  check(state == model.state(), "the state is the model's");
  steps(100, 150);
  engine.set_state(state);
  model.set_state(state);
  steps(100, 200);
  check(engine.pooler().digest() == model.digest(), "the same state again");
}

/// What the platform's parts refuse.
void platform_errors() {
  const config::Config config = tiny();
  systemc::Platform platform("platform", config, 4096, cycles(1));
  bool done = false;
  platform.processor.post([&] {
    systemc::Processor& cpu = platform.processor;
    std::uint32_t value = 0;
    check(cpu.read(systemc::Platform::kBlock, value) && value == 0x53494c49, "the block is on the bus");
    check(!cpu.read(0x20000000, value), "nobody is there");
    check(!cpu.read(4094, value), "out of the memory's end");
    check(cpu.write(64, 0x12345678) && cpu.read(64, value) && value == 0x12345678, "memory holds");
    check(!cpu.read(systemc::Platform::kBlock + 0x800, value), "no such register of the block");
    check(!cpu.write(systemc::Platform::kDma + systemc::Dma::kOutDone, 1), "OUT_DONE is read only");
    // An order that cannot be carried out is told.
    check(cpu.write(systemc::Platform::kDma + systemc::Dma::kInAddress, 0x100000) &&
              cpu.write(systemc::Platform::kDma + systemc::Dma::kInBytes, 98) &&
              cpu.write(systemc::Platform::kDma + systemc::Dma::kInStart, 0),
          "the order is taken");
    cpu.wait_for_interrupt();
    check(cpu.read(systemc::Platform::kDma + systemc::Dma::kInterrupt, value) && value == 2, "it failed");
    for (std::size_t i = 0; i < systemc::Dma::kQueue; ++i)
      check(cpu.write(systemc::Platform::kDma + systemc::Dma::kOutStart, 0), "a place in the queue");
    check(!cpu.write(systemc::Platform::kDma + systemc::Dma::kOutStart, 0), "the queue is full");
    done = true;
  });
  sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_MS));
  check(done, "software comes to its end");
}

const std::map<std::string, std::function<void()>>& scenarios() {
  using Around = systemc::TlmEngine::Around;
  static const std::map<std::string, std::function<void()>> all{
      {"registers_map", registers_map},
      {"frames_dropped", frames_dropped},
      {"parameters_shadowed", parameters_shadowed},
      {"paused", paused},
      {"slow_sink", slow_sink},
      {"parameter_out_of_range", parameter_out_of_range},
      {"beyond_hardware", beyond_hardware},
      {"state_streams", [] { state_round_trip(Around::streams); }},
      {"state_platform", [] { state_round_trip(Around::platform); }},
      {"platform_errors", platform_errors},
  };
  return all;
}

}  // namespace
}  // namespace silipool::testbench

int main(int argc, char** argv) {
  using namespace silipool::testbench;
  if (argc == 3 && std::string(argv[1]) == "--count") {
    const bool same = std::to_string(scenarios().size()) == argv[2];
    if (!same) fmt::print(stderr, "{} scenarios here, {} are run\n", scenarios().size(), argv[2]);
    return same ? 0 : 1;
  }
  const auto found = argc == 2 ? scenarios().find(argv[1]) : scenarios().end();
  if (found == scenarios().end()) {
    fmt::print(stderr, "usage: {} SCENARIO\n", argv[0]);
    return 2;
  }
  found->second();
  return failures == 0 ? 0 : 1;
}
