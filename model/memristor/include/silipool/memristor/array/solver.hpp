#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <silipool/memristor/array/array.hpp>

namespace silipool::memristor {

/// What becomes of a row whose drive is exactly 0 V.
enum class InactiveRows : std::uint8_t {
  grounded,  ///< its driver holds it at 0 V: passive arrays
  gated,     ///< its cells are cut off by their select transistors: 1T1R
};

/// What drives the ends of the wires, in volt.
struct Drive {
  std::span<const double> row_v;  ///< one for each row
  InactiveRows inactive = InactiveRows::grounded;
  std::span<const double> column_v = {};  ///< of the sense ends; empty: all are virtual grounds
};

/// Voltages and currents of an array. A violation of Kirchhoff's current law at a node is a current injected
/// there; of that, a column (a row) receives a part between 0 and 1. So the sum of all violations bounds the
/// error of every current.
struct Solution {
  std::vector<double> column_current_a;  ///< of each column, out of its sense end
  std::vector<double> row_current_a;     ///< of each row, out of its driver
  double residual_a = 0;                 ///< sum over all nodes of |sum of currents|
  std::size_t iterations = 0;            ///< sweeps over rows and columns, of all Newton steps
  std::size_t newton_steps = 0;          ///< 0: linear cells
  bool direct = false;                   ///< by sparse Cholesky
  /// Voltages of the ends of every cell, row by row; 0 for the cells of a gated row. Empty unless wanted.
  std::vector<double> row_node_v, column_node_v;
};

struct SolverOptions {
  /// The residual over the largest current of a row or column at which a solution is done; above 0.
  double tolerance = 1e-10;
  /// Sweeps after which sparse Cholesky takes over; 0: at once.
  std::size_t max_iterations = 1000;
  bool node_voltages = false;  ///< wanted in the solution
};

/// Solves Kirchhoff's equations of an array (docs/crossbar.md): exact tridiagonal solutions of all rows and
/// all columns in turns, accelerated by conjugate gradients, until the residual is small enough; Newton's
/// method around that for nonlinear cells. Where it does not get there, sparse Cholesky does.
///
/// Keeps the factors of the array and of the rows that take part: further drives of the same cost no
/// division. A result depends on array, drive and options alone, unless a warm start is asked for.
/// Not thread-safe; several solvers may solve the same array.
class Solver {
 public:
  explicit Solver(const SolverOptions& options = {});
  ~Solver();
  Solver(Solver&&) noexcept;
  Solver& operator=(Solver&&) noexcept;

  /// Error{bad_input} for a drive of another size or not finite; Error{check_failed} where no method
  /// converges.
  [[nodiscard]] Solution solve(const Array& array, const Drive& drive);
  /// Starts from the voltages of the last solution where that was of the same size and the same active rows
  /// took part; saves sweeps after small changes. The result differs within the residual.
  [[nodiscard]] Solution solve_warm(const Array& array, const Drive& drive);

 private:
  struct Work;
  Solution solve(const Array& array, const Drive& drive, bool warm);

  SolverOptions options_;
  std::unique_ptr<Work> work_;
};

/// The same by sparse Cholesky (Eigen, AMD ordering) from a list of all nodes and branches: the cross-check
/// of Solver, with which it shares only the equation of the cell. Slow above 64 x 64.
[[nodiscard]] Solution solve_direct(const Array& array, const Drive& drive, bool node_voltages = false);

/// One solution for each drive, on so many threads; bytes do not depend on their number.
[[nodiscard]] std::vector<Solution> solve_batch(const Array& array, std::span<const Drive> drives,
                                                std::size_t threads, const SolverOptions& options = {});

/// Column current in ampere per volt at each row, row by row, of a linear array with grounded inactive rows:
/// for many inputs of the same array. By reciprocity it takes one solution for each column, not each row.
/// Column currents of a drive are then the sums of row_v times its rows, in ascending order of rows.
struct Transfer {
  std::size_t columns = 0;
  std::vector<double> column_a_per_v;
  double residual_a_per_v = 0;  ///< the worst column's
  [[nodiscard]] std::vector<double> column_current_a(std::span<const double> row_v) const;
};
/// Error{bad_input} if the cells are not linear.
[[nodiscard]] Transfer transfer(const Array& array, std::size_t threads, const SolverOptions& options = {});

}  // namespace silipool::memristor
