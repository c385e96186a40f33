#include <silipool/sp/likelihood_steps.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <silipool/base/error.hpp>

namespace silipool::sp {
namespace {

using Wide = unsigned __int128;  // p n^2 2^33 of 2^32 samples has 112 bits

constexpr std::uint64_t kMaxInputs = 32768;
constexpr std::uint64_t kMaxSamples = (std::uint64_t{1} << 32U) - 1;

/// A mean change in steps of a permanence, as a fraction.
struct Change {
  Wide numerator, denominator;
};

std::uint32_t round_half_up(Wide numerator, Wide denominator) {
  return static_cast<std::uint32_t>((2 * numerator + denominator) / (2 * denominator));
}

DrawnStep drawn(const Change& change) {
  const Wide step = std::max<Wide>(1, (change.numerator + change.denominator - 1) / change.denominator);
  return {static_cast<std::uint32_t>(step),
          round_half_up(change.numerator << 16U, change.denominator * step)};
}

/// phi (2^B - 1), at most 2^B - 1.
Change limited(Wide phi_numerator, Wide phi_denominator, unsigned bits) {
  const Wide top = (Wide{1} << bits) - 1;
  return {std::min(phi_numerator, phi_denominator) * top, phi_denominator};
}

double real(Wide numerator, Wide denominator) {
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

std::string drawn_table(const char* rule, const LikelihoodSteps& steps) {
  // Six digits name each of the 65537 probabilities.
  return fmt::format(
      "[learning]\n"
      "rule = \"{}\"\n"
      "increment = {}\n"
      "decrement = {}\n"
      "increment_probability = {:.6f}\n"
      "decrement_probability = {:.6f}\n",
      rule, steps.drawn_increment.step, steps.drawn_decrement.step,
      steps.drawn_increment.probability / 65536.0, steps.drawn_decrement.probability / 65536.0);
}

}  // namespace

LikelihoodSteps likelihood_steps(std::uint64_t on_bits, std::uint64_t samples, std::uint64_t inputs,
                                 unsigned permanence_bits) {
  if (inputs < 1 || inputs > kMaxInputs)
    base::bad_input("{} inputs are out of range: 1..{}", inputs, kMaxInputs);
  if (samples < 1 || samples > kMaxSamples)
    base::bad_input("{} samples are out of range: 1..{}", samples, kMaxSamples);
  if (permanence_bits < 1 || permanence_bits > 16)
    base::bad_input("permanence_bits = {} is out of range: 1..16", permanence_bits);
  const std::uint64_t all_bits = samples * inputs;
  if (on_bits < 1 || on_bits >= all_bits)
    base::bad_input("{} bits are on of {}: maximum likelihood needs some that are on and some that are off",
                    on_bits, all_bits);

  // s = on_bits / samples, so phi+ = p n^2 / on^2 and phi- = p n^2 / (on (n p - on)).
  const Wide scaled = Wide{inputs} * samples * samples;
  const Wide plus = Wide{on_bits} * on_bits;
  const Wide minus = Wide{on_bits} * (all_bits - on_bits);
  const Change gain = limited(scaled, plus, permanence_bits);
  const Change loss = limited(scaled, minus, permanence_bits);
  return {.theta_hat = real(on_bits, all_bits),
          .kappa = real(samples, on_bits),
          .phi_plus = real(scaled, plus),
          .phi_minus = real(scaled, minus),
          .increment = round_half_up(gain.numerator, gain.denominator),
          .decrement = round_half_up(loss.numerator, loss.denominator),
          .drawn_increment = drawn(gain),
          .drawn_decrement = drawn(loss)};
}

LikelihoodSteps likelihood_steps(std::span<const base::Sdr> inputs, unsigned permanence_bits) {
  if (inputs.empty()) base::bad_input("maximum likelihood was given no inputs: at least 1");
  std::uint64_t on_bits = 0;
  for (const base::Sdr& input : inputs) {
    if (input.size() != inputs.front().size())
      base::bad_input("an input has {} bits, the first has {}", input.size(), inputs.front().size());
    on_bits += input.count();
  }
  return likelihood_steps(on_bits, inputs.size(), inputs.front().size(), permanence_bits);
}

std::string learning_table(const LikelihoodSteps& steps, config::LearningRule rule) {
  if (rule == config::LearningRule::draw_per_winner) return drawn_table("draw_per_winner", steps);
  if (rule == config::LearningRule::draw_per_synapse) return drawn_table("draw_per_synapse", steps);
  if (steps.increment == 0 || steps.decrement == 0)
    base::bad_input(
        "increment {} and decrement {} of rule \"every_step\": one is rounded to 0; more permanence_bits, or "
        "a "
        "rule that draws",
        steps.increment, steps.decrement);
  return fmt::format("[learning]\nrule = \"every_step\"\nincrement = {}\ndecrement = {}\n", steps.increment,
                     steps.decrement);
}

}  // namespace silipool::sp
