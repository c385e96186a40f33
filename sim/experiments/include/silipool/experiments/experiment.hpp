#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include <silipool/data/sets.hpp>
#include <silipool/experiments/report.hpp>

/// Published experiments with poolers, each with its data, measures and plots (docs/experiments.md).
namespace silipool::experiments {

struct ExperimentOptions {
  std::uint32_t seed = 1;   ///< of the first repetition; each takes the next
  std::size_t repeats = 0;  ///< 0: the experiment's own number
  bool quick = false;       ///< the same code on little data, to see that it works
  bool full = false;        ///< all of MNIST
  unsigned threads = 1;     ///< results do not depend on it
  data::SearchPath data = {};
  const std::atomic<bool>* stop = nullptr;  ///< set from outside: what is finished is reported
  /// Told how many of how many pieces of work are done; calls do not overlap.
  std::function<void(std::string_view, std::size_t, std::size_t)> progress = {};

  [[nodiscard]] bool stopped() const { return stop != nullptr && stop->load(); }
};

struct Experiment {
  std::string_view name;
  std::string_view question;     ///< one line
  std::string_view publication;  ///< with its reference
  std::size_t repeats;           ///< of its own accord
  void (*run)(const ExperimentOptions& options, Report& report);
};

/// All of them, in the order of docs/experiments.md.
[[nodiscard]] std::span<const Experiment> experiments();
/// Error{bad_input} that lists the names, for another.
[[nodiscard]] const Experiment& find_experiment(std::string_view name);
/// Runs it, with options.repeats set or 0 for its own number.
[[nodiscard]] Report run_experiment(const Experiment& experiment, ExperimentOptions options);

}  // namespace silipool::experiments
