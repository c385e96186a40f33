#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include <silipool/base/sdr.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/engine/stimulus.hpp>

namespace silipool::experiments {

/// Mean and greatest of a count per step.
struct Spread {
  std::uint64_t sum = 0, steps = 0, max = 0;
  void add(std::uint64_t value);
  [[nodiscard]] double mean() const {
    return steps == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(steps);
  }
};

/// An engine, the model beside it where steps are compared, and the counts of what they did.
class Session {
 public:
  /// `lockstep` may be null: the engine runs alone. `stop` may be null.
  Session(engine::SpEngine& engine, engine::Lockstep* lockstep, const std::atomic<bool>* stop);

  enum class Feed { ahead, one_by_one };
  using Source = std::function<engine::StimulusStep(std::uint64_t)>;
  using Winners = std::function<void(std::uint64_t, const base::Sdr&)>;
  /// Steps 0 to count - 1 of a source; `winners(i, sdr)` is told of each. With Feed::ahead inputs
  /// wait at the engine while it works, so step cycles are intervals that the hardware can sustain; one
  /// by one they are latencies. False once a mismatch is known or `stop` was set; what was done until then
  /// counts.
  bool run(std::uint64_t count, const Source& source, Feed feed, const Winners& winners);
  /// The same over a row of inputs.
  bool run(std::span<const base::Sdr> inputs, bool learn, Feed feed, const Winners& winners);

  [[nodiscard]] std::uint64_t learning_steps() const noexcept { return learning_steps_; }
  [[nodiscard]] std::uint64_t inference_steps() const noexcept { return inference_steps_; }
  [[nodiscard]] const Spread& learning_interval() const noexcept { return learning_interval_; }
  [[nodiscard]] const Spread& inference_interval() const noexcept { return inference_interval_; }
  [[nodiscard]] const Spread& latency() const noexcept { return latency_; }
  [[nodiscard]] bool stopped() const { return stop_ != nullptr && stop_->load(); }

 private:
  void submit(const engine::StimulusStep& step);
  bool collect(base::Sdr& winners);

  engine::SpEngine& engine_;
  engine::Lockstep* lockstep_;
  const std::atomic<bool>* stop_;
  std::uint64_t learning_steps_ = 0, inference_steps_ = 0;
  Spread learning_interval_, inference_interval_, latency_;
};

}  // namespace silipool::experiments
