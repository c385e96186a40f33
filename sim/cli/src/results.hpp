#pragma once
#include <optional>
#include <string>

#include <silipool/config/config.hpp>
#include <silipool/cost/cost_table.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/engine/event.hpp>
#include <silipool/experiments/session.hpp>

#include "common.hpp"

namespace silipool::cli {

/// The parts of the JSON that several subcommands share (docs/cli.md).
void put_config(Json& json, const config::Config& config, const std::string& engine);
void put_cycles(Json& json, const experiments::Spread& learn, const experiments::Spread& infer,
                const experiments::Spread& latency);
void put_writes(Json& json, const engine::Activity& learning);
/// Joules per learning step and per inference; absent where nothing was counted.
struct StepEnergy {
  std::optional<cost::Energy> learn, infer;
  std::string technology;
};
[[nodiscard]] StepEnergy energy_per_step(const engine::Activity& learning, const engine::Activity& inference,
                                         const std::string& technology);
void put_energy(Json& json, const StepEnergy& energy);

/// Two columns of text with the figures aligned; empty lines part groups.
class Table {
 public:
  void row(const std::string& label, const std::string& value, const std::string& note = "");
  void gap();
  void print() const;

 private:
  struct Row {
    std::string label, value, note;
  };
  std::vector<Row> rows_;
};

[[nodiscard]] std::string percent(double fraction);

}  // namespace silipool::cli
