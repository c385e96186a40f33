// Keys, scopes, ties and winners (sections 6.2 and 6.3), worked by hand.
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using Columns = std::vector<std::size_t>;
using Numbers = std::vector<std::uint64_t>;
using config::Inhibition;
using config::Ties;

/// The value of an eligible column's KEY.
constexpr std::uint64_t key(std::uint64_t value, std::uint64_t factor) {
  return (std::uint64_t{1} << 31) + value * factor;
}

/// The winners among columns in a line with these overlaps, of 4 at most.
Columns winners(const config::Structural& structural, const config::Runtime& runtime,
                const std::vector<std::size_t>& overlaps) {
  return indices(Oracle(structural, runtime).step(bars(4, overlaps), false, false), 3);
}

TEST(OracleGlobal, PutsAllHypercolumnsInOneScope) {
  config::Structural s = bar_structure(4, 4);
  s.grid_x = 2;
  s.columns_per_hypercolumn = s.window_x = 2;  // column c still sees place c
  config::Runtime r = bar_registers();
  EXPECT_EQ(winners(s, r, {1, 3, 2, 3}), (Columns{1, 3}));  // one in each
  s.inhibition = Inhibition::global;
  EXPECT_EQ(winners(s, r, {1, 3, 2, 3}), (Columns{1}));
  s.ties = Ties::highest_index;
  EXPECT_EQ(winners(s, r, {1, 3, 2, 3}), (Columns{3}));
  s.ties = Ties::all;
  EXPECT_EQ(winners(s, r, {1, 3, 2, 3}), (Columns{1, 3}));
  r.active_columns = 3;
  EXPECT_EQ(winners(s, r, {1, 3, 2, 3}), (Columns{1, 2, 3}));
  EXPECT_EQ(winners(s, r, {1, 3, 3, 3}), (Columns{1, 2, 3}));
  r.active_columns = 4;  // legal, as four columns compete
  EXPECT_EQ(winners(s, r, {1, 3, 0, 3}), (Columns{0, 1, 3}));
}

TEST(OracleTies, LearnersAreOfRankBelowKLearn) {
  config::Structural s = bar_structure(4, 4);
  s.ties = Ties::all;
  config::Runtime r = bar_registers();
  r.active_columns = 3;
  r.learning_columns = 1;
  Oracle oracle(s, r);
  // Ranks 1 1 0 1: all of them win, one learns. Ranks 0 0 2 0: three learn.
  const auto first = oracle.step(bars(4, {2, 2, 3, 2}), true, false);
  EXPECT_EQ(indices(first, 3), (Columns{0, 1, 2, 3}));
  EXPECT_EQ(values(first, 3), (Numbers{0, 0, 1, 0}));
  const auto second = oracle.step(bars(4, {3, 3, 2, 3}), true, false);
  EXPECT_EQ(indices(second, 3), (Columns{0, 1, 3}));
  EXPECT_EQ(values(second, 3), (Numbers{1, 1, 1}));
}

TEST(OracleLocal, CompetesInNeighbourhoods) {
  config::Structural s = bar_structure(5, 4);
  s.inhibition = Inhibition::local;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1;
  // 0 is beaten by 1, 1 by 2; 3 by 2; 4 sees 3 only.
  EXPECT_EQ(winners(s, r, {1, 2, 3, 1, 2}), (Columns{2, 4}));
  r.inhibition_radius = 0;
  EXPECT_EQ(winners(s, r, {1, 2, 3, 0, 2}), (Columns{0, 1, 2, 4}));
  r.inhibition_radius = 2;  // 4 sees 2 now
  EXPECT_EQ(winners(s, r, {1, 2, 3, 1, 2}), (Columns{2}));
  r.inhibition_radius = 1;
  r.active_columns = 2;  // 1 has one better, 3 two
  EXPECT_EQ(winners(s, r, {1, 2, 3, 1, 2}), (Columns{0, 1, 2, 4}));
  r.active_columns = 1;
  EXPECT_EQ(winners(s, r, {3, 1, 2, 1, 4}), (Columns{0, 2, 4}));
  s.wrap = true;  // 0 and 4 are neighbours
  EXPECT_EQ(winners(s, r, {3, 1, 2, 1, 4}), (Columns{2, 4}));
}

