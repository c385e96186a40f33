// Rules in combination: the state they leave (section 8), those that must agree, random configurations.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/oracle/oracle.hpp>
#include <silipool/base/error.hpp>

#include "unit/oracle/tiny.hpp"

namespace silipool::oracle {
namespace {

using config::Inhibition;

std::uint64_t fnv1a(const std::vector<std::uint8_t>& bytes) {
  std::uint64_t state = 0xcbf29ce484222325;
  for (const std::uint8_t byte : bytes) state = (state ^ byte) * 0x100000001b3;
  return state;
}

TEST(OracleDigest, HasThePartsOfTheRulesThatAreOn) {
  // Two columns that see both of two inputs, all permanences 8; D = 0 1 and 1 0.
  config::Structural s = tiny_structure();
  s.width = s.window_x = 2;
  s.permanence_bits = 4;
  s.connected_threshold = 8;
  s.initialisation = config::Initialisation::uniform;
  s.inhibition = Inhibition::local;
  s.radius_rule = config::RadiusRule::mean_distance;
  s.duty_rule = config::DutyRule::window;
  s.reward = config::Reward::gate;
  config::Runtime r = tiny_registers();
  r.boost_scale = 0;
  r.duty_period = 3;
  r.bump_increment = 1;  // with minimum_duty 0: never
  r.classes = 2;
  Oracle oracle(s, r);
  oracle.step(input_of(2, {0}), true, false, 1);  // both overlap by 1, column 0 wins

  const std::vector<std::uint8_t> bytes{
      1, 0, 0, 0,                       // t
      9, 0, 6, 0, 0, 1, 0, 0, 0, 0x10,  // column 0
      8, 0, 8, 0, 0, 0, 0, 0, 0, 0x10,  // column 1
      0, 1, 0, 0, 0, 1, 0, 0,           // overlap duties
      1, 0, 0, 0,                       // R
      1, 0, 0, 0, 0, 0, 0, 0,           // wins of step 0
      0, 0, 0, 0, 0, 0, 0, 0,           // and of the two that have not been
      0, 0, 0, 0, 0, 0, 0, 0,           //
      3, 0, 0, 0, 0, 0, 0, 0,           // overlaps of step 0
      0, 0, 0, 0, 0, 0, 0, 0,           //
      0, 0, 0, 0, 0, 0, 0, 0,           //
      0, 0, 1, 0, 0, 0, 0, 0,           // class counts
  };
  EXPECT_EQ(oracle.digest(), fnv1a(bytes));
}

TEST(OracleDigest, HasNoWindowOfOverlapsWithoutBumping) {
  config::Structural s = bar_structure(1, 1);
  s.duty_rule = config::DutyRule::window;
  config::Runtime r = bar_registers();
  r.duty_period = 2;
  Oracle oracle(s, r);
  oracle.step(all_of(1), true, false);
  EXPECT_EQ(oracle.digest(), fnv1a({
                                 1, 0, 0, 0,                                         // t
                                 3, 0, 0, 1, 0, 0, 0, 0x10,                          // the column
                                 1, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,  // wins
                             }));
}

/// Sixteen columns of 32 inputs that learn for 40 steps of changing overlaps; what is left of them.
config::Structural many() {
  config::Structural s = tiny_structure();
  s.width = s.window_x = 32;
  s.columns_per_hypercolumn = 16;
  s.permanence_bits = 6;
  s.connected_threshold = 20;
  s.pool = config::Pool::sample;
  s.synapses_per_column = 20;
  return s;
}

config::Runtime many_registers() {
  config::Runtime r = tiny_registers();
  r.initially_connected = 32768;
  r.active_columns = r.learning_columns = 4;
  r.boost_scale = 0;
  return r;
}

std::vector<std::uint64_t> after_learning(const config::Structural& s, const config::Runtime& r,
                                          std::optional<std::uint8_t> label = std::nullopt) {
  Oracle oracle(s, r);
  for (std::uint32_t step = 0; step < 40; ++step) {
    base::Sdr input(32);
    for (std::uint32_t i = 0; i < 32; ++i)
      if (hash(step, 0, 0, 0, i) % 2 == 0) input.set(i);
    oracle.step(input, true, false, label);
  }
  std::vector<std::uint64_t> left;
  for (std::size_t c = 0; c < s.columns(); ++c) {
    for (std::size_t slot = 0; slot < 32; ++slot) left.push_back(oracle.permanence(c, slot));
    left.push_back(oracle.boost(c));
    if (s.duty_rule == config::DutyRule::decayed && r.decay != 0) left.push_back(oracle.duty(c));
  }
  return left;
}

TEST(OracleRules, ANeighbourhoodOfAllIsGlobalIsOneHypercolumn) {
  config::Structural s = many();
  config::Runtime r = many_registers();
  r.inhibition_radius = 15;
  const auto one = after_learning(s, r);
  for (const Inhibition inhibition : {Inhibition::global, Inhibition::local, Inhibition::local_scan}) {
    s.inhibition = inhibition;
    EXPECT_EQ(after_learning(s, r), one);
  }
  r.inhibition_radius = 8;  // the ends no longer see each other
  s.inhibition = Inhibition::local;
  EXPECT_NE(after_learning(s, r), one);
  s.wrap = true;  // around they do
  EXPECT_EQ(after_learning(s, r), one);
  r.active_columns = 0;  // as many by density: 4 of 16
  r.active_density = 16384;
  EXPECT_EQ(after_learning(s, r), one);
}

TEST(OracleRules, AWindowThatHoldsAllStepsIsADutyThatNeverDecays) {
  config::Structural s = many();
  config::Runtime r = many_registers();
  r.boost_scale = 1U << 18;
  r.boost_target = 2560;
  r.decay = 0;
  r.bump_increment = 1;
  r.bump_minimum_duty = 60000;
  const auto decayed = after_learning(s, r);
  s.duty_rule = config::DutyRule::window;
  r.duty_period = 40;
  EXPECT_EQ(after_learning(s, r), decayed);
  r.duty_period = 20;
  EXPECT_NE(after_learning(s, r), decayed);
}

TEST(OracleRules, ALinearBoostOfOneIsNone) {
  config::Structural s = many();
  config::Runtime r = many_registers();
  const auto none = after_learning(s, r);
  s.boosting_rule = config::BoostingRule::linear;
  r.minimum_duty = 65536;
  EXPECT_EQ(after_learning(s, r), none);
  r.boost_maximum = 8192;
  EXPECT_NE(after_learning(s, r), none);
}

TEST(OracleRules, RewardsOfOneClassChangeNothing) {
  config::Structural s = many();
  config::Runtime r = many_registers();
  r.classes = 2;
  const auto none = after_learning(s, r);
  for (const config::Reward reward : {config::Reward::gate, config::Reward::punish}) {
    s.reward = reward;
    EXPECT_EQ(after_learning(s, r), none);
    EXPECT_EQ(after_learning(s, r, 1), none);
  }
}

/// What holds after any step of any configuration.
void expect_sound(const config::Config& config, const Oracle& oracle, const std::vector<Event>& events) {
  const config::Structural& s = config.structural;
  const config::Runtime& r = config.runtime;
  ASSERT_TRUE(std::ranges::is_sorted(events, std::ranges::less_equal{},
                                     [](const Event& e) { return std::pair(e.phase, e.index); }));
  const std::vector<std::uint64_t> keys = values(events, 2);
  const std::vector<std::size_t> winners = indices(events, 3);
  for (const std::size_t c : winners) ASSERT_NE(keys[c], 0U);
  if (s.ties != config::Ties::all && !s.neighbourhoods()) {
    const auto eligible = static_cast<std::size_t>(std::ranges::count_if(keys, [](auto k) { return k > 0; }));
    if (s.inhibition == Inhibition::hypercolumn) {
      ASSERT_LE(winners.size(), r.active_columns * s.hypercolumns());
    } else {
      ASSERT_EQ(winners.size(), std::min<std::size_t>(r.active_columns, eligible));
    }
  }
  for (std::size_t c = 0; c < s.columns(); ++c) {
    for (std::size_t slot = 0; slot < s.slots(); ++slot) {
      ASSERT_LT(oracle.permanence(c, slot), std::uint64_t{1} << s.permanence_bits);
      if (!oracle.potential(c, slot)) {
        ASSERT_EQ(oracle.permanence(c, slot), 0U);
      }
    }
    ASSERT_TRUE(oracle.boost(c) >= 1 && oracle.boost(c) <= 65535);
    if (s.duty_rule == config::DutyRule::window) {
      const std::uint64_t win = std::uint64_t{1} << s.duty_fraction_bits;
      ASSERT_EQ(oracle.duty(c) % win, 0U);
      ASSERT_LE(oracle.duty(c), win * r.duty_period);
    }
  }
}

TEST(OracleCombinations, AreSoundOnRandomConfigurations) {
  base::Stream stream(7, "oracle.combinations");
  std::map<std::string, int> met;
  for (int i = 0; i < 200; ++i) {
    const std::string text = config::random_config_text(
        stream, {.max_inputs = 96, .max_columns = 32, .max_slots = 32, .all_rules = true});
    SCOPED_TRACE(text);
    const config::Config config = config::parse_config(text, "random.toml");
    const config::Structural& s = config.structural;
    const config::Runtime& r = config.runtime;
    ++met["inhibition " + std::to_string(static_cast<int>(s.inhibition))];
    ++met["boosting " + std::to_string(static_cast<int>(s.boosting_rule))];
    ++met["radius " + std::to_string(static_cast<int>(s.radius_rule))];
    ++met["reward " + std::to_string(static_cast<int>(s.reward))];
    ++met["duty " + std::to_string(static_cast<int>(s.duty_rule))];
    ++met[s.duty_fraction_bits == 8 ? "duties of 8 fraction bits" : "finer duties"];
    ++met[r.bump_increment > 0 ? "bumped" : "not bumped"];
    ++met[r.trim_at_reset ? "trimmed at reset" : "not trimmed at reset"];
    if (s.boosting_rule == config::BoostingRule::logarithmic) {
      EXPECT_EQ(r.log_scale, log_scale(r.duty_period, r.boost_target, s.duty_fraction_bits));
    }
    Oracle oracle(s, r);
    for (int step = 0; step < 20; ++step) {
      base::Sdr input(s.inputs());
      for (std::size_t bit = 0; bit < s.inputs(); ++bit)
        if (stream.below(2) == 0) input.set(bit);
      std::optional<std::uint8_t> label;
      if (r.classes > 0 && stream.below(4) != 0) label = static_cast<std::uint8_t>(stream.below(r.classes));
      const bool learn = stream.below(8) != 0;
      const std::uint64_t before = oracle.digest();
      const auto events = oracle.step(input, learn, true, label);
      ASSERT_EQ(events.back().value, oracle.digest());
      if (!learn) {
        ASSERT_EQ(oracle.digest(), before);
      }
      ASSERT_NO_FATAL_FAILURE(expect_sound(config, oracle, events));
    }
  }
  EXPECT_EQ(met.size(), 24U);
  for (const auto& [rule, times] : met) EXPECT_GE(times, 10) << rule;
}

TEST(OracleErrors, RulesOutOfRangeAreRefused) {
  config::Structural local = bar_structure(4, 1);
  local.inhibition = Inhibition::local;
  config::Structural moving = local;
  moving.radius_rule = config::RadiusRule::mean_distance;
  config::Structural gaussian = bar_structure(4, 1);
  gaussian.inhibition = Inhibition::local_gaussian;
  config::Structural log = bar_structure(4, 1);
  log.boosting_rule = config::BoostingRule::logarithmic;
  config::Structural linear = bar_structure(4, 1);
  linear.boosting_rule = config::BoostingRule::linear;
  config::Structural uniform = bar_structure(4, 1);
  uniform.initialisation = config::Initialisation::uniform;
  config::Structural window = bar_structure(4, 1);
  window.duty_rule = config::DutyRule::window;
  config::Structural mean = bar_structure(4, 1);
  mean.duty_rule = config::DutyRule::mean;
  config::Structural reward = bar_structure(4, 1);
  reward.reward = config::Reward::gate;
  const config::Structural plain = bar_structure(4, 1);

  const auto with = [](auto field, std::uint32_t value) {
    config::Runtime r = bar_registers();
    r.inhibition_radius = r.classes = 2;
    r.log_scale = 1;
    r.*field = value;
    return r;
  };
  const auto bounds = [&](const config::Structural& s, auto field, std::uint32_t least, std::uint32_t most) {
    EXPECT_NO_THROW(Oracle(s, with(field, least)));
    EXPECT_NO_THROW(Oracle(s, with(field, most)));
    if (least > 0) {
      EXPECT_THROW(Oracle(s, with(field, least - 1)), base::Error);
    }
    EXPECT_THROW(Oracle(s, with(field, most + 1)), base::Error);
  };
  using R = config::Runtime;
  bounds(local, &R::inhibition_radius, 0, 1024);
  bounds(gaussian, &R::inhibition_radius, 1, 32);
  bounds(moving, &R::radius_period, 1, 65536);
  bounds(local, &R::active_density, 0, 65536);
  bounds(plain, &R::active_density, 0, 0);
  bounds(uniform, &R::initial_window, 0, 3);
  bounds(plain, &R::minimum_connected, 0, 4096);
  bounds(plain, &R::trim, 0, 3);
  bounds(reward, &R::classes, 2, 256);
  bounds(window, &R::duty_period, 1, 10000);
  bounds(mean, &R::duty_period, 1, 100000);
  bounds(log, &R::duty_period, 1, 100000);
  bounds(log, &R::log_scale, 1, 1U << 24);
  bounds(linear, &R::minimum_duty, 0, 65536);
  bounds(linear, &R::boost_maximum, 4096, 65495);
  bounds(plain, &R::bump_increment, 0, 3);

  config::Runtime r = with(&R::minimum_connected, 1);
  for (const std::uint32_t step : {0U, 4U}) {
    r.raise_step = step;
    EXPECT_THROW(Oracle(plain, r), base::Error);
  }
  r = with(&R::bump_increment, 1);
  r.bump_minimum_duty = 65537;
  EXPECT_THROW(Oracle(plain, r), base::Error);
  r.bump_minimum_duty = 0;
  for (const std::uint32_t least : {0U, 4097U}) {
    r.bump_overlap = least;
    EXPECT_THROW(Oracle(plain, r), base::Error);
  }
  r = with(&R::active_density, 1);
  r.learning_columns = 65537;
  EXPECT_THROW(Oracle(local, r), base::Error);

  config::Structural grid = plain;  // two hypercolumns of two
  grid.grid_x = grid.columns_per_hypercolumn = grid.window_x = 2;
  EXPECT_THROW(Oracle(grid, with(&R::active_columns, 3)), base::Error);
  grid.inhibition = Inhibition::global;
  bounds(grid, &R::active_columns, 1, 4);
}

TEST(OracleErrors, RulesThatExcludeEachOtherAreRefused) {
  config::Structural s = bar_structure(4, 1);
  const config::Runtime r = bar_registers();
  s.inhibition = Inhibition::local_scan;
  EXPECT_NO_THROW(Oracle(s, r));
  s.ties = config::Ties::all;
  EXPECT_THROW(Oracle(s, r), base::Error);
  s = bar_structure(4, 1);
  s.radius_rule = config::RadiusRule::receptive_field;
  EXPECT_THROW(Oracle(s, r), base::Error);
  s.inhibition = Inhibition::local;
  EXPECT_NO_THROW(Oracle(s, r));
  s.boosting_rule = config::BoostingRule::logarithmic;
  EXPECT_THROW(Oracle(s, r), base::Error);
}

TEST(OracleErrors, DutiesHave26Bits) {
  config::Structural s = bar_structure(4, 1);
  config::Runtime r = bar_registers();
  for (const unsigned bits : {7U, 17U}) {
    s.duty_fraction_bits = bits;
    EXPECT_THROW(Oracle(s, r), base::Error);
  }
  s.duty_fraction_bits = 16;
  r.duty_period = 1023;
  EXPECT_NO_THROW(Oracle(s, r));
  r.duty_period = 1024;
  EXPECT_THROW(Oracle(s, r), base::Error);
}

TEST(OracleErrors, RegistersThatStateHangsOnStayAsTheyAre) {
  config::Structural s = bar_structure(4, 1);
  s.duty_rule = config::DutyRule::window;
  s.reward = config::Reward::gate;
  config::Runtime r = bar_registers();
  r.duty_period = 5;
  r.classes = 3;
  Oracle oracle(s, r);
  EXPECT_NO_THROW(oracle.set_runtime(r));
  for (const auto field :
       {&config::Runtime::duty_period, &config::Runtime::classes, &config::Runtime::bump_increment}) {
    config::Runtime other = r;
    other.*field += 1;
    EXPECT_THROW(oracle.set_runtime(other), base::Error);
  }
}

}  // namespace
}  // namespace silipool::oracle
