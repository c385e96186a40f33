#pragma once
#include <cstdint>
#include <span>
#include <string>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>

namespace silipool::sp {

/// A step of a permanence that happens with a probability, as learning.increment and
/// learning.increment_probability give it.
struct DrawnStep {
  std::uint32_t step = 0;
  std::uint32_t probability = 0;  ///< Q0.16, 0..65536
  friend bool operator==(const DrawnStep&, const DrawnStep&) = default;
};

/// Increment and decrement by maximum likelihood (Mnatzaganian, Fokoue, Kudithipudi 2017, arXiv 1601.06116):
/// learning climbs the likelihood of a Bernoulli model of an input bit if phi+ = kappa / theta and
/// phi- = kappa / (1 - theta), with theta the frequency of an on-bit. With s = mean on-bits of an input of
/// p bits: theta_hat = s / p, kappa = 1 / s, phi+ = p / s^2, phi- = p / (s (p - s)).
/// phi is a part of the whole range of a permanence, 0 = 0 and 1 = 2^B - 1, so that a learning step should
/// change a permanence of B bits by e = phi (2^B - 1) in the mean, at most by 2^B - 1. Both the rounded step
/// and the drawn one are made from e in integers, round half up.
struct LikelihoodSteps {
  double theta_hat = 0, kappa = 0;
  double phi_plus = 0, phi_minus = 0;
  std::uint32_t increment = 0, decrement = 0;  ///< e rounded, for rule every_step; 0 where B is too few
  /// For the rules that draw: the least step, 1 or more, that e is a probability of.
  DrawnStep drawn_increment, drawn_decrement;
};

/// From `on_bits` in `samples` inputs of `inputs` bits each. Error{bad_input} unless 0 < on_bits <
/// samples * inputs, inputs <= 32768, samples < 2^32 and permanence_bits is 1..16.
[[nodiscard]] LikelihoodSteps likelihood_steps(std::uint64_t on_bits, std::uint64_t samples,
                                               std::uint64_t inputs, unsigned permanence_bits);
/// The same, counted. Error{bad_input} also when the sizes differ.
[[nodiscard]] LikelihoodSteps likelihood_steps(std::span<const base::Sdr> inputs, unsigned permanence_bits);

/// The [learning] table of a configuration, as TOML. Error{bad_input} where rule every_step would round a
/// step to 0.
[[nodiscard]] std::string learning_table(const LikelihoodSteps& steps, config::LearningRule rule);

}  // namespace silipool::sp
