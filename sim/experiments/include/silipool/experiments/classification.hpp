#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include <silipool/config/config.hpp>
#include <silipool/data/encoder.hpp>
#include <silipool/data/images.hpp>
#include <silipool/engine/engine.hpp>
#include <silipool/engine/lockstep.hpp>
#include <silipool/experiments/session.hpp>
#include <silipool/readout/readout.hpp>

namespace silipool::experiments {

/// The main job: a pooler learns a training set without its labels, a readout learns the labels from the
/// pooler's winners, and accuracy on the test set stands beside its baselines with the same readout:
/// raw inputs, and the same pooler with permanences that never change, with and without boosting.
struct ClassificationOptions {
  std::size_t epochs = 1;
  std::uint64_t learned =
      0;  ///< learning steps of this run that the engine has behind it, at most all of them
  bool baselines = true;
  unsigned threads = 1;                     ///< for the baselines; results do not depend on it
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to end early
  /// Told what is being done and how many of how many steps are done.
  std::function<void(std::string_view, std::size_t, std::size_t)> progress;
};

/// How evenly the columns were used over a stretch of learning that ended with `step`.
struct LearningPoint {
  std::uint64_t step = 0;
  double entropy_ratio = 0;
};

/// The column that tells a label best: the greatest difference between how often it wins for samples of that
/// label and for the others, both over the winners that the readout was trained on.
struct TellingColumn {
  std::uint32_t column = 0;
  unsigned label = 0;
  double own = 0, others = 0;  ///< fractions of samples
};

struct ClassificationResult {
  std::optional<double> test, raw_pixels, frozen, frozen_plain;  ///< fractions
  std::vector<std::uint8_t> predictions;                         ///< of the test set, in its order
  std::optional<double> hardware;                ///< by the classes that came out of the engine
  std::optional<double> density, entropy_ratio;  ///< of winners over the test set
  /// The entropy ratio if the columns of each hypercolumn won equally often.
  std::optional<double> entropy_bound;
  std::optional<readout::Confusion> confusion;            ///< of the test set
  std::vector<LearningPoint> learning;                    ///< about twenty, of the steps done here
  std::vector<TellingColumn> telling;                     ///< one for each label that training samples have
  std::uint64_t learning_steps = 0, inference_steps = 0;  ///< done here; `learned` are not among them
  double learning_seconds = 0, inference_seconds = 0;     ///< wall clock of the engine's steps
  Spread learning_interval, inference_interval, latency;  ///< cycles; empty for engines without a clock
  bool interrupted = false;
};

/// Passes over the training set that collect winners for the readout: one, or one for each of its passes
/// where training images are distorted anew for each.
[[nodiscard]] std::uint64_t readout_passes(const config::Config& config);

/// How many steps classify() asks of the engine: learning, then the passes that collect winners, then the
/// test set.
[[nodiscard]] std::uint64_t classification_steps(const config::Config& config, std::size_t train,
                                                 std::size_t test, std::size_t epochs);

/// Runs it on an engine that has been reset to config.runtime, or has gone on from there by options.learned
/// steps of the same run, which is then continued to the same bytes. Ends early, with what there is, when the
/// lock-step finds a mismatch or `stop` is set.
[[nodiscard]] ClassificationResult classify(const config::Config& config, const data::Images& train,
                                            const data::Images& test, engine::SpEngine& engine,
                                            engine::Lockstep* lockstep, const ClassificationOptions& options);

}  // namespace silipool::experiments
