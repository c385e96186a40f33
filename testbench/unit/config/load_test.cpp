#include <silipool/config/hardware.hpp>
#include <silipool/config/load.hpp>

#include <gtest/gtest.h>

#include "minimal.hpp"

namespace silipool::config {
namespace {

const Entry& entry(const Config& config, std::string_view key) {
  for (const Entry& e : config.entries)
    if (e.key == key) return e;
  throw base::Error(base::ErrorKind::bad_input, "no entry " + std::string(key));
}

constexpr const char* kFull = R"(name = "full"
seed = 4294967295
[input]
shape = [28, 20]
planes = 2
encoding = "on_off"
thresholds = [80]
[data]
train = ["train-images", "sub/train-labels"]
test = "mnist/test"
[pooler]
hypercolumns = [6, 5]
columns_per_hypercolumn = 28
window = [15, 13]
wrap = true
pool = "shared_sample"
synapses_per_column = 70
pool_seed = 9
permanence_bits = 4
connected_threshold = 7
initially_connected = 0.7
active_columns = 4
learning_columns = 2
stimulus_threshold = 5
[learning]
rule = "draw_per_synapse"
increment = 3
decrement = 2
increment_probability = 0.02
decrement_probability = 0.01
[boosting]
rule = "exponential"
strength = 24
duty_period = 5000
update_period = 200
[readout]
rule = "softmax"
passes = 7
learning_rate = 0.25
learning_rate_decay = 0.5
weight_bits = 6
[rtl]
tiles = 15
banks = 4
lanes = 15
multipliers = 2
clock_gates = true
stream_bits = 32
[estimate]
technology = "osu018"
)";

TEST(Load, EveryKeyReachesItsField) {
  const Config c = parse_config(kFull, "dir/full.toml");
  EXPECT_EQ(c.name, "full");
  Structural s;
  s.height = 28, s.width = 20, s.planes = 2, s.grid_y = 6, s.grid_x = 5, s.columns_per_hypercolumn = 28;
  s.window_y = 15, s.window_x = 13, s.wrap = true, s.pool = Pool::shared_sample, s.synapses_per_column = 70;
  s.pool_seed = 9, s.permanence_bits = 4, s.connected_threshold = 7;
  s.learning_rule = LearningRule::draw_per_synapse;
  s.candidate_inputs = base::Sdr(1120);
  for (std::size_t i = 0; i < 1120; ++i) s.candidate_inputs.set(i);
  EXPECT_EQ(c.structural, s);
  Runtime r;
  r.seed = 0xffffffff, r.active_columns = 4, r.learning_columns = 2, r.stimulus_threshold = 5;
  r.initially_connected = 45875, r.increment = 3, r.decrement = 2;
  r.increment_probability = 1311, r.decrement_probability = 655;
  r.boost_scale = 116181, r.boost_target = 91429, r.decay = 2621, r.update_period = 200, r.duty_period = 5000;
  EXPECT_EQ(c.runtime, r);
  EXPECT_EQ(c.microarchitecture, (Microarchitecture{Core::tiled, 15, 4, 15, 2, true, 32}));
  EXPECT_EQ(c.input, (Input{Encoding::on_off, {80}}));
  EXPECT_EQ(c.train, (DataRef{"train-images", "dir/train-images", "dir/sub/train-labels"}));
  EXPECT_EQ(c.test, (DataRef{"mnist/test", {}, {}}));
  EXPECT_EQ(c.readout,
            (Readout{.passes = 7, .learning_rate = 0.25, .learning_rate_decay = 0.5, .weight_bits = 6}));
  EXPECT_EQ(c.estimate, (Estimate{"osu018"}));
  EXPECT_EQ(c.written, (Written{0.7, 0.02, 0.01, 24, 5000}));
}

constexpr std::string_view kRules = R"(
name = "rules"
input.shape = [4, 4]
[pooler]
hypercolumns = [4, 4]
columns_per_hypercolumn = 3
permanence_bits = 8
initialisation = "uniform"
initial_window = 13
inhibition = "local"
ties = "all"
radius_rule = "mean_distance"
radius_running_maximum = true
radius_period = 7
active_density = 0.05
stimulus_on = "boosted_overlap"
overlap_scale = "connected_fraction"
[learning]
rule = "every_step"
minimum_connected = 3
raise_step = 2
trim = 4
trim_at_reset = true
reward = "punish"
classes = 5
[boosting]
rule = "linear"
in_inference = false
duty = "window"
duty_period = 100
duty_fraction_bits = 12
maximum = 10
minimum_duty = 0.01
[bumping]
increment = 2
minimum_duty = 0.001
reference = "duty"
overlap_threshold = 3
)";

