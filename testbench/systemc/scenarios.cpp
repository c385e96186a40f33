// One scenario per process, named by the argument: the SystemC kernel elaborates only once. The exit status
// is the verdict.
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <systemc>
#include <vector>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/constants.hpp>
#include <silipool/engine/registers.hpp>
#include <silipool/systemc/scoreboard.hpp>
#include <silipool/systemc/systemc_engine.hpp>
#include <silipool/systemc/wires.hpp>

#include "fake_pins.hpp"

namespace silipool::testbench {
namespace {

namespace registers = engine::registers;
using systemc::SystemcEngine;

int failures = 0;

void check(bool held, const std::string& what) {
  if (held) return;
  fmt::print(stderr, "FAILED: {}\n", what);
  ++failures;
}

/// Expects a base::Error whose message contains `part`.
void expect_error(std::string_view part, const std::function<void()>& action) {
  try {
    action();
  } catch (const base::Error& error) {
    check(std::string_view(error.what()).find("uncaught exception") == std::string_view::npos,
          fmt::format("the report itself, not what SystemC made of it: {}", error.what()));
    check(std::string_view(error.what()).find(part) != std::string_view::npos,
          fmt::format("an error with '{}', got '{}'", part, error.what()));
    return;
  }
  check(false, fmt::format("an error with '{}', got none", part));
}

base::Sdr random_frame(std::size_t inputs, base::Stream& stream) {
  base::Sdr bits(inputs);
  for (std::size_t i = 0; i < inputs; ++i)
    if (stream.below(2) != 0) bits.set(i);
  return bits;
}

config::Runtime some_runtime() {
  config::Runtime runtime;
  runtime.seed = 0xdeadbeef;
  runtime.active_columns = 3;
  runtime.learning_columns = 2;
  runtime.stimulus_threshold = 5;
  runtime.initially_connected = 65536;
  runtime.increment = 7;
  runtime.decrement = 11;
  runtime.increment_probability = 13;
  runtime.decrement_probability = 17;
  runtime.boost_scale = 19;
  runtime.boost_target = 23;
  runtime.decay = 29;
  runtime.update_period = 31;
  return runtime;
}

/// An engine around a FakePins, which stays in reach.
struct Engine {
  explicit Engine(const FakeDesign& fake, engine::Stall stall = engine::Stall::none)
      : design(fake), inputs(2, "systemc.inputs"), model(fake.columns) {
    auto owned = std::make_unique<FakePins>(fake);
    pins = owned.get();
    body = std::make_unique<SystemcEngine>(std::move(owned),
                                           systemc::BenchSetup{.inputs = fake.inputs,
                                                               .columns = fake.columns,
                                                               .stream_bits = fake.stream_bits,
                                                               .stall = stall,
                                                               .stall_seed = 3,
                                                               .patience = 2000},
                                           [this](engine::EventSink* sink) { pins->observe(sink); });
  }

  void reset() {
    body->reset(some_runtime());
    model = FakeModel(design.columns);
  }
  SystemcEngine::Frame next() { return {random_frame(design.inputs, inputs), inputs.below(3) != 0}; }
  void steps(int n) {
    base::Sdr winners;
    for (int i = 0; i < n; ++i) {
      const SystemcEngine::Frame frame = next();
      body->step(frame.bits, frame.learn, winners);
      check(winners == model.step(frame.bits, frame.learn), fmt::format("winners of step {}", i));
    }
  }
  void pipelined(std::size_t n, const std::function<void(std::size_t)>& each) {
    std::vector<SystemcEngine::Frame> frames;
    for (std::size_t i = 0; i < n; ++i) frames.push_back(next());
    std::size_t i = 0;
    body->run(frames, [&](const base::Sdr& winners) {
      check(winners == model.step(frames[i].bits, frames[i].learn), fmt::format("winners of frame {}", i));
      each(i++);
    });
    check(i == n, fmt::format("{} frames collected of {}", i, n));
  }

