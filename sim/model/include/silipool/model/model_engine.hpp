#pragma once
#include <deque>
#include <string>

#include <silipool/engine/engine.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::model {

/// The reference model as an engine. It has no observation points: it is what others are compared with.
class ModelEngine final : public engine::SpEngine {
 public:
  explicit ModelEngine(const config::Config& config);
  [[nodiscard]] std::string name() const override { return "model"; }
  void reset(const config::Runtime& runtime) override;
  void submit(const engine::StimulusStep& step) override { waiting_.push_back(step); }
  void collect(base::Sdr& winners) override;
  void observe(engine::EventSink* sink) override;
  [[nodiscard]] sp::State state() override { return pooler_.state(); }
  void set_state(const sp::State& state) override { set_state(state, {}); }
  /// The same, with the activity that led to it.
  void set_state(const sp::State& state, const engine::Activity& learning);

  [[nodiscard]] const sp::SpatialPooler& pooler() const noexcept { return pooler_; }
  /// What hardware would have done, summed over steps. For a configuration that the RTL does not have only
  /// learning steps and what they changed are counted, and `steps` is 0.
  [[nodiscard]] const engine::Activity& learning_activity() const noexcept { return learning_; }
  [[nodiscard]] const engine::Activity& inference_activity() const noexcept { return inference_; }

 private:
  config::Config config_;
  sp::SpatialPooler pooler_;
  bool in_hardware_;
  std::deque<engine::StimulusStep> waiting_;
  engine::Activity learning_, inference_;
};

}  // namespace silipool::model
