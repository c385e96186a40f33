#include <silipool/estimate/crossbar_energy.hpp>

#include <silipool/estimate/activity_energy.hpp>

namespace silipool::estimate {
namespace {

/// What follows from a card has the card's numbers alone: they are no interval.
cost::Energy of_device(double joules) { return {joules, joules, joules}; }

}  // namespace

std::vector<EnergyPart> crossbar_energy(const crossbar::Setup& setup, const crossbar::Work& work,
                                        const engine::Activity& digital, const cost::CostTable& table) {
  const auto priced = [&table](const char* operation, double count) {
    return count * table.cost_of(operation).energy;
  };
  const config::Crossbar& o = setup.options;
  // Rows are charged to the voltage of a read; of 1T1R arrays their select lines too, to as much as a write
  // needs at least, which no card says: the same voltage is taken.
  const double lines = (o.inactive_rows == config::CrossbarRows::gated ? 2.0 : 1.0) *
                       static_cast<double>(work.driven_cells) * setup.read_v * setup.read_v;
  const double levels = static_cast<double>(std::uint64_t{1} << o.adc_bits);
  return {
      {"array, reads", of_device(work.read_j)},
      {"lines, reads", priced("line_cell", lines)},
      {"comparators", priced("current_comparison", static_cast<double>(work.comparisons))},
      {"converters", priced("converter_level", levels * static_cast<double>(work.conversions))},
      {"array, write pulses", of_device(work.write_j)},
      {"array, half-selected cells", of_device(work.half_select_j)},
      {"array, verifying reads", of_device(work.verify_j)},
      {"lines, writes", priced("line_cell", work.write_line_v2)},
      {"digital", price(digital, table).total()},
  };
}

cost::Energy total(const std::vector<EnergyPart>& parts) {
  cost::Energy sum;
  for (const EnergyPart& part : parts) sum += part.energy;
  return sum;
}

}  // namespace silipool::estimate
