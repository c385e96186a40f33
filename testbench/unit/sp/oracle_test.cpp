// The model against the oracle, event by event, on random configurations with corners.
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>
#include <silipool/config/schema.hpp>
#include <silipool/oracle/inhibition.hpp>
#include <silipool/sp/inhibition.hpp>

#include "events_of.hpp"

namespace silipool {
namespace {

constexpr int kSteps = 24;

/// SILIPOOL_ORACLE_CONFIGURATIONS: how many configurations to draw for each test.
int configurations() {
  const char* text = std::getenv("SILIPOOL_ORACLE_CONFIGURATIONS");
  return text != nullptr ? std::atoi(text) : 1000;
}

base::Sdr random_input(std::size_t size, base::Stream& stream) {
  base::Sdr input(size);
  const std::uint64_t density = stream.below(5);  // 0: empty, 4: full
  for (std::size_t i = 0; i < size; ++i)
    if (stream.below(4) < density) input.set(i);
  return input;
}

/// What was met, so that a test that compares little does not pass.
struct Compared {
  std::size_t events = 0, permanence_events = 0;
  std::map<std::string, int> modes;  ///< "pooler.ties = \"all\"": configurations that had it
};

/// Keys of rules: those of the pooler with named choices, or on and off.
bool is_mode(const config::SchemaKey& key) {
  return key.key_class <= config::KeyClass::runtime &&
         (key.type == config::KeyType::choice || key.type == config::KeyType::boolean);
}

void tally(const config::Config& config, std::map<std::string, int>& modes) {
  for (std::size_t i = 0; i < config.entries.size(); ++i)
    if (is_mode(config::schema()[i]) && config.entries[i].origin != "unused")
      ++modes[config.entries[i].key + " = " + config.entries[i].value];
}

/// The model and the oracle, side by side, on random configurations; and another model that only counts its
/// changes, by its digest.
Compared compare(base::Stream& stream, const config::RandomLimits& limits) {
  Compared compared;
  for (int i = 0, wanted = configurations(); i < wanted; ++i) {
    const std::string text = config::random_config_text(stream, limits);
    const config::Config config = config::parse_config(text, "random.toml");
    tally(config, compared.modes);
    sp::SpatialPooler model(config.structural, config.runtime);
    sp::SpatialPooler fast(config.structural, config.runtime);
    fast.record_changes(false);
    oracle::Oracle oracle(config.structural, config.runtime);
    EXPECT_EQ(model.digest(), oracle.digest()) << "initial state\n" << text;
    if (testing::Test::HasFailure()) return compared;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
      const base::Sdr input = random_input(config.structural.inputs(), stream);
      const bool learn = stream.below(8) != 0;
      std::optional<std::uint8_t> label;
      if (config.runtime.classes > 0 && stream.below(4) != 0)
        label = static_cast<std::uint8_t>(stream.below(config.runtime.classes));
      const auto expected = oracle.step(input, learn, true, label);
      const sp::StepTrace& trace = model.step(input, learn, label);
      const auto found = testbench::events_of(model, trace, step);
      EXPECT_EQ(expected.size(), found.size()) << "step " << step << "\n" << text;
      for (std::size_t e = 0; e < expected.size() && !testing::Test::HasFailure(); ++e)
        EXPECT_EQ(expected[e], found[e])
            << "step " << step << " phase " << expected[e].phase << " index " << expected[e].index << "\n"
            << text;
      const std::size_t writes = trace.permanence_writes;
      EXPECT_EQ(writes, trace.permanences.size());
      EXPECT_EQ(fast.step(input, learn, label).permanence_writes, writes) << text;
      if (testing::Test::HasFailure()) return compared;
      compared.events += expected.size();
      compared.permanence_events += trace.permanences.size();
    }
    EXPECT_EQ(fast.digest(), model.digest()) << text;
  }
  return compared;
}

TEST(Oracle, AgreesWithTheModelOnRandomConfigurations) {
  base::Stream stream(20261121, "oracle.configurations");
  const Compared compared = compare(stream, {});
  EXPECT_GT(compared.events, 1000000U);
  EXPECT_GT(compared.permanence_events, 50000U);
}

TEST(Oracle, AgreesWithTheModelOnAllRules) {
  base::Stream stream(20261121, "oracle.rules");
  config::RandomLimits limits;
  limits.all_rules = true;
  const Compared compared = compare(stream, limits);
  EXPECT_GT(compared.events, 1000000U);
  EXPECT_GT(compared.permanence_events, 50000U);
  // No rule is left out; the slow tier draws so many that each was met in a thousand configurations.
  const int least = configurations() / 20;
  for (const config::SchemaKey& key : config::schema())
    if (is_mode(key))
      for (const std::string_view choice : key.choices) {
        const std::string mode = std::string(key.name) + " = \"" + std::string(choice) + '"';
        EXPECT_GE(compared.modes.contains(mode) ? compared.modes.at(mode) : 0, least) << mode;
      }
  for (const auto& [mode, met] : compared.modes) EXPECT_GE(met, least) << mode;
  if (std::getenv("SILIPOOL_ORACLE_CONFIGURATIONS") != nullptr)
    for (const auto& [mode, met] : compared.modes) fmt::print("{:6} configurations: {}\n", met, mode);
}

TEST(Oracle, AgreesWithTheModelOnTheWidestScores) {
  // Keys of 31 bits under the widest blur: squares of 62 bits, weighted sums of 126.
  constexpr std::uint32_t kGreatest = 0x7fffffffU;
  constexpr std::uint32_t kRadius = 32;
  base::Stream stream(20261121, "oracle.scores");
  for (int i = 0; i < 200; ++i) {
    config::Structural s;
    s.height = s.width = 1;
    s.columns_per_hypercolumn = 1 + stream.below(100);
    s.inhibition = config::Inhibition::local_gaussian;
    s.wrap = stream.below(2) != 0;
    config::Runtime r;
    r.active_columns = r.learning_columns = static_cast<std::uint32_t>(1 + stream.below(s.columns()));
    r.inhibition_radius = kRadius;
    std::vector<std::uint32_t> keys, eligible;
    std::vector<std::uint64_t> wide;
    const std::uint64_t high = 1 + stream.below(8);  // of 8
    for (std::size_t c = 0; c < s.columns(); ++c) {
      keys.push_back(stream.below(8) < high ? kGreatest - static_cast<std::uint32_t>(stream.below(3)) : 0);
      eligible.push_back(sp::kKeyEligible + keys.back());
      wide.push_back(keys.back());
    }
    sp::Inhibition rule(s, r, std::make_shared<sp::ColumnPlane>(s));
    sp::Chosen chosen;
    rule.choose(eligible, keys, chosen);

    const oracle::Plane plane(s);
    std::vector<oracle::Entrant> entrants;
    for (const oracle::Fraction& score : oracle::scores(plane, kRadius, wide))
      entrants.push_back({score, true});
    const oracle::Outcome expected =
        oracle::compete(s, oracle::scopes(s, plane, kRadius), entrants,
                        std::vector<std::size_t>(s.columns(), r.active_columns), r.learning_columns);
    ASSERT_EQ(std::vector<std::size_t>(chosen.winners.begin(), chosen.winners.end()), expected.winners);
  }
}

}  // namespace
}  // namespace silipool
