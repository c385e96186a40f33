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
  void submit(const base::Sdr& input, bool learn) override { inputs_.push_back({input, learn}); }
  void collect(base::Sdr& winners) override;
  void observe(engine::EventSink* sink) override;
  /// Goes on from a state, and with the activity that led to it. Error{bad_input} where it does not fit.
  void set_state(const sp::State& state, const engine::Activity& learning);

  [[nodiscard]] const sp::SpatialPooler& pooler() const noexcept { return pooler_; }
  /// What hardware would have done, summed over steps. For a configuration that the RTL does not have only
  /// learning steps and what they changed are counted, and `steps` is 0.
  [[nodiscard]] const engine::Activity& learning_activity() const noexcept { return learning_; }
  [[nodiscard]] const engine::Activity& inference_activity() const noexcept { return inference_; }

 private:
  struct Input {
    base::Sdr bits;
    bool learn = false;
  };
  config::Config config_;
  sp::SpatialPooler pooler_;
  bool in_hardware_;
  std::deque<Input> inputs_;
  engine::Activity learning_, inference_;
};

}  // namespace silipool::model
