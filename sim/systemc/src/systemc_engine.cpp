#include <silipool/systemc/systemc_engine.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <silipool/base/error.hpp>
#include <silipool/engine/axi_lite.hpp>
#include <silipool/engine/registers.hpp>

#include "beats.hpp"
#include "bench.hpp"
#include "kernel.hpp"

namespace silipool::systemc {
namespace {

namespace registers = engine::registers;

constexpr std::uint32_t kIdentity = 0x53494c49;  // "SILI"
constexpr std::uint32_t kMakeInitialState = 1;   // of CONTROL
constexpr std::uint32_t kBusy = 1, kReady = 2;   // of STATUS

/// Frames submitted ahead by run(): one in the core, two in the input buffers, one at the pins.
constexpr std::size_t kAhead = 4;

[[noreturn]] void failed(const std::string& message) {
  throw base::Error(base::ErrorKind::check_failed, "SystemC testbench: " + message);
}

template <typename T>
T pop(Collector<T>& collector) {
  T item = std::move(collector.items.front());
  collector.items.pop_front();
  return item;
}

}  // namespace

SystemcEngine::SystemcEngine(std::unique_ptr<engine::PinLevel> pins, const BenchSetup& setup,
                             std::function<void(engine::EventSink*)> observe)
    : pins_(std::move(pins)), setup_(setup), observe_(std::move(observe)) {
  if (!pins_) base::bad_input("SystemC testbench: no design was given");
  // Before the kernel is taken, which there is no way to give back.
  (void)beats_of(setup.inputs, setup.stream_bits);
  (void)beats_of(setup.columns, setup.stream_bits);
  first_cycle_ = pins_->cycle();
  kernel_ = std::make_unique<Kernel>();
  bench_ = std::make_unique<Bench>("bench", *pins_, setup_);
}

SystemcEngine::~SystemcEngine() = default;

void SystemcEngine::reset(const config::Runtime& runtime) {
  initialised_ = false;
  if (energy_) observe_(nullptr);
  bench_->reset.restart();
  run_until([this] { return !bench_->reset.active(); }, "the end of the reset");
  // In reset the streams were at rest: what came out before it came out of an older life.
  bench_->driver.clear();
  bench_->bus.clear();
  bench_->sent.items.clear();
  bench_->received.items.clear();
  outstanding_ = 0;

  check_identity();
  for (const auto& [address, value] : engine::runtime_registers(runtime)) {
    write_register(address, value);
    if (const std::uint32_t found = read_register(address); found != value)
      failed(fmt::format("register 0x{:03x} reads {} after {} was written", address, found, value));
  }
  write_register(registers::kControl, kMakeInitialState);
  const std::uint64_t start = pins_->cycle();
  while ((read_register(registers::kStatus) & (kBusy | kReady)) != kReady)
    if (pins_->cycle() - start > setup_.patience) hang("the initial state");
  initialised_ = true;
  if (energy_) {
    energy_->restart();
    observe_(&*energy_);
  }
  last_end_ = pins_->cycle() - first_cycle_;
  last_.reset();
}

void SystemcEngine::check_identity() {
  const auto expect = [](const char* what, std::uint64_t found, std::uint64_t expected) {
    if (found != expected)
      failed(fmt::format("another design than the testbench was made for: {} is {}, expected {}", what, found,
                         expected));
  };
  expect("register ID", read_register(registers::kId), kIdentity);
  expect("register INPUTS", read_register(registers::kInputs), setup_.inputs);
  const std::uint64_t hypercolumns = read_register(registers::kHypercolumns);
  expect("HYPERCOLUMNS x COLUMNS_PER_HYPERCOLUMN",
         hypercolumns * read_register(registers::kColumnsPerHypercolumn), setup_.columns);
  expect("register STREAM_BITS", read_register(registers::kStreamBits), setup_.stream_bits);
}

void SystemcEngine::submit(const engine::StimulusStep& step) {
  if (!initialised_) failed("a step was submitted before a reset had succeeded");
  bench_->driver.push(step.input, step.learn);
  if (energy_) energy_->submit(step.learn);
  ++outstanding_;
}

void SystemcEngine::collect(base::Sdr& winners) {
  if (outstanding_ == 0) failed("a step was collected that had not been submitted");
  run_until([this] { return !bench_->received.items.empty(); }, "the winners of a step");
  OutputFrame out = pop(bench_->received);
  if (bench_->sent.items.empty())
    failed(fmt::format("winners came out in cycle {} before their input was in", out.first_beat));
  const InputFrame in = pop(bench_->sent);
  const std::uint64_t end = out.last_beat + 1;
  last_ = StepCycles{.interval = end - last_end_, .latency = end - in.first_beat};
  last_end_ = end;
  --outstanding_;
  winners = std::move(out.winners);
}

void SystemcEngine::run(std::span<const Frame> frames,
                        const std::function<void(const base::Sdr&)>& collected) {
  if (outstanding_ > 0) failed("frames were to be run while submitted steps had not been collected");
  std::size_t submitted = 0;
  const auto fill = [&](std::size_t until) {
    for (; submitted < std::min(until, frames.size()); ++submitted)
      submit({frames[submitted].bits, frames[submitted].learn});
  };
  base::Sdr winners;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    fill(i + kAhead);
    collect(winners);
    collected(winners);
  }
}

void SystemcEngine::meter(const config::Config& config, engine::EnergyMeter& meter) {
  if (!observe_) base::bad_input("SystemC testbench: this design has no observation points");
  energy_.emplace(config, meter, [this] { return pins_->cycle(); });
}

void SystemcEngine::observe(engine::EventSink* sink) {
  if (energy_)
    energy_->pass_on(sink);
  else if (observe_)
    observe_(sink);
  else if (sink != nullptr)
    base::bad_input("SystemC testbench: this design has no observation points");
}

void SystemcEngine::on_cycle(std::function<void(std::uint64_t)> hook) {
  bench_->design.on_cycle(std::move(hook));
}

void SystemcEngine::run_until(const std::function<bool()>& done, std::string_view awaited) {
  const std::uint64_t start = pins_->cycle();
  while (!done()) {
    const std::uint64_t waited = pins_->cycle() - start;
    if (waited >= setup_.patience) hang(awaited);
    kernel_->run(setup_.patience - waited);
  }
}

void SystemcEngine::hang(std::string_view awaited) const {
  failed(
      fmt::format("the design hangs: {} did not come in {} cycles; cycle {}, {}; input: beat {} of {}, {} "
                  "frames to send; output: beat {} of {}",
                  awaited, setup_.patience, pins_->cycle(), bench_->wires.handshakes(),
                  bench_->driver.beats_taken(), bench_->driver.beats_per_frame(), bench_->driver.pending(),
                  bench_->monitor.beats_arrived(), bench_->monitor.beats_per_frame()));
}

std::uint32_t SystemcEngine::access_register(const AxiLiteAccess& access) {
  std::optional<AxiLiteAnswer> answer;
  bench_->bus.post(access);
  run_until(
      [this, &answer] {
        answer = bench_->bus.pop_answer();
        return answer.has_value();
      },
      fmt::format("the answer to a {} at 0x{:03x}", access.write ? "write" : "read", access.address));
  if (const auto wrong = complaint(access, *answer)) failed(*wrong);
  return answer->data;
}

void SystemcEngine::write_register(std::uint32_t address, std::uint32_t value) {
  (void)access_register({.write = true, .address = address, .data = value});
}

std::uint32_t SystemcEngine::read_register(std::uint32_t address) {
  return access_register({.address = address});
}

}  // namespace silipool::systemc
