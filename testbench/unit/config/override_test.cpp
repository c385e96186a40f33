#include <silipool/config/load.hpp>

#include <gtest/gtest.h>

#include "minimal.hpp"

namespace silipool::config {
namespace {

TEST(Overrides, TakeThePlaceOfTheFile) {
  EXPECT_EQ(minimal({{"pooler.active_columns", "7", "--set"}}).runtime.active_columns, 7U);
  EXPECT_EQ(minimal({{"seed", "0x10", "--seed"}}).runtime.seed, 16U);
  EXPECT_EQ(minimal({{"pooler.window", "[3, 5]", "--set"}}).structural.window_y, 3U);
}

TEST(Overrides, TheLastWins) {
  EXPECT_EQ(minimal({{"seed", "3", "--seed"}, {"seed", "4", "--set"}}).runtime.seed, 4U);
}

TEST(Overrides, StringsMayStandBare) {
  EXPECT_EQ(minimal({{"name", "bare", "t"}}).name, "bare");
  EXPECT_EQ(minimal({{"name", "\"quoted\"", "t"}}).name, "quoted");
  EXPECT_EQ(minimal({{"name", "'literal'", "t"}}).name, "literal");
  EXPECT_EQ(minimal({{"data.train", "[\"i\", \"l\"]", "t"}}).train.labels, "l");
}

TEST(Overrides, EmptyTakesAKeyOut) {
  const std::string sampled =
      std::string(kMinimal) + "pooler.pool = \"sample\"\npooler.synapses_per_column = 3\n";
  const Config c = parse_config(
      sampled, "s.toml", {{"pooler.pool", "window", "--set"}, {"pooler.synapses_per_column", "", "--set"}});
  EXPECT_EQ(c.structural.pool, Pool::window);
  EXPECT_EQ(c.structural.synapses_per_column, 0U);
}

TEST(Overrides, AreCheckedAsTheFileIs) {
  EXPECT_EQ(refusal(kMinimal, {{"pooler.windo", "3", "--set"}}),
            "--set: unknown key pooler.windo (did you mean pooler.window?)");
  EXPECT_EQ(refusal(kMinimal, {{"seed", "-1", "--seed"}}),
            "--seed: seed = -1 is out of range: 0..4294967295");
  EXPECT_EQ(refusal(kMinimal, {{"seed", "true", "--seed"}}),
            "--seed: seed must be an integer, found a boolean: true");
  EXPECT_EQ(refusal(kMinimal, {{"pooler.window", "[3,", "--set"}})
                .find("--set: pooler.window = [3, is not a value: "),
            0U);
  EXPECT_EQ(refusal(kMinimal, {{"seed", "3\nname = \"x\"", "--set"}}), "--set: seed takes one value");
}

}  // namespace
}  // namespace silipool::config