TEST(OracleLocal, ADensityIsOfTheColumnsInTheScope) {
  config::Structural s = bar_structure(5, 4);
  s.inhibition = Inhibition::local;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1;
  r.active_columns = 0;
  r.learning_columns = config::kAllWinners;
  // Scopes of 2 3 3 3 2 columns, half of them is 1 2 2 2 1 (1.5 rounds up); ranks 0 1 2 1 0.
  r.active_density = 32768;
  EXPECT_EQ(winners(s, r, {3, 2, 1, 2, 3}), (Columns{0, 1, 3, 4}));
  EXPECT_EQ(values(Oracle(s, r).step(bars(4, {3, 2, 1, 2, 3}), true), 3), (Numbers{1, 1, 1, 1}));
  r.learning_columns = 1;
  EXPECT_EQ(values(Oracle(s, r).step(bars(4, {3, 2, 1, 2, 3}), true), 3), (Numbers{1, 0, 0, 1}));
  r.active_density = 1;  // at least one
  EXPECT_EQ(winners(s, r, {3, 2, 1, 2, 3}), (Columns{0, 4}));
  r.active_density = 65536;
  EXPECT_EQ(winners(s, r, {3, 2, 1, 0, 3}), (Columns{0, 1, 2, 4}));  // 3 is not eligible
}

TEST(OracleLocalScan, CountsEqualsOnlyIfTheyHaveWon) {
  config::Structural s = bar_structure(5, 4);
  s.inhibition = Inhibition::local;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1;
  EXPECT_EQ(winners(s, r, {2, 2, 2, 2, 2}), (Columns{0}));  // each other one is beaten by the one before
  s.inhibition = Inhibition::local_scan;
  EXPECT_EQ(winners(s, r, {2, 2, 2, 2, 2}), (Columns{0, 2, 4}));  // 1 has lost when 2 is looked at
  EXPECT_EQ(winners(s, r, {2, 2, 2, 3, 2}), (Columns{0, 3}));     // 2 is beaten by 3, which comes later
  r.active_columns = 2;  // 0 and 1 win; 2 has both before it; 3 sees 1, and 4 sees 3
  r.inhibition_radius = 2;
  EXPECT_EQ(winners(s, r, {2, 2, 2, 2, 2}), (Columns{0, 1, 3, 4}));
}

TEST(OracleLocalGaussian, RanksByTheSignedSquareOfTheDeviation) {
  // Keys 4 0 0 0 times 4096: means 3 1 0 0, r = 1 -1 0 0, r^2 = 1 1 0 0 times 2^24, v = 1, 3/4, 1/4, 0.
  // Scores 1, -4/3, 0 (r is 0), 0 (v is 0).
  const Numbers overlaps{4, 0, 0, 0};
  const auto win = [&](Ties ties, std::size_t k, std::uint64_t sigma) {
    return rule_winners(Inhibition::local_gaussian, ties, k, 1, sigma, overlaps);
  };
  EXPECT_EQ(win(Ties::lowest_index, 1, 0), (Columns{0}));
  EXPECT_EQ(win(Ties::lowest_index, 2, 0), (Columns{0, 2}));
  EXPECT_EQ(win(Ties::highest_index, 2, 0), (Columns{0, 3}));
  EXPECT_EQ(win(Ties::all, 2, 0), (Columns{0, 2, 3}));
  EXPECT_EQ(win(Ties::lowest_index, 3, 0), (Columns{0, 2, 3}));
  EXPECT_EQ(win(Ties::lowest_index, 4, 0), (Columns{0, 1, 2, 3}));
  EXPECT_EQ(win(Ties::lowest_index, 4, 1), (Columns{0}));  // the others count in blurs, and are not eligible
}

TEST(OracleLocalGaussian, IsOfAllColumnsOfAPooler) {
  config::Structural s = bar_structure(4, 4);
  s.inhibition = Inhibition::local_gaussian;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1;
  r.stimulus_threshold = 0;
  r.active_columns = r.learning_columns = 2;
  EXPECT_EQ(winners(s, r, {4, 0, 0, 0}), (Columns{0, 2}));
  // The same with reflection undone: means 2 1 0 1, r = 2 -1 0 -1, r^2 = 4 1 0 1, v = 10/4, 6/4, 2/4, 6/4:
  // scores 8/5, -2/3, 0, -2/3.
  s.wrap = true;
  EXPECT_EQ(winners(s, r, {4, 0, 0, 0}), (Columns{0, 2}));
  r.active_columns = 3;
  EXPECT_EQ(winners(s, r, {4, 0, 0, 0}), (Columns{0, 1, 2}));
}

TEST(OracleScores, AreNothingWhereTheVarianceIs) {
  config::Structural s = tiny_structure();
  s.columns_per_hypercolumn = 3;
  // Means floor(3 / 4), floor(1 / 4), 0; so r = 1 0 0, and r^2 has the same means.
  for (const Fraction& score : scores(Plane(s), 1, {1, 0, 0})) EXPECT_EQ(score.above, 0);
}

