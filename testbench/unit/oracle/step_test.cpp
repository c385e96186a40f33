// Whole steps (section 6), their events (section 7) and the digest (section 8), worked by hand.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <ostream>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/oracle/oracle.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {

/// For GoogleTest's messages.
static std::ostream& operator<<(std::ostream& out, const Event& e) {
  return out << "{" << e.step << ", " << e.phase << ", " << e.index << ", " << e.value << "}";
}

namespace {

using Events = std::vector<Event>;
constexpr std::uint64_t eligible = std::uint64_t{1} << 31;

/// The first three steps of the tiny machine; the third refreshes the boosts.
Events run_three(Oracle& oracle) {
  Events events;
  for (const auto& input : {input_of(4, {0, 1}), input_of(4, {2, 3}), input_of(4, {0, 2})})
    for (const Event& event : oracle.step(input, true, false)) events.push_back(event);
  return events;
}

TEST(OracleStep, IsTheHandWorkedExample) {
  Oracle oracle(tiny_structure(), tiny_registers());
  const Events events = run_three(oracle);
  EXPECT_EQ(events, (Events{
                        // Both columns hold 3 3 3 3: a tie, which the lower index wins. Its gains saturate.
                        {0, 1, 0, 2},
                        {0, 1, 1, 2},
                        {0, 2, 0, eligible + 8192},
                        {0, 2, 1, eligible + 8192},
                        {0, 3, 0, 1},
                        {0, 4, 2, 1},
                        {0, 4, 3, 1},
                        {0, 5, 0, 256},
                        {0, 7, 0, 0},
                        // Column 0 holds 3 3 1 1 and sees nothing.
                        {1, 1, 0, 0},
                        {1, 1, 1, 2},
                        {1, 2, 0, 0},
                        {1, 2, 1, eligible + 8192},
                        {1, 3, 1, 1},
                        {1, 4, 4096, 1},
                        {1, 4, 4097, 1},
                        {1, 5, 1, 256},
                        {1, 7, 0, 0},
                        // 3 3 1 1 and 1 1 3 3: a tie again; slot 3 of column 0 loses 2 of 1.
                        {2, 1, 0, 1},
                        {2, 1, 1, 1},
                        {2, 2, 0, eligible + 4096},
                        {2, 2, 1, eligible + 4096},
                        {2, 3, 0, 1},
                        {2, 4, 1, 1},
                        {2, 4, 2, 2},
                        {2, 4, 3, 0},
                        // Duties 512 and 256 around the target 384: y = -64 and 64, that is 2^(-1/4) and
                        // 2^(1/4), or 6889 >> 1 and 4871; then half of each duty goes.
                        {2, 5, 0, 256},
                        {2, 5, 1, 128},
                        {2, 6, 0, 3444},
                        {2, 6, 1, 4871},
                        {2, 7, 0, 0},
                    }));
}

TEST(OracleStep, InferenceAppliesBoostsAndChangesNothing) {
  Oracle oracle(tiny_structure(), tiny_registers());
  run_three(oracle);
  const std::uint64_t before = oracle.digest();
  // Columns hold 3 1 2 0 and 1 1 3 3; equal overlaps, and now the boost of column 1 decides.
  EXPECT_EQ(oracle.step(input_of(4, {0, 2}), false), (Events{
                                                         {3, 1, 0, 1},
                                                         {3, 1, 1, 1},
                                                         {3, 2, 0, eligible + 3444},
                                                         {3, 2, 1, eligible + 4871},
                                                         {3, 3, 1, 0},
                                                         {3, 7, 0, before},
                                                     }));
  EXPECT_EQ(oracle.digest(), before);
  EXPECT_EQ(oracle.learning_step(), 3U);
  // The step counts on all the same; t does not, so that this is learning step 3 and refreshes nothing.
  const Events next = oracle.step(input_of(4, {0}), true);
  EXPECT_EQ(next.front().step, 4U);
  EXPECT_TRUE(std::ranges::none_of(next, [](const Event& e) { return e.phase == 6; }));
}

std::uint64_t fnv1a(const std::vector<std::uint8_t>& bytes) {
  std::uint64_t state = 0xcbf29ce484222325;
  for (const std::uint8_t byte : bytes) state = (state ^ byte) * 0x100000001b3;
  return state;
}

TEST(OracleDigest, IsFnv1aOfTheState) {
  ASSERT_EQ(fnv1a({'a'}), 0xaf63dc4c8601ec8c);  // of the reference implementation
  Oracle oracle(tiny_structure(), tiny_registers());
  run_three(oracle);
  EXPECT_EQ(oracle.digest(), fnv1a({
                                 3, 0, 0, 0,                                         // t
                                 3, 0, 1, 0, 2, 0, 0, 0, 0x00, 1, 0, 0, 0x74, 0x0d,  // column 0
                                 1, 0, 1, 0, 3, 0, 3, 0, 0x80, 0, 0, 0, 0x07, 0x13,  // column 1
                             }));
}

TEST(OracleStep, LearnersThatDrawNothingCountTheirWin) {
  config::Structural s = tiny_structure();
  s.learning_rule = config::LearningRule::draw_per_winner;  // with both probabilities 0
  Oracle oracle(s, tiny_registers());
  const Events events = oracle.step(input_of(4, {0, 1}), true);
  EXPECT_TRUE(std::ranges::none_of(events, [](const Event& e) { return e.phase == 4; }));
  EXPECT_EQ(oracle.duty(0), 256U);
}

TEST(OracleStep, OnlyTheBestWinnersLearn) {
  config::Structural s = tiny_structure();
  s.columns_per_hypercolumn = 3;
  config::Runtime r = tiny_registers();
  r.active_columns = 2;
  Oracle oracle(s, r);
  const Events events = oracle.step(input_of(4, {0, 1}), true);
  Events winners;
  std::ranges::copy_if(events, std::back_inserter(winners), [](const Event& e) { return e.phase == 3; });
  EXPECT_EQ(winners, (Events{{0, 3, 0, 1}, {0, 3, 1, 0}}));
  EXPECT_EQ(oracle.permanence(0, 3), 1U);
  EXPECT_EQ(oracle.permanence(1, 3), 3U);
  EXPECT_EQ(oracle.duty(1), 0U);
}

TEST(OracleStep, HypercolumnsCompeteApart) {
  config::Structural s = tiny_structure();
  s.grid_x = 2;
  s.window_x = 2;  // hypercolumn 0 sees inputs 0 and 1, hypercolumn 1 inputs 2 and 3
  Oracle oracle(s, tiny_registers());
  oracle.step(input_of(4, {0, 2, 3}), true);
  EXPECT_EQ(oracle.duty(0), 256U);
  EXPECT_EQ(oracle.duty(1), 0U);
  EXPECT_EQ(oracle.duty(2), 256U);
  EXPECT_EQ(oracle.permanence(0, 1), 1U);
  EXPECT_EQ(oracle.permanence(2, 1), 3U);
}

/// A machine that is large enough for the draws to matter, run for some learning steps.
std::uint64_t digest_after(config::LearningRule rule, std::uint32_t p_inc, std::uint32_t p_dec,
                           std::uint32_t seed = 1) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 32;
  s.columns_per_hypercolumn = 16;
  s.permanence_bits = 6;
  s.connected_threshold = 20;
  s.learning_rule = rule;
  config::Runtime r = tiny_registers();
  r.seed = seed;
  r.initially_connected = 32768;
  r.active_columns = r.learning_columns = 4;
  r.increment_probability = p_inc;
  r.decrement_probability = p_dec;
  Oracle oracle(s, r);
  for (std::uint32_t step = 0; step < 50; ++step) {
    base::Sdr input(32);
    for (std::size_t i = 0; i < 32; ++i)
      if (hash(step, 0, 0, 0, static_cast<std::uint32_t>(i)) % 2 == 0) input.set(i);
    oracle.step(input, true, false);
  }
  return oracle.digest();
}

