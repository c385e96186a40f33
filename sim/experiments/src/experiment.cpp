#include <silipool/experiments/experiment.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <silipool/base/error.hpp>

#include "published/list.hpp"

namespace silipool::experiments {

std::span<const Experiment> experiments() {
  // Filled on first use: the order in which files of a program set up their constants is not given.
  static const std::vector<Experiment> all{published::noise,
                                           published::random_sdrs,
                                           published::sparsity,
                                           published::continuous_learning,
                                           published::fault_tolerance,
                                           published::bars_and_crosses,
                                           published::epochs,
                                           published::boosting_rules,
                                           published::inhibition_rules,
                                           published::novelty,
                                           published::permanence_bits,
                                           published::hypercolumns,
                                           published::windows,
                                           published::encodings,
                                           published::mle_increments,
                                           published::parameters,
                                           published::entropy,
                                           published::augmentation,
                                           published::readout_shifts,
                                           published::random_search};
  return all;
}

const Experiment& find_experiment(std::string_view name) {
  const auto all = experiments();
  const auto found = std::ranges::find(all, name, &Experiment::name);
  if (found != all.end()) return *found;
  std::string names;
  for (const Experiment& e : all) names += (names.empty() ? "" : ", ") + std::string(e.name);
  base::bad_input("there is no experiment {}: {}", name, names);
}

Report run_experiment(const Experiment& experiment, ExperimentOptions options) {
  if (options.repeats == 0) options.repeats = options.quick ? 2 : experiment.repeats;
  Report report;
  report.experiment = experiment.name;
  report.question = experiment.question;
  report.publication = experiment.publication;
  report.quick = options.quick;
  report.seed = options.seed;
  report.repeats = options.repeats;
  experiment.run(options, report);
  report.interrupted = options.stopped();
  if (report.interrupted) report.verdict.reset();
  return report;
}

}  // namespace silipool::experiments
