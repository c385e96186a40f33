// What [crossbar] and a card come to, and what is refused.
#include <gtest/gtest.h>

#include <silipool/crossbar/setup.hpp>

#include "configuration.hpp"
#include "unit/cost/refusal.hpp"

namespace silipool::crossbar {
namespace {

using testbench::crossbar_config;

std::string refused(const std::string& crossbar, bool one_bit = false) {
  const config::Config config = crossbar_config(crossbar, one_bit);
  return cost::test::refusal([&] { (void)make_setup(config); });
}

TEST(CrossbarSetup, PulsesSwitchWithTheProbabilitiesOfTheConfiguration) {
  const config::Config config = crossbar_config("synapse = \"stochastic\"", true);
  const auto setup = make_setup(config);
  EXPECT_EQ(switching_probability(setup.set.voltage_v, setup.set_mean_v, setup.set_sigma_v),
            config.runtime.increment_probability);
  EXPECT_EQ(switching_probability(-setup.reset.voltage_v, setup.reset_mean_v, setup.reset_sigma_v),
            config.runtime.decrement_probability);
  EXPECT_LT(setup.set.voltage_v, setup.set_mean_v);
}

TEST(CrossbarSetup, PermanencesAndConductancesAreEachOthersInverse) {
  const auto setup = make_setup(crossbar_config("synapse = \"analog\""));
  for (std::uint32_t p = 0; p <= 7; ++p) {
    EXPECT_EQ(setup.permanence(setup.conductance_s(p)), p);
    EXPECT_EQ(setup.permanence(setup.conductance_s(p) * 1.001), p);
  }
  EXPECT_EQ(setup.permanence(0), 0U);
  EXPECT_EQ(setup.permanence(1), 7U);
}

TEST(CrossbarSetup, LinearStepsGoThroughTheRangeExactly) {
  const auto setup = make_setup(crossbar_config("synapse = \"analog\"\nlaw = \"linear\""));
  const auto law = memristor::make_law(setup.card);
  double g = setup.off_s;
  for (std::uint32_t p = 1; p <= 7; ++p) {
    g = law->respond(g, law->pulse(memristor::Direction::set), setup.pulses_up).g_s;
    EXPECT_NEAR(g, setup.conductance_s(p), 1e-12 * setup.on_s);
  }
}

TEST(CrossbarSetup, NumbersTurnTheirEffectsOn) {
  EXPECT_EQ(make_setup(crossbar_config("")).effects, memristor::Effects{});
  const auto setup =
      make_setup(crossbar_config("device_variation = 0.1\nstuck_off = 0\neffects = \"thermal_noise\""));
  EXPECT_TRUE(setup.effects.device_variation);
  EXPECT_TRUE(setup.effects.thermal_noise);
  EXPECT_FALSE(setup.effects.stuck_cells);
  EXPECT_EQ(setup.card.number("device_variation.on"), 0.1);
}

TEST(CrossbarSetup, SaysWhatCannotBe) {
  EXPECT_NE(refused("device = \"unobtainium\"").find("unobtainium"), std::string::npos);
  EXPECT_NE(refused("effects = \"magic\"").find("unknown effect \"magic\"; there are"), std::string::npos);
  EXPECT_EQ(refused("effects = \"drift\"").find("crossbar.effects = \"drift\": "), 0U);
  EXPECT_NE(refused("synapse = \"stochastic\"").find("pooler.permanence_bits is 3"), std::string::npos);
  EXPECT_NE(refused("synapse = \"stochastic\"\ndevice = \"nvsim_rram\"", true).find("[switching]"),
            std::string::npos);
  EXPECT_NE(refused("synapse = \"analog\"\ndevice = \"nvsim_rram\"").find("has no steps"), std::string::npos);
  EXPECT_NE(refused("synapse = \"analog\"\nlaw = \"linear\"\ndevice = \"vteam\"").find("pulse_count"),
            std::string::npos);
}

}  // namespace
}  // namespace silipool::crossbar
