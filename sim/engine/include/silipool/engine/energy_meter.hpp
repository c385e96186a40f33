#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/cost/ledger.hpp>
#include <silipool/engine/activity.hpp>

namespace silipool::engine {

/// What counts of activity, and clock cycles beside them, cost: a ledger whose terms name parts of the
/// hardware.
using Price = std::function<cost::Ledger(const Activity&, std::uint64_t cycles)>;

/// Energy by part of the hardware, of activity as it comes. A ledger is counts times costs, so what one of
/// each count costs is asked for once, and no ledger is made in the run.
class EnergyRates {
 public:
  EnergyRates(const Price& price, const config::Config& config);

  [[nodiscard]] const std::vector<std::string>& parts() const noexcept { return parts_; }
  /// Adds to the energy of each part, J.
  void add(const Activity& activity, std::uint64_t cycles, std::span<cost::Energy> of_parts) const;

 private:
  struct Rate {
    std::uint64_t Activity::*count;
    std::size_t part;
    cost::Energy energy;
  };
  void learn(const cost::Ledger& ledger, const std::function<void(std::size_t, const cost::Energy&)>& take);

  std::vector<std::string> parts_;
  std::vector<Rate> rates_;
  std::vector<cost::Energy> of_cycle_;  ///< by part
};

/// Energy as a run goes: in windows of the clock, and step by step.
class EnergyMeter {
 public:
  struct Window {
    std::uint64_t begin = 0, end = 0;    ///< cycles
    std::vector<cost::Energy> of_parts;  ///< J
  };
  /// Energy of steps of one kind, learning or not.
  struct Steps {
    std::uint64_t steps = 0, cycles = 0;
    std::vector<cost::Energy> of_parts;  ///< J, of all of them
    Activity activity;
  };

  /// `window`: cycles, at least 1. `closed` is given each window when it is over; may be empty.
  EnergyMeter(EnergyRates rates, std::uint64_t window, std::function<void(const Window&)> closed);

  /// What was done, at a cycle that is none before the last.
  void add(std::uint64_t cycle, const Activity& activity);
  /// A step ended: what was added since the one before is its energy.
  void end_step(std::uint64_t cycle, bool learn);
  /// The clock starts here, with nothing behind it.
  void restart(std::uint64_t cycle);
  /// Closes the window that is open.
  void finish(std::uint64_t cycle);

  [[nodiscard]] const std::vector<std::string>& parts() const noexcept { return rates_.parts(); }
  /// Of the step that ended last, by part.
  [[nodiscard]] const std::vector<cost::Energy>& last_step() const noexcept { return last_step_; }
  [[nodiscard]] const Steps& learning() const noexcept { return learning_; }
  [[nodiscard]] const Steps& inference() const noexcept { return inference_; }

 private:
  void close_until(std::uint64_t cycle);

  EnergyRates rates_;
  std::uint64_t length_;
  std::function<void(const Window&)> closed_;
  Window window_;
  Activity step_;  ///< since the last end of a step
  std::uint64_t step_begin_ = 0;
  std::vector<cost::Energy> last_step_;
  Steps learning_, inference_;
};

}  // namespace silipool::engine
