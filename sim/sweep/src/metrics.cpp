#include <silipool/sweep/metrics.hpp>

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include <silipool/base/error.hpp>

namespace silipool::sweep {
namespace {

using Json = nlohmann::ordered_json;

/// The longest that begins a name decides.
constexpr std::array<std::pair<std::string_view, std::string_view>, 39> kUnits{{
    {"accuracy.", "fraction"},
    {"sdr.density", "fraction"},
    {"sdr.entropy_ratio", "fraction"},
    {"steps.", "steps"},
    {"rate.", "steps/s"},
    {"lockstep.events", "events"},
    {"lockstep.state_words", "words"},
    {"lockstep.mismatches", "mismatches"},
    {"cycles.", "clock cycles"},
    {"writes.", "writes/step"},
    {"flips.", "flips/step"},
    {"energy_j.", "J/step"},
    {"crossbar.learn.", "1/step"},
    {"crossbar.infer.", "1/step"},
    {"crossbar.learn.read_s", "s/step"},
    {"crossbar.learn.write_s", "s/step"},
    {"crossbar.infer.read_s", "s/step"},
    {"crossbar.infer.write_s", "s/step"},
    {"crossbar.energy_j.", "J/step"},
    {"crossbar.wear.", "pulses"},
    {"crossbar.wear.cells", "cells"},
    {"crossbar.wear.failed", "cells"},
    {"crossbar.life.years_", "years"},
    {"estimate.area_m2.", "m2"},
    {"estimate.clock_hz", "Hz"},
    {"estimate.fmax_hz.", "Hz"},
    {"estimate.rate_hz", "1/s"},
    {"estimate.leakage_w.", "W"},
    {"estimate.logic_leakage_w.", "W"},
    {"estimate.idle_cycle_j.", "J"},
    {"estimate.learn.", "J/step"},
    {"estimate.learn.cycles", "clock cycles"},
    {"estimate.infer.", "J/step"},
    {"estimate.learn.steps", "steps"},
    {"estimate.infer.cycles", "clock cycles"},
    {"estimate.infer.steps", "steps"},
    {"estimate.parts.", "m2"},
    {"estimate.counts.", "events"},
    {"resets", "resets"},
}};

/// What is no measure of a point: settings, and figures to look at.
bool is_no_metric(std::string_view name) {
  for (const std::string_view part : {"config", "data", "engine", "seed", "readout", "figures"})
    if (name == part) return true;
  return false;
}

void flatten(const Json& json, const std::string& name, std::vector<store::Metric>& out) {
  if (json.is_object() || json.is_array()) {
    std::size_t index = 0;
    for (const auto& item : json.items()) {
      const std::string key = json.is_array() ? std::to_string(index++) : item.key();
      if (name.empty() && json.is_object() && is_no_metric(key)) continue;
      flatten(item.value(), name.empty() ? key : name + "." + key, out);
    }
    return;
  }
  store::Metric metric;
  metric.name = name;
  metric.timing = name.starts_with("rate.");
  if (json.is_boolean())
    metric.value = std::int64_t{json.get<bool>() ? 1 : 0};
  else if (json.is_number_integer())
    metric.value = json.get<std::int64_t>();
  else if (json.is_number())
    metric.value = json.get<double>();
  else if (json.is_string())
    metric.value = json.get<std::string>();
  else
    return;
  if (!std::holds_alternative<std::string>(metric.value)) metric.unit = unit_of(name);
  out.push_back(std::move(metric));
}

}  // namespace

std::string_view unit_of(std::string_view metric) {
  std::pair<std::string_view, std::string_view> best;
  for (const auto& entry : kUnits)
    if (metric.starts_with(entry.first) && entry.first.size() >= best.first.size()) best = entry;
  return best.second;
}

std::vector<store::Metric> metrics_of(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() && !json.is_array()) base::bad_input("the result is no JSON object or array");
  std::vector<store::Metric> metrics;
  flatten(json, "", metrics);
  return metrics;
}

}  // namespace silipool::sweep
