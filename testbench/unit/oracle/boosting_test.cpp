// Duties, boosts and bumping (sections 6.5 and 6.6), worked by hand.
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>
#include <silipool/base/error.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using Columns = std::vector<std::size_t>;
using Numbers = std::vector<std::uint64_t>;

Numbers boosts(const Oracle& oracle, std::size_t columns) {
  Numbers found;
  for (std::size_t c = 0; c < columns; ++c) found.push_back(oracle.boost(c));
  return found;
}

/// Lets column after column win, alone on the line.
void let_win(Oracle& oracle, std::size_t columns, const Columns& winners) {
  for (const std::size_t c : winners) {
    std::vector<std::size_t> overlaps(columns, 0);
    overlaps[c] = 1;
    oracle.step(bars(1, overlaps), true, false);
  }
}

TEST(OracleLinear, FallsFromTheMaximumToOne) {
  // minimum_duty 1/2 of M = 512 is 256.
  EXPECT_EQ(linear(32768, 8192, 0, 512), 8192U);
  EXPECT_EQ(linear(32768, 8192, 1, 512), 8176U);
  EXPECT_EQ(linear(32768, 8192, 256, 512), 4096U);
  EXPECT_EQ(linear(32768, 8192, 257, 512), 4096U);
  EXPECT_EQ(linear(65536, 65495, (1U << 26) - 1, (1U << 26) - 1), 4096U);
  EXPECT_EQ(linear(0, 8192, 512, 512), 8192U);  // L = 0
}

TEST(OracleLinear, MeasuresAgainstTheGreatestDutyOfTheScope) {
  config::Structural s = bar_structure(4, 1);
  s.boosting_rule = config::BoostingRule::linear;
  config::Runtime r = bar_registers();
  r.minimum_duty = 49152;  // 3/4
  r.boost_maximum = 8192;
  Oracle one(s, r);
  let_win(one, 4, {0, 0, 2});
  // Duties 512 0 256 0, L of 384: 256 is 2/3 of it, floor(4096 * 2 / 3) = 2730.
  EXPECT_EQ(boosts(one, 4), (Numbers{4096, 8192, 5462, 8192}));
  EXPECT_EQ(one.duty(0), 256U);  // half has decayed

  s.inhibition = config::Inhibition::local;
  r.inhibition_radius = 1;
  Oracle local(s, r);
  let_win(local, 4, {0, 0, 2});
  EXPECT_EQ(boosts(local, 4), (Numbers{4096, 8192, 4096, 8192}));  // M = 256 around column 2
}

TEST(OracleExponential, LocalTargetsAreMeansOfDuties) {
  config::Structural s = bar_structure(4, 1);
  s.inhibition = config::Inhibition::local;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1;
  r.boost_scale = 1U << 23;  // y = floor((target - duty + 1) / 2)
  Oracle oracle(s, r);
  let_win(oracle, 4, {0, 2, 2});
  // Duties 256 0 512 0; targets 256 / 2, 768 / 3, floor(512 / 3) and 512 / 2 are 128 256 170 256;
  // y = -64 128 -171 128: 2^(192/256) = 6889 / 4096 halved, 5793, 2^(85/256) = 5156 / 4096 halved, 5793.
  EXPECT_EQ(boosts(oracle, 4), (Numbers{3444, 5793, 2578, 5793}));
}

TEST(OracleLog, IsTheLengthAndTheEightBitsBelow) {
  EXPECT_EQ(log(1), 0U);
  EXPECT_EQ(log(2), 4096U);
  EXPECT_EQ(log(3), 4096U + 2396);
  EXPECT_EQ(log(5), 2U * 4096 + 1319);
  EXPECT_EQ(log(511), 8U * 4096 + 4084);
  EXPECT_EQ(log(1023), 9U * 4096 + 4084);  // the ninth bit is not looked at
  EXPECT_EQ(log((1U << 26) - 1), 25U * 4096 + 4084);
}

