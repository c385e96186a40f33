#include "noise.hpp"

#include <algorithm>
#include <cmath>
#include <string>

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

double flicker(const Card& card, double written_s, double g_max_s, double since_s, double width_s) {
  const double grown = (since_s + width_s) / (2.0 * width_s);
  if (!(grown > 1)) return 0;
  const double q = card.number("noise.flicker") *
                   base::pow(relative(written_s, g_max_s), -card.number_or("noise.flicker_exponent", 0));
  return std::min(q, card.number_or("noise.flicker_maximum", 10)) * std::sqrt(base::log(grown));
}

double trap_occupancy(const Card& card) {
  const double capture = card.number("noise.telegraph_capture");
  const double emission = card.number("noise.telegraph_emission");
  return emission / (capture + emission);
}

double trap_time_s(const Card& card) {
  return 1.0 / (1.0 / card.number("noise.telegraph_capture") + 1.0 / card.number("noise.telegraph_emission"));
}

double drifted(const Card& card, double g_s, double g_max_s, double since_s, double xi) {
  const double decades = base::log(1.0 + since_s / card.number("drift.t_0"));
  if (card.text("drift.law") == "logarithmic") {
    const double sigma = card.number_or("drift.sigma", 0) + card.number_or("drift.sigma_slope", 0) * decades;
    return std::max(0.0, g_s + card.number_or("drift.slope", 0) * decades + sigma * xi);
  }
  const double l = base::log(relative(g_s, g_max_s));
  const double mean = std::clamp(card.number("drift.nu") + card.number_or("drift.nu_slope", 0) * l,
                                 card.number_or("drift.nu_min", -1), card.number_or("drift.nu_max", 1));
  const double sigma =
      std::clamp(card.number_or("drift.nu_sigma", 0) + card.number_or("drift.nu_sigma_slope", 0) * l,
                 card.number_or("drift.nu_sigma_min", 0), card.number_or("drift.nu_sigma_max", 1));
  return g_s * base::exp(-std::fabs(mean + sigma * xi) * decades);
}

double programming_sigma(const Card& card, double target_s) {
  const double x = target_s / card.number("programming.reference");
  double sigma = 0;
  for (int i = 4; i >= 0; --i)
    sigma = sigma * x + card.number_or("programming.sigma_" + std::to_string(i), 0);
  return std::max(0.0, sigma);
}

}  // namespace silipool::memristor::detail
