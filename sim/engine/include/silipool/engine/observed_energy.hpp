#pragma once
#include <cstdint>
#include <deque>
#include <functional>

#include <silipool/config/config.hpp>
#include <silipool/engine/event.hpp>
#include <silipool/engine/energy_meter.hpp>

namespace silipool::engine {

/// Makes activity of what a design's observation points tell, as they tell it, and meters its energy; passes
/// on what it hears. Sums are those of activity_of.
class ObservedEnergy final : public EventSink {
 public:
  ObservedEnergy(const config::Config& config, EnergyMeter& meter, std::function<std::uint64_t()> cycle);

  /// Who hears all this, too; nullptr: nobody.
  void pass_on(EventSink* next) noexcept { next_ = next; }
  /// Whether the next step handed in learns.
  void submit(bool learn) { learns_.push_back(learn); }
  void restart();

  void event(Phase phase, std::uint32_t index, std::uint64_t value) override;
  bool state_wanted() override { return next_ != nullptr && next_->state_wanted(); }
  void state(State kind, std::uint32_t index, std::uint32_t value) override;
  void counted(const Activity& activity) override;

 private:
  void end_step();

  config::Structural structural_;
  config::Microarchitecture microarchitecture_;
  std::uint64_t words_;  ///< of permanences, of a column
  Activity widths_;
  EnergyMeter& meter_;
  std::function<std::uint64_t()> cycle_;
  EventSink* next_ = nullptr;
  std::deque<bool> learns_;  ///< of steps that have not ended
};

}  // namespace silipool::engine
