#pragma once
#include <cstdint>
#include <fstream>
#include <string>

#include <silipool/config/config.hpp>
#include <silipool/engine/energy_meter.hpp>

#include "results.hpp"

namespace silipool::cli {

/// Power against time, by part of the hardware, in a CSV file that grows as the run goes: a row for each
/// window of the clock. Energies are those of the configuration's `estimate.technology`, or with `fit` of a
/// table of the fast path (docs/estimate.md), leakage included.
class PowerLog {
 public:
  /// `window`: cycles. Error{bad_input} where the file cannot be written.
  PowerLog(std::string file, const config::Config& config, const std::string& fit, std::uint64_t window);

  [[nodiscard]] engine::EnergyMeter& meter() noexcept { return meter_; }
  /// The clock stopped there.
  void finish(std::uint64_t cycle);
  /// Energy of a step of each kind, by part.
  void put(Table& table) const;
  void put(Json& json) const;

 private:
  [[nodiscard]] std::string row(const engine::EnergyMeter::Window& window) const;

  std::string file_;
  std::ofstream out_;
  engine::EnergyMeter meter_;
};

}  // namespace silipool::cli
