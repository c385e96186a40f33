#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <silipool/engine/energy_meter.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/engine/observed_energy.hpp>
#include <silipool/engine/pins.hpp>
#include <silipool/engine/stall.hpp>

namespace silipool::systemc {

class Bench;
class Kernel;
struct AxiLiteAccess;

/// What the SystemC testbench has to know about the design between its pins.
struct BenchSetup {
  std::size_t inputs = 0, columns = 0;  ///< columns: of all hypercolumns
  std::size_t stream_bits = 64;         ///< 8, 16, 32 or 64
  engine::Stall stall = engine::Stall::none;
  std::uint64_t stall_seed = 1;
  /// Cycles to wait for a step, for an access to a register or for the initial state before it is a hang.
  /// Must be above what the configuration takes at its slowest.
  std::uint64_t patience = 10'000'000;
};

/// The pins of a design driven by a SystemC testbench: driver, monitor and AXI4-Lite initiator around a
/// PinModule. Headers of SystemC are not needed to use it.
///
/// The SystemC kernel elaborates once per process: a second SystemcEngine in one process is
/// Error{bad_input}, also after the first is gone. Protocol errors, hangs and whatever SystemC itself
/// reports are Error{check_failed}; after one that SystemC reported the simulation is over, and every further
/// call repeats it.
class SystemcEngine final : public engine::SpEngine {
 public:
  /// The engine stores no events itself: `observe` hands the sink to whoever made the pins, which is where
  /// the observation points are. May be empty for a design without any.
  SystemcEngine(std::unique_ptr<engine::PinLevel> pins, const BenchSetup& setup,
                std::function<void(engine::EventSink*)> observe);
  ~SystemcEngine() override;
  SystemcEngine(const SystemcEngine&) = delete;
  SystemcEngine& operator=(const SystemcEngine&) = delete;

  [[nodiscard]] std::string name() const override { return "systemc"; }
  /// ARESETN, comparison of ID and sizes with the setup, runtime registers (written and read back),
  /// CONTROL bit 0, and STATUS polled until the initial state is there. Steps under way are dropped.
  void reset(const config::Runtime& runtime) override;
  void submit(const engine::StimulusStep& step) override;
  void collect(base::Sdr& winners) override;
  /// Error{bad_input} for a sink where the constructor was given no `observe`.
  void observe(engine::EventSink* sink) override;
  [[nodiscard]] std::uint64_t cycle() const override { return pins_->cycle(); }
  /// Interval: between the last beats out of two steps, which is what the hardware can sustain only where
  /// the next inputs were submitted before a step was collected; run() sees to it.
  [[nodiscard]] std::optional<StepCycles> last_step_cycles() const override { return last_; }
  /// Called before every clock cycle with its number; for waves of a window. May be empty.
  void on_cycle(std::function<void(std::uint64_t)> hook);

  /// From the next reset on, energy of what the observation points tell goes there; it must live as long as
  /// the engine. Error{bad_input} where the constructor was given no `observe`.
  void meter(const config::Config& config, engine::EnergyMeter& meter);

  struct Frame {
    base::Sdr bits;
    bool learn = false;
  };
  /// Pipelined: keeps the input full, so that the hardware never waits for a frame. `collected` is called
  /// with the winners of each frame, in order; last_step_cycles() is that frame's.
  void run(std::span<const Frame> frames, const std::function<void(const base::Sdr&)>& collected);

 private:
  void run_until(const std::function<bool()>& done, std::string_view awaited);
  [[noreturn]] void hang(std::string_view awaited) const;
  std::uint32_t access_register(const AxiLiteAccess& access);
  void write_register(std::uint32_t address, std::uint32_t value);
  [[nodiscard]] std::uint32_t read_register(std::uint32_t address);
  void check_identity();

  std::unique_ptr<engine::PinLevel> pins_;
  BenchSetup setup_;
  std::function<void(engine::EventSink*)> observe_;
  std::optional<engine::ObservedEnergy> energy_;
  std::unique_ptr<Kernel> kernel_;
  std::unique_ptr<Bench> bench_;
  std::uint64_t first_cycle_ = 0;  ///< cycles of the pins before this testbench
  bool initialised_ = false;
  std::size_t outstanding_ = 0;  ///< steps submitted, not collected
  std::uint64_t last_end_ = 0;   ///< cycle of the last beat out, or of the end of the reset
  std::optional<StepCycles> last_;
};

}  // namespace silipool::systemc
