// The corners of every key: the greatest and the least that is taken, and what lies just beyond.
#include <silipool/config/schema.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "minimal.hpp"

namespace silipool::config {
namespace {

struct Corners {
  std::string key;
  std::vector<std::string> legal, illegal;
  Overrides setting = {};  ///< on top of kMinimal
};

std::vector<Corners> corners() {
  const Overrides wide{{"pooler.columns_per_hypercolumn", "4096", "t"}};
  const Overrides sixteen{{"pooler.permanence_bits", "16", "t"}};
  const Overrides largest_pool{{"input.shape", "[64, 64]", "t"}};
  Overrides sampled = largest_pool;
  sampled.push_back({"pooler.pool", "sample", "t"});
  Overrides shared = sampled;
  shared.push_back({"pooler.pool", "shared_sample", "t"});
  const Overrides quantile{{"input.encoding", "quantile", "t"}};
  const Overrides csv{{"data.test", "b.csv.gz", "t"}};
  const Overrides npz{{"data.train", "b.npz", "t"}};
  const Overrides on_off{{"input.encoding", "on_off", "t"}};
  const Overrides three_planes{{"input.thresholds", "[1, 2, 3]", "t"}};
  const Overrides eight_planes{{"input.thresholds", "[1, 2, 3, 4, 5, 6, 7, 8]", "t"}};
  const Overrides radius{{"pooler.pool", "radius", "t"}};
  const Overrides wraps{{"pooler.wrap", "true", "t"}};
  const Overrides candidates{{"pooler.pool", "shared_sample", "t"}, {"pooler.synapses_per_column", "1", "t"}};
  const Overrides every_step{{"learning.rule", "every_step", "t"}};
  const Overrides exponential{{"boosting.rule", "exponential", "t"}, {"boosting.strength", "0", "t"}};
  const Overrides slow{{"boosting.duty_period", "100000", "t"}};
  Overrides slow_and_strong = exponential;
  slow_and_strong.push_back(slow.front());
  const Overrides grid{{"pooler.hypercolumns", "[6, 6]", "t"}};
  const Overrides line{{"input.shape", "[1024]", "t"}, {"pooler.window", "[1]", "t"}};
  const Overrides small_window{{"pooler.window", "[1, 1]", "t"}};
  const Overrides linear{{"boosting.rule", "linear", "t"}};
  const Overrides bumping{{"bumping.increment", "1", "t"}};
  const Overrides uniform{{"pooler.initialisation", "uniform", "t"}, {"pooler.initial_window", "3", "t"}};
  const Overrides near{{"pooler.inhibition_radius", "2", "t"}, {"pooler.inhibition", "local", "t"}};
  const Overrides local_without_radius{{"pooler.inhibition", "local", "t"}};
  const Overrides& local = near;
  const Overrides scan{{"pooler.inhibition_radius", "2", "t"}, {"pooler.inhibition", "local_scan", "t"}};
  const Overrides moving{{"pooler.inhibition", "local", "t"}, {"pooler.radius_rule", "mean_distance", "t"}};
  Overrides dense = near;
  dense.push_back({"pooler.active_columns", "", "t"});
  Overrides sparse = dense;
  sparse.push_back({"pooler.active_density", "0.1", "t"});
  const Overrides nearest{{"readout.rule", "nearest", "t"}};
  const Overrides integers{{"readout.weight_bits", "4", "t"}, {"readout.classes", "10", "t"}};
  Overrides hardware_readout = integers;
  hardware_readout.push_back({"rtl.readout", "true", "t"});
  const Overrides narrow{{"rtl.stream_bits", "8", "t"}};
  const Overrides analog{{"crossbar.synapse", "analog", "t"}};
  const Overrides stochastic{{"crossbar.synapse", "stochastic", "t"}};
  const auto reads_by = [](const char* readout) { return Overrides{{"crossbar.readout", readout, "t"}}; };
  const Overrides svm{{"readout.rule", "svm", "t"}};
  return {
      {"name", {"a", std::string(64, 'a'), "A.b-c_9"}, {"'a/b'", "''", std::string(65, 'a')}},
      {"seed", {"0", "4294967295"}, {"-1", "4294967296"}},
      {"input.shape",
       {"[1, 1]", "[32, 1024]", "[1024, 32]"},
       {"[0, 1]", "[1, 0]", "[1025, 1]"},
       small_window},
      {"input.shape", {"[1]", "[1024]"}, {"[0]", "[1025]", "[]"}, line},
      {"input.planes", {"1"}, {"0", "2"}},
      {"input.planes", {"2"}, {"1", "3"}, on_off},
      {"input.planes", {"8"}, {"7", "9"}, eight_planes},
      {"input.planes", {"2"}, {"1", "3"}, {{"input.encoding", "mean_on_off", "t"}}},
      {"input.planes", {"1"}, {"2"}, {{"input.encoding", "mean", "t"}}},
      {"input.planes", {"4"}, {"1", "5"}, quantile},
      {"input.planes", {"1", "8"}, {"0", "9"}, {{"input.encoding", "none", "t"}}},
      {"input.encoding",
       {"threshold", "on_off", "thermometer", "quantile", "mean", "mean_on_off", "none"},
       {"off_on"}},
      {"input.levels", {"1", "8"}, {"0", "9"}, quantile},
      {"input.levels", {"1", "8"}, {"0", "9"}, {{"input.encoding", "thermometer", "t"}}},
      {"input.levels", {}, {"1"}},
      {"input.fit", {"all", "pixel"}, {"column"}, quantile},
      {"input.fit", {}, {"all"}},
      {"input.thresholds",
       {"[0]", "[255]", "[0, 1, 2, 3, 4, 5, 6, 255]"},
       {"[-1]", "[256]", "[]", "[1, 1, 1, 1, 1, 1, 1, 1, 1]"}},
      {"data.train",
       {"mnist/train", "mnist/test", "digits/train", "digits/test", "['a', 'b']", "a.csv", "a.npz",
        "d/a.bits", "a.hex.gz", "a.sdr"},
       {"mnist", "a.npy", "['a']", "['a', 'b', 'c']", "[1, 2]"}},
      {"data.test",
       {"mnist/train", "mnist/test", "digits/train", "digits/test", "['a', 'b']"},
       {"mnist", "[]"}},
      {"data.label_column", {"last", "first"}, {"2"}, csv},
      {"data.label_column", {}, {"last"}},
      {"data.range",
       {"[-1000000, 1000000]", "[0, 1]"},
       {"[1, 1]", "[0, 1000001]", "[-1000001, 0]", "[1]"},
       csv},
      {"data.range", {"[0, 1]"}, {}, {{"data.train", "['a', 'b']", "t"}}},
      {"data.range", {}, {"[0, 1]"}},
      {"data.npz_keys", {"['a', 'b']"}, {"['a']", "a"}, npz},
      {"data.npz_keys", {}, {"['a', 'b']"}, csv},
      {"data.duplicate_first", {"true", "false"}, {"1", "yes"}},
      {"pooler.hypercolumns",
       {"[1, 1]", "[1024, 6]", "[6, 1024]"},
       {"[0, 1]", "[1, 0]", "[1025, 1]", "[1, 1025]", "[1]", "[300, 300]"}},
      {"pooler.columns_per_hypercolumn", {"3", "4096"}, {"0", "4097"}},
      {"pooler.columns_per_hypercolumn", {"256"}, {"257"}, {{"pooler.hypercolumns", "[16, 16]", "t"}}},
      {"pooler.window",
       {"[1, 1]", "[1024, 4]", "[4, 1024]"},
       {"[0, 1]", "[1, 0]", "[1025, 1]", "[1, 1025]", "[241, 17]", "[3]"}},
      {"pooler.window", {"[8, 6]"}, {"[9, 6]", "[8, 7]"}, wraps},
      {"pooler.window", {"[7, 195]"}, {"[7, 196]"}, three_planes},
      {"pooler.wrap", {"true", "false"}, {"'true'"}},
      {"pooler.pool", {"window"}, {"all"}},
      {"pooler.synapses_per_column", {"1", "4096"}, {"0", "4097"}, sampled},
      {"pooler.synapses_per_column", {"1", "4096"}, {"0", "4097"}, shared},
      {"pooler.synapses_per_column", {"48"}, {"49"}, {{"pooler.pool", "sample", "t"}}},
      {"pooler.synapses_per_column", {}, {"1"}},
      {"pooler.radius", {"0", "1024"}, {"-1", "1025"}, radius},
      {"pooler.radius", {}, {"1"}},
      {"pooler.pool_seed", {"0", "4294967295"}, {"-1", "4294967296"}},
      {"pooler.candidate_inputs",
       {"000000000000", "ffffffffffff"},
       {"0", "0000000000000", "00000000000x"},
       candidates},
      {"pooler.candidate_inputs", {}, {"000000000000"}},
      {"pooler.permanence_bits", {"1", "16"}, {"0", "17"}},
      {"pooler.connected_threshold", {"1", "15"}, {"0", "16"}},
      {"pooler.connected_threshold", {"1", "65535"}, {"0", "65536"}, sixteen},
      {"pooler.initially_connected", {"0", "1", "0.0", "1.0"}, {"-0.001", "1.001", "inf", "nan"}},
      {"pooler.initially_connected", {}, {"0.5"}, uniform},
      {"pooler.initialisation", {"two_sided"}, {"normal"}},
      {"pooler.initialisation", {"uniform", "distance"}, {"half"}, {{"pooler.initial_window", "3", "t"}}},
      {"pooler.initial_window", {"0", "15"}, {"-1", "16"}, uniform},
      {"pooler.initial_window", {}, {"1"}},
      {"pooler.inhibition", {"hypercolumn", "global"}, {"none"}},
      {"pooler.inhibition", {"local", "local_scan", "local_gaussian"}, {"gaussian"}, near},
      {"pooler.ties", {"lowest_index", "highest_index", "all"}, {"random"}},
      {"pooler.ties", {"lowest_index"}, {"highest_index", "all"}, scan},
      {"pooler.radius_rule", {"fixed"}, {"mean"}, local},
      {"pooler.radius_rule", {"mean_distance", "receptive_field"}, {}, local_without_radius},
      {"pooler.radius_rule", {}, {"fixed"}},
      {"pooler.radius_running_maximum", {"true", "false"}, {"0"}, moving},
      {"pooler.radius_running_maximum", {}, {"true"}, local},
      {"pooler.radius_period", {"1", "65536"}, {"0", "65537"}, moving},
      {"pooler.radius_period", {}, {"1"}, local},
      {"pooler.inhibition_radius", {"0", "1024"}, {"-1", "1025"}, local},
      {"pooler.inhibition_radius", {"1", "32"}, {"0", "33"}, {{"pooler.inhibition", "local_gaussian", "t"}}},
      {"pooler.inhibition_radius", {}, {"1"}},
      {"pooler.inhibition_radius", {}, {"1"}, moving},
      {"pooler.active_density", {"1", "0.00001"}, {"0", "0.000001", "1.1", "nan"}, dense},
      {"pooler.active_density", {}, {"0.1"}},
      {"pooler.active_columns", {"1", "10"}, {"0", "11"}},
      {"pooler.active_columns", {}, {"1"}, sparse},
      {"pooler.learning_columns", {"1", "65536"}, {"0", "65537"}, sparse},
      {"pooler.stimulus_on", {"overlap", "boosted_overlap"}, {"key"}},
      {"pooler.overlap_scale", {"count", "connected_fraction"}, {"fraction"}},
      {"pooler.active_columns", {"4096"}, {"4097"}, wide},
      {"pooler.learning_columns", {"1", "3"}, {"0", "4"}},
      {"pooler.stimulus_threshold", {"0", "4096"}, {"-1", "4097"}},
      {"learning.rule", {"every_step", "draw_per_winner", "draw_per_synapse"}, {"never"}},
      {"learning.increment", {"0", "15"}, {"-1", "16"}},
      {"learning.increment", {"0", "65535"}, {"65536"}, sixteen},
      {"learning.decrement", {"0", "15"}, {"-1", "16"}},
      {"learning.increment_probability", {"0", "1"}, {"-0.001", "1.001", "nan"}},
      {"learning.increment_probability", {"1"}, {"0", "0.999"}, every_step},
      {"learning.decrement_probability", {"0", "1"}, {"-0.001", "1.001", "nan"}},
      {"learning.decrement_probability", {"1"}, {"0", "0.999"}, every_step},
      {"learning.minimum_connected", {"0", "4096"}, {"-1", "4097"}},
      {"learning.raise_step", {"1", "15"}, {"0", "16"}, {{"learning.minimum_connected", "1", "t"}}},
      {"learning.raise_step", {}, {"1"}},
      {"learning.trim", {"0", "8"}, {"-1", "9"}},
      {"learning.trim_at_reset", {"true", "false"}, {"1"}, {{"learning.trim", "1", "t"}}},
      {"learning.trim_at_reset", {}, {"true"}},
      {"learning.reward", {"none", "gate", "punish"}, {"reward"}},
      {"learning.classes", {"2", "256"}, {"1", "257"}, {{"learning.reward", "gate", "t"}}},
      {"learning.classes", {}, {"10"}},
      {"boosting.rule", {"none", "linear", "logarithmic"}, {"square"}},
      {"boosting.rule", {"linear"}, {"logarithmic"}, local},
      {"boosting.in_inference", {"true", "false"}, {"1"}},
      {"boosting.duty", {"decayed", "window", "mean"}, {"sliding"}},
      {"boosting.maximum", {"1", "15.99"}, {"0.99", "16", "nan"}, linear},
      {"boosting.maximum", {}, {"1"}},
      {"boosting.minimum_duty", {"0", "1"}, {"-0.1", "1.1", "nan"}, linear},
      {"boosting.minimum_duty", {}, {"1"}},
      {"boosting.strength", {"0"}, {"0.1", "-1"}},
      {"boosting.strength", {"0", "693.1"}, {"-0.1", "693.11", "nan"}, exponential},
      {"boosting.strength", {"69310"}, {"69311"}, slow_and_strong},
      {"boosting.duty_period", {"1", "100000"}, {"0", "100001"}},
      {"boosting.duty_period", {"10000"}, {"10001"}, {{"boosting.duty", "window", "t"}}},
      {"boosting.duty_fraction_bits", {"8", "16"}, {"7", "17"}, {{"boosting.duty_period", "1023", "t"}}},
      {"boosting.duty_fraction_bits", {"15"}, {"16"}, {{"boosting.duty_period", "1024", "t"}}},
      {"boosting.duty_fraction_bits", {"9"}, {"10"}, slow},
      {"boosting.update_period", {"1", "1000"}, {"0", "1001"}},
      {"boosting.update_period", {"65536"}, {"65537"}, slow},
      {"bumping.increment", {"0", "15"}, {"-1", "16"}},
      {"bumping.minimum_duty", {"0", "1"}, {"-0.1", "1.1", "nan"}, bumping},
      {"bumping.minimum_duty", {}, {"1"}},
      {"bumping.reference", {"overlap_duty", "duty"}, {"wins"}, bumping},
      {"bumping.reference", {}, {"duty"}},
      {"bumping.overlap_threshold", {"1", "4096"}, {"0", "4097"}, bumping},
      {"bumping.overlap_threshold", {}, {"1"}},
      {"readout.rule", {"softmax", "counts", "nearest", "svm"}, {"linear"}},
      {"readout.passes", {"1", "1000"}, {"0", "1001"}},
      {"readout.learning_rate", {"1", "1e-300"}, {"0", "-1", "1.001", "nan"}},
      {"readout.learning_rate_decay", {"1", "1e-300"}, {"0", "-1", "1.001", "nan"}},
      {"readout.weight_bits", {"0", "2", "16"}, {"-1", "1", "17"}},
      {"readout.classes", {"0", "2", "256"}, {"-1", "1", "257"}},
      {"readout.classes", {}, {"2"}, nearest},
      {"readout.shift", {"0", "8"}, {"-1", "9"}},
      {"readout.shift", {}, {"1"}, nearest},
      {"readout.rotation", {"0", "15"}, {"-1", "16"}},
      {"readout.neighbours", {"1", "1000"}, {"0", "1001"}, nearest},
      {"readout.neighbours", {}, {"1"}},
      {"readout.cost", {"1e-300", "1000000"}, {"0", "-1", "1000001", "nan"}, svm},
      {"readout.passes", {}, {"1"}, svm},
      {"readout.learning_rate", {}, {"1"}, nearest},
      {"rtl.microarchitecture", {"tiled", "serial"}, {"parallel"}},
      {"rtl.tiles", {"1"}, {"0", "2"}},
      {"rtl.tiles", {"1", "12", "36"}, {"0", "5", "37", "72"}, grid},
      {"rtl.banks", {"1", "32"}, {"0", "3", "49"}},
      {"rtl.banks", {"1", "64"}, {"48", "65"}, largest_pool},
      {"rtl.lanes", {"1", "48"}, {"0", "49"}},
      {"rtl.lanes", {"1", "256"}, {"257"}, largest_pool},
      {"rtl.multipliers", {"1", "10"}, {"0", "11"}},
      {"rtl.multipliers", {"4096"}, {"4097"}, wide},
      {"rtl.clock_gates", {"true", "false"}, {"0", "1"}},
      {"rtl.stream_bits", {"8", "16", "32", "64"}, {"0", "24", "128"}},
      {"rtl.interface", {"top", "axi"}, {"bus"}},
      {"rtl.frames", {"dense", "sparse"}, {"packed"}},
      {"rtl.frames", {"dense"}, {"sparse"}, narrow},
      {"rtl.winners", {"bitmap", "indices"}, {"list"}},
      {"rtl.winners", {"bitmap"}, {"indices"}, narrow},
      {"rtl.readout", {"true", "false"}, {"1"}, integers},
      {"rtl.readout", {"false"}, {"true"}},
      {"rtl.readout", {}, {"true"}, {{"readout.weight_bits", "4", "t"}}},
      {"rtl.readout_banks", {"1", "10"}, {"0", "11"}, hardware_readout},
      {"rtl.readout_banks", {}, {"1"}},
      {"rtl.class", {"register", "beat"}, {"stream"}, hardware_readout},
      {"rtl.class", {}, {"beat"}},
      {"estimate.technology", {"osu018"}, {"''", "'a b'"}},
      {"crossbar.synapse", {"hybrid", "analog", "stochastic"}, {"digital"}},
      {"crossbar.device", {"vteam"}, {"''", "'a b'"}},
      {"crossbar.law", {"card", "linear"}, {"square"}, analog},
      {"crossbar.law", {}, {"linear"}},
      {"crossbar.effects", {"none", "all", "'stuck_cells drift'"}, {}},
      {"crossbar.device_variation", {"0", "3"}, {"-0.1", "3.1", "nan"}},
      {"crossbar.cycle_variation", {"0", "3"}, {"-0.1", "3.1", "nan"}},
      {"crossbar.stuck_on", {"0", "1"}, {"-0.1", "1.1", "nan"}},
      {"crossbar.stuck_off", {"0", "1"}, {"-0.1", "1.1", "nan"}},
      {"crossbar.read_noise", {"0", "1"}, {"-0.1", "1.1", "nan"}},
      {"crossbar.endurance", {"1", "1e15"}, {"0.9", "1e16", "nan"}},
      {"crossbar.threshold_variation", {"0", "1"}, {"-0.1", "1.1", "nan"}, stochastic},
      {"crossbar.threshold_variation", {}, {"0.1"}},
      {"crossbar.row_ohm", {"0", "1000000"}, {"-1", "1000001", "nan"}},
      {"crossbar.column_ohm", {"0", "1000000"}, {"-1", "1000001", "nan"}},
      {"crossbar.driver_ohm", {"0", "1000000"}, {"-1", "1000001", "nan"}},
      {"crossbar.sense_ohm", {"0", "1000000"}, {"-1", "1000001", "nan"}},
      {"crossbar.inactive_rows", {"gated", "grounded"}, {"floating"}},
      {"crossbar.solver", {"exact", "alpha_beta", "dmr", "ideal"}, {"spice"}},
      {"crossbar.tile_rows", {"1", "48"}, {"0", "49"}},
      {"crossbar.tile_columns", {"1", "10"}, {"0", "11"}},
      {"crossbar.readout", {"ramp", "adc", "threshold", "current"}, {"eye"}},
      {"crossbar.readout", {}, {"ramp"}, analog},
      {"crossbar.adc_bits", {"1", "16"}, {"0", "17"}, reads_by("adc")},
      {"crossbar.adc_bits", {}, {"6"}},
      {"crossbar.adc_full_scale", {"1", "4096"}, {"0", "4097"}, reads_by("adc")},
      {"crossbar.threshold", {"1", "4096"}, {"0", "4097"}, reads_by("threshold")},
      {"crossbar.gain_bits", {"1", "16"}, {"0", "17"}, reads_by("current")},
      {"crossbar.readout_offset", {"0", "1000"}, {"-1", "1001", "nan"}},
      {"crossbar.readout_noise", {"0", "1000"}, {"-1", "1001", "nan"}},
      {"crossbar.calibration", {"ideal", "fitted"}, {"guessed"}},
      {"crossbar.samples_per_second", {"1e-9", "1000000000"}, {"0", "-1", "1000000001", "nan"}},
      {"crossbar.seed", {"0", "4294967295"}, {"-1", "4294967296"}},
  };
}

TEST(Ranges, CornersAreTakenAndWhatIsBeyondIsRefused) {
  for (const Corners& c : corners()) {
    const auto with = [&](const std::string& value) {
      Overrides all = c.setting;
      all.push_back({c.key, value, "value"});
      return refusal(kMinimal, all);
    };
    for (const std::string& value : c.legal) EXPECT_EQ(with(value), "") << c.key << " = " << value;
    for (const std::string& value : c.illegal) {
      const std::string message = with(value);
      EXPECT_EQ(message.find("value: " + c.key), 0U) << c.key << " = " << value << " gave: " << message;
    }
  }
}

TEST(Ranges, EveryKeyHasCorners) {
  std::set<std::string> known;
  for (const Corners& c : corners()) known.insert(c.key);
  for (const SchemaKey& key : schema()) EXPECT_EQ(known.count(std::string(key.name)), 1U) << key.name;
  EXPECT_EQ(known.size(), schema().size());
}

/// Whatever the other keys are, the schema's own range holds; and its ends are printed.
TEST(Ranges, NumbersBeyondTheSchemaAreRefused) {
  std::map<std::string, Overrides> usual;  // where the key has a meaning
  for (const Corners& c : corners())
    if (!c.legal.empty()) usual.emplace(c.key, c.setting);
  for (const SchemaKey& key : schema()) {
    if (!key.choices.empty() || (key.type != KeyType::integer && key.type != KeyType::real)) continue;
    for (const double beyond : {key.minimum - 1, key.maximum + 1}) {
      Overrides all = usual.at(std::string(key.name));
      all.push_back({std::string(key.name), std::to_string(static_cast<long long>(beyond)), "value"});
      const std::string message = refusal(kMinimal, all);
      EXPECT_EQ(message.find("value: " + std::string(key.name) + " = "), 0U) << message;
    }
  }
}

TEST(Ranges, LegalTextHasTheEnds) {
  std::map<std::string_view, std::string> texts;
  for (const SchemaKey& key : schema()) texts[key.name] = legal_text(key);
  EXPECT_EQ(texts["pooler.active_columns"], "1..65536 (columns that compete)");
  EXPECT_EQ(texts["seed"], "0..4294967295");
  EXPECT_EQ(texts["readout.learning_rate"], "above 0, at most 1");
  EXPECT_EQ(texts["rtl.stream_bits"], "8, 16, 32, 64");
  EXPECT_EQ(texts["pooler.stimulus_on"], "\"overlap\", \"boosted_overlap\"");
  EXPECT_EQ(texts["pooler.wrap"], "true, false");
}

}  // namespace
}  // namespace silipool::config