TEST(OracleRules, EveryStepIsADrawThatAlwaysHappens) {
  using enum config::LearningRule;
  const std::uint64_t always = digest_after(every_step, 65536, 65536);
  EXPECT_EQ(always, digest_after(draw_per_winner, 65536, 65536));
  EXPECT_EQ(always, digest_after(draw_per_synapse, 65536, 65536));
  EXPECT_NE(always, digest_after(draw_per_winner, 32768, 32768));
  EXPECT_NE(digest_after(draw_per_winner, 32768, 32768), digest_after(draw_per_synapse, 32768, 32768));
  EXPECT_NE(always, digest_after(every_step, 65536, 65536, 2));
}

TEST(OracleDuty, SaturatesAt26Bits) {
  config::Structural s = tiny_structure();
  s.width = s.window_x = s.columns_per_hypercolumn = 1;
  config::Runtime r = tiny_registers();
  r.decay = 0;
  Oracle oracle(s, r);
  const base::Sdr on = all_of(1);
  for (int step = 0; step < (1 << 18) - 1; ++step) oracle.step(on, true, false);
  EXPECT_EQ(oracle.duty(0), (1U << 26) - 256);
  oracle.step(on, true, false);
  EXPECT_EQ(oracle.duty(0), (1U << 26) - 1);
  oracle.step(on, true, false);
  EXPECT_EQ(oracle.duty(0), (1U << 26) - 1);
  EXPECT_EQ(oracle.boost(0), 1U);
}

TEST(OracleRuntime, RegistersChangeBetweenStepsAndStateStays) {
  Oracle oracle(tiny_structure(), tiny_registers());
  oracle.step(input_of(4, {0, 1}), true);
  const std::uint64_t before = oracle.digest();
  config::Runtime r = tiny_registers();
  r.stimulus_threshold = 3;
  r.initially_connected = 0;
  oracle.set_runtime(r);
  EXPECT_EQ(oracle.digest(), before);
  const Events events = oracle.step(input_of(4, {0, 1}), true);
  EXPECT_TRUE(std::ranges::none_of(events, [](const Event& e) { return e.phase == 3; }));
  EXPECT_EQ(oracle.learning_step(), 2U);
}

TEST(OracleEvents, AscendByPhaseAndIndex) {
  config::Structural s = tiny_structure();
  s.grid_x = 4;
  s.columns_per_hypercolumn = 4;
  config::Runtime r = tiny_registers();
  r.active_columns = 3;
  r.learning_columns = 2;
  Oracle oracle(s, r);
  for (int step = 0; step < 12; ++step) {
    const Events events = oracle.step(input_of(4, {static_cast<std::size_t>(step % 4), 1}), true);
    EXPECT_TRUE(std::ranges::is_sorted(events, std::ranges::less_equal{},
                                       [](const Event& e) { return std::pair(e.phase, e.index); }));
    EXPECT_EQ(events.back(), (Event{static_cast<std::uint32_t>(step), 7, 0, oracle.digest()}));
  }
}

}  // namespace
}  // namespace silipool::oracle
