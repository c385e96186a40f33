#pragma once
// The inner loops of the line solver, side by side over lines: a group of kLanes rows (or columns) is swept
// at once, element by element, so that the order of all sums is fixed and compilers vectorise across lines.
//
// A matrix of M x N numbers is held in panels: of row groups, [group of rows][column][row in group], or of
// column groups, [group of columns][row][column in group]. Both are padded with zeros to whole groups.
#include <cstddef>

namespace silipool::memristor {

inline constexpr std::size_t kLanes = 16;

struct PanelShape {
  std::size_t rows = 0, columns = 0;
  std::size_t row_groups = 0, column_groups = 0;

  PanelShape() = default;
  PanelShape(std::size_t m, std::size_t n)
      : rows(m),
        columns(n),
        row_groups((m + kLanes - 1) / kLanes),
        column_groups((n + kLanes - 1) / kLanes) {}
  [[nodiscard]] std::size_t padded_rows() const { return row_groups * kLanes; }
  [[nodiscard]] std::size_t padded_columns() const { return column_groups * kLanes; }
  [[nodiscard]] std::size_t size() const { return padded_rows() * padded_columns(); }
  [[nodiscard]] std::size_t in_rows(std::size_t i, std::size_t j) const {
    return (i / kLanes * padded_columns() + j) * kLanes + i % kLanes;
  }
  [[nodiscard]] std::size_t in_columns(std::size_t i, std::size_t j) const {
    return (j / kLanes * padded_rows() + i) * kLanes + j % kLanes;
  }
  friend bool operator==(const PanelShape&, const PanelShape&) = default;
};

/// Factors of a ladder of nodes, each with a conductance g to its cells, joined by resistances r towards the
/// end that is held: a = 1 / (1 + r Y), c = r a, where Y is all that a node sees away from that end.
struct LineFactors {
  const double* a;
  const double* c;
};

/// A whole pass over all columns for given voltages of the rows.
struct ColumnPass {
  const double* g;  // conductances of cells
  const double* s;  // currents of cells at no voltage, or null
  LineFactors factors;
  const double* wire_s;   // conductance of the segment below each node; 0 for none and for infinite ones
  const double* held_v;   // of the sense ends
  const double* rows_v;   // of the nodes of rows
  const double* x;        // of the nodes of columns, before
  double* after;          // and after
  double* z;              // after - before
  double* t;              // g z, in panels of rows
  double* current_a;      // out of each column
  double residual_a = 0;  // sum of g |z|
  double energy = 0;      // z' K z, K the matrix of the columns
};

/// A pass of conjugate gradients over all columns.
struct GradientPass {
  const double* g;
  LineFactors factors;
  const double* y;  // answer of the rows to t
  const double* z;  // of this step, and x
  const double* x;
  double* z_next;  // of the step before, replaced by the next
  double* x_next;
  double* t;  // g z_next, in panels of rows
  double gamma, omega;
  double residual_a = 0;  // sum of g |z_next|
  double product = 0;     // z_next' (g y)
};

struct LineKernels {
  const char* name;
  void (*factor_rows)(const PanelShape&, const double* g, const double* r, double* a, double* c);
  void (*factor_columns)(const PanelShape&, const double* g, const double* r, double* a, double* c);
  /// Solves all rows for the currents t into their nodes, ends held at held_v: voltages to y, in panels of
  /// columns. Returns the sum of t y.
  double (*rows)(const PanelShape&, LineFactors, const double* t, const double* held_v, double* scratch,
                 double* y);
  void (*columns)(const PanelShape&, ColumnPass&, double* scratch);
  void (*gradient)(const PanelShape&, GradientPass&, double* scratch);
  /// Panels of columns to panels of rows.
  void (*to_rows)(const PanelShape&, const double* columns, double* rows);
};

/// Doubles of scratch that the kernels need.
[[nodiscard]] inline std::size_t scratch_size(const PanelShape& shape) {
  return 2 * kLanes *
         (shape.padded_rows() > shape.padded_columns() ? shape.padded_rows() : shape.padded_columns());
}

/// All forms that this machine runs, the portable one first, the widest last. Their results are equal to the
/// bit: they are the same loops in vectors of another width, without fused multiply-add. (512 bits gain
/// nothing over 256: memory sets the pace.)
struct LineKernelForms {
  const LineKernels* forms[2];
  std::size_t count;
};
[[nodiscard]] const LineKernelForms& line_kernel_forms();

}  // namespace silipool::memristor
