// What the RTL does not have is refused by the name of its key (docs/spec.md section 10).
#include <silipool/engine/rtl_instance.hpp>

#include <string>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/config/load.hpp>

namespace silipool::engine {
namespace {

config::Config small(config::Overrides overrides) {
  return config::parse_config(R"(name = "small"
input.shape = [8, 6]
pooler.columns_per_hypercolumn = 10
pooler.permanence_bits = 4
pooler.active_columns = 3
learning.rule = "draw_per_winner"
)",
                              "small.toml", overrides);
}

struct Refused {
  std::string key, value;
  config::Overrides beside = {};
};

TEST(RtlInstance, RefusesWhatOnlyTheModelHas) {
  EXPECT_NE(rtl_instance(small({})).find("module silipool_instance"), std::string::npos);
  const config::Override local{"pooler.inhibition", "\"local\"", "t"};
  const config::Override radius{"pooler.inhibition_radius", "2", "t"};
  const config::Overrides near{radius};
  const config::Overrides window{{"pooler.initial_window", "2", "t"}};
  for (const Refused& r :
       {Refused{"pooler.inhibition", "\"global\""},
        {"pooler.inhibition", "\"local_scan\"", near},
        {"pooler.inhibition", "\"local_gaussian\"", near},
        {"pooler.radius_rule", "\"mean_distance\"", {local}},
        {"pooler.active_density", "0.1", {local, radius, {"pooler.active_columns", "", "t"}}},
        {"pooler.hypercolumns", "[1, 2]", {local, radius}},
        {"pooler.ties", "\"all\""},
        {"pooler.ties", "\"highest_index\""},
        {"pooler.stimulus_on", "\"boosted_overlap\""},
        {"pooler.overlap_scale", "\"connected_fraction\""},
        {"pooler.initialisation", "\"uniform\"", window},
        {"pooler.initialisation", "\"distance\"", window},
        {"learning.minimum_connected", "1"},
        {"learning.trim", "1"},
        {"learning.reward", "\"gate\""},
        {"learning.reward", "\"punish\""},
        {"boosting.in_inference", "false"},
        {"boosting.duty", "\"window\""},
        {"boosting.duty", "\"mean\""},
        {"boosting.duty_fraction_bits", "9"},
        {"bumping.increment", "1"},
        {"pooler.hypercolumns", "[1, 257]"}}) {
    config::Overrides overrides = r.beside;
    overrides.push_back({r.key, r.value, "t"});
    try {
      (void)rtl_instance(small(overrides));
      ADD_FAILURE() << r.key << " = " << r.value << " was taken";
    } catch (const base::Error& error) {
      EXPECT_EQ(std::string(error.what()).find("small: " + r.key + " = " + r.value + ": "), 0U)
          << error.what();
    }
  }
}

}  // namespace
}  // namespace silipool::engine
