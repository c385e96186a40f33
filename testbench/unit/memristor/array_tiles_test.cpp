#include <silipool/memristor/array/tiles.hpp>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/memristor/periphery/readout.hpp>

#include "arrays.hpp"

namespace silipool::memristor {
namespace {

TEST(Tiles, PartialSumsAreTheOverlaps) {
  const Case each = random_case("tiles", 100, 28, {}, 30);
  for (const auto& [rows, columns] :
       {std::pair<std::size_t, std::size_t>{32, 16}, {100, 28}, {7, 28}, {1, 1}}) {
    Tiles tiles(100, 28, rows, columns, {});
    tiles.set_conductances(each.array.conductances_s());
    std::vector<Solver> solvers;
    const std::vector<Solution> solutions = tiles.solve(each.row_v, InactiveRows::grounded, solvers);
    std::vector<std::vector<std::uint32_t>> read;
    for (std::size_t t = 0; t < tiles.size(); ++t) {
      const Tiles::Place& place = tiles.place(t);
      std::uint32_t active = 0;
      for (std::size_t i = 0; i < place.rows; ++i) active += each.row_v[place.first_row + i] > 0 ? 1U : 0U;
      const RampReadout readout({ideal_calibration(place.columns, kReadV, kOn, kOff), {}, 0, 0});
      read.push_back(readout.read(solutions[t].column_current_a, active, 0).overlaps);
    }
    const std::vector<std::uint32_t> sums = tiles.partial_sums(read);
    for (std::size_t j = 0; j < 28; ++j) {
      std::uint32_t overlap = 0;
      for (std::size_t i = 0; i < 100; ++i)
        overlap += each.row_v[i] > 0 && each.array.conductance_s(i, j) == kOn ? 1U : 0U;
      ASSERT_EQ(sums[j], overlap);
    }
  }
}

TEST(Tiles, SmallerOnesSagLess) {
  const Case each = random_case("sag", 64, 64, {2, 2, 100, 100}, 16);
  double whole = 0, cut = 0;
  for (const std::size_t size : {64U, 16U}) {
    Tiles tiles(64, 64, size, size, {2, 2, 100, 100});
    tiles.set_conductances(each.array.conductances_s());
    std::vector<Solver> solvers;
    double sum = 0;
    for (const Solution& solution : tiles.solve(each.row_v, InactiveRows::grounded, solvers))
      for (const double current : solution.column_current_a) sum += current;
    (size == 64 ? whole : cut) = sum;
  }
  EXPECT_GT(cut, 1.1 * whole);
}

TEST(Tiles, SingleCellsFindTheirTile) {
  Tiles tiles(10, 10, 4, 3, {});
  EXPECT_EQ(tiles.size(), 12U);
  tiles.set_conductance(9, 8, 0.5);
  EXPECT_EQ(tiles.array(10).conductance_s(1, 2), 0.5);
  EXPECT_EQ(tiles.place(10).first_row, 8U);
  EXPECT_EQ(tiles.place(10).first_column, 6U);
  EXPECT_EQ(tiles.place(10).rows, 2U);
  EXPECT_THROW(tiles.set_conductance(10, 0, 1), base::Error);
  EXPECT_THROW(Tiles(10, 10, 0, 3, {}), base::Error);
}

}  // namespace
}  // namespace silipool::memristor
