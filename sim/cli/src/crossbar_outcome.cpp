#include "crossbar_outcome.hpp"

#include <limits>

#include <fmt/format.h>

#include <silipool/cost/technology.hpp>

namespace silipool::cli {
namespace {

/// Writes that a cell survives, where neither configuration nor card says so.
constexpr double kEndurance = 1e6;
constexpr double kSecondsPerYear = 365.25 * 86400;

std::vector<estimate::EnergyPart> per_step(std::vector<estimate::EnergyPart> parts, std::uint64_t steps) {
  for (estimate::EnergyPart& part : parts) part.energy = 1.0 / static_cast<double>(steps) * part.energy;
  return parts;
}

double per(double value, std::uint64_t steps) { return steps == 0 ? 0 : value / static_cast<double>(steps); }

Json work_json(const crossbar::Work& work, std::uint64_t steps) {
  const auto count = [steps](std::uint64_t value) { return per(static_cast<double>(value), steps); };
  return {{"reads", count(work.reads)},
          {"driven_rows", count(work.driven_rows)},
          {"comparisons", count(work.comparisons)},
          {"ramp_steps", count(work.ramp_steps)},
          {"conversions", count(work.conversions)},
          {"write_pulses", count(work.write_pulses)},
          {"device_writes", count(work.device_writes)},
          {"verify_reads", count(work.verify_reads)},
          {"half_selected", count(work.half_selected)},
          {"failed_writes", count(work.failed_writes)},
          {"read_s", per(work.longest_read_s, steps)},
          {"write_s", per(work.longest_write_s, steps)}};
}

Json parts_json(const std::vector<estimate::EnergyPart>& parts) {
  Json json = Json::object();
  for (const estimate::EnergyPart& part : parts)
    json[part.cause] = {
        {"low", part.energy.low}, {"nominal", part.energy.nominal}, {"high", part.energy.high}};
  return json;
}

}  // namespace

CrossbarOutcome crossbar_outcome(const crossbar::CrossbarEngine& engine, const config::Config& config) {
  const crossbar::DeviceArray& array = engine.array();
  const cost::CostTable table = cost::load_cost_table(config.estimate.technology);
  CrossbarOutcome outcome;
  outcome.learn = array.learning_work();
  outcome.infer = array.inference_work();
  outcome.learning_steps = engine.learning_activity().steps;
  outcome.inference_steps = engine.inference_activity().steps;
  outcome.wear = array.wear();
  if (outcome.learning_steps > 0) {
    outcome.learn_parts =
        per_step(estimate::crossbar_energy(array.setup(), outcome.learn, engine.learning_activity(), table),
                 outcome.learning_steps);
    outcome.learn_energy = estimate::total(outcome.learn_parts);
  }
  if (outcome.inference_steps > 0) {
    outcome.infer_parts =
        per_step(estimate::crossbar_energy(array.setup(), outcome.infer, engine.inference_activity(), table),
                 outcome.inference_steps);
    outcome.infer_energy = estimate::total(outcome.infer_parts);
  }
  outcome.endurance = config.crossbar.endurance.value_or(kEndurance);
  const auto years = [&](double writes_of_a_cell) {
    if (outcome.learning_steps == 0 || writes_of_a_cell == 0) return std::numeric_limits<double>::infinity();
    const double per_step_ = writes_of_a_cell / static_cast<double>(outcome.learning_steps);
    return outcome.endurance / per_step_ / config.crossbar.samples_per_second / kSecondsPerYear;
  };
  outcome.years_first = years(static_cast<double>(outcome.wear.most));
  outcome.years_even = years(outcome.wear.mean);
  return outcome;
}

void put_crossbar(Json& json, const CrossbarOutcome& o) {
  Json& out = json["crossbar"];
  out["learn"] = work_json(o.learn, o.learning_steps);
  out["infer"] = work_json(o.infer, o.inference_steps);
  out["energy_j"] = {{"learn", parts_json(o.learn_parts)}, {"infer", parts_json(o.infer_parts)}};
  out["wear"] = {
      {"cells", o.wear.cells}, {"most", o.wear.most}, {"mean", o.wear.mean}, {"failed", o.wear.failed}};
  out["life"]["endurance"] = o.endurance;
  if (o.wear.most > 0) {
    out["life"]["years_first"] = o.years_first;
    out["life"]["years_even"] = o.years_even;
  }
}

void print_crossbar(Table& table, const CrossbarOutcome& o) {
  for (const auto& [label, parts] :
       {std::pair("  learning: ", &o.learn_parts), std::pair("  inference: ", &o.infer_parts)})
    for (const estimate::EnergyPart& part : *parts)
      if (part.energy.high > 0)
        table.row(label + part.cause, fmt::format("{:.3g} nJ", 1e9 * part.energy.nominal),
                  part.energy.low == part.energy.high
                      ? "of the card"
                      : fmt::format("{:.3g}..{:.3g} nJ", 1e9 * part.energy.low, 1e9 * part.energy.high));
  table.gap();
  if (o.learning_steps > 0) {
    const auto each = [&](std::uint64_t value) { return per(static_cast<double>(value), o.learning_steps); };
    table.row("device writes per learning step", fmt::format("{:.2f}", each(o.learn.device_writes)),
              "conductances that changed");
    table.row(
        "write pulses per learning step", fmt::format("{:.1f}", each(o.learn.write_pulses)),
        o.learn.failed_writes == 0 ? "" : fmt::format("{:.2f} writes in vain", each(o.learn.failed_writes)));
    table.row("read, write time per learning step",
              fmt::format("{:.3g}, {:.3g} ns", 1e9 * per(o.learn.longest_read_s, o.learning_steps),
                          1e9 * per(o.learn.longest_write_s, o.learning_steps)),
              "of the busiest tile");
    if (o.wear.most > 0)
      table.row("years to wear-out", fmt::format("{:.3g}", o.years_first),
                fmt::format("first cell, at {:.1g} writes; {:.3g} if all were written alike", o.endurance,
                            o.years_even));
  }
  if (o.wear.failed > 0)
    table.row("cells that are stuck or open", fmt::format("{} of {}", o.wear.failed, o.wear.cells));
}

}  // namespace silipool::cli
