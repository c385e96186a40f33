#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include <silipool/cost/ledger.hpp>
#include <silipool/crossbar/setup.hpp>
#include <silipool/crossbar/work.hpp>
#include <silipool/engine/activity.hpp>

namespace silipool::estimate {

struct EnergyPart {
  std::string cause;
  cost::Energy energy;  ///< J
};

/// What arrays and their circuits took: array reads and writes as the devices' own numbers say, lines and
/// circuits as the cost table does. The part of each term is "array", its cause as in crossbar_energy.
[[nodiscard]] cost::Ledger crossbar_ledger(const crossbar::Setup& setup, const crossbar::Work& work,
                                           const cost::CostTable& table);

/// Where the energy of a crossbar goes (docs/crossbar.md): array reads and writes as the devices' own numbers
/// say, lines, circuits and the digital part as the cost table does. Divide by the steps for a figure a step.
[[nodiscard]] std::vector<EnergyPart> crossbar_energy(const crossbar::Setup& setup,
                                                      const crossbar::Work& work,
                                                      const engine::Activity& digital,
                                                      const cost::CostTable& table);
[[nodiscard]] cost::Energy total(const std::vector<EnergyPart>& parts);

}  // namespace silipool::estimate
