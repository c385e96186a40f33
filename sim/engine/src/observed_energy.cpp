#include <silipool/engine/observed_energy.hpp>

#include <utility>

#include <silipool/sp/arithmetic.hpp>

namespace silipool::engine {

ObservedEnergy::ObservedEnergy(const config::Config& config, EnergyMeter& meter,
                               std::function<std::uint64_t()> cycle)
    : structural_(config.structural),
      microarchitecture_(config.microarchitecture),
      words_((config.structural.slots() + config.microarchitecture.lanes - 1) /
             config.microarchitecture.lanes),
      widths_(widths_of(config)),
      meter_(meter),
      cycle_(std::move(cycle)) {}

void ObservedEnergy::restart() {
  learns_.clear();
  meter_.restart(cycle_());
}

void ObservedEnergy::event(Phase phase, std::uint32_t index, std::uint64_t value) {
  Activity now = widths_;
  switch (phase) {
    case Phase::winner:
      if (value != 0) {
        now.draws = structural_.learning_rule != config::LearningRule::draw_per_synapse ? 1
                    : microarchitecture_.core == config::Core::serial
                        ? (words_ * microarchitecture_.lanes + 1) / 2
                        : words_ * (microarchitecture_.lanes / 2 + 1);
        now.duty_updates = 1;
      }
      break;
    case Phase::permanence:
      now.permanence_writes = 1;
      break;
    case Phase::boost:
      now.boost_updates = 1;
      now.duty_updates = 1;  // the decay
      break;
    default:
      break;
  }
  if (now != widths_) meter_.add(cycle_(), now);
  if (phase == Phase::step_end) end_step();
  if (next_ != nullptr) next_->event(phase, index, value);
}

void ObservedEnergy::state(State kind, std::uint32_t index, std::uint32_t value) {
  if (next_ != nullptr) next_->state(kind, index, value);
}

void ObservedEnergy::counted(const Activity& activity) {
  Activity now = activity;
  now.row_bits = widths_.row_bits;
  now.permanence_word_bits = widths_.permanence_word_bits;
  const bool serial = microarchitecture_.core == config::Core::serial;
  // A round of selection compares the keys of all columns.
  now.comparisons *= structural_.columns_per_hypercolumn - (serial ? 0 : 1);
  now.connection_flips = now.row_writes;
  now.counter_updates =
      serial ? structural_.columns() * words_ : now.row_reads * structural_.columns_per_hypercolumn;
  meter_.add(cycle_(), now);
  if (next_ != nullptr) next_->counted(activity);
}

void ObservedEnergy::end_step() {
  const bool learn = !learns_.empty() && learns_.front();
  if (!learns_.empty()) learns_.pop_front();
  Activity now = widths_;
  now.steps = 1;
  now.learning_steps = learn ? 1 : 0;
  meter_.add(cycle_(), now);
  meter_.end_step(cycle_(), learn);
}

}  // namespace silipool::engine
