#pragma once
#include <cstdint>

#include <silipool/config/config.hpp>
#include <silipool/memristor/device/card.hpp>
#include <silipool/memristor/device/effects.hpp>
#include <silipool/memristor/device/law.hpp>

namespace silipool::crossbar {

/// [crossbar] with the card of its device read, and what follows from the two (docs/crossbar.md).
struct Setup {
  config::Crossbar options;
  memristor::Card card;  ///< with the configuration's numbers in place of its own
  memristor::Effects effects;
  double on_s = 0, off_s = 0;  ///< bounds of a nominal cell
  double read_v = 0, read_s = 0;

  /// Analog: conductance of a permanence, and pulses for one step of it.
  unsigned permanence_maximum = 1;
  std::uint32_t pulses_up = 1, pulses_down = 1;
  [[nodiscard]] double conductance_s(std::uint32_t permanence) const;
  /// The nearest permanence.
  [[nodiscard]] std::uint32_t permanence(double conductance_s) const;

  /// Stochastic: weak pulses that switch a nominal cell with the configuration's probabilities, and those
  /// probabilities in 1/65536; where a probability is 0 there is no pulse.
  memristor::Pulse set, reset;
  double set_mean_v = 0, reset_mean_v = 0, set_sigma_v = 0, reset_sigma_v = 0;
};

/// Error{bad_input} naming the key: for an unknown card, an effect that the card has no numbers for, a
/// synapse that the card cannot be, and rules of learning that the kind of synapse does not have.
[[nodiscard]] Setup make_setup(const config::Config& config);

/// The probability in 1/65536, rounded half up, that a pulse of `volt` (magnitude) switches a cell whose
/// switching voltage has this mean and standard deviation.
[[nodiscard]] std::uint32_t switching_probability(double volt, double mean_v, double sigma_v);

}  // namespace silipool::crossbar
