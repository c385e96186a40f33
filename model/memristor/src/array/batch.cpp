#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

#include <silipool/base/error.hpp>
#include <silipool/memristor/array/solver.hpp>

namespace silipool::memristor {
namespace {

/// f(solver, 0) ... f(solver, count - 1), a solver of its own for each thread. The exception of the lowest
/// number that failed goes on.
template <typename F>
void with_solvers(std::size_t threads, std::size_t count, const SolverOptions& options, const F& f) {
  std::vector<std::exception_ptr> failures(count);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Solver solver(options);
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        f(solver, i);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < std::min(threads, count); ++t) others.emplace_back(work);
  work();
  for (std::thread& thread : others) thread.join();
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

std::vector<Solution> solve_batch(const Array& array, std::span<const Drive> drives, std::size_t threads,
                                  const SolverOptions& options) {
  std::vector<Solution> solutions(drives.size());
  with_solvers(threads, drives.size(), options,
               [&](Solver& solver, std::size_t i) { solutions[i] = solver.solve(array, drives[i]); });
  return solutions;
}

// With 1 V at the sense end of column j and 0 V at all drivers, the current into driver i is what 1 V at
// driver i sends through column j.
Transfer transfer(const Array& array, std::size_t threads, const SolverOptions& options) {
  if (!array.linear()) base::bad_input("transfer of an array of nonlinear cells: legal is an infinite v0");
  const std::size_t m = array.rows(), n = array.columns();
  const std::vector<double> ground(m, 0.0);
  Transfer found{n, std::vector<double>(m * n), 0.0};
  std::vector<double> residual(n);
  with_solvers(threads, n, options, [&](Solver& solver, std::size_t j) {
    std::vector<double> column_v(n, 0.0);
    column_v[j] = 1.0;
    const Solution solution = solver.solve(array, {ground, InactiveRows::grounded, column_v});
    for (std::size_t i = 0; i < m; ++i) found.column_a_per_v[i * n + j] = -solution.row_current_a[i];
    residual[j] = solution.residual_a;
  });
  found.residual_a_per_v = *std::max_element(residual.begin(), residual.end());
  return found;
}

std::vector<double> Transfer::column_current_a(std::span<const double> row_v) const {
  if (row_v.size() * columns != column_a_per_v.size())
    base::bad_input("{} row voltages for a transfer of {} rows", row_v.size(),
                    columns == 0 ? 0 : column_a_per_v.size() / columns);
  std::vector<double> sum(columns, 0.0);
  for (std::size_t i = 0; i < row_v.size(); ++i)
    if (row_v[i] != 0)
      for (std::size_t j = 0; j < columns; ++j) sum[j] += row_v[i] * column_a_per_v[i * columns + j];
  return sum;
}

}  // namespace silipool::memristor
