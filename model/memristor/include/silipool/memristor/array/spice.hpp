#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {

/// A deck for `ngspice -b` that finds the operating point of the array, linear or nonlinear, with the drive
/// and writes to `output_file`, a line for each, all column currents in ampere (the way Solution counts
/// them). Wires without resistance are one node, open ones are left out, as are parts that reach no driver
/// and no sense end.
[[nodiscard]] std::string read_deck(const Array& array, const Drive& drive, std::string_view output_file);

/// The currents in the file that a deck wrote. Error{bad_input} for another number of them.
[[nodiscard]] std::vector<double> read_deck_output(const std::string& content, std::size_t columns);

/// VTEAM (S. Kvatinsky et al., IEEE TCAS-II 62(8), 786-790, 2015) without window, current linear in the
/// state:
///
///     dw/dt = k_off (v / v_off - 1)^alpha_off   v > v_off > 0
///             k_on  (v / v_on  - 1)^alpha_on    v < v_on < 0       0 in between;   w within [w_on, w_off]
///     R     = r_on + (r_off - r_on) (w - w_on) / (w_off - w_on)
struct Vteam {
  double r_on_ohm, r_off_ohm;
  double w_on_m, w_off_m;
  double k_on_m_per_s, k_off_m_per_s;  ///< below 0, above 0
  double alpha_on, alpha_off;
  double v_on_v, v_off_v;  ///< below 0, above 0
};

/// Voltages at the ends of all wires during one rectangular pulse, 0 V before and after.
struct WritePulse {
  std::span<const double> row_v, column_v;
  double width_s;
  double edge_s;  ///< rise and fall, linear in time; the width is from the middle of one to that of the other
};

/// A deck for the transient of a write pulse to an array of VTEAM cells on the array's wires; states in
/// metre, row by row (the array's conductances are not used). `output_file` gets the states after the pulse.
[[nodiscard]] std::string write_deck(const Array& array, const Vteam& cell, std::span<const double> state_m,
                                     const WritePulse& pulse, std::string_view output_file);

/// The states in metre in the file that a deck wrote, for arrays in which every cell reaches an end of a
/// wire.
[[nodiscard]] std::vector<double> write_deck_output(const std::string& content, const Vteam& cell,
                                                    std::size_t cells);

}  // namespace silipool::memristor
