#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/engine/event.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/readout/integer_weights.hpp>
#include <silipool/sp/state.hpp>

namespace silipool::engine {

/// A body of the arithmetic of docs/spec.md, at the level of steps. Not thread-safe; several may live
/// in one process.
class SpEngine {
 public:
  virtual ~SpEngine() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  /// Makes the initial state of the runtime's seed and loads the runtime parameters.
  virtual void reset(const config::Runtime& runtime) = 0;
  /// Hands in the next input; results are collected in the order of submission. An engine with a clock
  /// takes it while it still works on those before, so inputs ahead keep it busy.
  virtual void submit(const StimulusStep& step) = 0;
  /// Finishes the oldest step submitted; `winners` becomes the bitmap of all columns.
  virtual void collect(base::Sdr& winners) = 0;
  void step(const base::Sdr& input, bool learn, base::Sdr& winners) {
    submit(StimulusStep{input, learn});
    collect(winners);
  }
  /// Events of the coming steps go there; nullptr: none. An engine without observation points refuses.
  virtual void observe(EventSink* sink) = 0;
  /// All that was learned, and going on from there, with no step submitted that is not collected. An engine
  /// may refuse: Error{bad_input}.
  [[nodiscard]] virtual sp::State state();
  virtual void set_state(const sp::State& state);
  /// Loads the weights of its integer readout, with no step submitted that is not collected. False where it
  /// has none.
  virtual bool load_readout(const readout::IntegerWeights& weights);
  /// The class of the step collected last, as it came out of the engine: nothing where it gives none.
  [[nodiscard]] virtual std::optional<unsigned> last_class() const { return std::nullopt; }
  /// Clock cycles since reset: 0 where the engine has no clock.
  [[nodiscard]] virtual std::uint64_t cycle() const { return 0; }
  /// Cycles of the step collected last: between the last beats out of the step before and of this one
  /// (what the hardware can sustain, where an input was always submitted ahead), and from its first beat
  /// in to its last beat out.
  struct StepCycles {
    std::uint64_t interval = 0, latency = 0;
  };
  [[nodiscard]] virtual std::optional<StepCycles> last_step_cycles() const { return std::nullopt; }
};

}  // namespace silipool::engine
