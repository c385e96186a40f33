#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/engine/beats.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/engine/pins.hpp>
#include <silipool/engine/stall.hpp>

namespace silipool::engine {

/// Drives a design over its pins, cycle by cycle: frames to beats, beats to winners, with stalls, and with
/// the handshake rules checked. A design that does not answer is an error, not a hang.
class PinDriver final : public SpEngine {
 public:
  /// `observe` hands an event sink to whoever made the pins.
  PinDriver(std::string name, std::unique_ptr<PinLevel> pins, const config::Config& config, Stall stall,
            std::uint64_t stall_seed, std::function<void(EventSink*)> observe);

  [[nodiscard]] std::string name() const override { return name_; }
  void reset(const config::Runtime& runtime) override;
  void submit(const StimulusStep& step) override;
  void collect(base::Sdr& winners) override;
  void observe(EventSink* sink) override { observe_(sink); }
  [[nodiscard]] sp::State state() override;
  void set_state(const sp::State& state) override;
  bool load_readout(const readout::IntegerWeights& weights) override;
  [[nodiscard]] std::optional<unsigned> last_class() const override;
  [[nodiscard]] std::uint64_t cycle() const override { return pins_->cycle(); }
  [[nodiscard]] std::optional<StepCycles> last_step_cycles() const override { return last_; }
  [[nodiscard]] PinLevel& pins() { return *pins_; }
  /// Called before every clock cycle; for waves of a window. May be empty.
  void on_cycle(std::function<void(std::uint64_t)> hook) { on_cycle_ = std::move(hook); }

 private:
  struct Frame {
    std::vector<Beat> beats;
    bool learn = false;
    std::optional<std::uint64_t> first_beat;  ///< cycle in which it was accepted
  };
  void clock_once();
  void check_output_stands(const PinOutputs& outputs);

  std::string name_;
  std::unique_ptr<PinLevel> pins_;
  config::Config config_;
  Stalls stalls_;
  std::function<void(EventSink*)> observe_;
  std::function<void(std::uint64_t)> on_cycle_;

  std::deque<Frame> frames_;   ///< submitted, not collected
  std::size_t sending_ = 0;    ///< which of them is being sent
  std::size_t beat_ = 0;       ///< its next beat
  bool beat_offered_ = false;  ///< TVALID has been raised and must stay
  BeatReader arriving_;
  bool frame_done_ = false;
  bool output_stalled_ = false;
  PinOutputs stalled_output_;
  std::uint64_t last_done_ = 0;
  std::optional<StepCycles> last_;
};

}  // namespace silipool::engine
