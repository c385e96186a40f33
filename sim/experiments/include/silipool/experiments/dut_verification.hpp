#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/dut/dut_engine.hpp>
#include <silipool/engine/event.hpp>
#include <silipool/experiments/session.hpp>
#include <silipool/variants/explain.hpp>

namespace silipool::experiments {

/// What a foreign design is given in a step of a run: generated stimulus (engine/stimulus.hpp), and a reset
/// before steps 50, 100, 200, 400, ...
[[nodiscard]] variants::Given dut_stimulus(const config::Config& config, std::uint64_t step);
/// The last step at or before `step` that was reset before; 0 where none was.
[[nodiscard]] std::uint64_t last_reset(std::uint64_t step);

struct DutVerificationOptions {
  std::uint64_t steps = 1000;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

struct DutVerification {
  std::uint64_t learning_steps = 0, inference_steps = 0;  ///< compared
  std::uint64_t resets = 0;                               ///< until a mismatch
  std::uint64_t state_words = 0;                          ///< compared
  Spread interval;                                        ///< cycles
  std::optional<engine::Mismatch> mismatch;
  /// Every step that ended, those after the mismatch too: what a diagnosis is made from.
  std::vector<variants::Seen> history;
  std::uint64_t disagreements = 0;  ///< steps of it whose winners or state are not the model's
};

/// Holds a foreign design to the model: winners in every step, the rules of its protocol, state where it is
/// shown. Half of the resets come while it works. After the first mismatch it runs on for at most 1000 steps,
/// so that there is more to explain. `engine` has not been reset yet.
[[nodiscard]] DutVerification verify_dut(const config::Config& config, dut::DutEngine& engine,
                                         const DutVerificationOptions& options);

/// What explains the history of a verification that found a mismatch.
[[nodiscard]] variants::Diagnosis diagnose(const config::Config& config, const dut::DutEngine& engine,
                                           const DutVerification& verification,
                                           const std::atomic<bool>* stop);

}  // namespace silipool::experiments
