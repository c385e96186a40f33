#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "aligned.hpp"
#include "line_kernels.hpp"

namespace silipool::memristor {

/// Kirchhoff's equations of M rows crossing N columns, linear cells with currents g v + s:
///
///     K_r W = G B - s + ends,   K_c B = G W + s + ends
///
/// K_r and K_c hold a tridiagonal matrix for each line, with its wires and the g of its cells. Solving one
/// and then the other is block Gauss-Seidel on a symmetric positive definite matrix, which always converges.
/// Its step z = B' - B is the residual of the columns' Schur complement, preconditioned by K_c: conjugate
/// gradients in the three-term form of Concus, Golub and O'Leary (1976) need nothing else, and halve the
/// digits' price.
///
/// The tridiagonal systems are solved as ladders of resistances, in sums of what is not negative: no digit is
/// cancelled, and no wire resistance (0 included) is special.
class LineSolver {
 public:
  LineSolver();

  /// Forgets everything.
  void resize(std::size_t rows, std::size_t columns);
  [[nodiscard]] const PanelShape& shape() const noexcept { return shape_; }

  /// Resistance from the node towards the held end, in ohm; before factor().
  void set_row_ohm(std::size_t i, std::size_t j, double ohm) { r_rows_[shape_.in_rows(i, j)] = ohm; }
  void set_column_ohm(std::size_t i, std::size_t j, double ohm);
  /// Of cells, in panels of columns; change them, then factor().
  [[nodiscard]] Panel& g() noexcept { return g_; }
  /// Empty for none.
  [[nodiscard]] Panel& s() noexcept { return s_; }
  void factor();

  /// Voltages at the held ends.
  [[nodiscard]] Panel& row_v() noexcept { return row_v_; }
  [[nodiscard]] Panel& column_v() noexcept { return column_v_; }

  /// Starts from the column voltages that are there. Sweeps until the residual is at most `tolerance` times
  /// the greatest current of a column (of a row, where no column has any), or `least_a`; true if it got there
  /// within `iterations`, which it counts down.
  bool solve(double tolerance, double least_a, std::size_t& iterations);

  // Of the last solution, in panels of columns.
  [[nodiscard]] const Panel& rows_v() const noexcept { return w_; }
  [[nodiscard]] Panel& columns_v() noexcept { return x_; }
  [[nodiscard]] double residual_a() const noexcept { return residual_a_; }
  [[nodiscard]] double column_current_a(std::size_t j) const { return column_current_a_[j]; }
  [[nodiscard]] std::vector<double> row_current_a() const;

  /// Another form of the kernels, for tests.
  void use(const LineKernels& kernels) noexcept { kernels_ = &kernels; }

 private:
  /// All rows and all columns once from x_, which they leave in x_; the step in z_, and its g z in t_.
  double pass();
  void gradients(double enough_a, double energy, std::size_t& iterations);
  [[nodiscard]] double greatest_current_a() const;

  const LineKernels* kernels_;
  PanelShape shape_;
  Panel r_rows_, r_columns_, wire_s_;  // r_rows_ in panels of rows, the others of columns
  Panel g_, s_, g_rows_;               // g_rows_ in panels of rows
  Panel a_rows_, c_rows_, a_columns_, c_columns_;
  Panel row_v_, column_v_, no_v_;
  Panel w_, x_, x_other_, z_, z_other_, t_, scratch_;
  Panel column_current_a_;
  double residual_a_ = 0;
};

}  // namespace silipool::memristor
