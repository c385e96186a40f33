#include <silipool/memristor/array/solver.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <silipool/base/error.hpp>

#include "cell.hpp"
#include "line_solver.hpp"
#include "system.hpp"

namespace silipool::memristor {
namespace {

/// The first steps of Newton's method need no more of the linear solver than this.
constexpr double kCoarse = 1e-4;

}  // namespace

struct Solver::Work {
  LineSolver lines;
  std::vector<std::size_t> rows;            // that conduct
  std::uint64_t stamp = 0, wire_stamp = 0;  // of the array that lines has; 0: none
  double v0 = 0;
  // Nonlinear cells, in panels of columns: tangents touch at point_v, where a cell has current_v per siemens
  // and slope.
  Panel conductance_s, point_v, current_v, slope;
  bool solved = false;

  void load(const Array& array, std::vector<std::size_t> conducting, bool keep);
  void drive(const Drive& drive);
  bool newton(const SolverOptions& options, std::size_t& iterations, Solution& solution, bool warm);
  void take_tangents();
  void touch(std::size_t k, double v);
  double mismatch_a();
};

// Factors stay where neither the array nor its conducting rows changed, voltages where `keep` asks for it and
// the rows are the same.
void Solver::Work::load(const Array& array, std::vector<std::size_t> conducting, bool keep) {
  const std::size_t n = array.columns();
  const bool same_rows = wire_stamp == array.wire_stamp() && rows == conducting;
  if (!(keep && same_rows)) {
    std::fill(lines.columns_v().begin(), lines.columns_v().end(), 0.0);
    solved = false;
  }
  if (same_rows && stamp == array.stamp()) return;
  if (!same_rows) {
    rows = std::move(conducting);
    lines.resize(rows.size(), n);
    for (std::size_t k = 0; k < rows.size(); ++k)
      for (std::size_t j = 0; j < n; ++j) {
        lines.set_row_ohm(k, j, std::min(row_ohm(array, rows[k], j), kOpenOhm));
        lines.set_column_ohm(k, j, std::min(column_ohm(array, rows, k, j), kOpenOhm));
      }
  }
  Panel& g = lines.g();
  for (std::size_t k = 0; k < rows.size(); ++k)
    for (std::size_t j = 0; j < n; ++j) g[lines.shape().in_columns(k, j)] = array.conductance_s(rows[k], j);
  v0 = array.nonlinearity_v();
  if (array.linear()) {
    lines.s().clear();
    lines.factor();
  } else {
    conductance_s = g;
  }
  stamp = array.stamp();
  wire_stamp = array.wire_stamp();
}

void Solver::Work::drive(const Drive& drive) {
  for (std::size_t k = 0; k < rows.size(); ++k) lines.row_v()[k] = drive.row_v[rows[k]];
  std::fill(lines.column_v().begin(), lines.column_v().end(), 0.0);
  std::copy(drive.column_v.begin(), drive.column_v.end(), lines.column_v().begin());
}

void Solver::Work::take_tangents() {
  Panel &g = lines.g(), &s = lines.s();
  s.resize(g.size());
  for (std::size_t k = 0; k < g.size(); ++k) {
    g[k] = conductance_s[k] * slope[k];
    s[k] = conductance_s[k] * (current_v[k] - slope[k] * point_v[k]);
  }
  lines.factor();
}

void Solver::Work::touch(std::size_t k, double v) {
  const CellPoint p = cell_at(v, v0);
  point_v[k] = v;
  current_v[k] = p.i;
  slope[k] = p.slope;
}

/// Sum over the nodes of what the tangents' currents miss; takes the next points.
double Solver::Work::mismatch_a() {
  const Panel &g = lines.g(), &s = lines.s(), &w = lines.rows_v(), &b = lines.columns_v();
  double sum = 0;
  for (std::size_t k = 0; k < g.size(); ++k) {
    if (conductance_s[k] == 0) continue;
    const double v = w[k] - b[k];
    const double next = limited_step(point_v[k], v, v0);
    const double tangent = g[k] * v + s[k];
    touch(k, next);
    // A limited step is far from done, wherever the cell really is.
    const double missed =
        next == v ? std::fabs(conductance_s[k] * current_v[k] - tangent) : std::fabs(tangent);
    sum += missed;
  }
  return 2 * sum;
}

bool Solver::Work::newton(const SolverOptions& options, std::size_t& iterations, Solution& solution,
                          bool warm) {
  const PanelShape& shape = lines.shape();
  if (!warm) {
    point_v.assign(shape.size(), 0.0);
    current_v.assign(shape.size(), 0.0);
    slope.assign(shape.size(), 1.0);
    for (std::size_t k = 0; k < shape.rows; ++k)
      for (std::size_t j = 0, before = 0; j < shape.columns; before = shape.in_columns(k, j), ++j) {
        const std::size_t at = shape.in_columns(k, j);
        const double v = first_point(lines.row_v()[k] - lines.column_v()[j], v0);
        if (v == 0) continue;
        if (j > 0 && v == point_v[before]) {
          point_v[at] = v, current_v[at] = current_v[before], slope[at] = slope[before];
        } else {
          touch(at, v);
        }
      }
  }
  double tolerance = std::max(kCoarse, options.tolerance), least_a = 0;
  while (solution.newton_steps < kNewtonSteps) {
    ++solution.newton_steps;
    take_tangents();
    if (!lines.solve(tolerance, least_a, iterations)) return false;
    const double missed = mismatch_a();
    solution.residual_a = lines.residual_a() + missed;
    double greatest = 0;
    for (std::size_t j = 0; j < shape.columns; ++j)
      greatest = std::max(greatest, std::fabs(lines.column_current_a(j)));
    for (const double a : lines.row_current_a()) greatest = std::max(greatest, std::fabs(a));
    if (solution.residual_a <= options.tolerance * greatest) return true;
    // No more digits than the next step will find right.
    tolerance = 0.25 * options.tolerance;
    least_a = 0.01 * missed * std::min(1.0, missed / (greatest > 0 ? greatest : 1.0));
  }
  return false;
}

Solver::Solver(const SolverOptions& options) : options_(options), work_(std::make_unique<Work>()) {
  if (!(options.tolerance > 0)) base::bad_input("tolerance {}: legal are values above 0", options.tolerance);
}
Solver::~Solver() = default;
Solver::Solver(Solver&&) noexcept = default;
Solver& Solver::operator=(Solver&&) noexcept = default;

Solution Solver::solve(const Array& array, const Drive& drive) { return solve(array, drive, false); }
Solution Solver::solve_warm(const Array& array, const Drive& drive) { return solve(array, drive, true); }

Solution Solver::solve(const Array& array, const Drive& drive, bool warm) {
  check_drive(array, drive);
  const std::size_t m = array.rows(), n = array.columns();
  std::vector<std::size_t> conducting = conducting_rows(array, drive);
  Solution solution;
  solution.column_current_a.assign(n, 0.0);
  solution.row_current_a.assign(m, 0.0);
  if (options_.node_voltages) {
    solution.row_node_v.assign(m * n, 0.0);
    solution.column_node_v.assign(m * n, 0.0);
  }
  if (conducting.empty()) return solution;
  if (options_.max_iterations == 0) return solve_direct(array, drive, options_.node_voltages);

  Work& work = *work_;
  work.load(array, std::move(conducting), warm);
  work.drive(drive);
  std::size_t left = options_.max_iterations;
  const bool done = array.linear() ? work.lines.solve(options_.tolerance, 0.0, left)
                                   : work.newton(options_, left, solution, warm && work.solved);
  work.solved = done;
  if (!done) {
    // Nothing of it is worth starting from.
    work.stamp = work.wire_stamp = 0;
    return solve_direct(array, drive, options_.node_voltages);
  }
  solution.iterations = options_.max_iterations - left;
  if (array.linear()) solution.residual_a = work.lines.residual_a();
  for (std::size_t j = 0; j < n; ++j) solution.column_current_a[j] = work.lines.column_current_a(j);
  const std::vector<double> row_current_a = work.lines.row_current_a();
  for (std::size_t k = 0; k < work.rows.size(); ++k) solution.row_current_a[work.rows[k]] = row_current_a[k];
  if (options_.node_voltages)
    for (std::size_t k = 0; k < work.rows.size(); ++k)
      for (std::size_t j = 0; j < n; ++j) {
        const std::size_t at = work.lines.shape().in_columns(k, j);
        solution.row_node_v[work.rows[k] * n + j] = work.lines.rows_v()[at];
        solution.column_node_v[work.rows[k] * n + j] = work.lines.columns_v()[at];
      }
  return solution;
}

}  // namespace silipool::memristor
