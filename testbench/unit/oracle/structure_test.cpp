// Windows, pools and the beginning (sections 3 to 5), by hand-worked geometry.
#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>
#include <silipool/base/error.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using Slots = std::vector<std::optional<std::size_t>>;
constexpr std::nullopt_t none = std::nullopt;

Slots slots_of(const Oracle& oracle, std::size_t h, std::size_t count) {
  Slots slots;
  for (std::size_t s = 0; s < count; ++s) slots.push_back(oracle.input_of_slot(h, s));
  return slots;
}

std::vector<std::size_t> potential_of(const Oracle& oracle, std::size_t c, std::size_t count) {
  std::vector<std::size_t> slots;
  for (std::size_t s = 0; s < count; ++s)
    if (oracle.potential(c, s)) slots.push_back(s);
  return slots;
}

/// Two planes of 3 x 4 and 2 x 2 hypercolumns with windows of 3 x 3: tops are -1 and 1, lefts 0 and 2.
config::Structural two_planes() {
  config::Structural s = tiny_structure();
  s.height = 3;
  s.planes = 2;
  s.grid_y = s.grid_x = 2;
  s.window_y = s.window_x = 3;
  return s;
}

TEST(OracleWindow, IsClippedAtTheEdge) {
  const Oracle oracle(two_planes(), tiny_registers());
  EXPECT_EQ(slots_of(oracle, 0, 18), (Slots{none, none, none, 0, 1, 2, 4, 5, 6,  //
                                            none, none, none, 12, 13, 14, 16, 17, 18}));
  EXPECT_EQ(slots_of(oracle, 3, 18), (Slots{6, 7, none, 10, 11, none, none, none, none,  //
                                            18, 19, none, 22, 23, none, none, none, none}));
}

TEST(OracleWindow, WrapsAround) {
  config::Structural s = two_planes();
  s.wrap = true;
  const Oracle oracle(s, tiny_registers());
  EXPECT_EQ(slots_of(oracle, 1, 18), (Slots{10, 11, 8, 2, 3, 0, 6, 7, 4,  //
                                            22, 23, 20, 14, 15, 12, 18, 19, 16}));
  EXPECT_EQ(slots_of(oracle, 3, 9), (Slots{6, 7, 4, 10, 11, 8, 2, 3, 0}));
}

TEST(OracleWindow, VoidSlotsArePotentialOfNobodyAndHoldNothing) {
  const Oracle oracle(two_planes(), tiny_registers());
  for (std::size_t c = 0; c < 8; ++c)
    for (std::size_t s = 0; s < 18; ++s) {
      EXPECT_EQ(oracle.potential(c, s), oracle.input_of_slot(c / 2, s).has_value());
      EXPECT_EQ(oracle.permanence(c, s), oracle.potential(c, s) ? 3U : 0U);
    }
}

TEST(OracleSharedSample, ListsCandidatesInOrderThenVoid) {
  config::Structural s = tiny_structure();
  s.width = 20;
  s.window_x = 20;
  s.pool = config::Pool::shared_sample;
  s.synapses_per_column = 6;
  s.candidate_inputs = input_of(20, {2, 3, 5, 7, 11, 13, 17, 19});
  const Oracle oracle(s, tiny_registers());
  for (std::size_t slot = 0; slot < 6; ++slot) {
    ASSERT_TRUE(oracle.input_of_slot(0, slot).has_value());
    EXPECT_TRUE(s.candidate_inputs.test(*oracle.input_of_slot(0, slot)));
    if (slot > 0) {
      EXPECT_LT(oracle.input_of_slot(0, slot - 1), oracle.input_of_slot(0, slot));
    }
  }

  s.synapses_per_column = 10;  // more than there are: all of them, then void slots
  EXPECT_EQ(slots_of(Oracle(s, tiny_registers()), 0, 10), (Slots{2, 3, 5, 7, 11, 13, 17, 19, none, none}));
  s.window_x = 6;  // inputs 7..12
  EXPECT_EQ(slots_of(Oracle(s, tiny_registers()), 0, 4), (Slots{7, 11, none, none}));
}

TEST(OracleSharedSample, DependsOnPoolSeedAndNotOnSeed) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 200;
  s.pool = config::Pool::shared_sample;
  s.synapses_per_column = 100;
  s.candidate_inputs = all_of(200);
  config::Runtime r = tiny_registers();
  const Slots first = slots_of(Oracle(s, r), 0, 100);
  r.seed = 99;
  EXPECT_EQ(slots_of(Oracle(s, r), 0, 100), first);
  s.pool_seed = 99;
  EXPECT_NE(slots_of(Oracle(s, r), 0, 100), first);
}

TEST(OracleSharedSample, DiffersBetweenHypercolumns) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 200;
  s.grid_x = 2;
  s.wrap = true;
  s.pool = config::Pool::shared_sample;
  s.synapses_per_column = 100;
  s.candidate_inputs = all_of(200);
  const Oracle oracle(s, tiny_registers());
  // The second window begins half the plane later; the positions that were taken must not be the same ones.
  Slots moved = slots_of(oracle, 0, 100);
  for (auto& input : moved) input = (*input + 100) % 200;
  EXPECT_NE(slots_of(oracle, 1, 100), moved);
}

