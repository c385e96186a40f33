// What a user reads when a configuration is wrong.
#include <silipool/config/load.hpp>

#include <gtest/gtest.h>

#include "minimal.hpp"

namespace silipool::config {
namespace {

/// kMinimal has six lines: what is added stands on line 7.
std::string added(const std::string& line) { return refusal(kMinimal + line); }

/// kMinimal with another value of a key that it has.
std::string with(const std::string& key, const std::string& value) {
  std::string text = kMinimal;
  const std::size_t at = text.find(key + " = ");
  return refusal(text.replace(at, text.find('\n', at) - at, key + " = " + value));
}

TEST(Messages, RangeNamesFileLineKeyValueAndLimit) {
  EXPECT_EQ(with("pooler.active_columns", "40"),
            "a.toml:5: pooler.active_columns = 40 is out of range: 1..10 (columns that compete)");
  EXPECT_EQ(added("pooler.learning_columns = 4"),
            "a.toml:7: pooler.learning_columns = 4 is out of range: 1..3 (active_columns)");
  EXPECT_EQ(added("seed = -1"), "a.toml:7: seed = -1 is out of range: 0..4294967295");
  EXPECT_EQ(added("pooler.window = [3, 1025]"),
            "a.toml:7: pooler.window = [3, 1025] is out of range: 1..1024 each");
  EXPECT_EQ(added("readout.learning_rate = 0"),
            "a.toml:7: readout.learning_rate = 0 is out of range: above 0, at most 1");
  EXPECT_EQ(added("pooler.initially_connected = nan"),
            "a.toml:7: pooler.initially_connected = nan is out of range: 0..1");
  EXPECT_EQ(added("boosting.rule = \"exponential\"\nboosting.strength = 700"),
            "a.toml:8: boosting.strength = 700 is out of range: 0..693.1 (0.6931 duty_period; 0 with rule "
            "\"none\")");
}

TEST(Messages, UnknownKeysAndTables) {
  EXPECT_EQ(added("pooler.windo = [3, 3]"),
            "a.toml:7: unknown key pooler.windo (did you mean pooler.window?)");
  EXPECT_EQ(added("learning.permanence_bits = 3"),
            "a.toml:7: unknown key learning.permanence_bits (did you mean pooler.permanence_bits?)");
  EXPECT_EQ(added("stimulus_threshold = 3"),
            "a.toml:7: unknown key stimulus_threshold (did you mean pooler.stimulus_threshold?)");
  EXPECT_EQ(added("pooler.quux = 3"), "a.toml:7: unknown key pooler.quux");
  EXPECT_EQ(added("\n[quux]\ndevice = \"x\""), "a.toml:8: unknown table [quux]");
  EXPECT_EQ(added("[boostin]\nstrength = 3"), "a.toml:7: unknown table [boostin] (did you mean boosting?)");
  EXPECT_EQ(added("rtl = 3"), "a.toml:7: rtl must be a table, found an integer");
  EXPECT_EQ(added("[[rtl]]\ntiles = 1"), "a.toml:7: rtl must be a table, found an array of tables");
}

TEST(Messages, TheFirstUnknownKeyIsReported) {
  EXPECT_EQ(added("pooler.zzzzzz = 1\ninput.aaaaaa = 1"), "a.toml:7: unknown key pooler.zzzzzz");
}

TEST(Messages, WrongTypes) {
  EXPECT_EQ(with("pooler.active_columns", "\"four\""),
            "a.toml:5: pooler.active_columns must be an integer, found a string: \"four\"");
  EXPECT_EQ(with("pooler.active_columns", "4.0"),
            "a.toml:5: pooler.active_columns must be an integer, found a number with a fraction: 4");
  EXPECT_EQ(with("learning.rule", "1"), "a.toml:6: learning.rule must be a string, found an integer: 1");
  EXPECT_EQ(with("input.shape", "28"),
            "a.toml:2: input.shape must be an array of 1..2 integers, found an integer: 28");
  EXPECT_EQ(with("input.shape", "[28, 28.5]"),
            "a.toml:2: input.shape must be an array of 1..2 integers, found an array");
  EXPECT_EQ(added("pooler.wrap = 1"), "a.toml:7: pooler.wrap must be a boolean, found an integer: 1");
  EXPECT_EQ(added("pooler.initially_connected = true"),
            "a.toml:7: pooler.initially_connected must be a number, found a boolean: true");
  EXPECT_EQ(added("data.train = 2020-01-01"),
            "a.toml:7: data.train must be a string, or array of two strings, found a date or time");
  EXPECT_EQ(added("data.train = [\"a\"]"),
            "a.toml:7: data.train must be a string, or array of two strings, found an array: [\"a\"]");
  EXPECT_EQ(added("[pooler.window]\nx = 1"),
            "a.toml:7: pooler.window must be an array of integers, found a table");
}

TEST(Messages, Choices) {
  EXPECT_EQ(with("learning.rule", "\"often\""),
            "a.toml:6: learning.rule = \"often\" is not one of \"every_step\", \"draw_per_winner\", "
            "\"draw_per_synapse\"");
  EXPECT_EQ(added("rtl.stream_bits = 24"), "a.toml:7: rtl.stream_bits = 24 is not one of 8, 16, 32, 64");
  EXPECT_EQ(
      added("data.train = \"mnsit/train\""),
      "a.toml:7: data.train = \"mnsit/train\" is not one of \"mnist/train\", \"mnist/test\", "
      "\"digits/train\", \"digits/test\" (or the path of a .csv, .npz, .bits, .hex or .sdr, or `[images, "
      "labels]`, two paths)");
}

TEST(Messages, MissingKeys) {
  for (const char* key : {"name", "input.shape", "pooler.columns_per_hypercolumn", "pooler.permanence_bits",
                          "pooler.active_columns", "learning.rule"}) {
    const std::string message = refusal(kMinimal, {{key, "", "--set"}});
    EXPECT_EQ(message.find("a.toml: " + std::string(key) + " is required"), 0U) << message;
  }
  EXPECT_EQ(refusal(kMinimal, {{"pooler.active_columns", "", "--set"}}),
            "a.toml: pooler.active_columns is required with no pooler.active_density: 1..10 (columns that "
            "compete)");
  EXPECT_EQ(added("pooler.pool = \"radius\""),
            "a.toml: pooler.radius is required with pooler.pool = \"radius\": 0..1024");
  EXPECT_EQ(
      added("pooler.pool = \"sample\""),
      "a.toml: pooler.synapses_per_column is required with pooler.pool = \"sample\" or \"shared_sample\": "
      "1..48 (positions of the window)");
  EXPECT_EQ(added("boosting.rule = \"exponential\""),
            "a.toml: boosting.strength is required with boosting.rule = \"none\" or \"exponential\": "
            "0..693.1 (0.6931 duty_period; 0 with rule \"none\")");
}

TEST(Messages, KeysOfAnotherCase) {
  EXPECT_EQ(added("pooler.radius = 3"),
            "a.toml:7: pooler.radius = 3 has no meaning here: it is only for pooler.pool = \"radius\"");
  EXPECT_EQ(added("pooler.synapses_per_column = 3"),
            "a.toml:7: pooler.synapses_per_column = 3 has no meaning here: it is only for pooler.pool = "
            "\"sample\" or \"shared_sample\"");
  EXPECT_NE(added("pooler.pool = \"sample\"\npooler.synapses_per_column = 3\n"
                  "pooler.candidate_inputs = \"000000000000\"")
                .find("a.toml:9: pooler.candidate_inputs = \"000000000000\" has no meaning here"),
            std::string::npos);
  EXPECT_EQ(added("readout.cost = 3"),
            "a.toml:7: readout.cost = 3 has no meaning here: it is only for readout.rule = \"svm\"");
  EXPECT_EQ(
      added("input.levels = 3"),
      "a.toml:7: input.levels = 3 has no meaning here: it is only for input.encoding = \"thermometer\" or "
      "\"quantile\"");
  EXPECT_EQ(added("input.encoding = \"mean\"\ninput.thresholds = [3]"),
            "a.toml:8: input.thresholds = [3] has no meaning here: it is only for input.encoding = "
            "\"threshold\" or \"on_off\"");
  EXPECT_EQ(
      added("data.label_column = \"first\""),
      "a.toml:7: data.label_column = \"first\" has no meaning here: it is only for a .csv in data.train "
      "or data.test");
  EXPECT_EQ(added("boosting.strength = 3"),
            "a.toml:7: boosting.strength = 3 is out of range: 0 (0.6931 duty_period; 0 with rule \"none\")");
}

TEST(Messages, Contradictions) {
  EXPECT_EQ(added("pooler.window = [3]"),
            "a.toml:7: pooler.window = [3] must have 2 entries, as input.shape has");
  EXPECT_EQ(added("pooler.hypercolumns = [1, 1, 1]"),
            "a.toml:7: pooler.hypercolumns = [1, 1, 1] must have 2 entries, as input.shape has");
  EXPECT_EQ(with("input.shape", "[]"), "a.toml:2: input.shape = [] has 0 entries: 1..2 are legal");
  EXPECT_EQ(with("input.shape", "[1, 2, 3]"),
            "a.toml:2: input.shape = [1, 2, 3] has 3 entries: 1..2 are legal");
  EXPECT_EQ(with("input.shape", "[1024, 33]"),
            "a.toml:2: input.shape = [1024, 33] is too large: 33792 inputs, of at most 32768");
  EXPECT_EQ(
      with("input.shape", "[65, 64]"),
      "a.toml: pooler.window = [65, 64] (the default) is too large: 4160 positions in all planes, of at "
      "most 4096");
  EXPECT_EQ(added("input.planes = 2"),
            "a.toml:7: input.planes = 2 is out of range: 1 (what the encoding yields; free with encoding "
            "\"none\")");
  EXPECT_EQ(added("input.encoding = \"on_off\"\ninput.thresholds = [1, 2]"),
            "a.toml:8: input.thresholds = [1, 2] must be one threshold: input.encoding is \"on_off\"");
  EXPECT_EQ(refusal(kMinimal, {{"input.shape", "[128, 129]", "t"}, {"input.thresholds", "[1, 2]", "t"}}),
            "a.toml: input.planes = 2 (the default) is too large: 33024 inputs, of at most 32768");
  EXPECT_EQ(
      added("pooler.wrap = true\npooler.window = [9, 6]"),
      "a.toml:8: pooler.window = [9, 6] is out of range: 1..8 each (input.shape where wrap = true; 4096 "
      "positions in all planes)");
  EXPECT_EQ(added("pooler.hypercolumns = [5, 4]\nrtl.tiles = 3"),
            "a.toml:8: rtl.tiles = 3 must divide the number of hypercolumns, 20: 1, 2, 4, 5, 10, 20");
  EXPECT_EQ(added("pooler.hypercolumns = [256, 256]"),
            "a.toml:3: pooler.columns_per_hypercolumn = 10 is out of range: 1 (65536 columns in all)");
  EXPECT_EQ(added("boosting.duty_period = 10\nboosting.update_period = 11"),
            "a.toml:8: boosting.update_period = 11 is out of range: 1..10 (duty_period)");
  EXPECT_EQ(
      refusal(kMinimal,
              {{"learning.rule", "every_step", "t"}, {"learning.increment_probability", "0.5", "--set"}}),
      "--set: learning.increment_probability = 0.5 is out of range: 1 (always 1 with rule \"every_step\")");
}

TEST(Messages, FilesOfOnesOwn) {
  const std::string csv = "data.train = \"a.csv\"\n";
  EXPECT_EQ(added(csv + "data.range = [1, 1]"),
            "a.toml:8: data.range = [1, 1] must have its first value below its second");
  EXPECT_EQ(added(csv + "data.range = [0, 1000001]"),
            "a.toml:8: data.range = [0, 1000001] is out of range: -1000000..1000000 each");
  EXPECT_EQ(added("data.train = \"a.npz\"\ndata.npz_keys = [\"x\"]"),
            "a.toml:8: data.npz_keys must be an array of two strings, found an array: [\"x\"]");
}

TEST(Messages, Bitmaps) {
  const std::string sampled = "pooler.pool = \"shared_sample\"\npooler.synapses_per_column = 4\n";
  EXPECT_EQ(added(sampled + "pooler.candidate_inputs = \"00\""),
            "a.toml:9: pooler.candidate_inputs = \"00\" has 2 digits: exactly 12 are needed, for 48 inputs");
  EXPECT_EQ(
      added(sampled + "pooler.candidate_inputs = \"00000000000g\""),
      "a.toml:9: pooler.candidate_inputs = \"00000000000g\" has 'g' in it: only 0..9 and a..f are digits");
  const Overrides odd{{"input.shape", "[5]", "t"},
                      {"pooler.pool", "shared_sample", "t"},
                      {"pooler.synapses_per_column", "4", "t"},
                      {"pooler.candidate_inputs", "20", "t"}};
  EXPECT_EQ(refusal(kMinimal, odd),
            "t: pooler.candidate_inputs = \"20\" has bits past the last of 5 inputs: they must be 0");
  const std::string long_one = added(sampled + "pooler.candidate_inputs = \"" + std::string(8192, '0') + '"');
  EXPECT_LT(long_one.size(), 200U) << "a message must not be buried by a long value";
}

TEST(Messages, OneBitIsNoWeight) {
  EXPECT_EQ(added("readout.weight_bits = 1"),
            "a.toml:7: readout.weight_bits = 1 is out of range: 0 or 2..16");
}

TEST(Messages, Names) {
  EXPECT_EQ(with("name", "\"a b\""),
            "a.toml:1: name = \"a b\" is not a name: 1..64 letters, digits, '_', '-' and '.'");
  EXPECT_NE(with("name", "\"\""), "");
  EXPECT_NE(added("estimate.technology = \"../x\""), "");
}

TEST(Messages, SyntaxErrorsHaveLineAndColumn) {
  const std::string message = added("pooler.window = [3, ");
  EXPECT_EQ(message.find("a.toml:7:"), 0U) << message;
  EXPECT_GT(message.size(), 30U) << message;
  EXPECT_EQ(added("pooler.active_columns = 3").find("a.toml:7:"), 0U) << "given twice";
  EXPECT_EQ(added("seed = 99999999999999999999").find("a.toml:7:"), 0U);
  EXPECT_NE(refusal("\xff\xfe"), "");
  EXPECT_EQ(refusal(""), "a.toml: name is required: 1..64 letters, digits, `_`, `-` and `.`");
}

TEST(Messages, CharactersBeyondAsciiAreForCommentsAndStrings) {
  const std::string refused =
      ": a character that is not ASCII may only stand in a comment or a string of one line";
  EXPECT_EQ(added("seed = \u042c1"), "a.toml:7:8" + refused);
  EXPECT_EQ(added("# \u00e4\nrtl.banks = 1 # \u00e4 \u2014\n\u00fcber = 1"), "a.toml:9:1" + refused);
  EXPECT_EQ(added("data.train = [\"\u00e4\", '\u00e4'] # \u00e4"), "");
  EXPECT_EQ(added("data.train = [\"a\\\"\u00e4\", \"b#\\\\\"] # \u00e4\nseed\u00e4 = 1"),
            "a.toml:8:5" + refused);
  EXPECT_EQ(added("data.train = ['a\\', 'b#'] \u00e4"), "a.toml:7:27" + refused);
  EXPECT_EQ(added("data.train = [\"\"\"a\\\n\u00a7\"\"\", \"b\"]"), "a.toml:8:1" + refused);
  EXPECT_EQ(added("data.train = ['''a'', '''', 'b'] \u00e4"), "a.toml:7:34" + refused);
  EXPECT_EQ(refusal("\xef\xbb\xbf" + std::string(kMinimal)), "") << "a byte order mark is harmless";
}

TEST(Messages, AQuoteInTheWrongPlaceMakesNoString) {
  // The library must not meet the character there: undefined behaviour, which the preset asan makes fatal.
  for (const std::string before : {"seed = 1\"", "seed = 1=\"", "seed = \x01 = '", "seed = 1\x01\"x"}) {
    const std::string message = added(before + "r\u0486y\"");
    EXPECT_EQ(message.find("a.toml:7:"), 0U) << message;
    EXPECT_EQ(message, added(before + "r?y\""));
  }
}

TEST(Messages, MissingFile) {
  try {
    (void)load_config("no/such.toml");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(std::string(error.what()).find("no/such.toml: "), 0U) << error.what();
  }
}

}  // namespace
}  // namespace silipool::config
