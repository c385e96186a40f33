#include <silipool/estimate/crossbar_energy.hpp>

#include <silipool/estimate/activity_energy.hpp>

namespace silipool::estimate {
namespace {

/// What follows from a card has the card's numbers alone: they are no interval.
cost::Energy of_device(double joules) { return {joules, joules, joules}; }

}  // namespace

cost::Ledger crossbar_ledger(const crossbar::Setup& setup, const crossbar::Work& work,
                             const cost::CostTable& table) {
  cost::Ledger ledger;
  const auto device = [&](const char* cause, const char* event, double joules, std::uint64_t count) {
    ledger.add_sum(of_device(joules), count,
                   {nullptr, {}, "the card's", "card " + setup.card.name + "; currents solved", event},
                   "array", cause);
  };
  const auto priced = [&](const char* cause, const char* operation, const char* event, double operations,
                          std::uint64_t count) {
    const cost::Cost& cost = table.cost_of(operation);
    ledger.add_sum(operations * cost.energy, count, {nullptr, {}, cost.node, cost.source, event}, "array",
                   cause);
  };
  const config::Crossbar& o = setup.options;
  // Rows are charged to the voltage of a read; of 1T1R arrays their select lines too, to as much as a write
  // needs at least, which no card says: the same voltage is taken.
  const double lines = (o.inactive_rows == config::CrossbarRows::gated ? 2.0 : 1.0) *
                       static_cast<double>(work.driven_cells) * setup.read_v * setup.read_v;
  const double levels = static_cast<double>(std::uint64_t{1} << o.adc_bits);
  device("array, reads", "read of an array", work.read_j, work.reads);
  priced("lines, reads", "line_cell", "cell on a driven row", lines, work.driven_cells);
  priced("comparators", "current_comparison", "comparison", static_cast<double>(work.comparisons),
         work.comparisons);
  priced("converters", "converter_level", "conversion", levels * static_cast<double>(work.conversions),
         work.conversions);
  device("array, write pulses", "pulse", work.write_j, work.write_pulses);
  device("array, half-selected cells", "half-selected cell", work.half_select_j, work.half_selected);
  device("array, verifying reads", "read of a cell", work.verify_j, work.verify_reads);
  priced("lines, writes", "line_cell", "cell on the lines of a pulse", work.write_line_v2,
         work.written_cells);
  return ledger;
}

std::vector<EnergyPart> crossbar_energy(const crossbar::Setup& setup, const crossbar::Work& work,
                                        const engine::Activity& digital, const cost::CostTable& table) {
  std::vector<EnergyPart> parts;
  const cost::Ledger ledger = crossbar_ledger(setup, work, table);
  for (const std::string& cause : ledger.causes()) parts.push_back({cause, ledger.total_of_cause(cause)});
  parts.push_back({"digital", price(digital, table).total()});
  return parts;
}

cost::Energy total(const std::vector<EnergyPart>& parts) {
  cost::Energy sum;
  for (const EnergyPart& part : parts) sum += part.energy;
  return sum;
}

}  // namespace silipool::estimate
