#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include <silipool/cost/cost_table.hpp>
#include <silipool/crossbar/setup.hpp>
#include <silipool/crossbar/work.hpp>
#include <silipool/engine/activity.hpp>

namespace silipool::estimate {

struct EnergyPart {
  std::string cause;
  cost::Energy energy;  ///< J
};

/// Where the energy of a crossbar goes (docs/crossbar.md): array reads and writes as the devices' own numbers
/// say, lines, circuits and the digital part as the cost table does. Divide by the steps for a figure a step.
[[nodiscard]] std::vector<EnergyPart> crossbar_energy(const crossbar::Setup& setup,
                                                      const crossbar::Work& work,
                                                      const engine::Activity& digital,
                                                      const cost::CostTable& table);
[[nodiscard]] cost::Energy total(const std::vector<EnergyPart>& parts);

}  // namespace silipool::estimate
