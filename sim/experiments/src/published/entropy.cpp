#include <algorithm>

#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

/// One factor at a time, about mnist.toml.
void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  struct Factor {
    const char *name, *key;
    std::vector<const char*> values;
  };
  const std::vector<Factor> factors =
      options.quick ? std::vector<Factor>{{"strength", "boosting.strength", {"0", "32"}}}
                    : std::vector<Factor>{
                          {"strength", "boosting.strength", {"0", "4", "8", "16", "32", "64", "128", "256"}},
                          {"reported", "pooler.active_columns", {"1", "2", "3", "4", "5", "6", "8"}},
                          {"learners", "pooler.learning_columns", {"1", "2", "3", "4"}},
                          {"duty", "boosting.duty_period", {"1000", "2000", "5000", "10000", "20000"}},
                          {"update", "boosting.update_period", {"16", "64", "256", "1024"}},
                          {"stimulus", "pooler.stimulus_threshold", {"0", "1", "2", "4", "6", "8", "12"}}};
  std::vector<Setting> settings;
  for (const Factor& f : factors)
    for (const char* value : f.values) {
      config::Overrides overrides{{f.key, value, "experiment"}};
      const std::int64_t number = std::stol(value);
      // The target of the boosts grows with the learners: the same boost for a column that never wins.
      if (std::string_view(f.name) == "learners")
        overrides.push_back(
            {"boosting.strength", fmt::format("{}", 32.0 / static_cast<double>(number)), "experiment"});
      settings.push_back({{std::string(f.name), number},
                          base_config(Base::hypercolumns, fmt::format("{}_{}", f.name, value), overrides)});
    }
  const Outcomes outcomes = classify_all(options, samples, settings);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("entropy", {"factor", "value"}, settings, outcomes)};
  for (const Factor& f : factors)
    report.plots.push_back(Plot{
        .name = f.name,
        .table = "entropy",
        .title = fmt::format("Use of the columns and accuracy against {}, {}", f.key, samples.where),
        .x_label = f.key,
        .y_label = "fraction",
        .x = "value",
        .curves = {{"entropy_bound", "columns of a hypercolumn even", "factor", f.name, "entropy_bound_ci95"},
                   {"entropy_ratio", "entropy ratio", "factor", f.name, "entropy_ratio_ci95"},
                   {"accuracy", "accuracy", "factor", f.name, "accuracy_ci95"}},
        .kind = Plot::Kind::categories});
  if (!complete(outcomes)) return;
  std::size_t evenest = 0, best = 0;
  for (std::size_t s = 1; s < settings.size(); ++s) {
    if (entropy_of(*outcomes[s]).mean > entropy_of(*outcomes[evenest]).mean) evenest = s;
    if (accuracy_of(*outcomes[s]).mean > accuracy_of(*outcomes[best]).mean) best = s;
  }
  const auto both = [&](std::size_t s) {
    return fmt::format("entropy ratio {:.3f} with {:.2f} %", entropy_of(*outcomes[s]).mean,
                       100 * accuracy_of(*outcomes[s]).mean);
  };
  const std::size_t shipped = options.quick ? 1 : 4;
  const double bound = over(*outcomes[shipped], [](const Outcome& o) { return o.entropy_bound; }).mean;
  report.verdict = Verdict{
      "the boosting with more entropy is as accurate or more: ratio .901 with 95.31 %, .871 with 95.2 %",
      fmt::format(
          "without boosting {}; as mnist.toml {}, and {:.3f} would be the ratio if each hypercolumn used "
          "its columns evenly; most even ({}) {}; most accurate ({}) {}",
          both(0), both(shipped), bound, settings[evenest].config.name, both(evenest),
          settings[best].config.name, both(best)),
      entropy_of(*outcomes[0]).mean < entropy_of(*outcomes[evenest]).mean &&
          accuracy_of(*outcomes[0]).mean < accuracy_of(*outcomes[evenest]).mean};
}

}  // namespace

const Experiment entropy{"entropy", "What keeps the entropy ratio below 0.95, and does it matter?",
                         "htm.core pull request 545, which reports both of two rules of boosting", 3, run};

}  // namespace silipool::experiments::published
