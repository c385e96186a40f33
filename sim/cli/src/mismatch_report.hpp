#pragma once
#include <filesystem>
#include <functional>

#include <silipool/engine/event.hpp>
#include <silipool/engine/stimulus.hpp>

#include "plan.hpp"

namespace silipool::cli {

/// What the oracle says at the place of a mismatch; it is run from the beginning, or the last reset, on the
/// same inputs. `weights`: of the engine's readout, if it has one.
void ask_oracle(engine::Mismatch& mismatch, const config::Config& config,
                const std::function<engine::StimulusStep(std::uint64_t)>& source,
                const std::optional<readout::IntegerWeights>& weights = std::nullopt,
                std::uint64_t first = 0);

/// The report of a failure for a person, and its JSON; without a record, of a run that went on from a state.
void print_mismatch(const engine::Mismatch& mismatch, const config::Config& config, const Plan& plan,
                    const std::filesystem::path& record);
[[nodiscard]] Json mismatch_json(const engine::Mismatch& mismatch, const Plan& plan,
                                 const std::filesystem::path& record);

/// Writes the run record that `silipool replay` reads, into the folder (made if need be); returns its path.
std::filesystem::path write_record(const std::filesystem::path& folder, const Plan& plan,
                                   const config::Config& config, const engine::Mismatch& mismatch);

}  // namespace silipool::cli
