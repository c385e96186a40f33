// Every rule that the configuration knows, in one small hypercolumn: every microarchitecture of the RTL
// agrees with the model to the bit, or the configuration is refused by name.
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/hardware.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>
#include <silipool/verilated/build.hpp>

#include "agreement.hpp"
#include "cores.hpp"

namespace silipool {
namespace {

constexpr const char* kText = R"(
name = "rules"
[input]
shape = [6, 6]
[pooler]
columns_per_hypercolumn = 14
permanence_bits = 3
active_columns = 3
learning_columns = 2
[learning]
rule = "draw_per_winner"
increment_probability = 0.3
decrement_probability = 0.2
[boosting]
duty_period = 60
update_period = 7
[rtl]
banks = 2
lanes = 5
)";

/// What a choice needs beside itself.
config::Overrides with(const std::string& key, const std::string& choice) {
  config::Overrides set{{key, choice, "test"}};
  const auto also = [&](const char* other, const char* value) { set.push_back({other, value, "test"}); };
  if (key == "pooler.inhibition" && choice.starts_with("local")) also("pooler.inhibition_radius", "1");
  if (choice == "exponential") also("boosting.strength", "40");
  // Boosts reach the cap only where the target is near 1 and the period long.
  if (choice == "logarithmic") {
    also("pooler.active_columns", "7");
    also("pooler.learning_columns", "7");
    also("boosting.duty_period", "300");
  }
  if (choice == "sample" || choice == "shared_sample") also("pooler.synapses_per_column", "20");
  if (choice == "radius") also("pooler.radius", "2");
  if (choice == "uniform" || choice == "distance") also("pooler.initial_window", "1");
  if (choice == "every_step") {
    also("learning.increment_probability", "");
    also("learning.decrement_probability", "");
  }
  return set;
}

config::Overrides operator+(config::Overrides a, const config::Overrides& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Absent where two rules exclude each other.
std::optional<config::Config> parsed(const config::Overrides& set) {
  try {
    return config::parse_config(kText, "rules_test.toml", set);
  } catch (const base::Error&) {
    return std::nullopt;
  }
}

/// All of inhibition beside all of boosting; the order of the schema.
std::vector<config::Overrides> combinations() {
  std::vector<config::Overrides> all{{}};
  for (const char* name : {"pooler.inhibition", "boosting.rule"}) {
    std::vector<config::Overrides> longer;
    for (const config::Overrides& before : all)
      for (const std::string_view choice : config::schema_key(name).choices)
        longer.push_back(before + with(name, std::string(choice)));
    all = longer;
  }
  return all;
}

/// The other rules: for each key the choices that are not refused by its name.
std::map<std::string, std::vector<std::string>> others() {
  std::map<std::string, std::vector<std::string>> had;
  for (const config::SchemaKey& key : config::schema()) {
    const std::string name(key.name);
    const std::string table = name.substr(0, name.find('.'));
    if (key.type != config::KeyType::choice ||
        (table != "pooler" && table != "learning" && table != "boosting") || name == "pooler.inhibition" ||
        name == "boosting.rule" || !key.condition.empty())
      continue;
    for (const std::string_view choice : key.choices) {
      const std::optional<config::Config> config = parsed(with(name, std::string(choice)));
      EXPECT_TRUE(config) << name << " " << choice << " needs something beside it";
      if (!config) continue;
      const std::string beyond = config::beyond_hardware(*config);
      if (beyond.empty())
        had[name].emplace_back(choice);
      else
        EXPECT_EQ(beyond.substr(0, beyond.find(' ')), name) << choice << " is refused by another name";
    }
  }
  return had;
}

class Rules : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Cores, Rules, testing::ValuesIn(cores()),
                         [](const auto& core) { return std::string(core.param); });

/// Each combination of inhibition and boosting has the next choice of each other key beside it, so that all
/// of them are met in each microarchitecture; and planes that wrap, or do not.
TEST_P(Rules, WhatTheRtlHasAgreesAndTheRestIsRefused) {
  const std::string_view core = GetParam();
  const std::map<std::string, std::vector<std::string>> beside = others();
  std::vector<std::string> had;
  std::set<std::pair<std::string, std::string>> met;
  for (const config::Overrides& combination : combinations()) {
    std::string name;
    for (const auto& o : combination)
      if (o.key == "pooler.inhibition" || o.key == "boosting.rule")
        name += (name.empty() ? "" : " ") + o.value;
    config::Overrides set = combination;
    set.push_back({"rtl.clock_gates", had.size() % 2 == 0 ? "true" : "false", "test"});
    set.push_back({"pooler.wrap", had.size() % 3 == 0 ? "false" : "true", "test"});
    set = set + of_core(core);
    const std::optional<config::Config> alone = parsed(set);
    if (!alone || !config::beyond_hardware(*alone).empty()) continue;
    for (const auto& [key, choices] : beside) {
      const std::string& choice = choices[had.size() % choices.size()];
      set = set + with(key, choice);
      met.insert({key, choice});
    }
    had.push_back(name);
    const std::optional<config::Config> config = parsed(set);
    std::string text;
    for (const auto& o : set) text += o.key + " = " + o.value + "  ";
    SCOPED_TRACE(text);
    ASSERT_TRUE(config);
    EXPECT_EQ(config::beyond_hardware(*config), "");
    const std::filesystem::path library = verilated::build_model(*config, {}, true);
    Agreement agreed = expect_agreement(*config, library, {}, 5, 200);
    EXPECT_GT(agreed.events, 5000U);
    agreed += expect_agreement(*config, library, {.drawn_state = true}, 6 + had.size(), 50);
    if (config->structural.boosting_rule != config::BoostingRule::none) {
      EXPECT_GT(agreed.bins[static_cast<std::size_t>(Bin::boost_at_cap)], 0U);
    }
  }
  EXPECT_EQ(had, (std::vector<std::string>{"hypercolumn none", "hypercolumn exponential",
                                           "hypercolumn linear", "hypercolumn logarithmic", "local none",
                                           "local exponential", "local linear"}))
      << core;
  for (const auto& [key, choices] : beside)
    for (const std::string& choice : choices)
      EXPECT_TRUE(met.contains({key, choice})) << core << key << choice;
}

}  // namespace
}  // namespace silipool
