#pragma once
#include <optional>
#include <string>
#include <vector>

#include <silipool/data/augment.hpp>
#include <silipool/data/images.hpp>

#include "synthetic.hpp"

/// What experiments that measure an accuracy have in common.
namespace silipool::experiments::published {

/// Where a figure is only compared, all of MNIST means its test set; where a setting is chosen by it, the
/// last training samples, which are then held out.
enum class Use { compare, choose };

struct Samples {
  data::Images train, test;
  bool held_out = false;
  std::string text;   ///< for Report::data
  std::string where;  ///< "held out", "test set": what the accuracy is of
};
/// quick: built-in digits, a few hundred. Otherwise MNIST: the first 20 000 training samples and the last
/// 10 000, held out; `full`: all, by use.
[[nodiscard]] Samples load_samples(const ExperimentOptions& options, Use use);
/// All MNIST training samples and the test set, for what was chosen; with `quick`, digits.
[[nodiscard]] Samples load_final(const ExperimentOptions& options);

/// sim/configs/mnist.toml, mnist_binary.toml, mnist_one_bit.toml and mnist_global.toml without their
/// hardware; a test compares.
enum class Base { hypercolumns, binary, one_bit, global };
[[nodiscard]] config::Config base_config(Base base, const std::string& name,
                                         const config::Overrides& overrides = {});

struct Setting {
  std::vector<Cell> cells;  ///< what distinguishes it, for the table
  config::Config config;
  std::size_t epochs = 1;
  /// The greatest distortions of the images that pooler and readout learn from, and of those they are tested
  /// on: one draw for each image and seed.
  data::Augmentation learned = {}, tested = {};
};
struct Outcome {
  double accuracy = 0, entropy_ratio = 0, density = 0;
  double entropy_bound = 0;  ///< the entropy ratio if the columns of each hypercolumn won equally often
  double writes = 0;         ///< permanences that changed, per learning step
  std::optional<double> frozen, frozen_plain, raw;
};
using Outcomes = std::vector<std::optional<std::vector<Outcome>>>;  ///< [setting], over repetitions

/// One setting with the seed that is in it, on these samples.
[[nodiscard]] Outcome classify_one(const ExperimentOptions& options, const config::Config& config,
                                   const data::Images& train, const data::Images& test,
                                   std::size_t epochs = 1, bool baselines = false);
/// Classifies with every setting and seed.
[[nodiscard]] Outcomes classify_all(const ExperimentOptions& options, const Samples& samples,
                                    const std::vector<Setting>& settings, bool baselines = false);
/// Columns `names`, n, accuracy and the rest; `synapse_kbit` is the memory of all permanences.
[[nodiscard]] Table outcome_table(const std::string& name, const std::vector<std::string>& names,
                                  const std::vector<Setting>& settings, const Outcomes& outcomes);
/// 1000 bits.
[[nodiscard]] double synapse_kbit(const config::Config& config);
[[nodiscard]] inline Summary accuracy_of(const std::vector<Outcome>& outcomes) {
  return over(outcomes, [](const Outcome& o) { return o.accuracy; });
}
[[nodiscard]] inline Summary entropy_of(const std::vector<Outcome>& outcomes) {
  return over(outcomes, [](const Outcome& o) { return o.entropy_ratio; });
}
/// All settings are there: a verdict can be given.
[[nodiscard]] bool complete(const Outcomes& outcomes);
/// Each name once.
[[nodiscard]] std::vector<config::Config> configs_of(const std::vector<Setting>& settings);

}  // namespace silipool::experiments::published
