#pragma once
#include <silipool/cost/ledger.hpp>
#include <silipool/engine/activity.hpp>

namespace silipool::estimate {

/// Counts of what the hardware did times a table of what each costs (docs/energy.md): a first estimate,
/// without clock, leakage and wires; its parts are the units of the RTL. Divide by the steps for a figure per
/// step.
[[nodiscard]] cost::Ledger price(const engine::Activity& activity, cost::CostTable table);

}  // namespace silipool::estimate
