#pragma once
#include <optional>
#include <vector>

#include <silipool/crossbar/crossbar_engine.hpp>
#include <silipool/estimate/crossbar_energy.hpp>

#include "results.hpp"

namespace silipool::cli {

/// What a run on devices came to, beside accuracy.
struct CrossbarOutcome {
  crossbar::Work learn, infer;
  std::uint64_t learning_steps = 0, inference_steps = 0;
  crossbar::Wear wear;
  /// Joule a step, by cause; empty where there were no such steps.
  std::vector<estimate::EnergyPart> learn_parts, infer_parts;
  std::optional<cost::Energy> learn_energy, infer_energy;
  /// At crossbar.samples_per_second, until the cell that is written most has had so many writes, and until
  /// all would have, were they written alike; infinite where nothing was written.
  double endurance = 0, years_first = 0, years_even = 0;
};

[[nodiscard]] CrossbarOutcome crossbar_outcome(const crossbar::CrossbarEngine& engine,
                                               const config::Config& config);
void put_crossbar(Json& json, const CrossbarOutcome& outcome);
void print_crossbar(Table& table, const CrossbarOutcome& outcome);

}  // namespace silipool::cli
