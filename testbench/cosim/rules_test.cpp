// Every rule that the configuration knows, in one small hypercolumn: the RTL agrees with the model to the
// bit, or the configuration is refused by name.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/hardware.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>
#include <silipool/verilated/build.hpp>

#include "agreement.hpp"

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
  if (key == "pooler.inhibition" && choice.starts_with("local"))
    set.push_back({"pooler.inhibition_radius", "1", "test"});
  if (choice == "exponential") set.push_back({"boosting.strength", "6", "test"});
  return set;
}

/// All of inhibition beside all of boosting; the order of the schema.
std::vector<config::Overrides> combinations() {
  std::vector<config::Overrides> all{{}};
  for (const config::SchemaKey& key : config::schema()) {
    const std::string name(key.name);
    if (name != "pooler.inhibition" && name != "boosting.rule") continue;
    std::vector<config::Overrides> longer;
    for (const config::Overrides& before : all)
      for (const std::string_view choice : key.choices) {
        config::Overrides set = before;
        for (const auto& o : with(name, std::string(choice))) set.push_back(o);
        longer.push_back(set);
      }
    all = longer;
  }
  return all;
}

TEST(Rules, WhatTheRtlHasAgreesAndTheRestIsRefused) {
  std::vector<std::string> had;
  for (config::Overrides& set : combinations()) {
    std::string name;
    for (const auto& o : set)
      if (o.key == "pooler.inhibition" || o.key == "boosting.rule")
        name += (name.empty() ? "" : " ") + o.value;
    set.push_back({"rtl.clock_gates", had.size() % 2 == 0 ? "true" : "false", "test"});
    config::Config config;
    try {
      config = config::parse_config(kText, "rules_test.toml", set);
    } catch (const base::Error&) {
      continue;  // of two rules that exclude each other
    }
    if (!config::beyond_hardware(config).empty()) continue;
    had.push_back(name);
    SCOPED_TRACE(name);
    EXPECT_GT(expect_agreement(config, verilated::build_model(config, {}, true), engine::Stall::none, 5, 200),
              5000U);
  }
  EXPECT_EQ(had, (std::vector<std::string>{"hypercolumn none", "hypercolumn exponential",
                                           "hypercolumn linear", "hypercolumn logarithmic", "local none",
                                           "local exponential", "local linear"}));
}

}  // namespace
}  // namespace silipool
