#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/engine/comparator.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/readout/integer_weights.hpp>
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
  /// From the next step on the engine has a readout of these weights, and its classes are compared too.
  void set_readout(const readout::IntegerWeights& weights) { readout_ = weights; }
  [[nodiscard]] const std::optional<readout::IntegerWeights>& readout() const noexcept { return readout_; }
  [[nodiscard]] std::uint64_t classes_compared() const noexcept { return classes_compared_; }
  void submit(const StimulusStep& step);
  /// After the engine's winners of the oldest step were collected: compares them too, and the class that came
  /// with them. False once a mismatch is known.
  bool collect(const base::Sdr& winners, std::optional<unsigned> label = std::nullopt);

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
  void compare_class(std::uint64_t value);
  void class_differs(std::uint64_t step, const char* what, std::optional<std::uint64_t> rtl,
                     std::optional<std::uint64_t> model, const char* signal);

  config::Microarchitecture microarchitecture_;
  std::function<bool(std::uint64_t)> digest_step_;
  sp::SpatialPooler model_;
  Comparator comparator_;
  std::deque<StimulusStep> waiting_;  ///< submitted; the front is the step the engine is at
  bool front_stepped_ = false;
  std::deque<base::Sdr> winners_;  ///< of the model, not collected
  std::optional<readout::IntegerWeights> readout_;
  struct Classified {
    std::uint64_t step;
    unsigned label;
  };
  std::deque<Classified> classes_;            ///< of the model, no event of the engine yet
  std::deque<Classified> collected_classes_;  ///< of the model, not collected
  std::uint64_t classes_compared_ = 0;
  Activity learning_, inference_;
  std::uint64_t stepped_ = 0, collected_ = 0;
  std::optional<Mismatch> mismatch_;
};

}  // namespace silipool::engine
