#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/engine/comparator.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/sp/spatial_pooler.hpp>

namespace silipool::engine {

/// The reference model beside an engine: it takes each submitted input one step ahead of the engine and
/// compares every event. The model's step is made when the engine's step before has ended, so inputs may
/// be submitted ahead.
class Lockstep final : public EventSink {
 public:
  /// `digest_step(step)`: whether all state is compared after that step.
  Lockstep(const config::Config& config, const config::Runtime& runtime,
           std::function<bool(std::uint64_t)> digest_step);

  /// Goes on from a state, and with the activity that led to it, before the first step.
  void set_state(const sp::State& state, const Activity& learning);
  void submit(const StimulusStep& step);
  /// After the engine's winners of the oldest step were collected: compares them too. False once a
  /// mismatch is known.
  bool collect(const base::Sdr& winners);

  void event(Phase phase, std::uint32_t index, std::uint64_t value) override;
  bool state_wanted() override { return comparator_.state_wanted(); }
  void state(State kind, std::uint32_t index, std::uint32_t value) override {
    comparator_.state(kind, index, value);
  }

  [[nodiscard]] const sp::SpatialPooler& model() const noexcept { return model_; }
  [[nodiscard]] Comparator& comparator() noexcept { return comparator_; }
  [[nodiscard]] const std::optional<Mismatch>& mismatch() const noexcept { return mismatch_; }
  /// Sums over the steps that learned, and over those that did not.
  [[nodiscard]] const Activity& learning_activity() const noexcept { return learning_; }
  [[nodiscard]] const Activity& inference_activity() const noexcept { return inference_; }

 private:
  void step_model();

  config::Microarchitecture microarchitecture_;
  std::function<bool(std::uint64_t)> digest_step_;
  sp::SpatialPooler model_;
  Comparator comparator_;
  std::deque<StimulusStep> waiting_;  ///< submitted; the front is the step the engine is at
  bool front_stepped_ = false;
  std::deque<base::Sdr> winners_;  ///< of the model, not collected
  Activity learning_, inference_;
  std::uint64_t stepped_ = 0, collected_ = 0;
  std::optional<Mismatch> mismatch_;
};

}  // namespace silipool::engine
