// Raise, trim and reward (section 6.4), worked by hand.
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>
#include <silipool/base/error.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using Columns = std::vector<std::size_t>;
using Permanences = std::vector<std::uint64_t>;

TEST(OracleRaise, LiftsTheNthGreatestToTheThreshold) {
  EXPECT_EQ(raise(4, 8, 0, 1, {1, 2}), (Permanences{1, 2}));        // never
  EXPECT_EQ(raise(4, 8, 2, 1, {8, 2, 9}), (Permanences{8, 2, 9}));  // two are connected
  EXPECT_EQ(raise(4, 8, 3, 1, {8, 2, 9}), (Permanences{14, 8, 15}));
  EXPECT_EQ(raise(4, 8, 1, 5, {7, 2, 7}), (Permanences{12, 7, 12}));
  EXPECT_EQ(raise(16, 65535, 1, 65535, {0, 0}), (Permanences{65535, 65535}));
  EXPECT_EQ(raise(4, 8, 4096, 1, {}), (Permanences{}));
}

TEST(OracleTrim, KeepsWhatIsNotBelow) {
  EXPECT_EQ(trim(4, 5), 0U);
  EXPECT_EQ(trim(5, 5), 5U);
  EXPECT_EQ(trim(0, 0), 0U);
}

TEST(OracleStep, RaisesAndThenTrimsLearners) {
  config::Runtime r = tiny_registers();
  r.minimum_connected = 3;
  Oracle restored(tiny_structure(), r);
  // 3 3 1 1, of which v = 1: up by 2. Nothing has changed in the end, and there is no event.
  EXPECT_EQ(indices(restored.step(input_of(4, {0, 1}), true), 4), (Columns{}));
  EXPECT_EQ(permanences(restored, 0, 4), (Permanences{3, 3, 3, 3}));

  r.minimum_connected = 0;
  r.trim = 2;
  Oracle trimmed(tiny_structure(), r);
  trimmed.step(input_of(4, {0, 1}), true);
  EXPECT_EQ(permanences(trimmed, 0, 4), (Permanences{3, 3, 0, 0}));
  EXPECT_EQ(permanences(trimmed, 1, 4), (Permanences{3, 3, 3, 3}));
  trimmed.step(input_of(4, {2}), true);  // column 1: 1 1 3 1
  EXPECT_EQ(permanences(trimmed, 1, 4), (Permanences{0, 0, 3, 0}));

  // 9 6 6 6 with theta = 8 and N = 2 are 11 8 8 8; trimmed first, they would become 15 8 8 8.
  config::Structural s = tiny_structure();
  s.permanence_bits = 4;
  s.connected_threshold = 8;
  s.initialisation = config::Initialisation::uniform;
  r.minimum_connected = 2;
  r.trim = 7;
  Oracle both(s, r);
  both.step(input_of(4, {0}), true);
  EXPECT_EQ(permanences(both, 0, 4), (Permanences{11, 8, 8, 8}));
}

TEST(OracleStep, RaisesLearnersThatDrawNothing) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 5;
  s.columns_per_hypercolumn = 1;
  s.permanence_bits = 4;
  s.connected_threshold = 8;
  s.initialisation = config::Initialisation::distance;
  s.learning_rule = config::LearningRule::draw_per_winner;  // with both probabilities 0
  config::Runtime r = tiny_registers();
  r.initial_window = 4;
  r.stimulus_threshold = 0;
  Oracle oracle(s, r);  // 4 8 12 8 4
  r.minimum_connected = 4;
  oracle.set_runtime(r);
  EXPECT_EQ(indices(oracle.step(base::Sdr(5), true), 4), (Columns{0, 1, 2, 3, 4}));
  EXPECT_EQ(permanences(oracle, 0, 5), (Permanences{8, 12, 15, 12, 8}));
}

/// One column over four inputs, all of its permanences 8; it gains 1 and loses 2. Three classes.
Oracle rewarded(config::Reward reward, config::LearningRule rule = config::LearningRule::every_step,
                std::uint32_t p_inc = 0, std::uint32_t p_dec = 0) {
  config::Structural s = tiny_structure();
  s.columns_per_hypercolumn = 1;
  s.permanence_bits = 4;
  s.connected_threshold = 8;
  s.initialisation = config::Initialisation::uniform;
  s.reward = reward;
  s.learning_rule = rule;
  config::Runtime r = tiny_registers();
  r.stimulus_threshold = 0;
  r.initial_window = 0;
  r.classes = 3;
  r.increment_probability = p_inc;
  r.decrement_probability = p_dec;
  r.update_period = 100;
  return {s, r};
}