TEST(OracleLogarithmic, IsTheShareOfTheLogOfTheTarget) {
  // log(256 * 4) - log(512) = 4096: a boost is as many 1/4096 as its column is below one that always wins.
  EXPECT_EQ(log_scale(4, 512), 65536U);
  EXPECT_EQ(logarithmic(4, 65536, 512), 4096U);
  EXPECT_EQ(logarithmic(4, 65536, 256), 8192U);
  EXPECT_EQ(logarithmic(4, 65536, 768), 1700U);  // 40960 - 36864 - 2396
  EXPECT_EQ(logarithmic(4, 65536, 1024), 1U);
  EXPECT_EQ(logarithmic(4, 65536, 5000), 1U);
  EXPECT_EQ(logarithmic(4, 65536, 1), 40960U);
  EXPECT_EQ(logarithmic(4, 65536, 0), 40960U);
  EXPECT_EQ(logarithmic(4, 1U << 24, 512), 65535U);
  EXPECT_EQ(logarithmic(1000, 11612, 5120), 4096U);  // 23117 * 11612 / 65536 = 4095.99
  EXPECT_EQ(log_scale(100000, 0), 2663U);            // log(25600000) = 24 * 4096 + LOG[134] = 100792; 2663.8
  EXPECT_THROW(static_cast<void>(log_scale(1, 256)), base::Error);
}

TEST(OracleLogarithmic, HasOneTargetForAllColumns) {
  config::Structural s = bar_structure(2, 1);
  s.boosting_rule = config::BoostingRule::logarithmic;
  config::Runtime r = bar_registers();
  r.duty_period = r.update_period = 4;
  r.log_scale = 65536;
  Oracle oracle(s, r);
  let_win(oracle, 2, {0, 0, 1, 0});
  EXPECT_EQ(boosts(oracle, 2), (Numbers{1700, 8192}));  // duties 768 and 256
}

TEST(OracleDuty, AWinIsAsManyFractionBitsWrite) {
  // The same boosts from duties 16 times as great; what a decay leaves is finer.
  EXPECT_EQ(boost(1 << 23, 512, 256), boost(1 << 23, 8192, 4096, 12));
  EXPECT_EQ(log_scale(4, 512), log_scale(4, 8192, 12));
  EXPECT_EQ(logarithmic(4, 65536, 768), logarithmic(4, 65536, 12288, 12));
  EXPECT_EQ(logarithmic(4, 65536, 0, 12), 57344U);  // 14 powers of two below a column that always wins

  config::Structural s = bar_structure(2, 1);
  s.duty_fraction_bits = 12;
  config::Runtime r = bar_registers();
  r.update_period = 3;
  r.bump_increment = 1;
  Oracle decayed(s, r);
  let_win(decayed, 2, {0, 0});
  EXPECT_EQ(decayed.duty(0), 8192U);
  EXPECT_EQ(decayed.overlap_duty(0), 8192U);
  s.duty_rule = config::DutyRule::window;
  r.duty_period = 2;
  Oracle windowed(s, r);
  let_win(windowed, 2, {0, 0, 1});
  EXPECT_EQ((Numbers{windowed.duty(0), windowed.overlap_duty(1)}), (Numbers{4096, 4096}));
}

TEST(OracleWindow, CountsTheLastStepsExactly) {
  config::Structural s = bar_structure(2, 1);
  s.duty_rule = config::DutyRule::window;
  config::Runtime r = bar_registers();
  r.duty_period = 3;
  r.update_period = 2;
  Oracle oracle(s, r);
  const auto duties = [&](std::size_t winner) {
    const auto events = oracle.step(bars(1, winner == 0 ? Columns{1, 0} : Columns{0, 1}), true);
    return std::pair(Numbers{oracle.duty(0), oracle.duty(1)}, indices(events, 5));
  };
  // Columns whose duty changed, learners, and in every second step all.
  EXPECT_EQ(duties(0), (std::pair{Numbers{256, 0}, Columns{0}}));
  EXPECT_EQ(duties(0), (std::pair{Numbers{512, 0}, Columns{0, 1}}));
  EXPECT_EQ(duties(1), (std::pair{Numbers{512, 256}, Columns{1}}));
  EXPECT_EQ(duties(1), (std::pair{Numbers{256, 512}, Columns{0, 1}}));
  EXPECT_EQ(duties(1), (std::pair{Numbers{0, 768}, Columns{0, 1}}));  // a win of column 0 is too long ago
  EXPECT_EQ(duties(1), (std::pair{Numbers{0, 768}, Columns{0, 1}}));
  EXPECT_EQ(duties(1), (std::pair{Numbers{0, 768}, Columns{1}}));
  oracle.step(bars(1, {1, 0}), false);  // not a learning step
  EXPECT_EQ(oracle.duty(1), 768U);
}

