// What the RTL does not have is refused by the name of its key (docs/spec.md section 10).
#include <silipool/engine/rtl_instance.hpp>

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/schema.hpp>

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

TEST(RtlInstance, NumbersMicroarchitecturesAsThePackageDoes) {
  std::vector<std::string> named;
  const std::string package = base::read_file(SILIPOOL_SOURCE_DIR "/rtl/silipool_pkg.sv");
  const std::regex parameter("localparam int MICROARCHITECTURE_([A-Z]+) = ([0-9]+);");
  for (std::sregex_iterator i(package.begin(), package.end(), parameter), end; i != end; ++i) {
    EXPECT_EQ((*i)[2].str(), std::to_string(named.size()));
    std::string name = (*i)[1].str();
    for (char& c : name) c = static_cast<char>(c - 'A' + 'a');
    named.push_back(name);
  }
  const std::vector<std::string_view>& choices = config::schema_key("rtl.microarchitecture").choices;
  EXPECT_EQ(named, std::vector<std::string>(choices.begin(), choices.end()));
  for (std::size_t i = 0; i < choices.size(); ++i)
    EXPECT_NE(rtl_instance(small({{"rtl.microarchitecture", std::string(choices[i]), "t"}}))
                  .find(".Microarchitecture(" + std::to_string(i) + ")"),
              std::string::npos);
}

TEST(RtlInstance, TheSerialCoreHasOneTileBankAndMultiplier) {
  for (const char* key : {"rtl.tiles", "rtl.banks", "rtl.multipliers"}) {
    config::Overrides set{{"rtl.microarchitecture", "serial", "t"}, {"pooler.hypercolumns", "[2, 1]", "t"}};
    EXPECT_EQ(small(set).microarchitecture.tiles, 1U);
    set.push_back({key, "2", "t"});
    try {
      (void)small(set);
      ADD_FAILURE() << key << " was taken";
    } catch (const base::Error& error) {
      EXPECT_NE(std::string(error.what())
                    .find(std::string(key) + " = 2 must be 1 with rtl.microarchitecture = \"serial\""),
                std::string::npos)
          << error.what();
    }
  }
}

}  // namespace
}  // namespace silipool::engine
