#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  const auto setting = [](const std::string& name, config::Overrides overrides) {
    return Setting{{name}, base_config(Base::hypercolumns, name, overrides)};
  };
  const auto rule = [](const char* value) { return config::Override{"boosting.rule", value, "experiment"}; };
  const config::Override no_strength{"boosting.strength", "", "experiment"};
  const std::vector<Setting> settings{
      setting("none", {rule("none"), no_strength}), setting("exponential", {}),
      setting("exponential_learning_only", {{"boosting.in_inference", "false", "experiment"}}),
      setting("linear", {rule("linear"), no_strength}),
      setting("logarithmic", {rule("logarithmic"), no_strength})};
  const Outcomes outcomes = classify_all(options, samples, settings);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("boosting", {"rule"}, settings, outcomes)};
  report.plots = {Plot{.name = "entropy",
                       .table = "boosting",
                       .title = "Use of the columns, " + samples.where,
                       .x_label = "",
                       .y_label = "entropy ratio",
                       .x = "rule",
                       .curves = {{"entropy_ratio", "entropy ratio", "", "", "entropy_ratio_ci95"},
                                  {"accuracy", "accuracy", "", "", "accuracy_ci95"}},
                       .kind = Plot::Kind::categories}};
  if (!complete(outcomes)) return;
  const auto a = [&](std::size_t s) { return accuracy_of(*outcomes[s]).mean; };
  const auto e = [&](std::size_t s) { return entropy_of(*outcomes[s]).mean; };
  report.verdict = Verdict{
      "htm.core: exponential 95.31 %, logarithmic 95.2 %; entropy ratio .901 against .871",
      fmt::format(
          "none {:.2f} %, exponential {:.2f} %, linear {:.2f} %, logarithmic {:.2f} %; entropy ratio {:.3f}, "
          "{:.3f}, {:.3f}, {:.3f}; exponential but not in inference {:.2f} %",
          100 * a(0), 100 * a(1), 100 * a(3), 100 * a(4), e(0), e(1), e(3), e(4), 100 * a(2)),
      a(1) > a(4) - 0.001 && e(1) > e(4)};
}

}  // namespace

const Experiment boosting_rules{"boosting_rules",
                                "Which boosting makes the best use of the columns, and of the data?",
                                "htm.core pull request 545; mHTM (linear): arXiv 1601.06116", 3, run};

}  // namespace silipool::experiments::published