TEST(OracleOverlapDuty, CountsColumnsThatReachItsThreshold) {
  config::Structural s = bar_structure(3, 4);
  config::Runtime r = bar_registers();
  r.bump_increment = 1;
  r.update_period = 100;
  r.stimulus_threshold = 2;
  for (const std::uint32_t least : {1U, 2U}) {
    r.bump_overlap = least;
    Oracle oracle(s, r);
    oracle.step(bars(4, {0, 1, 2}), true);
    oracle.step(bars(4, {0, 1, 2}), false);
    EXPECT_EQ(oracle.overlap_duty(0), 0U);
    EXPECT_EQ(oracle.overlap_duty(1), least == 1 ? 256U : 0U);
    EXPECT_EQ(oracle.overlap_duty(2), 256U);
  }
  r.bump_increment = 0;
  Oracle without(s, r);
  without.step(bars(4, {0, 1, 2}), true);
  EXPECT_EQ(without.overlap_duty(2), 0U);
}

TEST(OracleMean, ReadsCountsAsRatesOfTheStepsSoFar) {
  // 256 T / i of each win while i < T.
  EXPECT_EQ(mean_duty(4, 1, 256), 1024U);
  EXPECT_EQ(mean_duty(4, 3, 256), 341U);
  EXPECT_EQ(mean_duty(4, 4, 256), 256U);
  EXPECT_EQ(mean_duty(4, 5, 256), 256U);

  config::Structural s = bar_structure(2, 1);
  s.duty_rule = config::DutyRule::mean;
  config::Runtime r = bar_registers();
  r.duty_period = 4;
  r.update_period = 1;
  r.boost_scale = 1U << 23;  // y = floor((target - duty + 1) / 2)
  r.boost_target = 512;
  r.decay = 16384;
  Oracle oracle(s, r);
  let_win(oracle, 2, {0});  // 1024 and 0 of 512: y = -256 and 256
  EXPECT_EQ(boosts(oracle, 2), (Numbers{2048, 8192}));
  EXPECT_EQ(oracle.duty(0), 256U);  // what is counted
  let_win(oracle, 2, {1});          // half of the steps each
  EXPECT_EQ(boosts(oracle, 2), (Numbers{4096, 4096}));
  let_win(oracle, 2, {1});  // 341 and 682: y = 86 and -85, the latter 2^(171/256) = 6508 / 4096 halved
  EXPECT_EQ(boosts(oracle, 2), (Numbers{5170, 3254}));
  let_win(oracle, 2, {1});  // the fourth of four: as counted, and still none is forgotten
  EXPECT_EQ((Numbers{oracle.duty(0), oracle.duty(1)}), (Numbers{256, 768}));
  let_win(oracle, 2, {1});  // a quarter of 256 and of 1024 decays
  EXPECT_EQ((Numbers{oracle.duty(0), oracle.duty(1)}), (Numbers{192, 768}));
}

TEST(OracleMean, StarvedColumnsAreMeasuredByMeans) {
  // Overlaps in two and in all of three steps.
  config::Structural s = bar_structure(2, 1);
  s.duty_rule = config::DutyRule::mean;
  s.permanence_bits = 4;  // theta stays 3
  s.initialisation = config::Initialisation::uniform;
  config::Runtime r = bar_registers();
  r.duty_period = 4;
  r.update_period = 3;
  r.bump_increment = 1;
  r.bump_minimum_duty = 43680;  // floor(512 * 4 / 3) = 682 of 1024 is less; 512 of 768, as counted, is more
  Oracle mean(s, r);
  for (int step = 0; step < 3; ++step) mean.step(bars(1, {1, step < 2 ? 1U : 0U}), true, false);
  EXPECT_EQ(mean.permanence(1, 1), 4U);
  r.bump_minimum_duty = 43647;  // 65536 * 682 > 43647 * 1024
  Oracle never(s, r);
  for (int step = 0; step < 3; ++step) never.step(bars(1, {1, step < 2 ? 1U : 0U}), true, false);
  EXPECT_EQ(never.permanence(1, 1), 3U);
}

TEST(OracleOverlapDuty, SlidesWithTheWindowAndDecaysWithout) {
  config::Structural s = bar_structure(2, 1);
  config::Runtime r = bar_registers();
  r.bump_increment = 1;
  r.update_period = 2;
  Oracle decayed(s, r);
  let_win(decayed, 2, {0, 0});
  EXPECT_EQ(decayed.overlap_duty(0), 256U);  // half of 512
  s.duty_rule = config::DutyRule::window;
  r.duty_period = 2;
  Oracle windowed(s, r);
  let_win(windowed, 2, {0, 0});
  EXPECT_EQ(windowed.overlap_duty(0), 512U);
  let_win(windowed, 2, {1});
  EXPECT_EQ(windowed.overlap_duty(0), 256U);
  EXPECT_EQ(windowed.overlap_duty(1), 256U);
}

