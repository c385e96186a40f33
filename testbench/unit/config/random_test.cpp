#include <silipool/config/random.hpp>

#include <algorithm>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <silipool/config/hardware.hpp>

#include "minimal.hpp"

namespace silipool::config {
namespace {

/// Whether a window of the grid leaves the input in one dimension (docs/spec.md section 3).
bool leaves(std::size_t extent, std::size_t grid, std::size_t window) {
  for (std::size_t g = 0; g < grid; ++g) {
    const std::size_t centre = (2 * g + 1) * extent / (2 * grid);
    if (window / 2 > centre || centre - window / 2 + window > extent) return true;
  }
  return false;
}

/// The corners that a configuration stands in.
void count(const Config& c, std::map<std::string, int>& seen) {
  const Structural& s = c.structural;
  const Runtime& r = c.runtime;
  const Microarchitecture& m = c.microarchitecture;
  const auto is = [&](const char* corner, bool yes) { seen[corner] += yes ? 1 : 0; };
  const bool two = c.entries[2].value.find(',') != std::string::npos;
  is("1-D", !two);
  is("2-D", two);
  is("one plane", s.planes == 1);
  is("several thresholds", c.input.thresholds.size() > 1);
  is("eight planes", s.planes == 8);
  is("on_off", c.input.encoding == Encoding::on_off);
  is("one input", s.inputs() == 1);
  is("most inputs", s.inputs() > 90);
  is("one hypercolumn", s.hypercolumns() == 1);
  is("several hypercolumns", s.hypercolumns() > 1);
  is("one column in each", s.columns_per_hypercolumn == 1 && s.hypercolumns() > 1);
  is("most columns", s.columns() == 64);
  is("window leaves the input, clipped",
     !s.wrap && (leaves(s.height, s.grid_y, s.window_y) || leaves(s.width, s.grid_x, s.window_x)));
  is("window leaves the input, wrapped",
     s.wrap && (leaves(s.height, s.grid_y, s.window_y) || leaves(s.width, s.grid_x, s.window_x)));
  is("window higher than the input", s.window_y > s.height);
  is("window wider than the input", s.window_x > s.width);
  is("pool window", s.pool == Pool::window);
  is("pool shared_sample", s.pool == Pool::shared_sample);
  is("pool sample", s.pool == Pool::sample);
  is("pool radius", s.pool == Pool::radius);
  is("radius 0", s.pool == Pool::radius && s.radius == 0 && s.slots() > 1);
  is("one synapse", s.synapses_per_column == 1);
  is("one slot", s.slots() == 1);
  is("sample of all positions", s.synapses_per_column == s.window_positions());
  is("some candidates", s.candidate_inputs.count() > 0 && s.candidate_inputs.count() < s.inputs());
  is("no candidates", s.candidate_inputs.count() == 0);
  is("1-bit permanences", s.permanence_bits == 1);
  is("16-bit permanences", s.permanence_bits == 16);
  is("lowest threshold", s.connected_threshold == 1 && s.permanence_bits > 1);
  is("highest threshold", s.connected_threshold == (1U << s.permanence_bits) - 1 && s.permanence_bits > 1);
  is("every_step", s.learning_rule == LearningRule::every_step);
  is("draw_per_winner", s.learning_rule == LearningRule::draw_per_winner);
  is("draw_per_synapse", s.learning_rule == LearningRule::draw_per_synapse);
  is("k = columns", r.active_columns == s.columns_per_hypercolumn && r.active_columns > 1);
  is("k = 1", r.active_columns == 1 && s.columns_per_hypercolumn > 1);
  is("fewer learners than winners", r.learning_columns < r.active_columns);
  is("stimulus 0", r.stimulus_threshold == 0);
  is("stimulus out of reach", r.stimulus_threshold > s.slots());
  is("seed 0", r.seed == 0);
  is("greatest seed", r.seed == 0xffffffff);
  is("none connected at first", r.initially_connected == 0);
  is("all connected at first", r.initially_connected == 65536);
  is("increment 0", r.increment == 0);
  is("greatest increment", r.increment == (1U << s.permanence_bits) - 1 && s.permanence_bits > 1);
  is("decrement 0", r.decrement == 0);
  is("greatest decrement", r.decrement == (1U << s.permanence_bits) - 1 && s.permanence_bits > 1);
  is("never gains", r.increment_probability == 0);
  is("always gains, though drawn",
     r.increment_probability == 65536 && s.learning_rule != LearningRule::every_step);
  is("never loses", r.decrement_probability == 0);
  is("sometimes gains", r.increment_probability > 0 && r.increment_probability < 65536);
  is("no boosting", r.boost_scale == 0);
  is("refresh in every step", r.update_period == 1 && r.boost_scale > 0);
  is("boost can reach its ceiling, 2^4", std::uint64_t{r.boost_scale} * r.boost_target >> 24U >= 1024);
  is("boost can reach its floor, 2^-13",
     std::uint64_t{r.boost_scale} * (256 * c.written.duty_period - r.boost_target) >> 24U >= 3328);
  is("decay of all at once", r.decay == 65536);
  is("boosting none", s.boosting_rule == BoostingRule::none);
  is("boosting exponential", s.boosting_rule == BoostingRule::exponential);
  is("boosting linear", s.boosting_rule == BoostingRule::linear);
  is("boosting logarithmic", s.boosting_rule == BoostingRule::logarithmic);
  is("local inhibition", s.inhibition == Inhibition::local);
  is("local inhibition of radius 0", s.inhibition == Inhibition::local && r.inhibition_radius == 0);
  is("local inhibition, wrapped", s.inhibition == Inhibition::local && s.wrap);
  is("local inhibition with linear boosts",
     s.inhibition == Inhibition::local && s.boosting_rule == BoostingRule::linear);
  is("clock gates", m.clock_gates);
  is("no clock gates", !m.clock_gates);
  is("tiled", m.core == Core::tiled);
  is("serial", m.core == Core::serial);
  is("one tile of several", m.core == Core::tiled && m.tiles == 1 && s.hypercolumns() > 1);
  is("a tile each", m.tiles == s.hypercolumns() && m.tiles > 1);
  is("tiles between", m.tiles > 1 && m.tiles < s.hypercolumns());
  is("banks do not divide the slots", s.slots() % m.banks != 0);
  is("lanes do not divide the slots", s.slots() % m.lanes != 0);
  is("one bank", m.core == Core::tiled && m.banks == 1 && s.slots() > 1);
  is("one lane", m.lanes == 1 && s.slots() > 1);
  is("a word for all", m.lanes == s.slots() && s.slots() > 1);
  is("multipliers do not divide the columns", s.columns_per_hypercolumn % m.multipliers != 0);
  is("stream of 8", m.stream_bits == 8);
  is("stream of 16", m.stream_bits == 16);
  is("stream of 32", m.stream_bits == 32);
  is("stream of 64", m.stream_bits == 64);
}

TEST(RandomConfig, FiveHundredAreLegalAndReachEveryCorner) {
  std::map<std::string, int> seen;
  base::Stream stream(1, "random configurations");
  for (int i = 0; i < 500; ++i) {
    const Config c = random_config(stream);
    EXPECT_EQ(beyond_hardware(c), "");
    EXPECT_LE(c.structural.inputs(), 96U);
    EXPECT_LE(c.structural.columns(), 64U);
    EXPECT_LE(c.structural.slots(), 64U);
    EXPECT_LE(c.runtime.update_period, 10U);
    count(c, seen);
  }
  for (const auto& [corner, times] : seen) EXPECT_GE(times, 3) << corner;
}

/// The rules that only the model has, and how they meet.
void count_rules(const Config& c, std::map<std::string, int>& seen) {
  const Structural& s = c.structural;
  const Runtime& r = c.runtime;
  for (const Entry& e : c.entries)
    for (const char* key : {"pooler.inhibition", "pooler.ties", "pooler.radius_rule", "pooler.stimulus_on",
                            "pooler.overlap_scale", "pooler.initialisation", "learning.reward",
                            "boosting.rule", "boosting.in_inference", "boosting.duty", "bumping.reference"})
      if (e.key == key && !e.value.empty()) ++seen[e.key + " = " + e.value];
  const auto is = [&](const char* corner, bool yes) { seen[corner] += yes ? 1 : 0; };
  is("density", r.active_density > 0);
  is("density, few learn", r.active_density > 0 && r.learning_columns < kAllWinners);
  is("raise", r.minimum_connected > 0);
  is("trim", r.trim > 0);
  is("trim at reset", r.trim_at_reset);
  is("finer duties", s.duty_fraction_bits > 8);
  is("finest duties", s.duty_fraction_bits == 16);
  is("overlap threshold of its own",
     r.bump_increment > 0 && r.bump_overlap != std::max(1U, r.stimulus_threshold));
  is("running maximum", s.radius_running_maximum);
  is("local across hypercolumns", s.neighbourhoods() && s.hypercolumns() > 1);
  is("bumping in windows", r.bump_increment > 0 && s.duty_rule == DutyRule::window);
  is("linear in neighbourhoods", s.neighbourhoods() && s.boosting_rule == BoostingRule::linear);
}

TEST(RandomConfig, AllRulesAreMet) {
  std::map<std::string, int> seen;
  base::Stream stream(5, "random rules");
  RandomLimits limits;
  limits.all_rules = true;
  for (int i = 0; i < 500; ++i) {
    const Config c = random_config(stream, limits);
    count_rules(c, seen);
    EXPECT_EQ(canonical(parse_config(canonical(c), "c.toml")), canonical(c));
  }
  EXPECT_EQ(seen.size(), 5U + 3 + 3 + 2 + 2 + 3 + 3 + 4 + 2 + 3 + 2 + 12);
  for (const auto& [corner, times] : seen) EXPECT_GE(times, 3) << corner;
}

TEST(RandomConfig, KeepsOtherLimits) {
  base::Stream stream(2, "random configurations");
  for (const RandomLimits limits :
       {RandomLimits{1, 1, 1}, RandomLimits{2, 3, 5}, RandomLimits{784, 2048, 4096}, RandomLimits{20, 7, 1},
        RandomLimits{7, 200, 30}})
    for (int i = 0; i < 50; ++i) {
      const Structural s = random_config(stream, limits).structural;
      EXPECT_LE(s.inputs(), limits.max_inputs);
      EXPECT_LE(s.columns(), limits.max_columns);
      EXPECT_LE(s.slots(), limits.max_slots);
    }
}

TEST(RandomConfig, IsTheSameForTheSameStream) {
  base::Stream a(7, "x"), b(7, "x"), c(8, "x");
  const std::string text = random_config_text(a);
  EXPECT_EQ(text, random_config_text(b));
  EXPECT_NE(text, random_config_text(c));
  base::Stream again(7, "x");
  EXPECT_EQ(hash(random_config(again)), hash(parse_config(text, "file.toml")));
}

TEST(RandomConfig, OneStructureServesSeveralRuntimes) {
  base::Stream stream(3, "structure");
  for (int i = 0; i < 20; ++i) {
    const RandomStructure structure = random_structure(stream);
    Runtime last;
    for (int j = 0; j < 5; ++j) {
      const Config c = parse_config(structure.text + random_runtime(structure, stream), "r.toml");
      EXPECT_EQ(c.structural, structure.structural);
      EXPECT_NE(c.runtime, last);
      last = c.runtime;
    }
  }
}

TEST(RandomConfig, IsReadBackAsTheSame) {
  base::Stream stream(4, "round trip");
  for (int i = 0; i < 100; ++i) {
    const Config c = random_config(stream);
    const Config again = parse_config(canonical(c), "c.toml");
    EXPECT_EQ(canonical(again), canonical(c));
    EXPECT_EQ(again.structural, c.structural);
    EXPECT_EQ(again.runtime, c.runtime);
    EXPECT_EQ(again.microarchitecture, c.microarchitecture);
    EXPECT_EQ(again.input, c.input);
    EXPECT_EQ(again.written, c.written);
  }
}

}  // namespace
}  // namespace silipool::config
