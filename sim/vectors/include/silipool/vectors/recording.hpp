#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <silipool/base/sdr.hpp>
#include <silipool/config/config.hpp>
#include <silipool/engine/step.hpp>
#include <silipool/sp/state.hpp>

namespace silipool::vectors {

struct RecordingOptions {
  std::uint64_t steps = 1000;
  std::string stimulus;           ///< what it is, for the manifest
  bool overlaps = false;          ///< recorded too
  std::uint64_t state_every = 0;  ///< steps from one state to the next; 0: none
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

/// What the model was given in steps 0, 1, ... from its initial state, and what came of it.
struct Recording {
  config::Config config;
  std::string stimulus;
  std::vector<engine::StimulusStep> given;
  std::vector<base::Sdr> winners;
  std::vector<std::vector<std::uint32_t>> overlaps;  ///< [step][column]; empty: not recorded
  std::uint64_t state_every = 0;
  std::vector<sp::State> states;  ///< the i-th is that after i * state_every steps, the initial one first
};

/// Error{bad_input} where more than 2^31 values would be recorded. A stop ends it early, with what there is.
[[nodiscard]] Recording record(const config::Config& config,
                               const std::function<engine::StimulusStep(std::uint64_t)>& stimulus,
                               const RecordingOptions& options);

}  // namespace silipool::vectors
