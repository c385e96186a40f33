#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <silipool/engine/activity.hpp>
#include <silipool/engine/energy_meter.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::systemc {

class Kernel;
class TlmBench;
struct AcceleratorStep;

/// The loosely timed model of the block (accelerator.hpp) as an engine: by itself, with a source and a sink
/// at its streams; or in a virtual platform (platform.hpp), where software on a processor moves frames
/// between a memory and the block. Either way the C driver of the block brings it up, saves and restores.
/// Headers of SystemC are not needed to use it.
///
/// One SystemC engine of any kind per process (systemc_engine.hpp).
class TlmEngine final : public engine::SpEngine {
 public:
  enum class Around { streams, platform };
  /// Error{bad_input} for a configuration that the RTL does not have.
  TlmEngine(const config::Config& config, Around around);
  ~TlmEngine() override;
  TlmEngine(const TlmEngine&) = delete;
  TlmEngine& operator=(const TlmEngine&) = delete;

  [[nodiscard]] std::string name() const override;
  void reset(const config::Runtime& runtime) override;
  void submit(const engine::StimulusStep& step) override;
  void collect(base::Sdr& winners) override;
  void observe(engine::EventSink* sink) override { sink_ = sink; }
  [[nodiscard]] sp::State state() override;
  void set_state(const sp::State& state) override;
  bool load_readout(const readout::IntegerWeights& weights) override;
  [[nodiscard]] std::optional<unsigned> last_class() const override { return last_class_; }
  [[nodiscard]] std::uint64_t cycle() const override;
  [[nodiscard]] std::optional<StepCycles> last_step_cycles() const override { return last_; }

  /// Energy of every step goes there; nullptr: nowhere. It must live as long as the engine.
  void meter(engine::EnergyMeter* meter) { meter_ = meter; }
  [[nodiscard]] const sp::SpatialPooler& pooler() const;
  /// Sums over the steps since reset, or since the state was set.
  [[nodiscard]] const engine::Activity& learning_activity() const noexcept { return learning_; }
  [[nodiscard]] const engine::Activity& inference_activity() const noexcept { return inference_; }
  void set_learning_activity(const engine::Activity& learning) { learning_ = learning; }

 private:
  void run_until(const std::function<bool()>& done, std::string_view awaited);
  /// Runs software on the processor.
  void run(const std::function<void()>& job, std::string_view what);
  void listen(const AcceleratorStep& step);
  void forget_steps();

  config::Config config_;
  Around around_;
  std::uint64_t patience_;
  std::unique_ptr<Kernel> kernel_;
  std::unique_ptr<TlmBench> bench_;
  engine::EventSink* sink_ = nullptr;
  engine::EnergyMeter* meter_ = nullptr;
  engine::Activity learning_, inference_;
  std::deque<std::uint64_t> latencies_;  ///< of steps that ended, not collected
  std::size_t outstanding_ = 0;
  std::uint64_t last_end_ = 0;
  std::optional<StepCycles> last_;
  std::optional<unsigned> last_class_;
};

}  // namespace silipool::systemc
