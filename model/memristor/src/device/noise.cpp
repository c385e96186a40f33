#include "noise.hpp"

#include <algorithm>
#include <cmath>

#include <silipool/base/elementary.hpp>

namespace silipool::memristor::detail {
namespace {

constexpr double kBoltzmann = 1.380649e-23;            // J/K, exact
constexpr double kElementaryCharge = 1.602176634e-19;  // C, exact

/// A conductance relative to the largest, not so small that its logarithm runs away.
double relative(double g_s, double g_max_s) { return std::max(g_s / g_max_s, 1e-7); }

}  // namespace

double thermal_variance(double g_s, double temperature_k, double width_s) {
  return 4.0 * kBoltzmann * temperature_k * g_s / (2.0 * width_s);
}

double shot_variance(double current_a, double width_s) {
  return 2.0 * kElementaryCharge * std::fabs(current_a) / (2.0 * width_s);
}

double flicker(const EffectNumbers& numbers, double written_s, double since_s, double width_s) {
  const auto& noise = numbers.noise;
  const double grown = (since_s + width_s) / (2.0 * width_s);
  if (!(grown > 1)) return 0;
  const double q = noise.flicker * base::pow(relative(written_s, numbers.g_max_s), -noise.flicker_exponent);
  return std::min(q, noise.flicker_maximum) * std::sqrt(base::log(grown));
}

double trap_occupancy(const EffectNumbers& numbers) {
  return numbers.noise.emission_s / (numbers.noise.capture_s + numbers.noise.emission_s);
}

double trap_time_s(const EffectNumbers& numbers) {
  return 1.0 / (1.0 / numbers.noise.capture_s + 1.0 / numbers.noise.emission_s);
}

double drifted(const EffectNumbers& numbers, double g_s, double since_s, double xi) {
  const auto& drift = numbers.drift;
  const double way = base::log(1.0 + since_s / drift.t_0_s);
  if (drift.logarithmic)
    return std::max(0.0, g_s + drift.slope_s * way + (drift.sigma_s + drift.sigma_slope_s * way) * xi);
  const double l = base::log(relative(g_s, numbers.g_max_s));
  const double mean = std::clamp(drift.nu + drift.nu_slope * l, drift.nu_min, drift.nu_max);
  const double sigma =
      std::clamp(drift.nu_sigma + drift.nu_sigma_slope * l, drift.nu_sigma_min, drift.nu_sigma_max);
  return g_s * base::exp(-std::fabs(mean + sigma * xi) * way);
}

double programming_sigma(const EffectNumbers& numbers, double target_s) {
  const double x = target_s / numbers.programming.reference_s;
  double sigma = 0;
  for (std::size_t i = numbers.programming.sigma_s.size(); i-- > 0;)
    sigma = sigma * x + numbers.programming.sigma_s[i];
  return std::max(0.0, sigma);
}

}  // namespace silipool::memristor::detail
