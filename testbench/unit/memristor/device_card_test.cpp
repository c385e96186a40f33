#include <silipool/memristor/device/card.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include <silipool/base/file.hpp>
#include <silipool/memristor/device/cell_array.hpp>
#include <silipool/memristor/device/law.hpp>

#include "device_card.hpp"

namespace silipool::memristor {
namespace {

using test::kCard;
using test::refusal;

/// kCard with the first `from` replaced, which must be there.
std::string with(const std::string& from, const std::string& to) {
  std::string text = kCard;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refused(const std::string& text) {
  return refusal([&] { (void)parse_card(text, "a.toml"); });
}

TEST(Card, ReadsNumbersWithTheirRangeAndSource) {
  const Card card = parse_card(kCard, "a.toml");
  EXPECT_EQ(card.name, "test");
  EXPECT_EQ(card.model, Model::soft_bounds);
  const Quantity& g_max = card.quantity("device.g_max");
  EXPECT_EQ(g_max.value, 1e-5);
  EXPECT_EQ(g_max.low, 1e-6);
  EXPECT_EQ(g_max.high, 1e-4);
  EXPECT_EQ(g_max.source, "one: row 2");
  EXPECT_EQ(g_max.line, 9U);
  EXPECT_EQ(card.text("device_variation.distribution"), "log_normal");
  EXPECT_TRUE(card.has_table("device_variation"));
  EXPECT_FALSE(card.has_table("device_varia"));
  EXPECT_FALSE(card.has("drift.t_0"));
  EXPECT_EQ(card.number_or("drift.t_0", 7), 7);
  EXPECT_EQ(refusal([&] { (void)card.number("drift.t_0"); }), "the card test does not give drift.t_0");
}

TEST(Card, MissingParts) {
  EXPECT_EQ(refused(with("unit = \"S\", ", "")), "a.toml:9: device.g_max.unit is missing");
  EXPECT_EQ(refused(with("low = 1e-6, ", "")), "a.toml:9: device.g_max.low is missing");
  EXPECT_EQ(refused(with("high = 1e-4, ", "")), "a.toml:9: device.g_max.high is missing");
  EXPECT_EQ(refused(with("value = 1e-5, ", "")), "a.toml:9: device.g_max.value is missing");
  EXPECT_EQ(refused(with(", source = \"one: row 2\"", "")), "a.toml:9: device.g_max.source is missing");
  EXPECT_EQ(refused(with("model = \"soft_bounds\"\n", "")), "a.toml:1: model is missing");
  EXPECT_EQ(refused(with("[sources]\none = \"somebody, table 1\"\n", "")), "a.toml:1: [sources] is missing");
  EXPECT_EQ(refused(with(
                "step_up = { value = 0.1, unit = \"1\", low = 0.01, high = 0.5, source = \"one\" }\n", "")),
            "a.toml:8: device.step_up is missing");
}

TEST(Card, WrongUnitsAndRanges) {
  EXPECT_EQ(refused(with("unit = \"S\"", "unit = \"ohm\"")),
            "a.toml:9: device.g_max.unit = \"ohm\": the unit of device.g_max is \"S\"");
  EXPECT_EQ(refused(with("value = 1e-5", "value = 2e-4")),
            "a.toml:9: device.g_max.value = 0.0002 is out of range: 1e-06..0.0001 S");
  EXPECT_EQ(refused(with("high = 1e-4", "high = 1e-7")),
            "a.toml:9: device.g_max.high = 1e-07 is out of range: 1e-06..1 S");
  EXPECT_EQ(refused(with("low = 1e-6", "low = -1")),
            "a.toml:9: device.g_max.low = -1 is out of range: 1e-12..1 S");
  EXPECT_EQ(refused(with("value = 1e-5", "value = nan")), "a.toml:9: device.g_max.value = nan is not finite");
  EXPECT_EQ(refused(with("value = 1e-5", "value = \"1\"")), "a.toml:9: device.g_max.value must be a number");
  EXPECT_EQ(refused(with("distribution = \"log_normal\"", "distribution = \"weibull\"")),
            "a.toml:27: device_variation.distribution = \"weibull\": legal are normal, log_normal");
}

TEST(Card, SourcesMustBeCitedAndUsed) {
  EXPECT_EQ(refused(with("source = \"one: row 2\"", "source = \"two\"")),
            "a.toml:9: device.g_max.source names 'two', which is not in [sources]: one");
  EXPECT_EQ(refused(with("one = \"somebody, table 1\"\n", "one = \"somebody, table 1\"\ntwo = \"x\"\n")),
            "a.toml:7: sources.two is the source of no number");
  EXPECT_EQ(refused(with("source = \"one: row 2\"", "source = \" \"")),
            "a.toml:9: device.g_max.source is empty");
}

TEST(Card, UnknownNames) {
  EXPECT_EQ(refused(with("model = \"soft_bounds\"", "model = \"soft\"")),
            "a.toml:3: model = \"soft\": legal are pulse_count, soft_bounds, linear_ion_drift, vteam, "
            "stanford_pku, "
            "yakopcic, binary, programmed");
  EXPECT_EQ(refused(with("name = \"test\"\n", "name = \"test\"\nnames = \"x\"\n")),
            "a.toml:2: names is an unknown key: legal are name, description, model");
  EXPECT_EQ(refused(with("high = 1e-4", "high = 1e-4, hihg = 1")),
            "a.toml:9: device.g_max.hihg is an unknown key: a number has value, unit, low, high, source");
  EXPECT_EQ(refused(with("step_up =", "pulses_up =")),
            "a.toml:11: device.pulses_up is no number of a card of the model soft_bounds");
  EXPECT_EQ(refused(with("[read]", "[reads]")),
            "a.toml:22: reads is no number of a card of the model soft_bounds");
  EXPECT_EQ(refused(with("[device]\n", "[device]\nmass = 1\n")), "a.toml:9: device.mass is an unknown key");
  EXPECT_EQ(refused(with("[device]\n", "[device]\nx_on = 1\n")), "a.toml:9: device.x_on is an unknown key");
  EXPECT_EQ(
      refused(with("on = { value = 0.3, unit = \"1\", low = 0, high = 1, source = \"one\" }", "on = 1")),
      "a.toml:28: device_variation.on must be { value, unit, low, high, source }");
}

TEST(Card, AnotherValueMustBeInTheValidRange) {
  const Card card = parse_card(kCard, "a.toml");
  const Card changed = card.with("device.g_max", 5e-5, "sweep");
  EXPECT_EQ(changed.number("device.g_max"), 5e-5);
  EXPECT_EQ(changed.quantity("device.g_max").source, "sweep");
  EXPECT_EQ(card.number("device.g_max"), 1e-5);
  EXPECT_EQ(refusal([&] { (void)card.with("device.g_max", 2e-4, "sweep"); }),
            "sweep: device.g_max = 0.0002 is out of range: 1e-06..0.0001 S (valid range of the card test)");
  // What the card does not give has the range of the key.
  EXPECT_EQ(card.with("faults.stuck_on", 0.25, "sweep").number("faults.stuck_on"), 0.25);
  EXPECT_EQ(refusal([&] { (void)card.with("faults.stuck_on", 1.5, "sweep"); }),
            "sweep: faults.stuck_on = 1.5 is out of range: 0..1 1 (not given by the card test)");
  EXPECT_EQ(refusal([&] { (void)card.with("device.r_on", 50, "sweep"); }),
            "sweep: device.r_on is no number of a card of the model soft_bounds");
}

TEST(Card, EffectsWithoutNumbersAreRefusedNotZero) {
  const Card card = parse_card(kCard, "a.toml");
  EXPECT_EQ(refusal([&] { CellArray(card, 2, 2, 1, {.drift = true}); }),
            "the card test has no numbers for drift: it needs drift");
  EXPECT_EQ(refusal([&] { CellArray(card, 2, 2, 1, {.open_lines = true}); }),
            "the card test has no numbers for open_lines: it needs faults.open_rows,faults.open_columns");
  const Effects all = all_effects(card);
  EXPECT_EQ(all, (Effects{.device_variation = true, .thermal_noise = true, .shot_noise = true}));
  EXPECT_EQ(effect_switches().size(), sizeof(Effects));
}

TEST(Card, ContradictionsAreRefused) {
  EXPECT_EQ(
      refusal([] { (void)make_law(parse_card(with("value = 1e-6, unit", "value = 1e-5, unit"), "a.toml")); }),
      "the card test: the smallest conductance, 1e-05 S, must be below the largest, 1e-05 S");
}

TEST(Cards, ThereAreAtLeastTwelveAndEachIsOfItsFile) {
  const std::vector<std::string> names = known_cards();
  EXPECT_GE(names.size(), 12U);
  EXPECT_TRUE(std::ranges::is_sorted(names));
  for (const std::string& name : names) EXPECT_EQ(load_card(name).name, name);
  EXPECT_EQ(refusal([] { (void)load_card("nothing"); }).rfind("unknown memristor card 'nothing': ", 0), 0U);
}

TEST(Cards, EveryModelHasACard) {
  std::vector<bool> seen(8);
  for (const std::string& name : known_cards()) seen[static_cast<std::size_t>(load_card(name).model)] = true;
  EXPECT_EQ(std::ranges::count(seen, true), 8);
}

TEST(Cards, AnotherFolder) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "silipool_cards";
  std::filesystem::create_directories(folder);
  base::write_file(folder / "other.toml", kCard);
  ::setenv("SILIPOOL_MEMRISTOR_CARDS", folder.c_str(), 1);
  EXPECT_EQ(known_cards(), (std::vector<std::string>{"other"}));
  const std::string message = refusal([] { (void)load_card("other"); });
  ::unsetenv("SILIPOOL_MEMRISTOR_CARDS");
  EXPECT_EQ(message,
            (folder / "other.toml").string() + ": the card is named 'test', it must be 'other' as the file");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace silipool::memristor
