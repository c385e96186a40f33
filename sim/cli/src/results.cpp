#include "results.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/config/load.hpp>
#include <silipool/cost/technology.hpp>
#include <silipool/estimate/activity_energy.hpp>

namespace silipool::cli {

void put_config(Json& json, const config::Config& config, const std::string& engine) {
  json["config"] = {{"name", config.name}, {"hash", base::hex64(config::hash(config))}};
  json["engine"] = engine;
  json["seed"] = config.runtime.seed;
}

void put_cycles(Json& json, const experiments::Spread& learn, const experiments::Spread& infer,
                const experiments::Spread& latency) {
  for (const auto& [name, spread] :
       {std::pair("learn", &learn), std::pair("infer", &infer), std::pair("latency", &latency)})
    if (spread->steps > 0) json["cycles"][name] = {{"mean", spread->mean()}, {"max", spread->max}};
}

void put_writes(Json& json, const engine::Activity& learning) {
  if (learning.learning_steps == 0) return;
  const auto steps = static_cast<double>(learning.learning_steps);
  json["writes"]["permanence_per_learn"] = static_cast<double>(learning.permanence_writes) / steps;
  json["flips"]["connected_per_learn"] = static_cast<double>(learning.connection_flips) / steps;
}

StepEnergy energy_per_step(const engine::Activity& learning, const engine::Activity& inference,
                           const std::string& technology) {
  const cost::CostTable table = cost::load_cost_table(technology);
  const auto per_step = [&table](const engine::Activity& activity) -> std::optional<cost::Energy> {
    if (activity.steps == 0) return std::nullopt;
    return 1.0 / static_cast<double>(activity.steps) * estimate::price(activity, table).total();
  };
  return {.learn = per_step(learning), .infer = per_step(inference), .technology = technology};
}

void put_energy(Json& json, const StepEnergy& energy) {
  for (const auto& [name, joules] : {std::pair("learn", &energy.learn), std::pair("infer", &energy.infer)})
    if (*joules)
      json["energy_j"][name] = {
          {"low", (*joules)->low}, {"nominal", (*joules)->nominal}, {"high", (*joules)->high}};
  if (energy.learn || energy.infer) json["energy"]["technology"] = energy.technology;
}

void Table::row(const std::string& label, const std::string& value, const std::string& note) {
  rows_.push_back({label, value, note});
}
void Table::gap() { rows_.push_back({}); }

void Table::print() const {
  std::size_t label = 0;
  std::size_t value = 0;
  for (const Row& r : rows_) {
    label = std::max(label, r.label.size());
    value = std::max(value, r.value.size());
  }
  for (const Row& r : rows_) {
    std::string line = fmt::format("  {:<{}}  {:>{}}  {}", r.label, label, r.value, value, r.note);
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

std::string percent(double fraction) { return fmt::format("{:.2f} %", 100.0 * fraction); }

}  // namespace silipool::cli
