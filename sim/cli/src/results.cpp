#include "results.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <silipool/base/digest.hpp>
#include <silipool/config/load.hpp>

namespace silipool::cli {

void put_config(Json& json, const config::Config& config, const std::string& engine) {
  json["config"] = {{"name", config.name}, {"hash", base::hex64(config::hash(config))}};
  json["engine"] = engine;
  json["seed"] = config.runtime.seed;
}

void put_cycles(Json& json, const experiments::Spread& learn, const experiments::Spread& infer,
                const experiments::Spread& latency) {
  for (const auto& [name, spread] : {std::pair("learn", &learn), std::pair("infer", &infer), std::pair("latency", &latency)})
    if (spread->steps > 0) json["cycles"][name] = {{"mean", spread->mean()}, {"max", spread->max}};
}

void put_writes(Json& json, const engine::Activity& learning) {
  if (learning.learning_steps == 0) return;
  const auto steps = static_cast<double>(learning.learning_steps);
  json["writes"]["permanence_per_learn"] = static_cast<double>(learning.permanence_writes) / steps;
  json["flips"]["connected_per_learn"] = static_cast<double>(learning.connection_flips) / steps;
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
