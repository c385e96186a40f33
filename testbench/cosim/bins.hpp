#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include <silipool/engine/event.hpp>
#include <silipool/engine/pins.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/sp/spatial_pooler.hpp>

/// Situations that a set of co-simulations must have met: each is counted from events and pins.
namespace silipool {

/// Of the last two kinds there are six each, one for each phase of events, in their order.
enum class Bin : std::size_t {
  tie,              ///< a column that did not win had the key of one that did
  saturated_above,  ///< a permanence gained less than the increment
  saturated_below,  ///< or lost less than the decrement
  no_input,
  full_input,
  boost_at_cap,  ///< of its rule, which is more than 1
  flips_wait,    ///< two synapses of a column crossed the threshold in a step: the walk waits for the rows
  output_waits,  ///< a beat of winners was not taken while an event of this phase came
  input_waits = output_waits + 6,  ///< or a beat of the next frame
  count = input_waits + 6
};
inline constexpr std::array<std::string_view, static_cast<std::size_t>(Bin::count)> bin_names{
    "tie",
    "saturated_above",
    "saturated_below",
    "no_input",
    "full_input",
    "boost_at_cap",
    "flips_wait",
    "output_waits_overlap",
    "output_waits_key",
    "output_waits_winner",
    "output_waits_permanence",
    "output_waits_duty",
    "output_waits_boost",
    "input_waits_overlap",
    "input_waits_key",
    "input_waits_winner",
    "input_waits_permanence",
    "input_waits_duty",
    "input_waits_boost"};

class Bins {
 public:
  void hit(Bin bin, bool when = true) { hits_[static_cast<std::size_t>(bin)] += when ? 1U : 0U; }
  [[nodiscard]] std::uint64_t operator[](std::size_t bin) const { return hits_[bin]; }
  Bins& operator+=(const Bins& other);
  /// Of a step that the model makes.
  void count(sp::SpatialPooler& model, const engine::StimulusStep& step);

 private:
  std::array<std::uint64_t, bin_names.size()> hits_{};
};

/// Pins that remember which beats waited in this cycle.
class WatchedPins final : public engine::PinLevel {
 public:
  explicit WatchedPins(std::unique_ptr<engine::PinLevel> pins) : pins_(std::move(pins)) {}
  const engine::PinOutputs& settle(const engine::PinInputs& inputs) override {
    const engine::PinOutputs& out = pins_->settle(inputs);
    output_waits_ = out.m_axis_tvalid && !inputs.m_axis_tready;
    input_waits_ = inputs.s_axis_tvalid && !out.s_axis_tready;
    return out;
  }
  const engine::PinOutputs& edge() override { return pins_->edge(); }
  [[nodiscard]] std::uint64_t cycle() const override { return pins_->cycle(); }
  void open_trace(const std::filesystem::path& path) override { pins_->open_trace(path); }
  void close_trace() override { pins_->close_trace(); }
  [[nodiscard]] bool output_waits() const { return output_waits_; }
  [[nodiscard]] bool input_waits() const { return input_waits_; }

 private:
  std::unique_ptr<engine::PinLevel> pins_;
  bool output_waits_ = false, input_waits_ = false;
};

/// Hands events on, and counts those that come while a stream waits.
class WatchedEvents final : public engine::EventSink {
 public:
  WatchedEvents(engine::EventSink& to, const WatchedPins& pins, Bins& bins)
      : to_(to), pins_(pins), bins_(bins) {}
  void event(engine::Phase phase, std::uint32_t index, std::uint64_t value) override;
  bool state_wanted() override { return to_.state_wanted(); }
  void state(State kind, std::uint32_t index, std::uint32_t value) override { to_.state(kind, index, value); }

 private:
  engine::EventSink& to_;
  const WatchedPins& pins_;
  Bins& bins_;
};

}  // namespace silipool
