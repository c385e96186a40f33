// The model against the oracle, event by event, on random configurations with corners.
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

TEST(Oracle, AgreesWithTheModelOnRandomConfigurations) {
  base::Stream stream(20261121, "oracle.configurations");
  std::size_t events = 0;
  std::size_t permanence_events = 0;
  for (int i = 0; i < kConfigurations; ++i) {
    const std::string text = config::random_config_text(stream);
    const config::Config config = config::parse_config(text, "random.toml");
    sp::SpatialPooler model(config.structural, config.runtime);
    oracle::Oracle oracle(config.structural, config.runtime);
    ASSERT_EQ(model.digest(), oracle.digest()) << "initial state\n" << text;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
      const base::Sdr input = random_input(config.structural.inputs(), stream);
      const bool learn = stream.below(8) != 0;
      const auto expected = oracle.step(input, learn);
      const sp::StepTrace& trace = model.step(input, learn);
      const auto found = testbench::events_of(model, trace, step);
      ASSERT_EQ(expected.size(), found.size()) << "step " << step << "\n" << text;
      for (std::size_t e = 0; e < expected.size(); ++e)
        ASSERT_EQ(expected[e], found[e])
            << "step " << step << " phase " << expected[e].phase << " index " << expected[e].index << "\n"
            << text;
      events += expected.size();
      permanence_events += trace.permanences.size();
    }
  }
  EXPECT_GT(events, 1000000U);
  EXPECT_GT(permanence_events, 50000U);
}

}  // namespace
}  // namespace silipool
