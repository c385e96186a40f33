#include <silipool/memristor/array/approximation.hpp>

#include <algorithm>
#include <vector>

#include <silipool/base/error.hpp>

#include "system.hpp"

namespace silipool::memristor {
namespace {

/// To first order in the wires, what a ladder passes on from its open end to its held end. Node k has
/// conductance g[k]; ohm[k] leads on from it. Node k keeps a part (1 + u(k)) / (1 + u(end)) of what it would
/// have were the wire ideal, with u(k) = sum over nodes before k of g times the resistance from there to k.
void shares(const std::vector<double>& g, const std::vector<double>& ohm, std::vector<double>& share) {
  double u = 0, seen = 0;
  for (std::size_t k = 0; k < g.size(); ++k) {
    share[k] = 1.0 + u;
    seen += g[k];
    u += seen * ohm[k];
  }
  const double end = 1.0 + u;
  for (double& each : share) each /= end;
}

}  // namespace

std::vector<double> approximate(Approximation approximation, const Array& array, const Drive& drive) {
  check_drive(array, drive);
  if (std::any_of(drive.column_v.begin(), drive.column_v.end(), [](double v) { return v != 0; }))
    base::bad_input("approximation with voltages at the columns' sense ends: legal are virtual grounds");
  const std::size_t n = array.columns();
  std::vector<double> current(n, 0.0);
  const std::vector<std::size_t> rows = conducting_rows(array, drive);
  const std::size_t m = rows.size();
  if (m == 0) return current;

  // The part of a cell's ideal current that its row passes to it, times that which its column passes on.
  std::vector<double> kept(m * n, 1.0);
  if (approximation != Approximation::ideal) {
    const bool mean = approximation == Approximation::dmr;
    std::vector<double> row_mean(m, 0.0), column_mean(n, 0.0);
    for (std::size_t k = 0; k < m; ++k)
      for (std::size_t j = 0; j < n; ++j) {
        row_mean[k] += array.conductance_s(rows[k], j) / static_cast<double>(n);
        column_mean[j] += array.conductance_s(rows[k], j) / static_cast<double>(m);
      }
    std::vector<double> g(n), ohm(n), share(n);
    for (std::size_t k = 0; k < m; ++k) {
      // From the open end, the right one.
      for (std::size_t j = 0; j < n; ++j) {
        g[n - 1 - j] = mean ? column_mean[j] : array.conductance_s(rows[k], j);
        ohm[n - 1 - j] = row_ohm(array, rows[k], j);
      }
      shares(g, ohm, share);
      for (std::size_t j = 0; j < n; ++j) kept[k * n + j] *= share[n - 1 - j];
    }
    g.resize(m), ohm.resize(m), share.resize(m);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < m; ++k) {
        g[k] = mean ? row_mean[k] : array.conductance_s(rows[k], j);
        ohm[k] = column_ohm(array, rows, k, j);
      }
      shares(g, ohm, share);
      for (std::size_t k = 0; k < m; ++k) kept[k * n + j] *= share[k];
    }
  }
  for (std::size_t k = 0; k < m; ++k)
    for (std::size_t j = 0; j < n; ++j)
      current[j] += drive.row_v[rows[k]] * (array.conductance_s(rows[k], j) * kept[k * n + j]);
  return current;
}

}  // namespace silipool::memristor
