#include <silipool/memristor/array/energy.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "arrays.hpp"

namespace silipool::memristor {
namespace {

TEST(Energy, WhatIsDrivenIsDissipated) {
  for (const Case& each : hard_cases()) {
    SCOPED_TRACE(each.name);
    Solver solver({.tolerance = 1e-12, .node_voltages = true});
    const Solution solution = solver.solve(each.array, each.drive());
    const double driven = driven_energy_j(each.drive(), solution, 1e-8);
    EXPECT_GT(driven, 0);
    EXPECT_NEAR(dissipation(each.array, each.drive(), solution, 1e-8).total_j(), driven, 1e-10 * driven);
  }
}

TEST(Energy, OneCellByHand) {
  Array array(1, 1, {2, 3, 100, 50});
  array.set_conductance(0, 0, 1e-3);
  const std::vector<double> row_v{0.5};
  const Solution solution = Solver({.node_voltages = true}).solve(array, {row_v});
  const double current = 0.5 / 1155;
  const Dissipation found = dissipation(array, {row_v}, solution, 2.0);
  EXPECT_NEAR(found.cells_j, 2 * current * current * 1000, 1e-15);
  EXPECT_NEAR(found.row_wires_j, 2 * current * current * 2, 1e-18);
  EXPECT_NEAR(found.column_wires_j, 2 * current * current * 3, 1e-18);
  EXPECT_NEAR(found.drivers_j, 2 * current * current * 100, 1e-16);
  EXPECT_NEAR(found.sense_j, 2 * current * current * 50, 1e-16);
  EXPECT_NEAR(driven_energy_j({row_v}, solution, 2.0), current, 1e-15);
}

TEST(Energy, ChargingByHand) {
  const std::vector<double> row_v{0.2, 0, 0.2};
  const LineCapacitances lines{1e-15, 2e-15, 3e-15, 1.0};
  EXPECT_NEAR(charging_energy_j(3, 10, {row_v}, lines), 2 * 10e-15 * 0.04, 1e-24);
  EXPECT_NEAR(charging_energy_j(3, 10, {row_v, InactiveRows::gated}, lines), 2 * 10e-15 * 0.04 + 2 * 30e-15,
              1e-24);
  const std::vector<double> column_v(10, 0.5);
  EXPECT_NEAR(charging_energy_j(3, 10, {row_v, InactiveRows::grounded, column_v}, lines),
              2 * 10e-15 * 0.04 + 10 * 6e-15 * 0.25, 1e-24);
  EXPECT_THROW((void)charging_energy_j(4, 10, {row_v}, lines), base::Error);
}

TEST(Energy, NeedsNodeVoltages) {
  const Case each = random_case("voltages", 4, 4, {1, 1, 1, 1}, 2);
  const Solution solution = Solver().solve(each.array, each.drive());
  EXPECT_THROW((void)dissipation(each.array, each.drive(), solution, 1), base::Error);
}

}  // namespace
}  // namespace silipool::memristor
