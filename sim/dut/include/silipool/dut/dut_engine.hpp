#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <silipool/dut/design.hpp>
#include <silipool/dut/violation.hpp>
#include <silipool/dut/wiring.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/engine/stall.hpp>

namespace silipool::dut {

class Source;
class Sink;
class StatePort;

/// Somebody else's design as an engine, driven over its ports with stalls. What breaks a rule of its
/// protocol, does not answer within the time-out, does not settle or ends the simulation is a Violation.
class DutEngine final : public engine::SpEngine {
 public:
  /// Error{bad_input} where design, configuration and ports do not fit each other.
  DutEngine(Design design, const config::Config& config, std::unique_ptr<engine::PortLevel> ports,
            engine::Stall stall, std::uint64_t stall_seed);
  ~DutEngine() override;

  [[nodiscard]] std::string name() const override { return "dut"; }
  /// Also in the middle of a step: what was submitted is forgotten. Makes the initial state where the design
  /// is preloaded; the registers are the configuration's.
  void reset(const config::Runtime& runtime) override;
  void submit(const engine::StimulusStep& step) override;
  void collect(base::Sdr& winners) override;
  /// It has no observation points.
  void observe(engine::EventSink* sink) override;
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  [[nodiscard]] std::optional<StepCycles> last_step_cycles() const override { return last_; }

  [[nodiscard]] const Design& design() const { return design_; }
  /// Bits of the words of a bitmap in and out; those of a list of indices have no order: all bits.
  [[nodiscard]] std::size_t input_word_bits() const;
  [[nodiscard]] std::size_t output_word_bits() const;
  /// Cycles with whatever was submitted going on.
  void run(std::uint64_t cycles);
  /// The items of some state (design().state.words), once the design has nothing to do.
  [[nodiscard]] std::vector<std::uint64_t> read(const StateWords& words);
  /// Called before every clock cycle; for waves of a window.
  void on_cycle(std::function<void(std::uint64_t)> hook) { on_cycle_ = std::move(hook); }

 private:
  void clock_once();
  void settle();
  void await_idle();
  [[noreturn]] void hangs(const std::string& what, const std::string& signal) const;

  Design design_;
  config::Config config_;
  std::unique_ptr<engine::PortLevel> ports_;
  Wiring wiring_;
  engine::Stalls stalls_;
  std::unique_ptr<Source> source_;
  std::unique_ptr<Sink> sink_;
  std::unique_ptr<StatePort> state_;
  std::function<void(std::uint64_t)> on_cycle_;
  std::uint64_t cycle_ = 0;
  std::uint64_t submitted_ = 0;  ///< since reset, as is the next
  std::uint64_t last_done_ = 0;
  std::optional<StepCycles> last_;
};

}  // namespace silipool::dut
