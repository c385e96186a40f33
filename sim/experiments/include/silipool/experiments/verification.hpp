#pragma once
#include <atomic>
#include <cstdint>
#include <functional>

#include <silipool/config/config.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/experiments/session.hpp>

namespace silipool::experiments {

struct VerificationOptions {
  std::uint64_t steps = 1000;
  std::uint64_t seed = 1;  ///< of the stimulus
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

/// Drives an engine that has been reset, in lock-step, with generated stimulus (engine/stimulus.hpp).
/// Returns the session's counts; mismatches are in the lock-step.
[[nodiscard]] Session verify(const config::Config& config, engine::SpEngine& engine,
                             engine::Lockstep& lockstep, const VerificationOptions& options);

}  // namespace silipool::experiments
