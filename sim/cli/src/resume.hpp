#pragma once
#include <cstdint>
#include <string>

#include <silipool/config/config.hpp>
#include <silipool/engine/activity.hpp>
#include <silipool/sp/state.hpp>

#include "plan.hpp"

namespace silipool::cli {

/// Where a `run --load` begins, and a `run --save` ended.
struct Standing {
  sp::State state;
  std::uint64_t learned = 0;  ///< learning steps of the run that led to it
  engine::Activity learning;  ///< what they did
};

/// Reads a state. Error{bad_input} also where it learned from other samples than these, or for more passes
/// than `epochs`.
[[nodiscard]] Standing load_state(const std::string& path, const config::Config& config,
                                  const Samples& samples, std::size_t epochs);

/// Writes what a run over these samples came to.
void save_state(const std::string& path, const config::Config& config, const Samples& samples,
                const Standing& standing);

}  // namespace silipool::cli
