#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <silipool/config/random.hpp>

#include "trial.hpp"
#include "wild.hpp"

/// Runs of a structure. Its file holds no registers: those are drawn, a set for each run.
namespace silipool::mutation {

[[nodiscard]] config::RandomStructure read_structure(const std::string& path);
[[nodiscard]] std::vector<Trial> draw_trials(const std::string& path, std::uint64_t first,
                                             std::uint64_t count, std::uint64_t steps);
[[nodiscard]] std::vector<Wild> draw_wild(const std::string& path, std::uint64_t first, std::uint64_t count,
                                          std::uint64_t cycles, bool close = false);

}  // namespace silipool::mutation
