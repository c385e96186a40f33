#pragma once
// What of an array takes part under a drive: rows that conduct, with the column wires between them.
#include <cstddef>
#include <span>
#include <vector>

#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

/// Error{bad_input} for a drive that does not fit the array.
void check_drive(const Array& array, const Drive& drive);

/// The rows whose cells conduct, ascending: all, or the driven ones where inactive rows are gated.
[[nodiscard]] std::vector<std::size_t> conducting_rows(const Array& array, const Drive& drive);

/// From the source of row `rows[k]` or its left neighbour to the cell in column j.
[[nodiscard]] inline double row_ohm(const Array& array, std::size_t row, std::size_t column) {
  return array.row_segment_ohm(row, column) + (column == 0 ? array.driver_ohm(row) : 0.0);
}

/// From the node of column j at rows[k] down to that at rows[k + 1], or to the virtual ground after the last.
[[nodiscard]] double column_ohm(const Array& array, std::span<const std::size_t> rows, std::size_t k,
                                std::size_t column);

}  // namespace silipool::memristor
