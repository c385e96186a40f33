#include <silipool/memristor/array/spice.hpp>

#include <iterator>

#include <fmt/format.h>

#include "deck.hpp"

namespace silipool::memristor {

std::string read_deck(const Array& array, const Drive& drive, std::string_view output_file) {
  const Circuit circuit = circuit_of(array, drive);
  std::string deck = deck_head(circuit, fmt::format("read of {} x {} cells", array.rows(), array.columns()));
  auto out = std::back_inserter(deck);
  for (const Circuit::Cell& cell : circuit.cells) {
    const std::string &row = circuit.names[cell.row_node], &column = circuit.names[cell.column_node];
    const double v0 = array.nonlinearity_v();
    if (array.linear())
      fmt::format_to(out, "Rcell_{} {} {} {}\n", cell.at, row, column, 1.0 / cell.conductance_s);
    else
      fmt::format_to(out, "Bcell_{} {} {} I={}*sinh(V({},{})/{})\n", cell.at, row, column,
                     cell.conductance_s * v0, row, column, v0);
  }
  for (std::size_t end = 0; end < circuit.end_v.size(); ++end) {
    const std::string& name = circuit.names[circuit.unknowns + end];
    fmt::format_to(out, "V{} {} 0 DC {}\n", name, name, circuit.end_v[end]);
  }
  // A current into the first node of a source counts as positive: out of the array.
  deck += ".options reltol=1e-9 abstol=1e-15 vntol=1e-12 itl1=500\n.control\nset numdgt=16\nop\n";
  for (std::size_t j = 0; j < array.columns(); ++j)
    fmt::format_to(out, "print i(vcolumn_{}) {} {}\n", j, j == 0 ? ">" : ">>", output_file);
  deck += "quit\n.endc\n.end\n";
  return deck;
}

std::vector<double> read_deck_output(const std::string& content, std::size_t columns) {
  return printed_values(content, columns);
}

}  // namespace silipool::memristor
