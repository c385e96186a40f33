// The plane of columns, neighbourhoods (section 4) and the blur (section 6.3).
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/plane.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using Columns = std::vector<std::size_t>;
using Numbers = std::vector<std::uint64_t>;

/// Two hypercolumns of five columns, 3 x 2 each, over 8 x 12 inputs:
///
///     0 1 2 5 6 7
///     3 4 . 8 9 .
config::Structural two_groups(bool wrap) {
  config::Structural s = tiny_structure();
  s.height = 8;
  s.width = 12;
  s.grid_x = 2;
  s.columns_per_hypercolumn = 5;
  s.wrap = wrap;
  return s;
}

config::Structural line(std::size_t columns, bool wrap) {
  config::Structural s = tiny_structure();
  s.columns_per_hypercolumn = columns;
  s.wrap = wrap;
  return s;
}

TEST(OraclePlane, PlacesColumns) {
  const Plane plane(two_groups(false));
  EXPECT_EQ(plane.rows(), 2U);
  EXPECT_EQ(plane.places(), 6U);
  EXPECT_EQ(plane.of(4), (Place{1, 1}));
  EXPECT_EQ(plane.of(5), (Place{0, 3}));
  EXPECT_EQ(plane.of(9), (Place{1, 4}));
  // Centres in the input: rows 8 (2 Y + 1) / 4, places 12 (2 X + 1) / 12.
  EXPECT_EQ(plane.centre(0), (Place{2, 1}));
  EXPECT_EQ(plane.centre(9), (Place{6, 9}));
}

TEST(OraclePlane, NeighbourhoodsAreClippedOrGoAround) {
  const Plane flat(two_groups(false));
  EXPECT_EQ(flat.neighbourhood(2, 0), (Columns{2}));
  EXPECT_EQ(flat.neighbourhood(2, 1), (Columns{1, 2, 4, 5, 8}));
  EXPECT_EQ(flat.neighbourhood(0, 1), (Columns{0, 1, 3, 4}));
  EXPECT_EQ(flat.neighbourhood(0, 1024), (Columns{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  const Plane round(two_groups(true));
  EXPECT_EQ(round.neighbourhood(0, 1), (Columns{0, 1, 3, 4, 7}));
  EXPECT_EQ(round.neighbourhood(0, 2), (Columns{0, 1, 2, 3, 4, 6, 7, 9}));
  EXPECT_EQ(round.neighbourhood(9, 3), (Columns{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(OraclePlane, ALineOfInputsIsALineOfColumns) {
  config::Structural s = line(5, false);
  s.grid_x = 2;
  const Plane plane(s);
  EXPECT_EQ(plane.rows(), 1U);
  EXPECT_EQ(plane.places(), 10U);
  EXPECT_EQ(plane.neighbourhood(4, 1), (Columns{3, 4, 5}));
}

TEST(OracleBlur, WeighsByBinomialsAndReflects) {
  // 1 2 1 of 16 16 0 4 4 outside and inside: 48, 20 and 12, a quarter of each.
  EXPECT_EQ(Plane(line(3, false)).blur(1, {16, 0, 4}), (Numbers{12, 5, 3}));
  // 4 16 0 4 16: 36, 20, 24.
  EXPECT_EQ(Plane(line(3, true)).blur(1, {16, 0, 4}), (Numbers{9, 5, 6}));
  // 1 4 6 4 1 of b a a b b a of a = 16, b = 0: places -2..3 are 1 0 0 1 1 0. 160 and 96, a sixteenth of each.
  EXPECT_EQ(Plane(line(2, false)).blur(2, {16, 0}), (Numbers{10, 6}));
  // a b a b a b: 128 both.
  EXPECT_EQ(Plane(line(2, true)).blur(2, {16, 0}), (Numbers{8, 8}));
  EXPECT_EQ(Plane(line(4, false)).blur(1, {3, 0, 0, 0}), (Numbers{2, 0, 0, 0}));  // 9 / 4, 3 / 4
}

TEST(OracleBlur, ReflectsAsOftenAsItTakesAndKeepsTheGreatestNumbers) {
  constexpr std::uint64_t greatest = std::uint64_t{1} << 62;
  for (const bool wrap : {false, true}) {
    EXPECT_EQ(Plane(line(1, wrap)).blur(32, {greatest}), (Numbers{greatest}));
    EXPECT_EQ(Plane(line(3, wrap)).blur(32, {greatest, greatest, greatest}),
              (Numbers{greatest, greatest, greatest}));
  }
}

TEST(OracleBlur, GoesAlongPlacesThenRowsOverVacantPlaces) {
  // Three columns in two rows of two places; the last is vacant.
  config::Structural s = line(3, false);
  s.height = 4;
  const Plane plane(s);
  // 16 0 / 0 .: along 12 4 / 0 0, then 9 3 / 3 1.
  EXPECT_EQ(plane.blur(1, {16, 0, 0}), (Numbers{9, 3, 3}));
  // 0 0 / 16 .: along 0 0 / 12 4, what stands at the vacant place is passed on: 3 1 / 9 3.
  EXPECT_EQ(plane.blur(1, {0, 0, 16}), (Numbers{3, 1, 9}));
  s.height = 1;
  s.grid_y = 2;  // two rows of hypercolumns over a line of inputs: not along rows
  EXPECT_EQ(Plane(s).blur(1, {16, 0, 4, 0, 0, 0}), (Numbers{12, 5, 3, 0, 0, 0}));
}

}  // namespace
}  // namespace silipool::oracle
