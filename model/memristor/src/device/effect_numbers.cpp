#include <silipool/memristor/device/effect_numbers.hpp>

#include <string>

#include <silipool/base/error.hpp>

namespace silipool::memristor {

EffectNumbers::EffectNumbers(const Card& card) {
  const auto read = [&](double& number, const char* key) { number = card.number_or(key, number); };
  const auto is_log_normal = [&](const char* key) { return card.text(key) == "log_normal"; };
  device.log_normal = is_log_normal("device_variation.distribution");
  device.step_log_normal = is_log_normal("device_variation.step_distribution");
  read(device.on, "device_variation.on");
  read(device.off, "device_variation.off");
  read(device.step, "device_variation.step");
  cycle.log_normal = is_log_normal("cycle_variation.distribution");
  read(cycle.on, "cycle_variation.on");
  read(cycle.off, "cycle_variation.off");
  read(cycle.step, "cycle_variation.step");
  read(cycle.range, "cycle_variation.range");
  read(programming.reference_s, "programming.reference");
  for (std::size_t i = 0; i < programming.sigma_s.size(); ++i)
    read(programming.sigma_s[i], ("programming.sigma_" + std::to_string(i)).c_str());
  read(programming.energy_j, "programming.energy");
  programming.priced = card.has("programming.energy");
  read(faults.stuck_on, "faults.stuck_on");
  read(faults.stuck_off, "faults.stuck_off");
  read(faults.open_rows, "faults.open_rows");
  read(faults.open_columns, "faults.open_columns");
  if (faults.stuck_on + faults.stuck_off > 1)
    base::bad_input("the card {}: faults.stuck_on = {} and faults.stuck_off = {} add up to more than 1",
                    card.name, faults.stuck_on, faults.stuck_off);
  read(noise.relative, "noise.relative");
  read(noise.flicker, "noise.flicker");
  read(noise.flicker_exponent, "noise.flicker_exponent");
  read(noise.flicker_maximum, "noise.flicker_maximum");
  read(noise.telegraph, "noise.telegraph");
  if (card.has("noise.telegraph")) {
    noise.capture_s = card.number("noise.telegraph_capture");
    noise.emission_s = card.number("noise.telegraph_emission");
  }
  drift.logarithmic = card.text("drift.law") == "logarithmic";
  if (card.has_table("drift")) {
    drift.t_0_s = card.number("drift.t_0");
    if (!drift.logarithmic) drift.nu = card.number("drift.nu");
  }
  read(drift.nu_slope, "drift.nu_slope");
  read(drift.nu_min, "drift.nu_min");
  read(drift.nu_max, "drift.nu_max");
  read(drift.nu_sigma, "drift.nu_sigma");
  read(drift.nu_sigma_slope, "drift.nu_sigma_slope");
  read(drift.nu_sigma_min, "drift.nu_sigma_min");
  read(drift.nu_sigma_max, "drift.nu_sigma_max");
  if (drift.nu_min > drift.nu_max || drift.nu_sigma_min > drift.nu_sigma_max)
    base::bad_input("the card {}: drift.nu_min and nu_sigma_min must not be above nu_max and nu_sigma_max",
                    card.name);
  read(drift.slope_s, "drift.slope");
  read(drift.sigma_s, "drift.sigma");
  read(drift.sigma_slope_s, "drift.sigma_slope");
  if (card.has_table("endurance")) endurance.median = card.number("endurance.median");
  read(endurance.sigma, "endurance.sigma");
  endurance.stuck_on = card.text("endurance.fails") == "stuck_on";
  read(set_energy_j, "set.energy");
  read(reset_energy_j, "reset.energy");
}

}  // namespace silipool::memristor
