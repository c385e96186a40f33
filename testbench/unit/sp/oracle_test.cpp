// The model against the oracle, event by event, on random configurations with corners.
#include <optional>

#include <gtest/gtest.h>

#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>
#include <silipool/config/random.hpp>

#include "events_of.hpp"

namespace silipool {
namespace {

constexpr int kConfigurations = 1000;
constexpr int kSteps = 24;

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
};

/// The model and the oracle, side by side, on random configurations; and another model that only counts its
/// changes, by its digest.
Compared compare(base::Stream& stream, const config::RandomLimits& limits) {
  Compared compared;
  for (int i = 0; i < kConfigurations; ++i) {
    const std::string text = config::random_config_text(stream, limits);
    const config::Config config = config::parse_config(text, "random.toml");
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
}

}  // namespace
}  // namespace silipool