TEST(Load, RulesReachTheirFields) {
  const Config c = parse_config(kRules, "rules.toml");
  const Structural& s = c.structural;
  EXPECT_EQ(s.initialisation, Initialisation::uniform);
  EXPECT_EQ(s.inhibition, Inhibition::local);
  EXPECT_EQ(s.ties, Ties::all);
  EXPECT_EQ(s.radius_rule, RadiusRule::mean_distance);
  EXPECT_TRUE(s.radius_running_maximum);
  EXPECT_EQ(s.stimulus_on, StimulusOn::boosted_overlap);
  EXPECT_EQ(s.overlap_scale, OverlapScale::connected_fraction);
  EXPECT_EQ(s.reward, Reward::punish);
  EXPECT_EQ(s.boosting_rule, BoostingRule::linear);
  EXPECT_FALSE(s.boost_in_inference);
  EXPECT_EQ(s.duty_rule, DutyRule::window);
  EXPECT_EQ(s.duty_fraction_bits, 12U);
  EXPECT_EQ(s.bump_reference, BumpReference::duty);
  const Runtime& r = c.runtime;
  EXPECT_EQ(r.initial_window, 13U);
  EXPECT_EQ(r.radius_period, 7U);
  EXPECT_EQ(r.active_density, 3277U);
  EXPECT_EQ(r.learning_columns, kAllWinners);
  EXPECT_EQ(r.minimum_connected, 3U);
  EXPECT_EQ(r.raise_step, 2U);
  EXPECT_EQ(r.trim, 4U);
  EXPECT_EQ(r.classes, 5U);
  EXPECT_EQ(r.duty_period, 100U);
  EXPECT_EQ(r.boost_maximum, 40960U);
  EXPECT_EQ(r.minimum_duty, 655U);
  EXPECT_EQ(r.bump_increment, 2U);
  EXPECT_EQ(r.bump_minimum_duty, 66U);
  EXPECT_EQ(r.bump_overlap, 3U);
  EXPECT_TRUE(r.trim_at_reset);
  EXPECT_EQ(beyond_hardware(c), "pooler.radius_rule = \"mean_distance\"");
  EXPECT_EQ(beyond_hardware(minimal()), "");
  EXPECT_EQ(parse_config(canonical(c), "rules.toml").structural, s);
}

TEST(Load, LogarithmicBoostsNeedARareTarget) {
  const Config c = minimal({{"boosting.rule", "logarithmic", "--set"}});
  EXPECT_GT(c.runtime.log_scale, 0U);
  EXPECT_THROW((void)minimal({{"boosting.rule", "logarithmic", "--set"},
                              {"pooler.active_columns", "10", "--set"},
                              {"pooler.learning_columns", "10", "--set"}}),
               base::Error);
}

TEST(Load, EveryRuleOfTheReadoutReachesItsField) {
  EXPECT_EQ(minimal({{"readout.rule", "counts", "t"}}).readout, (Readout{.rule = ReadoutRule::counts}));
  EXPECT_EQ(minimal({{"readout.rule", "nearest", "t"}, {"readout.neighbours", "5", "t"}}).readout,
            (Readout{.rule = ReadoutRule::nearest, .neighbours = 5}));
  EXPECT_EQ(minimal({{"readout.rule", "svm", "t"}, {"readout.cost", "0.5", "t"}}).readout,
            (Readout{.rule = ReadoutRule::svm, .cost = 0.5}));
  EXPECT_EQ(rule_text(ReadoutRule::softmax), "softmax");
  EXPECT_EQ(rule_text(ReadoutRule::svm), "svm");
}

TEST(Load, DefaultsAreFilledIn) {
  const Config c = minimal();
  EXPECT_EQ(c.runtime.seed, 1U);
  EXPECT_EQ(c.input, (Input{Encoding::threshold, {127}}));
  EXPECT_EQ(c.train.name, "digits/train");
  EXPECT_EQ(c.test.name, "digits/test");
  EXPECT_EQ(c.structural.hypercolumns(), 1U);
  EXPECT_EQ(c.structural.window_y, 8U);
  EXPECT_EQ(c.structural.window_x, 6U);
  EXPECT_FALSE(c.structural.wrap);
  EXPECT_EQ(c.structural.pool, Pool::window);
  EXPECT_EQ(c.structural.candidate_inputs.count(), 48U);
  EXPECT_EQ(c.structural.connected_threshold, 8U);
  EXPECT_EQ(c.runtime.initially_connected, 32768U);
  EXPECT_EQ(c.runtime.learning_columns, 3U);
  EXPECT_EQ(c.runtime.stimulus_threshold, 1U);
  EXPECT_EQ(c.runtime.increment, 1U);
  EXPECT_EQ(c.runtime.decrement, 1U);
  EXPECT_EQ(c.runtime.increment_probability, 65536U);
  EXPECT_EQ(c.runtime.decrement_probability, 65536U);
  EXPECT_EQ(c.runtime.boost_scale, 0U);
  EXPECT_EQ(c.runtime.update_period, 256U);
  EXPECT_EQ(c.structural.boosting_rule, BoostingRule::none);
  EXPECT_EQ(c.written.duty_period, 1000U);
  EXPECT_EQ(c.readout, Readout{});
  EXPECT_EQ(c.microarchitecture, (Microarchitecture{Core::tiled, 1, 1, 16, 10, false, 64}));
  EXPECT_EQ(c.estimate.technology, "cmos45");
}

