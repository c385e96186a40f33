#include <algorithm>

#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  std::vector<Setting> settings;
  const std::vector<std::size_t> epochs =
      options.quick ? std::vector<std::size_t>{1, 2} : std::vector<std::size_t>{1, 2, 4, 8};
  for (const Base base : {Base::hypercolumns, Base::global})
    for (const std::size_t e : epochs) {
      const std::string name = base == Base::global ? "global" : "hypercolumns";
      settings.push_back({{name, count_cell(e)}, base_config(base, name), e});
    }
  const Outcomes outcomes = classify_all(options, samples, settings, true);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("epochs", {"pooler", "epochs"}, settings, outcomes)};
  Plot plot{.name = "accuracy",
            .table = "epochs",
            .title = "Accuracy after passes of the pooler, " + samples.where,
            .x_label = "passes of learning",
            .y_label = "accuracy",
            .x = "epochs",
            .curves = {},
            .log_x = true};
  for (const char* name : {"hypercolumns", "global"})
    plot.curves.push_back({"accuracy", name, "pooler", name, "accuracy_ci95"});
  report.plots = {plot};
  if (!complete(outcomes)) return;
  const std::size_t last = epochs.size() - 1;
  const Summary one = accuracy_of(*outcomes[0]), many = accuracy_of(*outcomes[last]);
  const Summary global_one = accuracy_of(*outcomes[last + 1]), global_many = accuracy_of(*outcomes.back());
  report.verdict = Verdict{
      "htm.core: 96.56 % after one pass, 97.11 % after four (its readout takes as many passes as the pooler)",
      fmt::format(
          "hypercolumns {:.2f} % after one, {:.2f} % after {}; global {:.2f} %, {:.2f} % ({}; the readout "
          "always takes 6)",
          100 * one.mean, 100 * many.mean, epochs[last], 100 * global_one.mean, 100 * global_many.mean,
          samples.where),
      many.mean - many.ci95 > one.mean + one.ci95};
}

}  // namespace

const Experiment epochs{
    "epochs", "How many epochs are enough?",
    "htm.core, src/examples/mnist/MNIST_SP.cpp; Cui, Ahmad, Hawkins 2017 (one learning epoch)", 3, run};

}  // namespace silipool::experiments::published
