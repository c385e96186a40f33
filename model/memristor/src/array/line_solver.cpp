#include "line_solver.hpp"

#include <algorithm>
#include <cmath>

#include <silipool/memristor/array/array.hpp>

namespace silipool::memristor {
namespace {

/// Conjugate gradients of the three-term form lose their orthogonality in the long run: begun anew after so
/// many.
constexpr std::size_t kRestart = 150;

}  // namespace

LineSolver::LineSolver() : kernels_(line_kernel_forms().forms[line_kernel_forms().count - 1]) {}

void LineSolver::resize(std::size_t rows, std::size_t columns) {
  shape_ = PanelShape(rows, columns);
  for (Panel* panel : {&r_rows_, &r_columns_, &wire_s_, &g_, &g_rows_, &a_rows_, &c_rows_, &a_columns_,
                       &c_columns_, &w_, &x_, &x_other_, &z_, &z_other_, &t_})
    panel->assign(shape_.size(), 0.0);
  s_.clear();
  row_v_.assign(shape_.padded_rows(), 0.0);
  no_v_.assign(std::max(shape_.padded_rows(), shape_.padded_columns()), 0.0);
  column_v_.assign(shape_.padded_columns(), 0.0);
  column_current_a_.assign(shape_.padded_columns(), 0.0);
  scratch_.assign(scratch_size(shape_), 0.0);
  residual_a_ = 0;
}

void LineSolver::set_column_ohm(std::size_t i, std::size_t j, double ohm) {
  const std::size_t at = shape_.in_columns(i, j);
  r_columns_[at] = ohm;
  wire_s_[at] = ohm > 0 && ohm < kOpenOhm ? 1.0 / ohm : 0.0;
}

void LineSolver::factor() {
  kernels_->to_rows(shape_, g_.data(), g_rows_.data());
  kernels_->factor_rows(shape_, g_rows_.data(), r_rows_.data(), a_rows_.data(), c_rows_.data());
  kernels_->factor_columns(shape_, g_.data(), r_columns_.data(), a_columns_.data(), c_columns_.data());
}

double LineSolver::pass() {
  for (std::size_t k = 0; k < g_.size(); ++k) z_[k] = g_[k] * x_[k];
  if (!s_.empty())
    for (std::size_t k = 0; k < s_.size(); ++k) z_[k] -= s_[k];
  kernels_->to_rows(shape_, z_.data(), t_.data());
  kernels_->rows(shape_, {a_rows_.data(), c_rows_.data()}, t_.data(), row_v_.data(), scratch_.data(),
                 w_.data());
  ColumnPass pass{.g = g_.data(),
                  .s = s_.empty() ? nullptr : s_.data(),
                  .factors = {a_columns_.data(), c_columns_.data()},
                  .wire_s = wire_s_.data(),
                  .held_v = column_v_.data(),
                  .rows_v = w_.data(),
                  .x = x_.data(),
                  .after = x_other_.data(),
                  .z = z_.data(),
                  .t = t_.data(),
                  .current_a = column_current_a_.data()};
  kernels_->columns(shape_, pass, scratch_.data());
  x_.swap(x_other_);
  residual_a_ = pass.residual_a;
  return pass.energy;
}

// With k counting steps: x(k+1) = x(k-1) + omega (gamma z(k) + x(k) - x(k-1)); z, the step that Gauss-Seidel
// would take, follows the same rule, with M z(k) - z(k) for z(k), M being one pass over rows and columns.
void LineSolver::gradients(double enough_a, double energy, std::size_t& iterations) {
  // x_ has made the step already.
  for (std::size_t k = 0; k < x_.size(); ++k) x_[k] -= z_[k];
  x_other_ = x_;
  z_other_ = z_;
  double omega = 1, gamma_before = 1, energy_before = 1;
  for (std::size_t step = 0; step < kRestart && iterations > 0 && energy > 0; ++step) {
    --iterations;
    // The answer of the rows takes the place of w_, which the next full pass writes anew.
    const double coupled = kernels_->rows(shape_, {a_rows_.data(), c_rows_.data()}, t_.data(), no_v_.data(),
                                          scratch_.data(), w_.data());
    const double contraction = coupled / energy;  // of one pass, for what it is given here
    const double gamma = 1.0 / (1.0 - contraction);
    if (step > 0) omega = 1.0 / (1.0 - gamma / gamma_before * (energy / energy_before) / omega);
    if (!(std::isfinite(gamma) && std::isfinite(omega) && gamma > 0 && omega > 0)) break;
    GradientPass pass{.g = g_.data(),
                      .factors = {a_columns_.data(), c_columns_.data()},
                      .y = w_.data(),
                      .z = z_.data(),
                      .x = x_.data(),
                      .z_next = z_other_.data(),
                      .x_next = x_other_.data(),
                      .t = t_.data(),
                      .gamma = gamma,
                      .omega = omega};
    kernels_->gradient(shape_, pass, scratch_.data());
    z_.swap(z_other_);
    x_.swap(x_other_);
    gamma_before = gamma;
    energy_before = energy;
    // The steps are orthogonal in K_c, of which gamma and omega leave one product.
    energy = omega * gamma * pass.product;
    // The full pass to come makes it smaller still.
    if (pass.residual_a * std::min(1.0, 4 * contraction) <= enough_a) break;
  }
  for (std::size_t k = 0; k < x_.size(); ++k) x_[k] += z_[k];
}

double LineSolver::greatest_current_a() const {
  double greatest = 0;
  for (const double a : column_current_a_) greatest = std::max(greatest, std::fabs(a));
  if (greatest > 0) return greatest;
  for (const double a : row_current_a()) greatest = std::max(greatest, std::fabs(a));
  return greatest;
}

bool LineSolver::solve(double tolerance, double least_a, std::size_t& iterations) {
  double best = HUGE_VAL;
  while (iterations > 0) {
    --iterations;
    const double energy = pass();
    const double enough = std::max(tolerance * greatest_current_a(), least_a);
    if (residual_a_ <= enough) return true;
    // Begun anew, and no better: rounding has the rest.
    if (!(residual_a_ < 0.5 * best)) return false;
    best = residual_a_;
    gradients(0.5 * enough, energy, iterations);
  }
  return false;
}

std::vector<double> LineSolver::row_current_a() const {
  std::vector<double> current(shape_.rows, 0.0);
  for (std::size_t j = 0; j < shape_.columns; ++j)
    for (std::size_t i = 0; i < shape_.rows; ++i) {
      const std::size_t at = shape_.in_columns(i, j);
      current[i] += g_[at] * (w_[at] - x_[at]) + (s_.empty() ? 0.0 : s_[at]);
    }
  return current;
}

}  // namespace silipool::memristor
