#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include <silipool/base/error.hpp>
#include <silipool/memristor/array/solver.hpp>

#include "cell.hpp"
#include "circuit.hpp"

namespace silipool::memristor {
namespace {

using Matrix = Eigen::SparseMatrix<double>;
using Vector = Eigen::VectorXd;

/// The circuit with cells replaced by a conductance and a source each, and its solutions.
class Nodal {
 public:
  explicit Nodal(const Circuit& circuit) : circuit_(circuit), v_(circuit.nodes(), 0.0) {
    std::copy(circuit.end_v.begin(), circuit.end_v.end(),
              v_.begin() + static_cast<std::ptrdiff_t>(circuit.unknowns));
  }

  void solve(const std::vector<double>& g, const std::vector<double>& s) {
    entries_.clear();
    Vector ends = Vector::Zero(size());
    for (const Circuit::Wire& wire : circuit_.wires) stamp(wire.a, wire.b, 1.0 / wire.ohm, 0.0, ends);
    for (std::size_t k = 0; k < circuit_.cells.size(); ++k)
      stamp(circuit_.cells[k].row_node, circuit_.cells[k].column_node, g[k], s[k], ends);
    if (circuit_.unknowns == 0) return;
    Matrix matrix(size(), size());
    matrix.setFromTriplets(entries_.begin(), entries_.end());
    if (!analysed_) ldlt_.analyzePattern(matrix), analysed_ = true;
    ldlt_.factorize(matrix);
    if (ldlt_.info() != Eigen::Success)
      throw base::Error(base::ErrorKind::check_failed, "the array's equations have no Cholesky factors");
    Vector x = ldlt_.solve(ends);
    // What the first solution leaves, in the digits below its last.
    x += ldlt_.solve(ends - matrix * x);
    std::copy(x.begin(), x.end(), v_.begin());
  }

  [[nodiscard]] double v(std::size_t node) const { return node == Circuit::kNowhere ? 0.0 : v_[node]; }
  [[nodiscard]] double across(const Circuit::Cell& cell) const {
    return v_[cell.row_node] - v_[cell.column_node];
  }

  /// Currents that flow into each node out of wires and cells, cells as they are.
  [[nodiscard]] std::vector<double> inflow(double v0) const {
    std::vector<double> sum(circuit_.nodes(), 0.0);
    const auto flow = [&](std::size_t a, std::size_t b, double current) {
      sum[a] -= current, sum[b] += current;
    };
    for (const Circuit::Wire& wire : circuit_.wires)
      flow(wire.a, wire.b, (v_[wire.a] - v_[wire.b]) / wire.ohm);
    for (const Circuit::Cell& cell : circuit_.cells)
      flow(cell.row_node, cell.column_node, cell.conductance_s * cell_at(across(cell), v0).i);
    return sum;
  }

 private:
  [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(circuit_.unknowns); }

  /// A conductance g from a to b, and a current s beside it.
  void stamp(std::size_t a, std::size_t b, double g, double s, Vector& ends) {
    for (const auto& [near, far, out] : {std::tuple{a, b, s}, std::tuple{b, a, -s}}) {
      if (near >= circuit_.unknowns) continue;
      const auto n = static_cast<Eigen::Index>(near);
      entries_.emplace_back(static_cast<int>(n), static_cast<int>(n), g);
      ends[n] -= out;
      if (far < circuit_.unknowns)
        entries_.emplace_back(static_cast<int>(n), static_cast<int>(far), -g);
      else
        ends[n] += g * v_[far];
    }
  }

  const Circuit& circuit_;
  std::vector<double> v_;
  std::vector<Eigen::Triplet<double>> entries_;
  Eigen::SimplicialLDLT<Matrix> ldlt_;
  bool analysed_ = false;
};

}  // namespace

Solution solve_direct(const Array& array, const Drive& drive, bool node_voltages) {
  const Circuit circuit = circuit_of(array, drive);
  const double v0 = array.nonlinearity_v();
  Nodal nodal(circuit);
  Solution solution;
  solution.direct = true;

  const std::size_t cells = circuit.cells.size();
  std::vector<double> g(cells), s(cells), point(cells);
  for (std::size_t k = 0; k < cells; ++k) {
    const std::size_t at = circuit.cells[k].at;
    point[k] = first_point(
        circuit.end_v[at / circuit.columns] - circuit.end_v[circuit.rows + at % circuit.columns], v0);
  }
  std::vector<double> inflow;
  double before = HUGE_VAL;
  for (;;) {
    for (std::size_t k = 0; k < cells; ++k) {
      const CellPoint p = cell_at(point[k], v0);
      g[k] = circuit.cells[k].conductance_s * p.slope;
      s[k] = circuit.cells[k].conductance_s * (p.i - p.slope * point[k]);
    }
    nodal.solve(g, s);
    inflow = nodal.inflow(v0);
    solution.residual_a = 0;
    for (std::size_t node = 0; node < circuit.unknowns; ++node)
      solution.residual_a += std::fabs(inflow[node]);
    if (array.linear()) break;
    ++solution.newton_steps;
    double greatest = 0;
    for (std::size_t node = circuit.unknowns; node < circuit.nodes(); ++node)
      greatest = std::max(greatest, std::fabs(inflow[node]));
    // Quadratic convergence ends at rounding: the next step would not help.
    if (solution.residual_a <= 1e-9 * greatest && !(solution.residual_a < 0.1 * before)) break;
    if (solution.residual_a == 0) break;
    if (solution.newton_steps == kNewtonSteps)
      throw base::Error(base::ErrorKind::check_failed,
                        fmt::format("no operating point in {} steps of Newton's method: residual {} A",
                                    kNewtonSteps, solution.residual_a));
    before = solution.residual_a;
    for (std::size_t k = 0; k < cells; ++k)
      point[k] = limited_step(point[k], nodal.across(circuit.cells[k]), v0);
  }

  for (std::size_t j = 0; j < circuit.columns; ++j)
    solution.column_current_a.push_back(inflow[circuit.column_end(j)]);
  for (std::size_t i = 0; i < circuit.rows; ++i)
    solution.row_current_a.push_back(-inflow[circuit.row_end(i)]);
  if (node_voltages)
    for (std::size_t i = 0; i < circuit.rows; ++i) {
      const bool cut = drive.inactive == InactiveRows::gated && drive.row_v[i] == 0;
      for (std::size_t j = 0; j < circuit.columns; ++j) {
        const std::size_t at = i * circuit.columns + j;
        solution.row_node_v.push_back(cut ? 0.0 : nodal.v(circuit.row_node[at]));
        solution.column_node_v.push_back(cut ? 0.0 : nodal.v(circuit.column_node[at]));
      }
    }
  return solution;
}

}  // namespace silipool::memristor
