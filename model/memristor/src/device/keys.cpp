#include "keys.hpp"

#include <array>

namespace silipool::memristor {
namespace detail {
namespace {

constexpr Models kCurves = only(Model::pulse_count) | only(Model::soft_bounds);
constexpr Models kRange = kCurves | only(Model::programmed) | only(Model::binary);
constexpr Models kResistances = only(Model::linear_ion_drift) | only(Model::vteam);
constexpr Models kPulse = only(Model::pulse_count);
constexpr Models kSoft = only(Model::soft_bounds);
constexpr Models kIon = only(Model::linear_ion_drift);
constexpr Models kVteam = only(Model::vteam);
constexpr Models kPku = only(Model::stanford_pku);
constexpr Models kYakopcic = only(Model::yakopcic);
constexpr Models kBinary = only(Model::binary);
constexpr Models kPulsed = kEvery & ~only(Model::programmed);

constexpr Need kAlways = Need::always;
constexpr Need kWithTable = Need::with_table;
constexpr Need kOptional = Need::optional;

constexpr Key kKeys[] = {
    // What the models are made of.
    {"device", "g_max", "S", 1e-12, 1, kRange, kAlways, "largest conductance; of a binary device: on"},
    {"device", "g_min", "S", 1e-15, 1, kRange, kAlways, "smallest conductance; of a binary device: off"},
    {"device", "pulses_up", "1", 1, 1e6, kPulse, kAlways, "set pulses from g_min to g_max"},
    {"device", "pulses_down", "1", 1, 1e6, kPulse, kAlways, "reset pulses from g_max to g_min"},
    {"device", "nonlinearity_up", "1", -9, 9, kPulse, kAlways, "label of the set curve; 0: linear"},
    {"device", "nonlinearity_down", "1", -9, 9, kPulse, kAlways,
     "label of the reset curve, signed as published"},
    {"device", "step_up", "1", 1e-9, 0.999, kSoft, kAlways, "part of the way to g_max that a set pulse goes"},
    {"device", "step_down", "1", 1e-9, 0.999, kSoft, kAlways,
     "part of the way to g_min that a reset pulse goes"},
    {"device", "r_on", "ohm", 1e-2, 1e12, kResistances, kAlways, "smallest resistance"},
    {"device", "r_off", "ohm", 1e-2, 1e15, kResistances, kAlways, "largest resistance"},
    {"device", "thickness", "m", 1e-10, 1e-6, kIon | kPku, kAlways, "of the switching layer"},
    {"device", "mobility", "m^2/(V s)", 1e-20, 1e-6, kIon, kAlways, "of the dopants"},
    {"device", "threshold", "V", 0, 10, kIon, kAlways, "no drift below this voltage"},
    {"device", "window", "1", 0, 1, kIon, kAlways, "p of Joglekar's window, 0 (no window) or 1"},
    {"device", "x_on", "m", 0, 1e-6, kVteam, kAlways, "state at r_on"},
    {"device", "x_off", "m", 1e-12, 1e-6, kVteam, kAlways, "state at r_off"},
    {"device", "k_on", "m/s", -1e6, -1e-12, kVteam, kAlways, "speed towards r_on, negative as published"},
    {"device", "k_off", "m/s", 1e-12, 1e6, kVteam, kAlways, "speed towards r_off"},
    {"device", "alpha_on", "1", 0.1, 20, kVteam, kAlways, "exponent towards r_on"},
    {"device", "alpha_off", "1", 0.1, 20, kVteam, kAlways, "exponent towards r_off"},
    {"device", "v_on", "V", -10, -1e-4, kVteam, kAlways, "threshold towards r_on, negative as published"},
    {"device", "v_off", "V", 1e-4, 10, kVteam, kAlways, "threshold towards r_off"},
    {"device", "current", "A", 1e-12, 1, kPku, kAlways, "I0"},
    {"device", "gap_scale", "m", 1e-11, 1e-8, kPku, kAlways, "g0, decay of the current with the gap"},
    {"device", "voltage_scale", "V", 1e-3, 10, kPku, kAlways, "V0 of the sinh"},
    {"device", "velocity", "m/s", 1e-6, 1e6, kPku, kAlways, "v0"},
    {"device", "activation", "eV", 0.01, 5, kPku, kAlways, "Ea"},
    {"device", "atom_spacing", "m", 1e-11, 1e-8, kPku, kAlways, "a0"},
    {"device", "gamma", "1", 0.1, 100, kPku, kAlways, "gamma0, enhancement of the field"},
    {"device", "beta", "1", 0, 10, kPku, kAlways, "fall of gamma with the cube of the gap in nm"},
    {"device", "thermal_resistance", "K/W", 0, 1e9, kPku, kAlways, "Rth"},
    {"device", "ambient", "K", 1, 1000, kPku, kAlways, "T0"},
    {"device", "field_min", "V/m", 0, 1e12, kPku, kAlways, "gamma |V| / thickness below which nothing moves"},
    {"device", "gap_min", "m", 1e-12, 1e-7, kPku, kAlways, "gap at the largest conductance"},
    {"device", "gap_max", "m", 1e-12, 1e-7, kPku, kAlways, "gap at the smallest conductance"},
    {"device", "a", "A", 1e-12, 1e3, kYakopcic, kAlways, "a1 = a2"},
    {"device", "b", "1/V", 1e-3, 100, kYakopcic, kAlways, "of the sinh"},
    {"device", "v_p", "V", 0, 10, kYakopcic, kAlways, "positive threshold"},
    {"device", "v_n", "V", 0, 10, kYakopcic, kAlways, "negative threshold, as magnitude"},
    {"device", "a_p", "1/s", 1e-6, 1e15, kYakopcic, kAlways, "speed above the positive threshold"},
    {"device", "a_n", "1/s", 1e-6, 1e15, kYakopcic, kAlways, "speed below the negative threshold"},
    {"device", "x_p", "1", 0.01, 0.99, kYakopcic, kAlways, "state from which a set slows down"},
    {"device", "x_n", "1", 0.01, 0.99, kYakopcic, kAlways, "a reset slows down from state 1 - x_n"},
    {"device", "alpha_p", "1", 0, 100, kYakopcic, kAlways, "how fast a set slows down"},
    {"device", "alpha_n", "1", 0, 100, kYakopcic, kAlways, "how fast a reset slows down"},
    {"device", "x_min", "1", 1e-6, 0.5, kYakopcic, kAlways, "smallest state; the largest is 1"},
    // Pulses.
    {"set", "voltage", "V", 1e-3, 100, kPulsed, kAlways, "magnitude of a set pulse"},
    {"set", "width", "s", 1e-15, 1e3, kPulsed, kAlways, "its length"},
    {"set", "energy", "J", 0, 1, kPulsed, kOptional,
     "of one set pulse, where published; else from its current"},
    {"reset", "voltage", "V", 1e-3, 100, kPulsed, kAlways, "magnitude of a reset pulse"},
    {"reset", "width", "s", 1e-15, 1e3, kPulsed, kAlways, "its length"},
    {"reset", "energy", "J", 0, 1, kPulsed, kOptional, "of one reset pulse, where published"},
    {"read", "voltage", "V", 1e-3, 10, kEvery, kAlways, "of a read"},
    {"read", "width", "s", 1e-15, 1e3, kEvery, kAlways, "its length; the noise bandwidth is 1 / (2 width)"},
    // Variation.
    {"device_variation", "on", "1", 0, 3, kEvery, kOptional, "between cells, of g_max, relative"},
    {"device_variation", "off", "1", 0, 3, kEvery, kOptional, "between cells, of g_min, relative"},
    {"device_variation", "step", "1", 0, 3, kPulsed & ~kBinary, kOptional,
     "between cells, of the step, relative"},
    {"cycle_variation", "step", "1", 0, 100, kPulsed & ~kBinary, kOptional,
     "between pulses, of the step, relative to one step"},
    {"cycle_variation", "range", "1", 0, 1, kPulsed & ~kBinary, kOptional,
     "between pulses, of the conductance, in parts of g_max - g_min"},
    {"cycle_variation", "on", "1", 0, 3, kBinary, kOptional, "between writes, of the on state, relative"},
    {"cycle_variation", "off", "1", 0, 3, kBinary, kOptional, "between writes, of the off state, relative"},
    {"switching", "set_mean", "V", 1e-3, 100, kBinary, kWithTable, "mean amplitude that sets, at set.width"},
    {"switching", "set_sigma", "V", 0, 100, kBinary, kWithTable, "its standard deviation"},
    {"switching", "reset_mean", "V", 1e-3, 100, kBinary, kOptional,
     "mean amplitude that resets, at reset.width"},
    {"switching", "reset_sigma", "V", 0, 100, kBinary, kOptional, "its standard deviation"},
    {"programming", "reference", "S", 1e-12, 1, kEvery, kWithTable, "G_r of the error polynomial"},
    {"programming", "sigma_0", "S", -1, 1, kEvery, kWithTable,
     "error = sum of sigma_i (G / G_r)^i, at least 0"},
    {"programming", "sigma_1", "S", -1, 1, kEvery, kOptional, "likewise"},
    {"programming", "sigma_2", "S", -1, 1, kEvery, kOptional, "likewise"},
    {"programming", "sigma_3", "S", -1, 1, kEvery, kOptional, "likewise"},
    {"programming", "sigma_4", "S", -1, 1, kEvery, kOptional, "likewise"},
    {"programming", "energy", "J", 0, 1, kEvery, kOptional,
     "of programming one cell; without it, it has no price"},
    // Faults and wear.
    {"faults", "stuck_on", "1", 0, 1, kEvery, kOptional, "share of cells that stay at g_max"},
    {"faults", "stuck_off", "1", 0, 1, kEvery, kOptional, "share of cells that stay at g_min"},
    {"faults", "open_rows", "1", 0, 1, kEvery, kOptional, "share of rows without contact"},
    {"faults", "open_columns", "1", 0, 1, kEvery, kOptional, "share of columns without contact"},
    {"endurance", "median", "1", 1, 1e18, kEvery, kWithTable,
     "pulses after which half of the cells have failed"},
    {"endurance", "sigma", "1", 0, 5, kEvery, kOptional,
     "standard deviation of the logarithm of that number"},
    // Noise and time.
    {"noise", "relative", "1", 0, 1, kEvery, kOptional, "standard deviation of a read, relative"},
    {"noise", "flicker", "1", 0, 1, kEvery, kOptional, "Q at g_max of the 1/f noise"},
    {"noise", "flicker_exponent", "1", 0, 5, kEvery, kOptional, "Q grows as (g_max / G) to this power"},
    {"noise", "flicker_maximum", "1", 0, 10, kEvery, kOptional, "Q is at most this"},
    {"noise", "telegraph", "1", 0, 1, kEvery, kOptional, "part of the conductance that a full trap takes"},
    {"noise", "telegraph_capture", "s", 1e-12, 1e12, kEvery, kOptional, "mean time until the trap fills"},
    {"noise", "telegraph_emission", "s", 1e-12, 1e12, kEvery, kOptional, "mean time until it empties"},
    {"drift", "t_0", "s", 1e-12, 1e9, kEvery, kWithTable, "time after a write from which drift is counted"},
    {"drift", "nu", "1", -1, 1, kEvery, kOptional, "law power: exponent at g_max"},
    {"drift", "nu_slope", "1", -1, 1, kEvery, kOptional, "law power: its change per ln(G / g_max)"},
    {"drift", "nu_min", "1", -1, 1, kEvery, kOptional, "law power: the mean exponent is at least this"},
    {"drift", "nu_max", "1", -1, 1, kEvery, kOptional, "law power: and at most this"},
    {"drift", "nu_sigma", "1", -1, 1, kEvery, kOptional,
     "law power: standard deviation of the exponent at g_max"},
    {"drift", "nu_sigma_slope", "1", -1, 1, kEvery, kOptional, "law power: its change per ln(G / g_max)"},
    {"drift", "nu_sigma_min", "1", 0, 1, kEvery, kOptional, "law power: it is at least this"},
    {"drift", "nu_sigma_max", "1", 0, 1, kEvery, kOptional, "law power: and at most this"},
    {"drift", "slope", "S", -1, 1, kEvery, kOptional, "law logarithmic: mean change per ln(1 + t / t_0)"},
    {"drift", "sigma", "S", 0, 1, kEvery, kOptional, "law logarithmic: spread as soon as time goes on"},
    {"drift", "sigma_slope", "S", 0, 1, kEvery, kOptional, "law logarithmic: its growth per ln(1 + t / t_0)"},
};

constexpr std::array<std::string_view, 2> kDistributions{"normal", "log_normal"};
constexpr std::array<std::string_view, 2> kDriftLaws{"power", "logarithmic"};
constexpr std::array<std::string_view, 2> kFailures{"stuck_off", "stuck_on"};

const TextKey kTextKeys[] = {
    {"device_variation", "distribution", kDistributions, "of on and off"},
    {"device_variation", "step_distribution", kDistributions, "of step"},
    {"cycle_variation", "distribution", kDistributions, "of all of the table"},
    {"drift", "law", kDriftLaws, "of the conductance in time"},
    {"endurance", "fails", kFailures, "what a worn cell is"},
};

constexpr std::array<std::string_view, 8> kModelNames{"pulse_count", "soft_bounds",  "linear_ion_drift",
                                                      "vteam",       "stanford_pku", "yakopcic",
                                                      "binary",      "programmed"};

}  // namespace

std::span<const Key> keys() { return kKeys; }
std::span<const TextKey> text_keys() { return kTextKeys; }
std::span<const std::string_view> model_names() { return kModelNames; }

const Key* find_key(std::string_view full, Model model) {
  for (const Key& key : kKeys)
    if ((key.models & only(model)) != 0 && key.full() == full) return &key;
  return nullptr;
}

}  // namespace detail

std::string_view model_name(Model model) noexcept {
  return detail::kModelNames[static_cast<std::size_t>(model)];
}

}  // namespace silipool::memristor
