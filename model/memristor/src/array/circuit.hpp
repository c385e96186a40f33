#pragma once
// An array under a drive as a plain list of nodes and branches: what the direct solver and the decks work on.
#include <cstddef>
#include <string>
#include <vector>

#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

struct Circuit {
  struct Wire {
    std::size_t a, b;
    double ohm;  ///< above 0, below kOpenOhm
  };
  struct Cell {
    std::size_t row_node, column_node;
    double conductance_s;  ///< above 0
    std::size_t at;        ///< row x columns + column
  };

  /// Nodes without a fixed voltage come first, then the ends of all rows, then those of all columns.
  std::size_t unknowns = 0, rows = 0, columns = 0;
  std::vector<double> end_v;  ///< of the ends, in that order
  std::vector<Wire> wires;
  std::vector<Cell> cells;
  /// Of every cell of the array, row by row; kNowhere for what reaches no end, where no current flows.
  std::vector<std::size_t> row_node, column_node;
  std::vector<std::string> names;  ///< of all nodes: w_ROW_COLUMN, b_ROW_COLUMN, row_ROW, column_COLUMN

  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t row_end(std::size_t row) const { return unknowns + row; }
  [[nodiscard]] std::size_t column_end(std::size_t column) const { return unknowns + rows + column; }
  [[nodiscard]] std::size_t nodes() const { return names.size(); }
};

/// Nodes that no resistance parts are one.
[[nodiscard]] Circuit circuit_of(const Array& array, const Drive& drive);

}  // namespace silipool::memristor
