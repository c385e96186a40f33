// What the RTL does not have, each by the name of its key (docs/spec.md section 10).
#include <silipool/config/hardware.hpp>

#include <string>

#include <gtest/gtest.h>

#include "minimal.hpp"

namespace silipool::config {
namespace {

struct Beyond {
  std::string key, value;
  Overrides beside = {};
};

TEST(Hardware, NamesTheKeyThatAsksForMore) {
  EXPECT_EQ(beyond_hardware(minimal()), "");
  const Overrides near{{"pooler.inhibition_radius", "2", "t"}};
  const Overrides local{{"pooler.inhibition", "\"local\"", "t"}};
  const Overrides local_near{{"pooler.inhibition", "\"local\"", "t"}, {"pooler.inhibition_radius", "2", "t"}};
  const Overrides window{{"pooler.initial_window", "2", "t"}};
  for (const Beyond& b : {Beyond{"pooler.inhibition", "\"global\""},
                          {"pooler.radius_rule", "\"mean_distance\"", local},
                          {"pooler.inhibition", "\"local_scan\"", near},
                          {"pooler.inhibition", "\"local_gaussian\"", near},
                          {"pooler.ties", "\"all\""},
                          {"pooler.ties", "\"highest_index\""},
                          {"pooler.stimulus_on", "\"boosted_overlap\""},
                          {"pooler.overlap_scale", "\"connected_fraction\""},
                          {"pooler.initialisation", "\"uniform\"", window},
                          {"pooler.initialisation", "\"distance\"", window},
                          {"learning.minimum_connected", "1"},
                          {"learning.trim", "1", {{"learning.trim_at_reset", "true", "t"}}},
                          {"learning.reward", "\"gate\""},
                          {"learning.reward", "\"punish\""},
                          {"boosting.in_inference", "false"},
                          {"boosting.duty", "\"window\""},
                          {"boosting.duty", "\"mean\""},
                          {"boosting.duty_fraction_bits", "9"},
                          {"bumping.increment", "1", {{"bumping.overlap_threshold", "1", "t"}}},
                          {"pooler.hypercolumns", "[1, 257]"},
                          {"pooler.hypercolumns", "[1, 2]", local_near},
                          {"pooler.hypercolumns", "[257, 1]"}}) {
    Overrides overrides = b.beside;
    overrides.push_back({b.key, b.value, "t"});
    EXPECT_EQ(beyond_hardware(minimal(overrides)), b.key + " = " + b.value);
  }
  const Overrides all{{"pooler.hypercolumns", "[256, 256]", "t"},
                      {"pooler.columns_per_hypercolumn", "1", "t"},
                      {"pooler.active_columns", "1", "t"},
                      {"pooler.pool", "radius", "t"},
                      {"pooler.radius", "1", "t"},
                      {"boosting.rule", "exponential", "t"},
                      {"boosting.strength", "1", "t"},
                      {"learning.rule", "draw_per_synapse", "t"}};
  EXPECT_EQ(beyond_hardware(minimal(all)), "");
  EXPECT_EQ(beyond_hardware(minimal(local_near)), "");
  for (const char* rule : {"none", "linear", "logarithmic"})
    EXPECT_EQ(beyond_hardware(minimal({{"boosting.rule", rule, "t"}})), "") << rule;
}

}  // namespace
}  // namespace silipool::config
