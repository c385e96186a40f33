#include <silipool/memristor/device/effects.hpp>

#include <algorithm>

#include <silipool/base/error.hpp>

namespace silipool::memristor {
namespace {

/// The alternatives of `needs`, one of which suffices, are separated by commas.
bool has_numbers(const Card& card, std::string_view needs) {
  while (!needs.empty()) {
    const std::size_t comma = needs.find(',');
    const std::string_view one = needs.substr(0, comma);
    if (one.find('.') == std::string_view::npos ? card.has_table(one) : card.has(one)) return true;
    needs = comma == std::string_view::npos ? "" : needs.substr(comma + 1);
  }
  return false;
}

constexpr EffectSwitch kSwitches[] = {
    {"device_variation", &Effects::device_variation, "device_variation", "cells differ in bounds and steps"},
    {"cycle_variation", &Effects::cycle_variation, "cycle_variation", "writes differ"},
    {"switching", &Effects::switching, "switching", "a binary cell switches with a probability"},
    {"programming_error", &Effects::programming_error, "programming", "programming misses its target"},
    {"stuck_cells", &Effects::stuck_cells, "faults.stuck_on,faults.stuck_off", "cells keep one conductance"},
    {"open_lines", &Effects::open_lines, "faults.open_rows,faults.open_columns",
     "rows and columns have no contact"},
    {"relative_noise", &Effects::relative_noise, "noise.relative",
     "reads scatter in proportion to the conductance"},
    {"thermal_noise", &Effects::thermal_noise, "", "4 k T G B"},
    {"shot_noise", &Effects::shot_noise, "", "2 q I B"},
    {"flicker_noise", &Effects::flicker_noise, "noise.flicker", "1/f noise, growing since the write"},
    {"telegraph_noise", &Effects::telegraph_noise, "noise.telegraph",
     "a trap takes a part of the conductance"},
    {"drift", &Effects::drift, "drift", "the conductance changes in simulated time"},
    {"endurance", &Effects::endurance, "endurance", "worn cells fail"},
};

}  // namespace

std::span<const EffectSwitch> effect_switches() { return kSwitches; }

Effects all_effects(const Card& card) {
  Effects effects;
  for (const EffectSwitch& one : kSwitches)
    effects.*one.flag = one.needs.empty() || has_numbers(card, one.needs);
  return effects;
}

void check_effects(const Card& card, const Effects& effects) {
  for (const EffectSwitch& one : kSwitches)
    if (effects.*one.flag && !one.needs.empty() && !has_numbers(card, one.needs))
      base::bad_input("the card {} has no numbers for {}: it needs {}", card.name, one.name, one.needs);
}

}  // namespace silipool::memristor