  FakeDesign design;
  base::Stream inputs;
  FakeModel model;
  FakePins* pins = nullptr;
  std::unique_ptr<SystemcEngine> body;
};

// --- The modules in a testbench of one's own, as docs/systemc.md shows it ---

struct OwnBench {
  OwnBench(const FakeDesign& design, engine::Stall stall)
      : fake(design),
        pins("pins", fake),
        driver("driver", design.inputs, design.stream_bits, stall, 5),
        monitor("monitor", design.columns, design.stream_bits, stall, 5),
        bus("bus", stall, 5) {
    wires.connect(pins);
    wires.connect(reset);
    wires.connect(driver);
    wires.connect(monitor);
    wires.connect(bus);
    monitor.received.bind(scoreboard);
  }

  FakePins fake;
  systemc::Wires wires;
  systemc::PinModule pins;
  systemc::ResetDriver reset{"reset"};
  systemc::StreamDriver driver;
  systemc::StreamMonitor monitor;
  systemc::AxiLiteDriver bus;
  systemc::Scoreboard scoreboard{"scoreboard"};
};

void run_cycles(std::uint64_t cycles) {
  sc_core::sc_start(sc_core::sc_time(10, sc_core::SC_NS) * static_cast<double>(cycles));
}

/// 100 frames, expected from what the driver says it sent.
void modules(engine::Stall stall, const FakeDesign& design, bool good) {
  OwnBench bench(design, stall);
  base::Stream inputs(7, "systemc.modules");
  FakeModel model(design.columns);
  bench.bus.post({.write = true, .address = registers::kControl, .data = 1});
  for (int i = 0; i < 100; ++i) {
    const base::Sdr frame = random_frame(design.inputs, inputs);
    const bool learn = inputs.below(2) != 0;
    bench.driver.push(frame, learn);
    bench.scoreboard.expect(model.step(frame, learn));
  }
  run_cycles(10000);
  const systemc::Scoreboard& board = bench.scoreboard;
  check(board.outstanding() == 0 && bench.driver.pending() == 0 && bench.monitor.frames() == 100,
        fmt::format("all frames came: {} did not, {} were not sent", board.outstanding(),
                    bench.driver.pending()));
  check(board.passed() == good, "the scoreboard's verdict");
  const bool back_pressure =
      stall == engine::Stall::out || stall == engine::Stall::both || stall == engine::Stall::alternate;
  const bool gaps =
      stall == engine::Stall::in || stall == engine::Stall::both || stall == engine::Stall::alternate;
  check((bench.driver.gap_cycles() > 50) == gaps,
        fmt::format("{} cycles of gaps", bench.driver.gap_cycles()));
  check((bench.monitor.stalled_cycles() > 50) == back_pressure,
        fmt::format("{} cycles of back-pressure", bench.monitor.stalled_cycles()));
  check(bench.fake.cycle() >= 9999 && bench.fake.cycle() <= 10001, "cycles of the design");
  check(bench.fake.settles() <= bench.fake.cycle() + 2,
        fmt::format("{} settles in {} cycles: more than one a cycle", bench.fake.settles(),
                    bench.fake.cycle()));
  if (good) {
    check(board.matches() == 100 && !board.first_mismatch(), "100 matches");
  } else {
    // The fault sets in with the third frame; of column 2 the others are right.
    check(board.matches() == 2 && board.mismatches() == 98, "98 mismatches");
    check(board.first_mismatch() && board.first_mismatch()->frame == 2 &&
              board.first_mismatch()->cycle > 50 &&
              board.first_mismatch()->what.starts_with("column 2 should"),
          "the first mismatch");
  }
}

/// A reset in the middle of everything: what the driver had not sent whole is sent again, an access that was
/// not answered is made again, and half a frame of winners is forgotten.
void modules_reset() {
  OwnBench bench({}, engine::Stall::none);
  base::Stream inputs(8, "systemc.modules_reset");
  const auto make_initial_state = [&bench] {
    bench.bus.post({.write = true, .address = registers::kControl, .data = 1});
    run_cycles(80);
    check(bench.bus.pop_answer().has_value(), "an answer to the write of CONTROL");
  };
  const auto send = [&](bool expected) {
    const base::Sdr frame = random_frame(37, inputs);
    bench.driver.push(frame, false);
    if (expected) bench.scoreboard.expect(FakeModel(21).step(frame, false));
  };
  const auto cycles_until = [](const std::function<bool()>& reached, const char* what) {
    for (int i = 0; i < 100 && !reached(); ++i) run_cycles(1);
    check(reached(), what);
  };
  make_initial_state();

  send(true);
  cycles_until([&] { return bench.driver.beats_taken() == 2; }, "two beats in");
  bench.reset.restart();
  run_cycles(10);
  make_initial_state();
  check(bench.scoreboard.matches() == 1, "the frame came after the reset that cut it short");

  send(false);
  cycles_until([&] { return bench.monitor.beats_arrived() == 1; }, "one beat out");
  bench.reset.restart();
  run_cycles(10);
  make_initial_state();
  send(true);
  run_cycles(50);
  check(bench.scoreboard.matches() == 2 && bench.scoreboard.passed(), "half a frame is forgotten");

  bench.bus.post({.address = registers::kId});
  run_cycles(1);
  bench.reset.restart();
  run_cycles(20);
  const auto answer = bench.bus.pop_answer();
  check(answer && answer->data == 0x53494c49 && !bench.bus.pop_answer(), "one answer, after the reset");
}

void scoreboard_complaints() {
  const auto frame = [](std::size_t columns, std::initializer_list<std::size_t> winners) {
    systemc::OutputFrame out{.winners = base::Sdr(columns), .first_beat = 8, .last_beat = 9};
    for (const std::size_t c : winners) out.winners.set(c);
    return out;
  };
  struct Case {
    systemc::OutputFrame expected, got;
    std::string what;
  };
  for (const Case& c : {Case{frame(9, {1, 3}), frame(9, {1, 4}), "column 3 should have won"},
                        Case{frame(9, {1}), frame(9, {0, 1}), "column 0 should not have won"},
                        Case{frame(9, {1}), frame(8, {1}), "8 columns where 9 were expected"}}) {
    systemc::Scoreboard board("board");
    check(!board.passed(), "nothing was compared");
    board.expect(c.expected.winners);
    board.write(c.got);
    check(!board.passed() && board.first_mismatch() && board.first_mismatch()->what == c.what &&
              board.first_mismatch()->cycle == 9,
          c.what);
  }
  systemc::Scoreboard board("board");
  board.expect(frame(9, {1}).winners);
  board.expect(frame(9, {2}).winners);
  board.write(frame(9, {1}));
  check(!board.passed() && board.outstanding() == 1 && board.matches() == 1, "one is outstanding");
  board.write(frame(9, {2}));
  check(board.passed(), "all came");
  board.write(frame(9, {2}));
  check(!board.passed() && board.first_mismatch() && board.first_mismatch()->frame == 2 &&
            board.first_mismatch()->what == "no frame was expected",
        "an unexpected frame");
}

/// A process that calls the bus as software calls a driver.
class BusProgram final : public sc_core::sc_module {
 public:
  BusProgram(const sc_core::sc_module_name& name, systemc::AxiLiteDriver& bus)
      : sc_core::sc_module(name), bus_(bus) {
    SC_HAS_PROCESS(BusProgram);
    SC_THREAD(program);
  }
  bool finished = false;

