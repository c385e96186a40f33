#include <silipool/memristor/array/solver.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/digest.hpp>
#include <silipool/base/error.hpp>

#include "arrays.hpp"

namespace silipool::memristor {
namespace {

void expect_same_bytes(const Solution& a, const Solution& b) {
  EXPECT_EQ(a.column_current_a, b.column_current_a);
  EXPECT_EQ(a.row_current_a, b.row_current_a);
  EXPECT_EQ(a.residual_a, b.residual_a);
  EXPECT_EQ(a.iterations, b.iterations);
}

TEST(Solver, OneCellByHand) {
  Array array(1, 1, {2, 3, 100, 50});
  array.set_conductance(0, 0, 1e-3);
  const std::vector<double> row_v{0.5};
  Solver solver({.node_voltages = true});
  const Solution solution = solver.solve(array, {row_v});
  const double current = 0.5 / (100 + 2 + 1000 + 3 + 50);
  EXPECT_NEAR(solution.column_current_a[0], current, 1e-17);
  EXPECT_NEAR(solution.row_current_a[0], current, 1e-17);
  EXPECT_NEAR(solution.row_node_v[0], 0.5 - 102 * current, 1e-15);
  EXPECT_NEAR(solution.column_node_v[0], 53 * current, 1e-15);
}

TEST(Solver, AsSparseCholesky) {
  for (const Case& each : hard_cases()) {
    SCOPED_TRACE(each.name);
    Solver solver({.node_voltages = true});
    const Solution found = solver.solve(each.array, each.drive());
    const Solution direct = solve_direct(each.array, each.drive(), true);
    EXPECT_FALSE(found.direct);
    const double most = greatest(direct.column_current_a);
    EXPECT_LE(greatest_difference(found.column_current_a, direct.column_current_a), 1e-9 * most);
    EXPECT_LE(greatest_difference(found.row_current_a, direct.row_current_a),
              1e-9 * greatest(direct.row_current_a));
    EXPECT_LE(found.residual_a, 1e-10 * std::max(most, greatest(direct.row_current_a)));
    // A node beyond a break that no cell reaches has no voltage to speak of.
    if (each.name.find("damaged") == std::string::npos) {
      EXPECT_LE(greatest_difference(found.row_node_v, direct.row_node_v), 1e-9 * kReadV);
      EXPECT_LE(greatest_difference(found.column_node_v, direct.column_node_v), 1e-9 * kReadV);
    }
  }
}

TEST(Solver, WithoutWiresItIsTheSum) {
  Case each = random_case("sum", 225, 28, {}, 60);
  Solver solver;
  const Solution solution = solver.solve(each.array, each.drive());
  EXPECT_EQ(solution.residual_a, 0);
  EXPECT_EQ(solution.iterations, 1U);
  for (std::size_t j = 0; j < 28; ++j) {
    double sum = 0;
    for (std::size_t i = 0; i < 225; ++i) sum += each.row_v[i] * each.array.conductance_s(i, j);
    EXPECT_NEAR(solution.column_current_a[j], sum, 1e-15 * sum * 225);
  }
}

TEST(Solver, ResidualBoundsTheError) {
  for (const Case& each : hard_cases()) {
    SCOPED_TRACE(each.name);
    const Solution exact = Solver({.tolerance = 1e-13}).solve(each.array, each.drive());
    for (const double tolerance : {1e-1, 1e-2, 1e-4, 1e-6}) {
      Solver solver({.tolerance = tolerance});
      const Solution rough = solver.solve(each.array, each.drive());
      const double slack = exact.residual_a + 1e-13 * greatest(exact.row_current_a);
      EXPECT_LE(greatest_difference(rough.column_current_a, exact.column_current_a),
                rough.residual_a + slack);
      EXPECT_LE(greatest_difference(rough.row_current_a, exact.row_current_a), rough.residual_a + slack);
    }
  }
}

TEST(Solver, Superposition) {
  const Case each = random_case("superposition", 20, 12, {3, 2, 100, 50}, 0);
  base::Stream stream(1, "test.superposition");
  std::vector<double> a(20), b(20), both(20);
  for (std::size_t i = 0; i < 20; ++i) {
    a[i] = stream.unit() - 0.5;
    b[i] = stream.unit() - 0.5;
    both[i] = 2 * a[i] - 3 * b[i];
  }
  Solver solver({.tolerance = 1e-13});
  const Solution of_a = solver.solve(each.array, {a}), of_b = solver.solve(each.array, {b}),
                 of_both = solver.solve(each.array, {both});
  for (std::size_t j = 0; j < 12; ++j)
    EXPECT_NEAR(of_both.column_current_a[j], 2 * of_a.column_current_a[j] - 3 * of_b.column_current_a[j],
                1e-12 * greatest(of_both.column_current_a));
}

TEST(Solver, Reciprocity) {
  Case each = random_case("reciprocity", 17, 9, {3, 2, 100, 50}, 0);
  unequal_wires(each.array);
  const Transfer found = transfer(each.array, 1);
  Solver solver;
  for (std::size_t i = 0; i < 17; ++i) {
    std::vector<double> one(17, 0.0);
    one[i] = 1;
    const Solution solution = solver.solve(each.array, {one});
    for (std::size_t j = 0; j < 9; ++j)
      EXPECT_NEAR(found.column_a_per_v[i * 9 + j], solution.column_current_a[j],
                  found.residual_a_per_v + solution.residual_a);
  }
}

TEST(Solver, TransferIsTheSolution) {
  const Case each = random_case("transfer", 60, 28, {1, 1, 100, 50}, 15);
  const Transfer found = transfer(each.array, 2);
  const Solution solution = Solver().solve(each.array, each.drive());
  const std::vector<double> currents = found.column_current_a(each.row_v);
  EXPECT_LE(greatest_difference(currents, solution.column_current_a), 1e-9 * greatest(currents));
}

TEST(Solver, FactorsThatAreKeptChangeNothing) {
  Case each = random_case("kept", 40, 20, {1, 1, 100, 50}, 10);
  for (const double v0 : {std::numeric_limits<double>::infinity(), 0.1}) {
    each.array.set_nonlinearity(v0);
    for (const InactiveRows inactive : {InactiveRows::grounded, InactiveRows::gated}) {
      each.inactive = inactive;
      Solver keeps;
      base::Stream stream(1, "test.kept");
      for (int round = 0; round < 6; ++round) {
        if (round == 2) each.array.set_conductance(7, 3, kOn * 2);
        if (round == 3) each.array.set_row_segment(1, 1, 5);
        if (round == 4) each.array.set_conductance(8, 3, 0);
        expect_same_bytes(keeps.solve(each.array, each.drive()), Solver().solve(each.array, each.drive()));
        if (round != 0) stream.shuffle(std::span<double>(each.row_v));
      }
    }
  }
}

TEST(Solver, WarmStartsSaveSweeps) {
  for (const double v0 : {std::numeric_limits<double>::infinity(), 0.1}) {
    Case each = random_case("warm", 100, 28, {1, 1, 100, 50}, 30);
    each.array.set_nonlinearity(v0);
    Solver solver;
    const Solution cold = solver.solve(each.array, each.drive());
    const Solution again = solver.solve_warm(each.array, each.drive());
    EXPECT_LT(again.iterations, 3U);
    each.array.set_conductance(50, 3, kOn * 1.01);
    const Solution warm = solver.solve_warm(each.array, each.drive());
    EXPECT_LT(warm.iterations, cold.iterations);
    const Solution right = Solver().solve(each.array, each.drive());
    EXPECT_LE(greatest_difference(warm.column_current_a, right.column_current_a),
              warm.residual_a + right.residual_a);
    // Another size or other wires start afresh.
    const Case other = random_case("other", 50, 20, {1, 1, 100, 50}, 20);
    expect_same_bytes(solver.solve_warm(other.array, other.drive()),
                      Solver().solve(other.array, other.drive()));
  }
}

TEST(Solver, ThreadsChangeNoByte) {
  const Case each = random_case("threads", 64, 30, {1, 2, 100, 50}, 12);
  std::vector<std::vector<double>> voltages(12, each.row_v);
  base::Stream stream(1, "test.threads");
  std::vector<Drive> drives;
  for (std::size_t k = 0; k < voltages.size(); ++k) {
    stream.shuffle(std::span<double>(voltages[k]));
    drives.push_back({voltages[k], k % 2 == 0 ? InactiveRows::grounded : InactiveRows::gated});
  }
  const std::vector<Solution> one = solve_batch(each.array, drives, 1);
  for (const std::size_t threads : {2U, 3U, 50U}) {
    const std::vector<Solution> many = solve_batch(each.array, drives, threads);
    for (std::size_t k = 0; k < drives.size(); ++k) expect_same_bytes(one[k], many[k]);
  }
}

// Every compiler, optimisation level and machine.
TEST(Solver, TheSameBytesEverywhere) {
  base::Digest digest;
  for (const Case& each : hard_cases()) {
    const Solution solution = Solver().solve(each.array, each.drive());
    for (const double a : solution.column_current_a) digest.u64(std::bit_cast<std::uint64_t>(a));
    for (const double a : solution.row_current_a) digest.u64(std::bit_cast<std::uint64_t>(a));
    digest.u64(std::bit_cast<std::uint64_t>(solution.residual_a));
  }
  EXPECT_EQ(digest.hex(), "081ffea7f501960b");
}

TEST(Solver, NoDriveIsNoCurrent) {
  Case each = random_case("none", 8, 8, {1, 1, 10, 10}, 0);
  for (const double v0 : {std::numeric_limits<double>::infinity(), 0.1})
    for (const InactiveRows inactive : {InactiveRows::grounded, InactiveRows::gated}) {
      each.array.set_nonlinearity(v0);
      each.inactive = inactive;
      const Solution solution = Solver().solve(each.array, each.drive());
      EXPECT_EQ(greatest(solution.column_current_a), 0);
      EXPECT_EQ(greatest(solution.row_current_a), 0);
      EXPECT_EQ(solution.residual_a, 0);
    }
}

TEST(Solver, CholeskyTakesOver) {
  const Case each = random_case("fallback", 20, 20, {1, 1, 10, 10}, 5);
  const Solution direct = solve_direct(each.array, each.drive());
  for (const std::size_t iterations : {0U, 2U}) {
    const Solution solution = Solver({.max_iterations = iterations}).solve(each.array, each.drive());
    EXPECT_TRUE(solution.direct);
    EXPECT_EQ(solution.column_current_a, direct.column_current_a);
  }
}

TEST(Solver, HardShortsConverge) {
  Case each = random_case("shorts", 64, 28, {1, 1, 100, 50}, 20);
  base::Stream stream(1, "test.shorts");
  for (int k = 0; k < 20; ++k) each.array.set_conductance(stream.below(64), stream.below(28), 10.0);
  const Solution found = Solver().solve(each.array, each.drive());
  EXPECT_FALSE(found.direct);
  EXPECT_LT(found.iterations, 120U);
  const Solution direct = solve_direct(each.array, each.drive());
  EXPECT_LE(greatest_difference(found.column_current_a, direct.column_current_a),
            1e-9 * greatest(direct.column_current_a));
}

TEST(Solver, RefusesWhatIsWrong) {
  EXPECT_THROW(Array(0, 3, {}), base::Error);
  EXPECT_THROW(Array(3, 3, {-1, 0, 0, 0}), base::Error);
  Array array(3, 3, {});
  EXPECT_THROW(array.set_conductance(3, 0, 1), base::Error);
  EXPECT_THROW(array.set_conductance(0, 0, -1), base::Error);
  EXPECT_THROW(array.set_conductance(0, 0, kOpen), base::Error);
  EXPECT_THROW(array.set_conductances(std::vector<double>(8, 0.0)), base::Error);
  EXPECT_THROW(array.set_nonlinearity(0), base::Error);
  EXPECT_THROW(array.set_row_segment(0, 0, -1), base::Error);
  EXPECT_THROW(array.set_row_segment(0, 0, std::nan("")), base::Error);
  Solver solver;
  const std::vector<double> few(2, 0.0), three(3, 0.0), nan(3, std::nan(""));
  EXPECT_THROW((void)solver.solve(array, {few}), base::Error);
  EXPECT_THROW((void)solver.solve(array, {nan}), base::Error);
  EXPECT_THROW((void)solver.solve(array, {three, InactiveRows::grounded, few}), base::Error);
  EXPECT_THROW(Solver({.tolerance = 0}), base::Error);
  array.set_nonlinearity(1);
  EXPECT_THROW((void)transfer(array, 1), base::Error);
}

}  // namespace
}  // namespace silipool::memristor