TEST(Load, DefaultsGiveWayToSmallSizes) {
  const Config c = parse_config(
      "name = \"s\"\ninput.shape = [3]\npooler.columns_per_hypercolumn = 2\npooler.permanence_bits = 1\n"
      "pooler.active_columns = 1\nlearning.rule = \"every_step\"\nboosting.duty_period = 5\n"
      "pooler.hypercolumns = [6]\n",
      "s.toml");
  EXPECT_EQ(c.microarchitecture, (Microarchitecture{Core::tiled, 6, 1, 3, 2, false, 64}));
  EXPECT_EQ(c.runtime.update_period, 5U);
  EXPECT_EQ(c.structural.connected_threshold, 1U);
  EXPECT_EQ(c.structural.height, 1U);
  EXPECT_EQ(c.structural.grid_y, 1U);
  EXPECT_EQ(c.structural.grid_x, 6U);
}

void expect_round_trip(const Config& c, const std::string& file_name) {
  const Config again = parse_config(canonical(c), file_name);
  EXPECT_EQ(canonical(again), canonical(c));
  EXPECT_EQ(hash(again), hash(c));
  EXPECT_EQ(again.name, c.name);
  EXPECT_EQ(again.structural, c.structural);
  EXPECT_EQ(again.runtime, c.runtime);
  EXPECT_EQ(again.microarchitecture, c.microarchitecture);
  EXPECT_EQ(again.input, c.input);
  EXPECT_EQ(again.train, c.train);
  EXPECT_EQ(again.test, c.test);
  EXPECT_EQ(again.data_format, c.data_format);
  EXPECT_EQ(again.duplicate_first, c.duplicate_first);
  EXPECT_EQ(again.readout, c.readout);
  EXPECT_EQ(again.estimate, c.estimate);
  EXPECT_EQ(again.written, c.written);
}

TEST(Load, DataOfOnesOwn) {
  const Config c = parse_config(
      std::string(kMinimal) +
          "data.train = \"d/a.csv.gz\"\ndata.test = \"/d/b.npz\"\n"
          "data.label_column = \"first\"\ndata.range = [-1, 3]\n"
          "data.npz_keys = [\"p\", \"q\"]\ndata.duplicate_first = true\ninput.encoding = \"quantile\"\n"
          "input.levels = 3\ninput.fit = \"pixel\"\n",
      "x/a.toml");
  EXPECT_EQ(c.train, (DataRef{"d/a.csv.gz", "x/d/a.csv.gz", {}}));
  EXPECT_EQ(c.test, (DataRef{"/d/b.npz", "/d/b.npz", {}}));
  EXPECT_EQ(c.data_format, (DataFormat{LabelColumn::first, {{-1, 3}}, {"p", "q"}}));
  EXPECT_EQ(c.input, (Input{Encoding::quantile, {}, 3, Fit::pixel}));
  EXPECT_TRUE(c.duplicate_first);
  EXPECT_FALSE(minimal().duplicate_first);
  expect_round_trip(c, "x/a.toml");
  EXPECT_EQ(minimal().data_format, DataFormat{});
}

TEST(Load, PlanesFollowTheEncoding) {
  EXPECT_EQ(minimal({{"input.encoding", "thermometer", "t"}}).structural.planes, 4U);
  EXPECT_EQ(minimal({{"input.encoding", "mean", "t"}}).structural.planes, 1U);
  EXPECT_EQ(minimal({{"input.encoding", "mean_on_off", "t"}}).structural.planes, 2U);
  EXPECT_EQ(minimal({{"input.encoding", "none", "t"}}).structural.planes, 1U);
  EXPECT_EQ(minimal({{"input.thresholds", "[1, 2, 3]", "t"}}).structural.planes, 3U);
  EXPECT_EQ(minimal({{"input.encoding", "on_off", "t"}}).structural.planes, 2U);
}