TEST(OracleReward, GateLetsAColumnLearnItsOwnClassOnly) {
  Oracle oracle = rewarded(config::Reward::gate);
  const auto counts = [&] {
    return Permanences{oracle.class_count(0, 0), oracle.class_count(0, 1), oracle.class_count(0, 2)};
  };
  oracle.step(input_of(4, {0, 1}), true, true, 1);  // no class is preferred yet
  EXPECT_EQ(permanences(oracle, 0, 4), (Permanences{9, 9, 6, 6}));
  EXPECT_EQ(counts(), (Permanences{0, 1, 0}));
  oracle.step(input_of(4, {0, 1}), true, true, 2);  // 1 is
  EXPECT_EQ(permanences(oracle, 0, 4), (Permanences{9, 9, 6, 6}));
  EXPECT_EQ(counts(), (Permanences{0, 1, 1}));
  oracle.step(input_of(4, {2, 3}), true, true, 2);  // 1 is, the lower of two equals
  EXPECT_EQ(permanences(oracle, 0, 4), (Permanences{9, 9, 6, 6}));
  EXPECT_EQ(counts(), (Permanences{0, 1, 2}));
  oracle.step(input_of(4, {2, 3}), true, true, 2);  // 2 is
  EXPECT_EQ(permanences(oracle, 0, 4), (Permanences{7, 7, 7, 7}));
  EXPECT_EQ(counts(), (Permanences{0, 1, 3}));
  oracle.step(input_of(4, {0}), true);  // without a class
  EXPECT_EQ(permanences(oracle, 0, 4), (Permanences{8, 5, 5, 5}));
  const std::uint64_t before = oracle.digest();
  oracle.step(input_of(4, {0}), false, true, 0);
  EXPECT_EQ(oracle.digest(), before);
  EXPECT_EQ(counts(), (Permanences{0, 1, 3}));
  EXPECT_EQ(oracle.duty(0), 5U * 256);  // gated steps are wins
}

TEST(OracleReward, PunishWeakensTheActiveInputs) {
  Oracle oracle = rewarded(config::Reward::punish);
  oracle.step(input_of(4, {0, 1}), true, true, 1);
  const auto events = oracle.step(input_of(4, {1, 2}), true, true, 0);  // slots 1 and 2 lose 2
  EXPECT_EQ(permanences(oracle, 0, 4), (Permanences{9, 7, 4, 6}));
  EXPECT_EQ(indices(events, 4), (Columns{1, 2}));
  EXPECT_EQ(oracle.class_count(0, 0), 1U);
}

TEST(OracleReward, PunishmentIsDrawnAsALossIs) {
  using enum config::LearningRule;
  for (const config::LearningRule rule : {draw_per_winner, draw_per_synapse}) {
    Oracle never = rewarded(config::Reward::punish, rule, 65536, 0);
    never.step(input_of(4, {0, 1}), true, true, 1);
    never.step(input_of(4, {0, 1}), true, true, 0);
    EXPECT_EQ(permanences(never, 0, 4), (Permanences{9, 9, 8, 8}));
    Oracle always = rewarded(config::Reward::punish, rule, 0, 65536);
    always.step(input_of(4, {0, 1}), true, true, 1);
    always.step(input_of(4, {0, 1}), true, true, 0);
    EXPECT_EQ(permanences(always, 0, 4), (Permanences{6, 6, 6, 6}));
  }
}

TEST(OracleReward, CountsAreHalvedBeforeTheyOverflow) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = s.columns_per_hypercolumn = 1;
  s.reward = config::Reward::gate;
  config::Runtime r = tiny_registers();
  r.classes = 2;
  Oracle oracle(s, r);
  for (int step = 0; step < 3; ++step) oracle.step(all_of(1), true, false, 0);
  for (int step = 0; step < 65534; ++step) oracle.step(all_of(1), true, false, 1);
  EXPECT_EQ(oracle.class_count(0, 0), 3U);
  EXPECT_EQ(oracle.class_count(0, 1), 65534U);
  oracle.step(all_of(1), true, false, 1);
  EXPECT_EQ(oracle.class_count(0, 0), 1U);
  EXPECT_EQ(oracle.class_count(0, 1), 32767U);
}

TEST(OracleReward, RefusesAClassThatThereIsNot) {
  Oracle oracle = rewarded(config::Reward::gate);
  EXPECT_THROW(oracle.step(input_of(4, {0}), true, true, 3), base::Error);
  Oracle without = rewarded(config::Reward::none);
  without.step(input_of(4, {0, 1}), true, true, 3);  // nobody asks
  EXPECT_EQ(permanences(without, 0, 4), (Permanences{9, 9, 6, 6}));
  EXPECT_THROW(static_cast<void>(without.class_count(0, 0)), std::out_of_range);
}

}  // namespace
}  // namespace silipool::oracle
