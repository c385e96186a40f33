#pragma once
#include <deque>
#include <functional>
#include <string>

#include <silipool/crossbar/device_array.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::crossbar {

/// A pooler whose synapses are memristors: overlaps are read from arrays, learning is written to devices, and
/// all else is the specification's. With ideal devices, wires and circuits it is the model to the bit.
class CrossbarEngine final : public engine::SpEngine {
 public:
  /// Error{bad_input} as make_setup. Results do not depend on `threads`.
  CrossbarEngine(const config::Config& config, unsigned threads);
  [[nodiscard]] std::string name() const override { return "crossbar"; }
  void reset(const config::Runtime& runtime) override;
  void submit(const engine::StimulusStep& step) override { waiting_.push_back(step); }
  void collect(base::Sdr& winners) override;
  void observe(engine::EventSink* sink) override { sink_ = sink; }
  /// Goes on from a state, with new devices. Error{bad_input} where it does not fit.
  void set_state(const sp::State& state) override;
  /// Faults for tests of the comparison, as DeviceArray::on_inject.
  void on_inject(std::function<int(int kind)> inject) { array_.on_inject(std::move(inject)); }

  /// Its permanences are what digital memory (hybrid) or the devices hold.
  [[nodiscard]] const sp::SpatialPooler& pooler() const noexcept { return pooler_; }
  [[nodiscard]] const DeviceArray& array() const noexcept { return array_; }
  [[nodiscard]] DeviceArray& array() noexcept { return array_; }
  /// Of the step collected last, [column].
  [[nodiscard]] const std::vector<std::uint32_t>& overlaps() const noexcept { return overlaps_; }
  /// What the digital part around the arrays did: counts of the RTL without what arrays take from it, which
  /// are rows and counters of overlaps, and of synapses that are not hybrid permanences and draws.
  [[nodiscard]] const engine::Activity& learning_activity() const noexcept { return learning_; }
  [[nodiscard]] const engine::Activity& inference_activity() const noexcept { return inference_; }

 private:
  config::Config config_;
  DeviceArray array_;
  sp::SpatialPooler pooler_;
  engine::EventSink* sink_ = nullptr;
  std::deque<engine::StimulusStep> waiting_;
  std::vector<std::uint32_t> overlaps_;
  engine::Activity learning_, inference_;
};

}  // namespace silipool::crossbar