TEST(Load, CandidatesAreABitmapWithInputZeroLast) {
  const Overrides sampled{{"pooler.pool", "shared_sample", "t"}, {"pooler.synapses_per_column", "4", "t"}};
  Overrides listed = sampled;
  listed.push_back({"pooler.candidate_inputs", "80000000F001", "t"});
  const Config c = minimal(listed);
  std::vector<std::size_t> set;
  c.structural.candidate_inputs.for_each([&](std::size_t i) { set.push_back(i); });
  EXPECT_EQ(set, (std::vector<std::size_t>{0, 12, 13, 14, 15, 47}));
  EXPECT_EQ(entry(c, "pooler.candidate_inputs").value, "\"80000000f001\"");
  EXPECT_EQ(minimal(sampled).structural.candidate_inputs.count(), 48U);
}

TEST(Load, PathsOfDataStartFromTheFile) {
  const Config relative = parse_config(kFull, "full.toml");
  EXPECT_EQ(relative.train.images, "train-images");
  const Config absolute = minimal({{"data.test", "[\"/d/images\", \"/d/labels\"]", "t"}});
  EXPECT_EQ(absolute.test.images, "/d/images");
  EXPECT_EQ(absolute.test.labels, "/d/labels");
}

TEST(Entries, SayWhereAValueComesFromAndWhatItIsRoundedTo) {
  const Config c = parse_config(kFull, "dir/full.toml", {{"boosting.strength", "12.5", "--set"}});
  ASSERT_EQ(c.entries.size(), schema().size());
  for (std::size_t i = 0; i < c.entries.size(); ++i) {
    EXPECT_EQ(c.entries[i].key, schema()[i].name);
    EXPECT_EQ(c.entries[i].unit, schema()[i].unit);
  }
  EXPECT_EQ(entry(c, "input.shape").value, "[28, 20]");
  EXPECT_EQ(entry(c, "input.shape").origin, "dir/full.toml:4");
  EXPECT_EQ(entry(c, "estimate.technology").origin, "dir/full.toml:50");
  EXPECT_EQ(entry(c, "pooler.radius").origin, "unused");
  EXPECT_EQ(entry(c, "pooler.radius").value, "");
  EXPECT_EQ(entry(c, "pooler.candidate_inputs").origin, "default");
  EXPECT_EQ(entry(c, "learning.increment_probability").value, "0.02");
  EXPECT_EQ(entry(c, "learning.increment_probability").rounded, "1311 / 65536");
  EXPECT_EQ(entry(c, "boosting.strength").origin, "--set");
  EXPECT_EQ(entry(c, "boosting.strength").value, "12.5");
  EXPECT_EQ(entry(c, "boosting.strength").rounded, "boost_scale 60511 / 2^24");
  EXPECT_EQ(entry(c, "boosting.duty_period").rounded, "boost_target 91429 / 256");
  EXPECT_EQ(entry(c, "boosting.update_period").rounded, "decay 2621 / 65536");
  EXPECT_EQ(entry(c, "readout.passes").rounded, "");
  EXPECT_EQ(entry(minimal(), "pooler.window").origin, "default");
}

TEST(Canonical, IsReadBackAsTheSame) {
  expect_round_trip(minimal(), "minimal.toml");
  expect_round_trip(parse_config(kFull, "dir/full.toml"), "dir/full.toml");
  expect_round_trip(minimal({{"pooler.initially_connected", "0.1234567890123456", "t"},
                             {"learning.increment_probability", "1e-17", "t"},
                             {"data.train", R"(["with \"quotes\" \\ and \u0001", "b"])", "t"}}),
                    "minimal.toml");
  expect_round_trip(minimal({{"learning.rule", "every_step", "t"}}), "minimal.toml");
}

TEST(Canonical, HasALineForEachKeyThatHasAValue) {
  const std::string text = canonical(minimal());
  EXPECT_EQ(text.substr(0, 44), "name = \"minimal\"\nseed = 1\ninput.shape = [8, ");
  EXPECT_NE(text.find("\npooler.window = [8, 6]\n"), std::string::npos);
  EXPECT_EQ(text.find("radius"), std::string::npos);
  EXPECT_EQ(text.back(), '\n');
}

TEST(Hash, IsOfTheMeaning) {
  const std::uint64_t h = hash(minimal());
  EXPECT_EQ(hash(minimal({{"name", "other", "t"}})), h);
  EXPECT_EQ(hash(minimal({{"pooler.window", "[8, 6]", "t"}, {"learning.increment_probability", "1", "t"}})),
            h);
  EXPECT_EQ(hash(parse_config(kMinimal, "elsewhere/minimal.toml")), h);
  EXPECT_EQ(hash(minimal({{"boosting.strength", "-0.0", "t"}})), h);
  EXPECT_NE(hash(minimal({{"seed", "2", "t"}})), h);
  EXPECT_NE(hash(minimal({{"rtl.banks", "2", "t"}})), h);
  EXPECT_NE(hash(minimal({{"data.train", "mnist/train", "t"}})), h);
}

}  // namespace
}  // namespace silipool::config
