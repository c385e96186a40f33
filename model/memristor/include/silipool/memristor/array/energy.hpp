#pragma once
#include <cstddef>

#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

/// What the drivers give in `seconds` at constant voltages: sum of V_i I_i t over rows, less what comes out
/// of columns whose sense end is not at 0 V. In joule; exact up to the solution's residual.
[[nodiscard]] double driven_energy_j(const Drive& drive, const Solution& solution, double seconds);

/// Where it goes: sum of i v over all cells and of i^2 r over all wires, drivers and sense inputs, times t.
/// The solution must have node voltages (Error{bad_input}).
struct Dissipation {
  double cells_j = 0, row_wires_j = 0, column_wires_j = 0, drivers_j = 0, sense_j = 0;
  [[nodiscard]] double total_j() const noexcept {
    return cells_j + row_wires_j + column_wires_j + drivers_j + sense_j;
  }
};
[[nodiscard]] Dissipation dissipation(const Array& array, const Drive& drive, const Solution& solution,
                                      double seconds);

/// Capacitances of the lines of one cell, in farad, and the voltage of the gates of select transistors.
struct LineCapacitances {
  double row_f_per_cell = 0;
  double column_f_per_cell = 0;
  double gate_f_per_cell = 0;  ///< of a row's select line; 0 without select transistors
  double gate_v = 0;
};
/// C V^2 for each line that is charged from 0 V by the supply and discharged again: driven rows (to their
/// drive), their select lines where inactive rows are gated, columns (to column_v). In joule.
[[nodiscard]] double charging_energy_j(std::size_t rows, std::size_t columns, const Drive& drive,
                                       const LineCapacitances& capacitances);

}  // namespace silipool::memristor