 private:
  void program() {
    check(bus_.read(registers::kId) == 0x53494c49, "ID");
    for (std::uint32_t i = 0; i < 20; ++i) {
      bus_.write(registers::kDecay, 1000 + i);
      bus_.write(registers::kSeed, 77 * i);
      check(bus_.read(registers::kDecay) == 1000 + i && bus_.read(registers::kSeed) == 77 * i,
            "what was written");
    }
    const auto refused = [this](const systemc::AxiLiteAccess& access) {
      check(bus_.access(access).response == 2, fmt::format("SLVERR at 0x{:x}", access.address));
    };
    refused({.write = true, .address = registers::kId, .data = 1});
    refused({.write = true, .address = registers::kSeed, .data = 1, .strobe = 0x3});
    refused({.address = 0xffc});
    check(bus_.read(registers::kSeed) == 77 * 19, "a refused write changes nothing");
    finished = true;
  }
  systemc::AxiLiteDriver& bus_;
};

void bus(engine::Stall stall) {
  OwnBench bench({}, stall);
  BusProgram program("program", bench.bus);
  run_cycles(2000);
  check(program.finished, "the program came to its end");
  const bool gaps = stall == engine::Stall::in || stall == engine::Stall::both;
  check((bench.fake.split_writes() > 10) == gaps,
        fmt::format("{} cycles between address and data of writes", bench.fake.split_writes()));
}

/// In one's own testbench a fault ends the simulation the way SystemC has it.
void own_report() {
  OwnBench bench({}, engine::Stall::none);
  class Reader final : public sc_core::sc_module {
   public:
    Reader(const sc_core::sc_module_name& name, systemc::AxiLiteDriver& bus)
        : sc_core::sc_module(name), bus_(bus) {
      SC_HAS_PROCESS(Reader);
      SC_THREAD(program);
    }

   private:
    void program() { (void)bus_.read(0xffc); }
    systemc::AxiLiteDriver& bus_;
  } reader("reader", bench.bus);
  try {
    run_cycles(200);
    check(false, "an sc_report");
  } catch (const sc_core::sc_report& report) {
    check(std::string_view(report.get_msg()) == "AXI4-Lite: the read at 0xffc was answered with SLVERR",
          report.get_msg());
    check(std::string_view(report.get_msg_type()) == "bus", report.get_msg_type());
  }
}

// --- The engine ---

void engine_steps(engine::Stall stall, std::size_t stream_bits) {
  Engine e({.stream_bits = stream_bits}, stall);
  e.reset();
  const config::Runtime runtime = some_runtime();
  check(e.pins->register_value(registers::kSeed) == runtime.seed &&
            e.pins->register_value(registers::kActiveColumns) == runtime.active_columns &&
            e.pins->register_value(registers::kLearningColumns) == runtime.learning_columns &&
            e.pins->register_value(registers::kStimulusThreshold) == runtime.stimulus_threshold &&
            e.pins->register_value(registers::kInitiallyConnected) == runtime.initially_connected &&
            e.pins->register_value(registers::kIncrement) == runtime.increment &&
            e.pins->register_value(registers::kDecrement) == runtime.decrement &&
            e.pins->register_value(registers::kIncrementProbability) == runtime.increment_probability &&
            e.pins->register_value(registers::kDecrementProbability) == runtime.decrement_probability &&
            e.pins->register_value(registers::kBoostScale) == runtime.boost_scale &&
            e.pins->register_value(registers::kBoostTarget) == runtime.boost_target &&
            e.pins->register_value(registers::kDecay) == runtime.decay &&
            e.pins->register_value(registers::kUpdatePeriod) == runtime.update_period &&
            e.pins->register_value(registers::kBoostMaximum) == runtime.boost_maximum &&
            e.pins->register_value(registers::kMinimumDuty) == runtime.minimum_duty &&
            e.pins->register_value(registers::kLogOrigin) == config::fixed_log2(256 * runtime.duty_period) &&
            e.pins->register_value(registers::kLogScale) == runtime.log_scale &&
            e.pins->register_value(registers::kInhibitionRadius) == runtime.inhibition_radius,
        "every runtime parameter in its register");
  e.steps(40);
  e.pipelined(40, [](std::size_t) {});
  check(e.body->cycle() == e.pins->cycle() && e.body->cycle() > 80 * e.design.work_cycles, "cycles");
}

/// The cycles of FakePins, worked out by hand: 5 beats in, 3 out, 12 of work, 2 from stage to stage.
void timing() {
  Engine e({});
  e.reset();
  check(!e.body->last_step_cycles(), "no cycles before the first step");
  base::Sdr winners;
  for (int i = 0; i < 3; ++i) {
    e.steps(1);
    const auto cycles = e.body->last_step_cycles();
    check(cycles && cycles->latency == 5 + 12 + 3 + 2, fmt::format("latency {}", cycles->latency));
    check(i == 0 || cycles->interval > cycles->latency,
          fmt::format("one at a time: interval {}", cycles->interval));
  }
  e.pipelined(20, [&](std::size_t i) {
    const auto cycles = e.body->last_step_cycles();
    // The core is the bottleneck: its 12 cycles and one to hand over.
    check(i < 1 || cycles->interval == 13,
          fmt::format("pipelined: interval {} of frame {}", cycles->interval, i));
  });
}

/// A reset in the middle of frames leaves nothing of them behind.
void reset_again(engine::Stall stall) {
  Engine e({}, stall);
  e.reset();
  e.steps(3);
  for (int i = 0; i < 4; ++i) {
    const SystemcEngine::Frame frame = e.next();
    e.body->submit({frame.bits, frame.learn});
  }
  base::Sdr winners;
  e.body->collect(winners);
  e.reset();
  for (int i = 0; i < 10; ++i) {
    e.steps(1);
    const auto cycles = e.body->last_step_cycles();
    check(stall != engine::Stall::none || cycles->latency == 22, fmt::format("latency {}", cycles->latency));
  }
  e.pipelined(10, [](std::size_t) {});
}

/// Frames of one beat: the copy of the third comes out in the cycle before the reset takes hold.
void reset_after_copy() {
  Engine e({.inputs = 8, .columns = 8, .fault = Fault::frame_twice});
  e.reset();
  e.steps(3);
  e.reset();
  e.steps(2);
}

class CountEvents final : public engine::EventSink {
 public:
  void event(engine::Phase, std::uint32_t, std::uint64_t) override { ++events; }
  bool state_wanted() override { return false; }
  void state(State, std::uint32_t, std::uint32_t) override {}
  int events = 0;
};

void observe() {
  Engine e({});
  CountEvents sink;
  std::uint64_t cycles = 0;
  e.body->on_cycle([&cycles](std::uint64_t cycle) { check(cycle == cycles++, "each cycle once, in order"); });
  e.reset();
  e.steps(2);
  e.body->observe(&sink);
  e.steps(3);
  e.body->observe(nullptr);
  e.steps(2);
  check(cycles == e.body->cycle(), fmt::format("{} cycles announced", cycles));
  check(sink.events == 3, fmt::format("{} events while observed", sink.events));
}

void unobservable() {
  SystemcEngine body(std::make_unique<FakePins>(FakeDesign{}),
                     {.inputs = 37, .columns = 21, .stream_bits = 8, .patience = 2000}, {});
  body.observe(nullptr);
  CountEvents sink;
  expect_error("no observation points", [&] { body.observe(&sink); });
}

void second_engine() {
  {
    Engine first({});
    first.reset();
    first.steps(1);
    expect_error("once per process", [] { Engine second({}); });
    first.steps(1);
  }
  expect_error("once per process", [] { Engine third({}); });
}

void misuse() {
  const auto make = [](std::size_t inputs, std::size_t columns, std::size_t bits) {
    SystemcEngine body(std::make_unique<FakePins>(FakeDesign{}),
                       {.inputs = inputs, .columns = columns, .stream_bits = bits}, {});
  };
  expect_error("a stream of 12 bits (legal: 8, 16, 32, 64)", [&] { make(37, 21, 12); });
  expect_error("a frame of 0 bits", [&] { make(0, 21, 8); });
  expect_error("a frame of 0 bits", [&] { make(37, 0, 8); });
  expect_error("no design", [] { SystemcEngine body(nullptr, {.inputs = 37, .columns = 21}, {}); });
  Engine e({});
  base::Sdr winners;
  expect_error("before a reset", [&] { e.body->submit({base::Sdr(37), false}); });
  e.reset();
  expect_error("had not been submitted", [&] { e.body->collect(winners); });
  expect_error("a frame of 36 bits where the design has 37", [&] { e.body->submit({base::Sdr(36), false}); });
  e.steps(2);
  e.body->submit({base::Sdr(37), false});
  expect_error("had not been collected", [&] { e.body->run({}, [](const base::Sdr&) {}); });
}

/// The design does something wrong: the engine must say so, with `part` in the message.
void fault(Fault kind, engine::Stall stall, std::string_view part) {
  Engine e({.fault = kind}, stall);
  expect_error(part, [&] {
    e.reset();
    e.steps(12);
  });
  check(e.pins->cycle() < 20000, "found in time");
}

/// A hang leaves the kernel alive: a reset may bring a design back, and finds no old accesses.
void recovery() {
  Engine e({.fault = Fault::bus_silent});
  expect_error("the design hangs", [&] { e.reset(); });
  expect_error("before a reset had succeeded", [&] { e.body->submit({base::Sdr(37), false}); });
  e.pins->repair();
  e.reset();
  e.steps(3);
}

/// After a report the kernel is dead, and says why each time.
void dead_kernel() {
  Engine e({.fault = Fault::data_changes}, engine::Stall::out);
  base::Sdr winners;
  expect_error("TDATA changed", [&] {
    e.reset();
    e.steps(12);
  });
  expect_error("TDATA changed", [&] { e.body->collect(winners); });
  expect_error("TDATA changed", [&] { e.reset(); });
}

std::map<std::string, std::function<void()>> scenarios() {
  using engine::Stall;
  std::map<std::string, std::function<void()>> all;
  for (std::size_t i = 0; i < engine::stall_names.size(); ++i) {
    const std::string name(engine::stall_names[i]);
    const auto stall = static_cast<Stall>(i);
    all["modules_" + name] = [stall] { modules(stall, {}, true); };
    all["bus_" + name] = [stall] { bus(stall); };
    all["engine_" + name] = [stall] { engine_steps(stall, 8); };
    all["reset_again_" + name] = [stall] { reset_again(stall); };
  }
  for (const std::size_t bits : {16U, 32U, 64U})
    all[fmt::format("stream_{}", bits)] = [bits] { engine_steps(Stall::both, bits); };
  all["scoreboard"] = [] { modules(Stall::both, {.fault = Fault::wrong_winner}, false); };
  all["scoreboard_complaints"] = scoreboard_complaints;
  all["modules_reset"] = modules_reset;
  all["own_report"] = own_report;
  all["reset_after_copy"] = reset_after_copy;
  all["timing"] = timing;
  all["observe"] = observe;
  all["unobservable"] = unobservable;
  all["second_engine"] = second_engine;
  all["misuse"] = misuse;
  all["recovery"] = recovery;
  all["dead_kernel"] = dead_kernel;

  const auto add = [&all](const char* name, Fault kind, Stall stall, std::string_view part) {
    all[std::string("fault_") + name] = [=] { fault(kind, stall, part); };
  };
  add("data_changes", Fault::data_changes, Stall::out, "TDATA changed from 0x");
  add("last_changes", Fault::last_changes, Stall::out, "TLAST changed while");
  add("valid_withdrawn", Fault::valid_withdrawn, Stall::out, "TVALID was withdrawn");
  add("beat_missing", Fault::beat_missing, Stall::none, "TLAST already on beat 2 of 3 (frame 2");
  add("beat_twice", Fault::beat_twice, Stall::none, "no TLAST on beat 3 of 3 (frame 2");
  add("padding_set", Fault::padding_set, Stall::none, "has bits set past the 5 that it carries");
  add("frame_twice", Fault::frame_twice, Stall::none, "before their input was in");
  add("no_winners", Fault::no_winners, Stall::none,
      "the winners of a step did not come in 2000 cycles; cycle ");
  add("no_input", Fault::no_input, Stall::none, "s_axis 1/0, m_axis 0/1");
  add("bus_silent", Fault::bus_silent, Stall::none, "the answer to a read at 0x000 did not come");
  add("bus_error", Fault::bus_error, Stall::none,
      "the write of 0xdeadbeef at 0x054 was answered with SLVERR");
  add("bus_unasked", Fault::bus_unasked, Stall::none, "BVALID without a write");
  add("bus_unasked_read", Fault::bus_unasked_read, Stall::none, "RVALID without a read");
  add("bus_answer_changes", Fault::bus_answer_changes, Stall::out, "changed or withdrawn while it waited");
  add("bus_answer_withdrawn", Fault::bus_answer_withdrawn, Stall::out,
      "changed or withdrawn while it waited");
  add("bus_write_lost", Fault::bus_write_lost, Stall::none, "register 0x080 reads 0 after 29 was written");
  add("no_initial_state", Fault::no_initial_state, Stall::none, "the initial state did not come");
  add("other_design", Fault::other_design, Stall::none, "register INPUTS is 38, expected 37");
  return all;
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  const auto all = scenarios();
  if (arguments.size() == 1 && all.contains(arguments[0])) {
    all.at(arguments[0])();
  } else if (arguments.size() == 2 && arguments[0] == "--count") {
    check(arguments[1] == std::to_string(all.size()), fmt::format("all {} scenarios are tests", all.size()));
  } else {
    fmt::print("usage: test_systemc SCENARIO | --count N\n");
    for (const auto& [name, scenario] : all) fmt::print("  {}\n", name);
    return 2;
  }
  return failures == 0 ? 0 : 1;
}

}  // namespace silipool::testbench

int main(int argc, char** argv) {
  try {
    return silipool::testbench::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "FAILED: {}\n", error.what());
  }
  return 1;
}