TEST(OracleScores, AreComparedExactly) {
  constexpr std::int64_t big = std::int64_t{1} << 62;
  EXPECT_TRUE(greater({big, static_cast<std::uint64_t>(big) - 1}, {1, 1}));
  EXPECT_FALSE(greater({1, 1}, {big, static_cast<std::uint64_t>(big) - 1}));
  EXPECT_TRUE(
      greater({big - 1, static_cast<std::uint64_t>(big) - 2}, {big, static_cast<std::uint64_t>(big) - 1}));
  EXPECT_TRUE(greater({0, 1}, {-1, static_cast<std::uint64_t>(big)}));
  EXPECT_FALSE(greater({2, 4}, {1, 2}));
}

TEST(OracleKey, ConnectedFractionIsOfTheColumnsOwnSynapses) {
  // Three columns that see inputs 0 1, 0 1 2 and 1 2.
  config::Structural s = bar_structure(3, 1);
  s.radius = 1;
  s.overlap_scale = config::OverlapScale::connected_fraction;
  const auto events = Oracle(s, bar_registers()).step(input_of(3, {0, 1}), true, false);
  EXPECT_EQ(values(events, 1), (Numbers{2, 2, 1}));
  // 2 / 2, floor(2^15 * 2 / 3), 1 / 2; boosts are 1.
  EXPECT_EQ(values(events, 2), (Numbers{key(32768, 4096), key(21845, 4096), key(16384, 4096)}));

  config::Runtime r = bar_registers();
  s.stimulus_on = config::StimulusOn::boosted_overlap;  // which is 2 2 1, not a fraction
  r.stimulus_threshold = 2;
  EXPECT_EQ(values(Oracle(s, r).step(input_of(3, {0, 1}), true, false), 2),
            (Numbers{key(32768, 4096), key(21845, 4096), 0}));
  r.initially_connected = 0;  // no column has a connected synapse
  r.stimulus_threshold = 0;
  EXPECT_EQ(values(Oracle(s, r).step(input_of(3, {0, 1}), true, false), 2),
            (Numbers{key(0, 4096), key(0, 4096), key(0, 4096)}));
}

/// Two columns after a step that column 0 won: boosts are 4871 = 2^(1/4) and 6889 = 2^(3/4), as y = 64 and
/// 192 for duties 256 and 0 around 384.
Oracle boosted(config::StimulusOn on, bool in_inference) {
  config::Structural s = bar_structure(2, 4);
  s.stimulus_on = on;
  s.boost_in_inference = in_inference;
  config::Runtime r = bar_registers();
  r.boost_scale = 1U << 23;
  r.update_period = 1;
  r.decay = 65536;
  r.stimulus_threshold = 3;
  Oracle oracle(s, r);
  oracle.step(bars(4, {3, 3}), true, false);
  EXPECT_EQ(oracle.boost(0), 4871U);
  EXPECT_EQ(oracle.boost(1), 6889U);
  return oracle;
}

TEST(OracleStimulus, MayBeHeldAgainstTheBoostedOverlap) {
  using enum config::StimulusOn;
  const base::Sdr twos = bars(4, {2, 2});  // 2 * 4871 < 3 * 4096 <= 2 * 6889
  EXPECT_EQ(values(boosted(overlap, true).step(twos, false), 2), (Numbers{0, 0}));
  EXPECT_EQ(values(boosted(boosted_overlap, true).step(twos, false), 2), (Numbers{0, key(2, 6889)}));
  EXPECT_EQ(values(boosted(boosted_overlap, false).step(twos, true), 2), (Numbers{0, key(2, 6889)}));
  EXPECT_EQ(values(boosted(boosted_overlap, false).step(twos, false), 2), (Numbers{0, 0}));
}

TEST(OracleKey, BoostsMayBeLeftOutOfInference) {
  using enum config::StimulusOn;
  const base::Sdr threes = bars(4, {3, 3});
  EXPECT_EQ(indices(boosted(overlap, true).step(threes, false), 3), (Columns{1}));
  Oracle oracle = boosted(overlap, false);
  const auto inference = oracle.step(threes, false);
  EXPECT_EQ(values(inference, 2), (Numbers{key(3, 4096), key(3, 4096)}));
  EXPECT_EQ(indices(inference, 3), (Columns{0}));
  EXPECT_EQ(indices(oracle.step(threes, true), 3), (Columns{1}));
}

}  // namespace
}  // namespace silipool::oracle
