#include <silipool/sp/likelihood_steps.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <silipool/base/error.hpp>
#include <silipool/base/stream.hpp>
#include <silipool/config/load.hpp>

namespace silipool::sp {
namespace {

TEST(LikelihoodSteps, ByHand) {
  // p = 100, s = 20: theta 1/5, kappa 1/20, phi+ = 100 / 400, phi- = 100 / (20 * 80).
  const LikelihoodSteps steps = likelihood_steps(60, 3, 100, 4);
  EXPECT_EQ(steps.theta_hat, 0.2);
  EXPECT_EQ(steps.kappa, 0.05);
  EXPECT_EQ(steps.phi_plus, 0.25);
  EXPECT_EQ(steps.phi_minus, 0.0625);
  // Of 15 steps: 3.75 and 0.9375.
  EXPECT_EQ(steps.increment, 4U);
  EXPECT_EQ(steps.decrement, 1U);
  EXPECT_EQ(steps.drawn_increment, (DrawnStep{4, 61440}));
  EXPECT_EQ(steps.drawn_decrement, (DrawnStep{1, 61440}));
  // One bit: a probability alone.
  const LikelihoodSteps binary = likelihood_steps(60, 3, 100, 1);
  EXPECT_EQ(binary.increment, 0U);
  EXPECT_EQ(binary.decrement, 0U);
  EXPECT_EQ(binary.drawn_increment, (DrawnStep{1, 16384}));
  EXPECT_EQ(binary.drawn_decrement, (DrawnStep{1, 4096}));
}

TEST(LikelihoodSteps, AtMostTheWholeRange) {
  // p = 100, s = 2: phi+ = 25, phi- = 100 / (2 * 98) = 0.51.
  const LikelihoodSteps steps = likelihood_steps(2, 1, 100, 3);
  EXPECT_EQ(steps.phi_plus, 25.0);
  EXPECT_EQ(steps.increment, 7U);
  EXPECT_EQ(steps.drawn_increment, (DrawnStep{7, 65536}));
  EXPECT_EQ(steps.decrement, 4U);  // 3.57
  EXPECT_EQ(steps.drawn_decrement.step, 4U);
}

// 105.49 on-bits of 784 in the mean.
TEST(LikelihoodSteps, OfHandwrittenDigits) {
  const LikelihoodSteps steps = likelihood_steps(10549, 100, 784, 8);
  EXPECT_NEAR(steps.theta_hat, 0.1346, 5e-5);
  EXPECT_NEAR(steps.phi_plus, 0.0704, 1e-4);
  EXPECT_NEAR(steps.phi_minus, 0.01095, 1e-5);
  EXPECT_EQ(steps.increment, 18U);  // 17.97
  EXPECT_EQ(steps.decrement, 3U);   // 2.79
}

TEST(LikelihoodSteps, AsThePlainFormulas) {
  base::Stream stream(1, "test.likelihood_steps");
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t p = 2 + stream.below(2000);
    const std::uint64_t n = 1 + stream.below(70000);
    const std::uint64_t on = 1 + stream.below(n * p - 1);
    const auto bits = static_cast<unsigned>(1 + stream.below(16));
    const LikelihoodSteps steps = likelihood_steps(on, n, p, bits);
    const auto inputs = static_cast<double>(p);
    const double s = static_cast<double>(on) / static_cast<double>(n);
    const double top = std::exp2(bits) - 1;
    const double plus = inputs / (s * s);
    const double minus = inputs / (s * (inputs - s));
    ASSERT_NEAR(steps.phi_plus / plus, 1, 1e-9);
    ASSERT_NEAR(steps.phi_minus / minus, 1, 1e-9);
    ASSERT_NEAR(steps.phi_plus * steps.theta_hat / steps.kappa, 1, 1e-12);
    ASSERT_NEAR(steps.phi_minus * (1 - steps.theta_hat) / steps.kappa, 1, 1e-9);
    const auto drawn_is = [&](const DrawnStep& drawn, double phi) {
      const double e = std::min(phi, 1.0) * top;
      EXPECT_NEAR(drawn.step * (drawn.probability / 65536.0), e, drawn.step / 131000.0 + e * 1e-9);
      EXPECT_LE(drawn.probability, 65536U);
      EXPECT_LT(drawn.step - 1.0, std::max(e, 0.5));  // no less a step would do
    };
    drawn_is(steps.drawn_increment, plus);
    drawn_is(steps.drawn_decrement, minus);
    ASSERT_LE(std::fabs(steps.increment - std::min(plus, 1.0) * top), 0.5 + 1e-4);
    ASSERT_LE(std::fabs(steps.decrement - std::min(minus, 1.0) * top), 0.5 + 1e-4);
    ASSERT_FALSE(HasFailure()) << "round " << round;
  }
}

TEST(LikelihoodSteps, OfInputsIsOfTheirCount) {
  base::Sdr one(10);
  one.set(3);
  base::Sdr two(10);
  two.set(0);
  two.set(9);
  const LikelihoodSteps counted = likelihood_steps(std::vector{one, two, two}, 6);
  const LikelihoodSteps given = likelihood_steps(5, 3, 10, 6);
  EXPECT_EQ(counted.theta_hat, given.theta_hat);
  EXPECT_EQ(counted.drawn_increment, given.drawn_increment);
  EXPECT_EQ(counted.drawn_decrement, given.drawn_decrement);
}

TEST(LikelihoodSteps, TheLargestDoNotOverflow) {
  const std::uint64_t n = (std::uint64_t{1} << 32U) - 1;
  // All off but one bit in all samples.
  const LikelihoodSteps rare = likelihood_steps(1, n, 32768, 16);
  EXPECT_EQ(rare.drawn_increment, (DrawnStep{65535, 65536}));
  // Half on: e = 65535 * 4 / 32768.
  const LikelihoodSteps half = likelihood_steps(n * 16384, n, 32768, 16);
  EXPECT_EQ(half.increment, 8U);
  EXPECT_EQ(half.decrement, 8U);
  EXPECT_EQ(half.drawn_increment, (DrawnStep{8, 65535}));
}

// Each table is read as part of a configuration and becomes the registers that were meant.
TEST(LikelihoodSteps, TablesArePasted) {
  const auto pasted = [](const LikelihoodSteps& steps, config::LearningRule rule, unsigned bits) {
    return config::parse_config(
        "name = \"pasted\"\n[input]\nshape = [10]\n[pooler]\n"
        "columns_per_hypercolumn = 4\nactive_columns = 1\npermanence_bits = " +
            std::to_string(bits) + "\n" + learning_table(steps, rule),
        "pasted.toml");
  };
  base::Stream stream(2, "test.likelihood_steps");
  for (int round = 0; round < 100; ++round) {
    const auto bits = static_cast<unsigned>(1 + stream.below(16));
    const LikelihoodSteps steps = likelihood_steps(1 + stream.below(99999), 1000, 100, bits);
    for (const auto rule : {config::LearningRule::draw_per_winner, config::LearningRule::draw_per_synapse}) {
      const config::Config config = pasted(steps, rule, bits);
      EXPECT_EQ(config.structural.learning_rule, rule);
      ASSERT_EQ((DrawnStep{config.runtime.increment, config.runtime.increment_probability}),
                steps.drawn_increment);
      ASSERT_EQ((DrawnStep{config.runtime.decrement, config.runtime.decrement_probability}),
                steps.drawn_decrement);
    }
  }
  const LikelihoodSteps steps = likelihood_steps(60, 3, 100, 4);
  const config::Config config = pasted(steps, config::LearningRule::every_step, 4);
  EXPECT_EQ(config.structural.learning_rule, config::LearningRule::every_step);
  EXPECT_EQ(config.runtime.increment, 4U);
  EXPECT_EQ(config.runtime.decrement, 1U);
}

TEST(LikelihoodSteps, EveryProbabilityIsWrittenExactly) {
  for (std::uint32_t q = 0; q <= 65536; q += 1 + q % 7) {
    LikelihoodSteps steps;
    steps.drawn_increment = {1, q};
    const std::string table = learning_table(steps, config::LearningRule::draw_per_winner);
    const std::string key = "increment_probability = ";
    const double read = std::stod(table.substr(table.find(key) + key.size()));
    ASSERT_EQ(static_cast<std::uint32_t>(std::floor(read * 65536 + 0.5)), q) << table;
  }
}

TEST(LikelihoodSteps, Refuses) {
  EXPECT_THROW((void)likelihood_steps(0, 3, 100, 4), base::Error);
  EXPECT_THROW((void)likelihood_steps(300, 3, 100, 4), base::Error);
  EXPECT_THROW((void)likelihood_steps(1, 0, 100, 4), base::Error);
  EXPECT_THROW((void)likelihood_steps(1, std::uint64_t{1} << 32U, 100, 4), base::Error);
  EXPECT_THROW((void)likelihood_steps(1, 3, 32769, 4), base::Error);
  EXPECT_THROW((void)likelihood_steps(1, 3, 100, 0), base::Error);
  EXPECT_THROW((void)likelihood_steps(1, 3, 100, 17), base::Error);
  EXPECT_THROW((void)likelihood_steps(std::vector<base::Sdr>{}, 4), base::Error);
  EXPECT_THROW((void)likelihood_steps(std::vector{base::Sdr(3), base::Sdr(4)}, 4), base::Error);
  const LikelihoodSteps binary = likelihood_steps(60, 3, 100, 1);
  EXPECT_THROW((void)learning_table(binary, config::LearningRule::every_step), base::Error);
}

}  // namespace
}  // namespace silipool::sp