TEST(OracleSample, DrawsMSlotsForEachColumn) {
  config::Structural s = two_planes();
  s.columns_per_hypercolumn = 8;
  s.pool = config::Pool::sample;
  s.synapses_per_column = 5;
  const Oracle oracle(s, tiny_registers());
  std::set<std::vector<std::size_t>> different;
  for (std::size_t c = 0; c < 32; ++c) {
    const std::vector<std::size_t> potential = potential_of(oracle, c, 18);
    EXPECT_EQ(potential.size(), 5U);
    for (const std::size_t slot : potential) EXPECT_TRUE(oracle.input_of_slot(c / 8, slot).has_value());
    different.insert(potential);
  }
  EXPECT_GT(different.size(), 20U);

  s.synapses_per_column = 15;  // hypercolumn 0 has 12 slots that are not void, hypercolumn 3 has 8
  const Oracle greedy(s, tiny_registers());
  EXPECT_EQ(potential_of(greedy, 0, 18).size(), 12U);
  EXPECT_EQ(potential_of(greedy, 31, 18).size(), 8U);
}

TEST(OracleRadius, PlacesColumnsOfAPlaneInAGrid) {
  config::Structural s = tiny_structure();
  s.height = s.width = s.window_y = s.window_x = 6;
  s.columns_per_hypercolumn = 5;  // a grid of 3 columns a row and 2 rows: centres at dy 1, 4 and dx 1, 3, 5
  s.pool = config::Pool::radius;
  s.radius = 1;
  const Oracle oracle(s, tiny_registers());
  EXPECT_EQ(potential_of(oracle, 0, 36), (std::vector<std::size_t>{0, 1, 2, 6, 7, 8, 12, 13, 14}));
  EXPECT_EQ(potential_of(oracle, 2, 36), (std::vector<std::size_t>{4, 5, 10, 11, 16, 17}));
  EXPECT_EQ(potential_of(oracle, 4, 36), (std::vector<std::size_t>{20, 21, 22, 26, 27, 28, 32, 33, 34}));
}

TEST(OracleRadius, PlacesColumnsOfALineInARow) {
  config::Structural s = tiny_structure();
  s.width = 8;
  s.planes = 2;
  s.window_x = 8;
  s.columns_per_hypercolumn = 4;  // centres at dx 1, 3, 5, 7
  s.pool = config::Pool::radius;
  s.radius = 1;
  const Oracle oracle(s, tiny_registers());
  EXPECT_EQ(potential_of(oracle, 0, 16), (std::vector<std::size_t>{0, 1, 2, 8, 9, 10}));
  EXPECT_EQ(potential_of(oracle, 3, 16), (std::vector<std::size_t>{6, 7, 14, 15}));
  s.radius = 0;
  EXPECT_EQ(potential_of(Oracle(s, tiny_registers()), 2, 16), (std::vector<std::size_t>{5, 13}));
}

TEST(OracleBeginning, ConnectsTheWantedFraction) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 250;
  s.columns_per_hypercolumn = 100;
  s.permanence_bits = 8;
  s.connected_threshold = 51;
  config::Runtime r = tiny_registers();
  r.initially_connected = 19661;  // 0.3
  const Oracle oracle(s, r);
  std::size_t connected = 0;
  for (std::size_t c = 0; c < 100; ++c)
    for (std::size_t slot = 0; slot < 250; ++slot) {
      EXPECT_EQ(oracle.permanence(c, slot), initial_permanence(8, 51, 19661,
                                                               hash(1, 0, 2, static_cast<std::uint32_t>(c),
                                                                    static_cast<std::uint32_t>(slot))));
      if (oracle.permanence(c, slot) >= 51) ++connected;
    }
  EXPECT_NEAR(static_cast<double>(connected), 7500, 5 * 72.5);  // Binomial(25000, 0.3)
  EXPECT_EQ(oracle.duty(0), 0U);
  EXPECT_EQ(oracle.boost(99), 4096U);
  EXPECT_EQ(oracle.learning_step(), 0U);
}

TEST(OracleErrors, SizesThatDoNotFitAreRefused) {
  const config::Structural s = tiny_structure();
  const config::Runtime r = tiny_registers();
  const auto refuses = [](const config::Structural& structure, const config::Runtime& registers) {
    EXPECT_THROW(Oracle(structure, registers), base::Error);
  };
  config::Structural bad = s;
  bad.connected_threshold = 4;
  refuses(bad, r);
  bad = s;
  bad.pool = config::Pool::shared_sample;
  bad.synapses_per_column = 2;  // without candidates
  refuses(bad, r);
  bad.candidate_inputs = all_of(4);
  EXPECT_NO_THROW(Oracle(bad, r));
  bad.width = bad.window_x = 4097;  // a position no longer fits the hash
  bad.candidate_inputs = all_of(4097);
  refuses(bad, r);

  config::Runtime wrong = r;
  wrong.learning_columns = 2;  // of one winner
  refuses(s, wrong);
  wrong = r;
  wrong.update_period = 0;
  refuses(s, wrong);

  Oracle oracle(s, r);
  EXPECT_THROW(oracle.step(base::Sdr(5), true), base::Error);
  EXPECT_THROW(oracle.set_runtime(wrong), base::Error);
}

}  // namespace
}  // namespace silipool::oracle
