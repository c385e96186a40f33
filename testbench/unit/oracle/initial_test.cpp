// Initial permanences about the threshold (section 5), by hand-worked distances.
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using Permanences = std::vector<std::uint64_t>;

/// One column that sees five inputs in a line; four bits, theta 8 and a window of 4: from 4 to 12.
config::Structural near_structure() {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 5;
  s.columns_per_hypercolumn = 1;
  s.permanence_bits = 4;
  s.connected_threshold = 8;
  s.initialisation = config::Initialisation::distance;
  return s;
}

config::Runtime near_registers() {
  config::Runtime r = tiny_registers();
  r.initial_window = 4;
  return r;
}

TEST(OracleInitialUniform, SharesItsRangeEvenly) {
  // B = 3, theta = 4, w = 1: three values from 3 on; 2^32 / 3 = 0x55555555 + 1/3.
  EXPECT_EQ(initial_uniform(3, 4, 1, 0x55555555), 3U);
  EXPECT_EQ(initial_uniform(3, 4, 1, 0x55555556), 4U);
  EXPECT_EQ(initial_uniform(3, 4, 1, 0xaaaaaaaa), 4U);
  EXPECT_EQ(initial_uniform(3, 4, 1, 0xaaaaaaab), 5U);
  EXPECT_EQ(initial_uniform(16, 65535, 65535, 0xffffffff), 65535U);  // from 0 to 65535
  EXPECT_EQ(initial_uniform(16, 65535, 65535, 0x0000ffff), 0U);
}

TEST(OracleInitialUniform, IsDrawnForEachSlot) {
  config::Structural s = near_structure();
  s.initialisation = config::Initialisation::uniform;
  const Oracle oracle(s, near_registers());
  for (std::uint32_t slot = 0; slot < 5; ++slot)
    EXPECT_EQ(oracle.permanence(0, slot), initial_uniform(4, 8, 4, hash(1, 0, 2, 0, slot)));
}

TEST(OracleInitialDistance, FallsFromTheCentre) {
  // Centre floor(5 / 2) = 2: D = 2 1 0 1 2, 4 + floor(8 (2 - D) / 2).
  EXPECT_EQ(permanences(Oracle(near_structure(), near_registers()), 0, 5), (Permanences{4, 8, 12, 8, 4}));

  // Two columns: centres floor(5 / 4) = 1 and floor(15 / 4) = 3; D = 1 0 1 2 3, 4 + floor(8 (3 - D) / 3).
  config::Structural s = near_structure();
  s.columns_per_hypercolumn = 2;
  const Oracle two(s, near_registers());
  EXPECT_EQ(permanences(two, 0, 5), (Permanences{9, 12, 9, 6, 4}));
  EXPECT_EQ(permanences(two, 1, 5), (Permanences{4, 6, 9, 12, 9}));
}

TEST(OracleInitialDistance, IsTheGreaterOfRowsAndPlaces) {
  config::Structural s = near_structure();
  s.height = s.window_y = 3;
  s.planes = 2;
  // Centre (1, 2): D = 2 1 1 1 2 above and below it, in both planes.
  EXPECT_EQ(permanences(Oracle(s, near_registers()), 0, 30),
            (Permanences{4, 8, 8, 8, 4, 4, 8, 12, 8, 4, 4, 8, 8, 8, 4,  //
                         4, 8, 8, 8, 4, 4, 8, 12, 8, 4, 4, 8, 8, 8, 4}));
}

TEST(OracleInitialDistance, DoesNotWrapAndMeasuresPotentialSlotsOnly) {
  // Three hypercolumns over six inputs, centres 1, 3, 5; the first window is 5 0 1 2: D = 4 1 0 1, Dmax = 4.
  config::Structural s = near_structure();
  s.width = 6;
  s.grid_x = 3;
  s.window_x = 4;
  s.wrap = true;
  EXPECT_EQ(permanences(Oracle(s, near_registers()), 0, 4), (Permanences{4, 10, 12, 10}));
  s.wrap = false;  // the first slot is void: Dmax = 1
  EXPECT_EQ(permanences(Oracle(s, near_registers()), 0, 4), (Permanences{0, 4, 12, 4}));
  s = near_structure();
  s.pool = config::Pool::radius;  // the slot at the centre alone: D = 0, Dmax = 1
  EXPECT_EQ(permanences(Oracle(s, near_registers()), 0, 5), (Permanences{0, 0, 12, 0, 0}));
  s.radius = 1;  // D = 1 0 1
  EXPECT_EQ(permanences(Oracle(s, near_registers()), 0, 5), (Permanences{0, 4, 12, 4, 0}));
}

TEST(OracleBeginning, RaisesEveryColumnWhereMinimumConnectedIsSet) {
  config::Runtime r = near_registers();
  r.minimum_connected = 3;  // which 4 8 12 8 4 has
  EXPECT_EQ(permanences(Oracle(near_structure(), r), 0, 5), (Permanences{4, 8, 12, 8, 4}));
  r.minimum_connected = 4;  // v = 4: by 4
  EXPECT_EQ(permanences(Oracle(near_structure(), r), 0, 5), (Permanences{8, 12, 15, 12, 8}));
  r.raise_step = 3;  // by 3 * ceil(4 / 3) = 6
  r.trim = 8;        // which does nothing before something is learned
  EXPECT_EQ(permanences(Oracle(near_structure(), r), 0, 5), (Permanences{10, 14, 15, 14, 10}));

  r.trim_at_reset = true;  // 4 8 12 8 4 has lost its ends already: v = 0, by 3 * ceil(8 / 3) = 9
  EXPECT_EQ(permanences(Oracle(near_structure(), r), 0, 5), (Permanences{9, 15, 15, 15, 9}));
  r.minimum_connected = 3;
  EXPECT_EQ(permanences(Oracle(near_structure(), r), 0, 5), (Permanences{0, 8, 12, 8, 0}));
  r.trim_at_reset = false;

  // Two-sided too: nothing is connected at first, everything afterwards.
  config::Structural s = near_structure();
  s.initialisation = config::Initialisation::two_sided;
  r.initially_connected = 0;
  r.minimum_connected = 4096;
  const Oracle oracle(s, r);
  for (std::size_t slot = 0; slot < 5; ++slot) EXPECT_GE(oracle.permanence(0, slot), 8U);
}

}  // namespace
}  // namespace silipool::oracle
