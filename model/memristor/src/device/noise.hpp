#pragma once
#include <silipool/memristor/device/effect_numbers.hpp>

// The formulas of docs/memristors.md that change or blur a conductance, without state.
namespace silipool::memristor::detail {

/// Of the current, A^2, in the bandwidth 1 / (2 width): 4 k T G B and 2 q I B.
[[nodiscard]] double thermal_variance(double g_s, double temperature_k, double width_s);
[[nodiscard]] double shot_variance(double current_a, double width_s);

/// Relative standard deviation of 1/f noise that has built up since the write.
[[nodiscard]] double flicker(const EffectNumbers& numbers, double written_s, double since_s, double width_s);

/// Share of the time that a telegraph trap is full, and the time in which it forgets.
[[nodiscard]] double trap_occupancy(const EffectNumbers& numbers);
[[nodiscard]] double trap_time_s(const EffectNumbers& numbers);

/// A conductance `since_s` > 0 after it was written; xi is the cell's standard normal draw of that write.
[[nodiscard]] double drifted(const EffectNumbers& numbers, double g_s, double since_s, double xi);

/// Standard deviation of a programmed conductance.
[[nodiscard]] double programming_sigma(const EffectNumbers& numbers, double target_s);

}  // namespace silipool::memristor::detail
