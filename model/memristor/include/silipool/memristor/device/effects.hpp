#pragma once
#include <span>
#include <string_view>

#include <silipool/memristor/device/card.hpp>

namespace silipool::memristor {

/// What of a real device is simulated. With everything off a cell is ideal: its card's law, exactly.
struct Effects {
  bool device_variation = false;   ///< cells differ: bounds and steps ([device_variation])
  bool cycle_variation = false;    ///< writes differ ([cycle_variation])
  bool switching = false;          ///< a binary cell switches with a probability ([switching])
  bool programming_error = false;  ///< of `program` ([programming])
  bool stuck_cells = false;        ///< cells that keep one conductance ([faults] stuck_on, stuck_off)
  bool open_lines = false;         ///< rows and columns without contact ([faults] open_rows, open_columns)
  bool relative_noise = false;     ///< of a read, in proportion to the conductance ([noise] relative)
  bool thermal_noise = false;      ///< needs no number of the card
  bool shot_noise = false;         ///< needs no number of the card
  bool flicker_noise = false;      ///< 1/f ([noise] flicker...)
  bool telegraph_noise = false;    ///< ([noise] telegraph...)
  bool drift = false;              ///< of the conductance in simulated time ([drift])
  bool endurance = false;          ///< cells fail when they are worn ([endurance])
  friend bool operator==(const Effects&, const Effects&) = default;
};

/// One switch: its name, and the table or key that a card must have for it ("" for none).
struct EffectSwitch {
  std::string_view name;
  bool Effects::*flag;
  std::string_view needs;
  std::string_view meaning;
};
[[nodiscard]] std::span<const EffectSwitch> effect_switches();

/// Everything that the card has numbers for.
[[nodiscard]] Effects all_effects(const Card& card);

/// Error{bad_input} naming card, effect and what is missing, if an effect is on that the card has no numbers
/// for: such an effect is not zero, it is unknown.
void check_effects(const Card& card, const Effects& effects);

}  // namespace silipool::memristor
