#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <silipool/flow/gate_pins.hpp>
#include <silipool/flow/gates.hpp>
#include <silipool/liberty/library.hpp>

namespace silipool::flow {

/// What stands between pins: a table of the library's, scaled where it is of another process, or nothing.
struct Wires {
  std::string name;                         ///< for reports
  const liberty::WireLoad* load = nullptr;  ///< nullptr: no wires
  double scale = 1;                         ///< of lengths
  [[nodiscard]] double capacitance(std::size_t fanout) const {
    return load == nullptr ? 0 : scale * load->capacitance(fanout);
  }
};

/// A sum over nets or pins of one unit, one cause and one kind of cell.
struct EnergyTerm {
  std::string unit, cause;  ///< cause: "switching", "internal" or "clock"
  std::string what;         ///< "DFFPOSX1, pin CLK"
  std::uint64_t events = 0;
  double joules = 0;
};

struct LeakageTerm {
  std::string unit, what;
  std::uint64_t cells = 0;
  double watts = 0;
};

/// Energies of a netlist by the tables of its library: C V^2 / 2 of each transition of a net (pins and wire),
/// the internal energy of each transition of a pin by what caused it, its state, its slew and its load, and
/// leakage by state. Rises and falls are halves of the transitions. Slews follow from the loads by the
/// library's own tables; the clock's is given. A load or slew beyond a table's end takes the end: a net that
/// is that heavy would be buffered.
class GateEnergy {
 public:
  static constexpr double kClockSlew = 0.1e-9;  ///< s, at every clock pin: what a clock tree is built to

  /// `gates` and `program` must outlive this.
  GateEnergy(const Gates& gates, const Program& program, double supply_v, const Wires& wires);

  [[nodiscard]] std::vector<EnergyTerm> energy(const GateCounts& counts) const;
  [[nodiscard]] std::vector<LeakageTerm> leakage(const GateCounts& counts) const;

  /// As OpenSTA's report_power with one activity everywhere: `activity` transitions of every net that a cell
  /// drives a cycle, each pin up half of the time. W; the cross-check of docs/estimate.md.
  struct Uniform {
    double switching_w = 0, leakage_w = 0;
  };
  [[nodiscard]] Uniform uniform(double activity, double clock_hz) const;

  [[nodiscard]] double net_capacitance(std::uint32_t net) const { return own_[net]; }

 private:
  [[nodiscard]] double table(const liberty::Table& table, double slew, double load) const;
  [[nodiscard]] double mean(const liberty::PowerArc& arc, double slew, double load) const;
  [[nodiscard]] std::uint64_t events_at(const Gates::Cell& cell, std::uint32_t net,
                                        const GateCounts& counts) const;
  void make_loads(const Wires& wires);
  void make_slews();
  [[nodiscard]] double slew_of(std::uint32_t net) const { return net == kNoNet ? kClockSlew : slew_[net]; }

  const Gates& gates_;
  const Program& program_;
  double supply_v_;
  GateSlots slots_;
  std::vector<double> own_;            ///< F, by net: its sinks and their share of the wire
  std::vector<double> load_;           ///< F, by net: what its driver sees, beyond lanes too
  std::vector<double> slew_;           ///< s
  std::vector<std::uint32_t> driver_;  ///< cell, by net
  std::vector<double> wire_per_sink_;
};

}  // namespace silipool::flow
