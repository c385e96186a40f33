// [crossbar].
#include "rows.hpp"

#include "parts.hpp"

namespace silipool::config::detail {
namespace {

constexpr std::array<std::string_view, 3> kSynapses{"hybrid", "analog", "stochastic"};
constexpr std::array<std::string_view, 2> kLaws{"card", "linear"};
constexpr std::array<std::string_view, 2> kInactiveRows{"gated", "grounded"};
constexpr std::array<std::string_view, 4> kSolvers{"exact", "alpha_beta", "dmr", "ideal"};
constexpr std::array<std::string_view, 4> kReadouts{"ramp", "adc", "threshold", "current"};
constexpr std::array<std::string_view, 2> kCalibrations{"ideal", "fitted"};

template <CrossbarReadout R>
bool reads_by(const Draft& d) {
  return d.config.crossbar.readout == R;
}
bool is_analog(const Draft& d) { return d.config.crossbar.synapse == CrossbarSynapse::analog; }
bool is_not_analog(const Draft& d) { return !is_analog(d); }
bool is_stochastic(const Draft& d) { return d.config.crossbar.synapse == CrossbarSynapse::stochastic; }

template <auto Member>
void put_optional(Draft& d, const Value& v) {
  d.config.crossbar.*Member = std::get<double>(v);
}
/// A number of the card that may be given another value.
template <auto Member>
Rule of_card(std::string_view name, double minimum, double maximum, std::string_view description) {
  return {.key = {.name = name,
                  .type = KeyType::real,
                  .minimum = minimum,
                  .maximum = maximum,
                  .fallback = "the card's, where `effects` names it",
                  .description = description},
          .may_be_absent = true,
          .store = put_optional<Member>};
}
template <auto Member>
Rule resistance(std::string_view name, std::string_view description) {
  return {
      .key = {.name = name, .type = KeyType::real, .maximum = 1e6, .unit = "ohm", .description = description},
      .fallback = [](const Draft&) -> Value { return Value{0.0}; },
      .store = put<&Config::crossbar, Member>};
}

}  // namespace

std::vector<Rule> crossbar() {
  constexpr std::string_view only_adc = "crossbar.readout = \"adc\"";
  constexpr std::string_view only_sums = "crossbar.synapse = \"hybrid\" or \"stochastic\"";
  constexpr std::string_view only_analog = "crossbar.synapse = \"analog\"";
  return {
      {.key = {.name = "crossbar.synapse",
               .type = KeyType::choice,
               .choices = list(kSynapses),
               .description =
                   "what a device holds: the connected bit, beside a permanence in digital memory "
                   "(`hybrid`); the permanence (`analog`); or a permanence of one bit that its own "
                   "switching probability teaches (`stochastic`)"},
       .fallback = always_named<kSynapses, 0>,
       .store = put_choice<&Config::crossbar, &Crossbar::synapse, kSynapses>},
      {.key = {.name = "crossbar.device",
               .type = KeyType::text,
               .limit = "the name of a card of a device (`docs/memristors.md`)",
               .fallback = "\"hfox_stochastic\"; \"taox_hfox\" with `crossbar.synapse = \"analog\"`",
               .description = "which memristor"},
       .fallback = [](const Draft& d) -> Value {
         return Value{std::string(is_analog(d) ? "taox_hfox" : "hfox_stochastic")};
       },
       .problem = not_a_name,
       .store = put<&Config::crossbar, &Crossbar::device>},
      {.key = {.name = "crossbar.law",
               .type = KeyType::choice,
               .choices = list(kLaws),
               .condition = only_analog,
               .description =
                   "how pulses change a conductance: as the `card` says, or `linear`, by a step of a "
                   "permanence each"},
       .fallback = always_named<kLaws, 0>,
       .applies = is_analog,
       .store = put_choice<&Config::crossbar, &Crossbar::law, kLaws>},
      {.key = {.name = "crossbar.effects",
               .type = KeyType::text,
               .limit = "\"none\", \"all\" of the card's, or names of effects (`docs/memristors.md`) with "
                        "spaces between",
               .description = "what of a real device is simulated"},
       .fallback = [](const Draft&) -> Value { return Value{std::string("none")}; },
       .store = put<&Config::crossbar, &Crossbar::effects>},
      of_card<&Crossbar::device_variation>(
          "crossbar.device_variation", 0, 3,
          "between cells, relative standard deviation of both bounds of the conductance, and of a step where "
          "the card has one; a value turns the effect on"),
      of_card<&Crossbar::cycle_variation>(
          "crossbar.cycle_variation", 0, 3,
          "between writes, of a step or of the state that is written, relative; "
          "a value turns the effect on"),
      of_card<&Crossbar::stuck_on>("crossbar.stuck_on", 0, 1,
                                   "share of cells that stay on; a value turns stuck cells on"),
      of_card<&Crossbar::stuck_off>("crossbar.stuck_off", 0, 1,
                                    "share of cells that stay off; a value turns stuck cells on"),
      of_card<&Crossbar::read_noise>(
          "crossbar.read_noise", 0, 1,
          "relative standard deviation of a read of a cell; a value turns the effect on"),
      of_card<&Crossbar::endurance>(
          "crossbar.endurance", 1, 1e15,
          "writes after which half of the cells have failed; a value turns wear on"),
      {.key = {.name = "crossbar.threshold_variation",
               .type = KeyType::real,
               .maximum = 1,
               .condition = "crossbar.synapse = \"stochastic\"",
               .description =
                   "between cells, standard deviation of the voltage that switches them, relative: "
                   "cells learn at different rates"},
       .fallback = [](const Draft&) -> Value { return Value{0.0}; },
       .applies = is_stochastic,
       .store = put<&Config::crossbar, &Crossbar::threshold_variation>},
      resistance<&Crossbar::row_ohm>("crossbar.row_ohm", "of the wire of a row from cell to cell"),
      resistance<&Crossbar::column_ohm>("crossbar.column_ohm", "of the wire of a column from cell to cell"),
      resistance<&Crossbar::driver_ohm>("crossbar.driver_ohm", "output of a row's driver"),
      resistance<&Crossbar::sense_ohm>("crossbar.sense_ohm", "input of a column's sense circuit"),
      {.key = {.name = "crossbar.inactive_rows",
               .type = KeyType::choice,
               .choices = list(kInactiveRows),
               .description = "rows without input: cells cut off by their select transistors (1T1R), or "
                              "grounded (passive arrays)"},
       .fallback = always_named<kInactiveRows, 0>,
       .store = put_choice<&Config::crossbar, &Crossbar::inactive_rows, kInactiveRows>},
      {.key = {.name = "crossbar.solver",
               .type = KeyType::choice,
               .choices = list(kSolvers),
               .description = "currents by Kirchhoff's equations (`exact`), by formulas, or as if wires were "
                              "`ideal`"},
       .fallback = always_named<kSolvers, 0>,
       .store = put_choice<&Config::crossbar, &Crossbar::solver, kSolvers>},
      {.key = {.name = "crossbar.tile_rows",
               .minimum = 1,
               .maximum = 4096,
               .limit = "slots of a hypercolumn",
               .fallback = "slots of a hypercolumn",
               .unit = "rows",
               .description = "of one array; a hypercolumn takes several where it has more slots"},
       .fallback = [](const Draft& d) -> Value { return integer(d.config.structural.slots()); },
       .range = [](const Draft& d, std::size_t) { return up_to(d.config.structural.slots()); },
       .store = put<&Config::crossbar, &Crossbar::tile_rows>},
      {.key = {.name = "crossbar.tile_columns",
               .minimum = 1,
               .maximum = 4096,
               .limit = "columns_per_hypercolumn",
               .fallback = "columns_per_hypercolumn",
               .unit = "columns",
               .description = "of one array"},
       .fallback = [](const Draft& d) -> Value {
         return integer(d.config.structural.columns_per_hypercolumn);
       },
       .range = [](const Draft& d,
                   std::size_t) { return up_to(d.config.structural.columns_per_hypercolumn); },
       .store = put<&Config::crossbar, &Crossbar::tile_columns>},
      {.key = {.name = "crossbar.readout",
               .type = KeyType::choice,
               .choices = list(kReadouts),
               .condition = only_sums,
               .description =
                   "what makes overlaps of currents: a reference that all columns share and a "
                   "comparator each (`ramp`), a converter each (`adc`), a comparator each with one "
                   "reference (`threshold`), or nothing: currents compete (`current`)"},
       .fallback = always_named<kReadouts, 0>,
       .applies = is_not_analog,
       .store = put_choice<&Config::crossbar, &Crossbar::readout, kReadouts>},
      {.key = {.name = "crossbar.adc_bits",
               .minimum = 1,
               .maximum = 16,
               .condition = only_adc,
               .unit = "bits",
               .description = "of a converter"},
       .fallback = always<6>,
       .applies = reads_by<CrossbarReadout::adc>,
       .store = put<&Config::crossbar, &Crossbar::adc_bits>},
      {.key = {.name = "crossbar.adc_full_scale",
               .minimum = 1,
               .maximum = 4096,
               .condition = only_adc,
               .unit = "synapses",
               .description = "overlap whose current is the converter's greatest code"},
       .fallback = always<63>,
       .applies = reads_by<CrossbarReadout::adc>,
       .store = put<&Config::crossbar, &Crossbar::adc_full_scale>},
      {.key = {.name = "crossbar.threshold",
               .minimum = 1,
               .maximum = 4096,
               .condition = "crossbar.readout = \"threshold\"",
               .unit = "synapses",
               .description = "overlap at which a column fires"},
       .fallback = always<8>,
       .applies = reads_by<CrossbarReadout::threshold>,
       .store = put<&Config::crossbar, &Crossbar::threshold>},
      {.key = {.name = "crossbar.gain_bits",
               .minimum = 1,
               .maximum = 16,
               .condition = "crossbar.readout = \"current\"",
               .unit = "bits",
               .description = "of the current mirror that boosts a column"},
       .fallback = always<6>,
       .applies = reads_by<CrossbarReadout::current>,
       .store = put<&Config::crossbar, &Crossbar::gain_bits>},
      {.key = {.name = "crossbar.readout_offset",
               .type = KeyType::real,
               .maximum = 1000,
               .unit = "synapses",
               .description = "standard deviation of the offsets of columns' circuits"},
       .fallback = [](const Draft&) -> Value { return Value{0.0}; },
       .store = put<&Config::crossbar, &Crossbar::readout_offset>},
      {.key = {.name = "crossbar.readout_noise",
               .type = KeyType::real,
               .maximum = 1000,
               .unit = "synapses",
               .description = "standard deviation of what circuits add anew in each read"},
       .fallback = [](const Draft&) -> Value { return Value{0.0}; },
       .store = put<&Config::crossbar, &Crossbar::readout_noise>},
      {.key = {.name = "crossbar.calibration",
               .type = KeyType::choice,
               .choices = list(kCalibrations),
               .condition = only_sums,
               .description =
                   "what references stand for: `ideal` cells and wires, or each column's own currents, "
                   "`fitted` before learning"},
       .fallback = always_named<kCalibrations, 0>,
       .applies = is_not_analog,
       .store = put_choice<&Config::crossbar, &Crossbar::calibration, kCalibrations>},
      {.key = {.name = "crossbar.samples_per_second",
               .type = KeyType::real,
               .maximum = 1e9,
               .minimum_excluded = true,
               .unit = "1/s",
               .description = "steps in simulated time: for drift, and for the years that devices live"},
       .fallback = [](const Draft&) -> Value { return Value{30.0}; },
       .store = put<&Config::crossbar, &Crossbar::samples_per_second>},
      {.key = {.name = "crossbar.seed",
               .maximum = 4294967295,
               .fallback = "seed",
               .description = "seed of devices and circuits"},
       .fallback = [](const Draft& d) -> Value { return integer(d.config.runtime.seed); },
       .store = put<&Config::crossbar, &Crossbar::seed>},
  };
}

}  // namespace silipool::config::detail
