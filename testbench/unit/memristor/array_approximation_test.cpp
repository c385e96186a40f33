#include <silipool/memristor/array/approximation.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>

#include "arrays.hpp"

namespace silipool::memristor {
namespace {

TEST(Approximation, WithoutWiresAllAreExact) {
  for (const InactiveRows inactive : {InactiveRows::grounded, InactiveRows::gated}) {
    Case each = random_case("ideal", 30, 20, {}, 8);
    each.inactive = inactive;
    const Solution exact = Solver().solve(each.array, each.drive());
    for (const auto kind : {Approximation::ideal, Approximation::dmr, Approximation::alpha_beta})
      EXPECT_LE(greatest_difference(approximate(kind, each.array, each.drive()), exact.column_current_a),
                1e-14 * greatest(exact.column_current_a));
  }
}

// One cell with wires: both factors are 1 / (1 + g r), where one of r_row + r_column together is exact.
TEST(Approximation, OneCellByHand) {
  Array array(1, 1, {100, 200, 300, 400});
  array.set_conductance(0, 0, 1e-3);
  const std::vector<double> row_v{0.2};
  for (const auto kind : {Approximation::dmr, Approximation::alpha_beta})
    EXPECT_NEAR(approximate(kind, array, {row_v})[0], 0.2e-3 / 1.4 / 1.6, 1e-18);
}

/// Mean over columns of |found / exact - 1|.
double error(Approximation kind, const Case& each, const Solution& exact) {
  const std::vector<double> found = approximate(kind, each.array, each.drive());
  double sum = 0;
  for (std::size_t j = 0; j < found.size(); ++j) sum += std::fabs(found[j] / exact.column_current_a[j] - 1);
  return sum / static_cast<double>(found.size());
}

TEST(Approximation, ErrorsAsKnown) {
  for (const InactiveRows inactive : {InactiveRows::grounded, InactiveRows::gated}) {
    Case each = random_case("64", 64, 64, {1, 1, 0, 0}, 13);
    each.inactive = inactive;
    const Solution exact = Solver().solve(each.array, each.drive());
    const double ideal = error(Approximation::ideal, each, exact);
    EXPECT_GT(ideal, 0.05);
    EXPECT_LT(error(Approximation::dmr, each, exact), 0.02);
    EXPECT_LT(error(Approximation::alpha_beta, each, exact), 0.01);
  }
}

TEST(Approximation, RefusesBiasedColumns) {
  const Case each = random_case("biased", 4, 4, {}, 2);
  const std::vector<double> column_v(4, 0.1);
  EXPECT_THROW(
      (void)approximate(Approximation::dmr, each.array, {each.row_v, InactiveRows::grounded, column_v}),
      base::Error);
}

}  // namespace
}  // namespace silipool::memristor
