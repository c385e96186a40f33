#pragma once
#include <array>

#include <silipool/memristor/device/card.hpp>

namespace silipool::memristor {

/// The numbers of a card that effects need, looked up once; neutral where the card does not give them.
struct EffectNumbers {
  EffectNumbers() = default;
  /// Error{bad_input} if shares of cells add up to more than 1.
  explicit EffectNumbers(const Card& card);

  struct {
    bool log_normal = false, step_log_normal = false;
    double on = 0, off = 0, step = 0;
  } device;
  struct {
    bool log_normal = false;
    double on = 0, off = 0, step = 0, range = 0;
  } cycle;
  struct {
    double reference_s = 1;
    std::array<double, 5> sigma_s{};
    double energy_j = 0;
    bool priced = false;
  } programming;
  struct {
    double stuck_on = 0, stuck_off = 0, open_rows = 0, open_columns = 0;
  } faults;
  struct {
    double relative = 0;
    double flicker = 0, flicker_exponent = 0, flicker_maximum = 10;
    double telegraph = 0, capture_s = 1, emission_s = 1;
  } noise;
  struct {
    bool logarithmic = false;
    double t_0_s = 1;
    double nu = 0, nu_slope = 0, nu_min = -1, nu_max = 1;
    double nu_sigma = 0, nu_sigma_slope = 0, nu_sigma_min = 0, nu_sigma_max = 1;
    double slope_s = 0, sigma_s = 0, sigma_slope_s = 0;
  } drift;
  struct {
    double median = 1, sigma = 0;
    bool stuck_on = false;
  } endurance;
  double set_energy_j = -1, reset_energy_j = -1;  ///< of one pulse of the card; negative: not published
  double g_max_s = 1;                             ///< of the law, to which drift and 1/f noise refer
};

}  // namespace silipool::memristor
