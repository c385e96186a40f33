#include <silipool/memristor/array/spice.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

#include "deck.hpp"

namespace silipool::memristor {
namespace {

void check(const Array& array, const Vteam& cell, std::span<const double> state_m, const WritePulse& pulse) {
  if (!(cell.r_on_ohm > 0 && cell.r_off_ohm > 0)) base::bad_input("VTEAM with resistances not above 0");
  if (!(cell.w_off_m > cell.w_on_m))
    base::bad_input("VTEAM with w_off of {} m, not above w_on of {} m", cell.w_off_m, cell.w_on_m);
  if (!(cell.v_on_v < 0 && cell.v_off_v > 0 && cell.k_on_m_per_s < 0 && cell.k_off_m_per_s > 0))
    base::bad_input("VTEAM: legal are v_on and k_on below 0, v_off and k_off above 0");
  if (!(pulse.edge_s > 0 && pulse.width_s > pulse.edge_s && std::isfinite(pulse.width_s)))
    base::bad_input("pulse of {} s with edges of {} s: legal are edges above 0 and shorter than it",
                    pulse.width_s, pulse.edge_s);
  if (state_m.size() != array.rows() * array.columns())
    base::bad_input("{} states for {} x {} cells", state_m.size(), array.rows(), array.columns());
  for (const double w : state_m)
    if (!(w >= cell.w_on_m && w <= cell.w_off_m))
      base::bad_input("state {} m: legal are {}..{} m", w, cell.w_on_m, cell.w_off_m);
  if (pulse.column_v.size() != array.columns())
    base::bad_input("{} column voltages for {} columns", pulse.column_v.size(), array.columns());
}

}  // namespace

// The state is the voltage of a capacitor of as many farad as the pulse has seconds, from 0 (w_on) to 1
// (w_off), so that its currents are near 1 A.
std::string write_deck(const Array& array, const Vteam& cell, std::span<const double> state_m,
                       const WritePulse& pulse, std::string_view output_file) {
  check(array, cell, state_m, pulse);
  Array all = array;
  all.set_conductances(std::vector<double>(state_m.size(), 1.0));
  const Circuit circuit = circuit_of(all, {pulse.row_v, InactiveRows::grounded, pulse.column_v});
  std::string deck =
      deck_head(circuit, fmt::format("write pulse to {} x {} cells", array.rows(), array.columns()));
  auto out = std::back_inserter(deck);
  const double range = cell.w_off_m - cell.w_on_m, scale = pulse.width_s / range;
  fmt::format_to(out,
                 ".subckt memristor row column x x0=0\n"
                 "Bcell row column I=V(row,column)/({}+{}*V(x))\n"
                 "Boff 0 x I=V(x) < 1 ? {}*pow(max(V(row,column)/{}-1,0),{}) : 0\n"
                 "Bon 0 x I=V(x) > 0 ? {}*pow(max(V(row,column)/({})-1,0),{}) : 0\n"
                 "Cx x 0 {} ic={{x0}}\n.ends\n",
                 cell.r_on_ohm, cell.r_off_ohm - cell.r_on_ohm, cell.k_off_m_per_s * scale, cell.v_off_v,
                 cell.alpha_off, cell.k_on_m_per_s * scale, cell.v_on_v, cell.alpha_on, pulse.width_s);
  for (const Circuit::Cell& each : circuit.cells)
    fmt::format_to(out, "Xcell_{0} {1} {2} x_{0} memristor x0={3}\n", each.at, circuit.names[each.row_node],
                   circuit.names[each.column_node], (state_m[each.at] - cell.w_on_m) / range);
  for (std::size_t end = 0; end < circuit.end_v.size(); ++end) {
    const std::string& name = circuit.names[circuit.unknowns + end];
    fmt::format_to(out, "V{} {} 0 PULSE(0 {} 0 {} {} {} 1)\n", name, name, circuit.end_v[end], pulse.edge_s,
                   pulse.edge_s, pulse.width_s - pulse.edge_s);
  }
  const double step = std::min(pulse.width_s / 1000, pulse.edge_s / 20);
  fmt::format_to(out,
                 ".options reltol=1e-6 abstol=1e-15 vntol=1e-12\n.control\nset numdgt=16\n"
                 "tran {0} {1} 0 {0} uic\nlet last = length(time) - 1\n",
                 step, pulse.width_s + 2 * pulse.edge_s);
  bool first = true;
  for (const Circuit::Cell& each : circuit.cells) {
    fmt::format_to(out, "print v(x_{})[last] {} {}\n", each.at, first ? ">" : ">>", output_file);
    first = false;
  }
  deck += "quit\n.endc\n.end\n";
  return deck;
}

std::vector<double> write_deck_output(const std::string& content, const Vteam& cell, std::size_t cells) {
  std::vector<double> states = printed_values(content, cells);
  for (double& state : states)
    state = cell.w_on_m + (cell.w_off_m - cell.w_on_m) * std::clamp(state, 0.0, 1.0);
  return states;
}

}  // namespace silipool::memristor
