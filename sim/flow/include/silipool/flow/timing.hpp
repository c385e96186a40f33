#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <silipool/flow/gate_energy.hpp>
#include <silipool/flow/sram.hpp>
#include <silipool/flow/synthesis.hpp>

namespace silipool::flow {

/// A memory of the netlist by the name of its black box, and what it is made of.
struct PlacedSram {
  std::string module;
  std::size_t width = 0, depth = 0;
  Sram sram;
};

struct Timing {
  double fmax_hz = 0;
  double slack_s = 0, period_s = 0;
  /// OpenSTA's report_power with an activity of kActivity everywhere: the cross-check of GateEnergy::uniform.
  double switching_w = 0, leakage_w = 0, internal_w = 0;
  std::filesystem::path report, power_report;
};
inline constexpr double kUniformActivity = 0.1;

/// OpenSTA on the netlist of `mapping`: the slowest path from register to register, ports included, with
/// wires as given and an ideal clock. Reports stay in the cache. Error{missing_tool} names opensta;
/// Error{check_failed} where it finds nothing.
[[nodiscard]] Timing analyse(const Mapping& mapping, const std::vector<PlacedSram>& memories,
                             const Wires& wires, double period_s);

}  // namespace silipool::flow
