#include <silipool/memristor/array/energy.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include <silipool/base/error.hpp>

#include "cell.hpp"
#include "system.hpp"

namespace silipool::memristor {

double driven_energy_j(const Drive& drive, const Solution& solution, double seconds) {
  if (drive.row_v.size() != solution.row_current_a.size() ||
      (!drive.column_v.empty() && drive.column_v.size() != solution.column_current_a.size()))
    base::bad_input("energy of a solution for {} rows and {} columns with a drive of {} and {}",
                    solution.row_current_a.size(), solution.column_current_a.size(), drive.row_v.size(),
                    drive.column_v.size());
  double watt = 0;
  for (std::size_t i = 0; i < drive.row_v.size(); ++i) watt += drive.row_v[i] * solution.row_current_a[i];
  for (std::size_t j = 0; j < drive.column_v.size(); ++j)
    watt -= drive.column_v[j] * solution.column_current_a[j];
  return watt * seconds;
}

// Wires carry the cells' currents, summed from their open ends: i^2 r needs no difference of voltages, and a
// wire of 0 ohm is not special.
Dissipation dissipation(const Array& array, const Drive& drive, const Solution& solution, double seconds) {
  check_drive(array, drive);
  const std::size_t m = array.rows(), n = array.columns();
  if (solution.row_node_v.size() != m * n || solution.column_node_v.size() != m * n)
    base::bad_input(
        "dissipation of a solution with {} node voltages of rows for {} x {} cells: ask the solver for them",
        solution.row_node_v.size(), m, n);
  Dissipation power;
  std::vector<double> row(m * n, 0.0), column(n, 0.0);
  const auto heat = [](double current, double ohm) { return ohm < kOpenOhm ? current * current * ohm : 0.0; };
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const std::size_t at = i * n + j;
      if (drive.inactive == InactiveRows::grounded || drive.row_v[i] != 0) {
        const double v = solution.row_node_v[at] - solution.column_node_v[at];
        row[at] = array.conductance_s(i, j) * cell_at(v, array.nonlinearity_v()).i;
        power.cells_j += row[at] * v;
      }
      column[j] += row[at];
      power.column_wires_j += heat(column[j], array.column_segment_ohm(i, j));
    }
  for (std::size_t j = 0; j < n; ++j) power.sense_j += heat(column[j], array.sense_ohm(j));
  for (std::size_t i = 0; i < m; ++i) {
    double current = 0;
    for (std::size_t j = n; j-- > 0;) {
      current += row[i * n + j];
      power.row_wires_j += heat(current, array.row_segment_ohm(i, j));
    }
    power.drivers_j += heat(current, array.driver_ohm(i));
  }
  for (double* each :
       {&power.cells_j, &power.row_wires_j, &power.column_wires_j, &power.drivers_j, &power.sense_j})
    *each *= seconds;
  return power;
}

double charging_energy_j(std::size_t rows, std::size_t columns, const Drive& drive,
                         const LineCapacitances& capacitances) {
  if (drive.row_v.size() != rows || (!drive.column_v.empty() && drive.column_v.size() != columns))
    base::bad_input("charging {} x {} lines with a drive of {} and {}", rows, columns, drive.row_v.size(),
                    drive.column_v.size());
  const double cells_of_row = static_cast<double>(columns), cells_of_column = static_cast<double>(rows);
  double joule = 0;
  for (const double v : drive.row_v) {
    if (v == 0) continue;
    joule += capacitances.row_f_per_cell * cells_of_row * v * v;
    if (drive.inactive == InactiveRows::gated)
      joule += capacitances.gate_f_per_cell * cells_of_row * capacitances.gate_v * capacitances.gate_v;
  }
  for (const double v : drive.column_v) joule += capacitances.column_f_per_cell * cells_of_column * v * v;
  return joule;
}

}  // namespace silipool::memristor