TEST(OracleBumping, LiftsStarvedColumnsAndTrimsThem) {
  // Two columns over five inputs, permanences 9 12 9 6 4 and 4 6 9 12 9, theta 8; nothing is learned.
  config::Structural s = tiny_structure();
  s.width = s.window_x = 5;
  s.permanence_bits = 4;
  s.connected_threshold = 8;
  s.initialisation = config::Initialisation::distance;
  config::Runtime r = bar_registers();
  r.initial_window = 4;
  r.update_period = 1;
  r.bump_increment = 4;
  r.bump_minimum_duty = 32768;
  Oracle oracle(s, r);
  auto events = oracle.step(input_of(5, {0}), true);  // an overlap of column 0 alone: M = 256
  EXPECT_EQ(permanences(oracle, 0, 5), (Numbers{9, 12, 9, 6, 4}));
  EXPECT_EQ(permanences(oracle, 1, 5), (Numbers{8, 10, 13, 15, 13}));
  EXPECT_EQ(indices(events, 4), (Columns{4096, 4097, 4098, 4099, 4100}));

  r.bump_increment = 2;
  r.trim = 8;
  Oracle trimmed(s, r);
  events = trimmed.step(input_of(5, {0}), true);
  EXPECT_EQ(permanences(trimmed, 0, 5), (Numbers{9, 12, 9, 0, 0}));  // a learner
  EXPECT_EQ(permanences(trimmed, 1, 5), (Numbers{0, 8, 11, 14, 11}));
  EXPECT_EQ(values(events, 4), (Numbers{0, 0, 0, 8, 11, 14, 11}));

  r.bump_minimum_duty = 0;  // nobody is below nothing
  Oracle never(s, r);
  never.step(input_of(5, {0}), true);
  EXPECT_EQ(permanences(never, 1, 5), (Numbers{4, 6, 9, 12, 9}));
}

TEST(OracleBumping, LeavesSlotsThatAreNotPotentialAlone) {
  config::Structural s = bar_structure(2, 1);
  config::Runtime r = bar_registers();
  r.initially_connected = 0;  // permanences 0..2 of theta = 3
  r.update_period = 1;
  r.bump_increment = 3;
  r.bump_minimum_duty = 65536;
  s.bump_reference = config::BumpReference::duty;
  r.stimulus_threshold = 0;
  Oracle oracle(s, r);
  oracle.step(base::Sdr(2), true);  // column 0 wins without an overlap: M = 256, and both are starved
  EXPECT_EQ(permanences(oracle, 0, 2), (Numbers{3, 0}));
  EXPECT_EQ(permanences(oracle, 1, 2), (Numbers{0, 3}));
}

TEST(OracleBumping, MeasuresAgainstOverlapDutiesOrWins) {
  config::Structural s = bar_structure(3, 2);
  config::Runtime r = bar_registers();
  s.permanence_bits = 4;  // theta stays 3
  s.initialisation = config::Initialisation::uniform;
  r.update_period = 2;
  r.bump_increment = 1;
  r.bump_minimum_duty = 65536;
  const auto column_2 = [&](config::BumpReference reference) {
    s.bump_reference = reference;
    Oracle oracle(s, r);
    oracle.step(bars(2, {2, 1, 1}), true);
    oracle.step(bars(2, {1, 2, 0}), true);
    return oracle.permanence(2, 2);
  };
  // Overlap duties 512 512 256, duties 256 256 0.
  EXPECT_EQ(column_2(config::BumpReference::overlap_duty), 4U);
  EXPECT_EQ(column_2(config::BumpReference::duty), 3U);
}

TEST(OracleBumping, LooksAtItsOwnScope) {
  config::Structural s = bar_structure(4, 1);
  s.inhibition = config::Inhibition::local;
  s.permanence_bits = 4;
  s.initialisation = config::Initialisation::uniform;
  config::Runtime r = bar_registers();
  r.inhibition_radius = 1;
  r.update_period = 1;
  r.bump_increment = 1;
  r.bump_minimum_duty = 65536;
  Oracle oracle(s, r);
  let_win(oracle, 4, {0});
  EXPECT_EQ(oracle.permanence(0, 0), 3U);
  EXPECT_EQ(oracle.permanence(1, 1), 4U);
  EXPECT_EQ(oracle.permanence(2, 2), 3U);  // M = 0 around columns 2 and 3
  EXPECT_EQ(oracle.permanence(3, 3), 3U);
}

}  // namespace
}  // namespace silipool::oracle
