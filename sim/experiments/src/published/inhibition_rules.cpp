#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

/// The same columns and pools under each rule: about 144 winners and 36 learners. On the plane of 30 x 36
/// places a neighbourhood of radius 2 has about as many columns as a hypercolumn.
void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  const auto setting = [](const std::string& name, const char* active, const char* learning,
                          const char* radius) {
    config::Overrides overrides{{"pooler.inhibition", name, "experiment"},
                                {"pooler.active_columns", active, "experiment"},
                                {"pooler.learning_columns", learning, "experiment"}};
    if (*radius != '\0') overrides.push_back({"pooler.inhibition_radius", radius, "experiment"});
    return Setting{{name}, base_config(Base::hypercolumns, name, overrides)};
  };
  const std::vector<Setting> settings{setting("hypercolumn", "4", "1", ""),
                                      setting("global", "144", "36", ""), setting("local", "4", "1", "2"),
                                      setting("local_scan", "4", "1", "2"),
                                      setting("local_gaussian", "144", "36", "3")};
  const Outcomes outcomes = classify_all(options, samples, settings);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("inhibition", {"rule"}, settings, outcomes)};
  report.plots = {Plot{.name = "accuracy",
                       .table = "inhibition",
                       .title = "Rules of inhibition over the same pools, " + samples.where,
                       .x_label = "",
                       .y_label = "fraction",
                       .x = "rule",
                       .curves = {{"accuracy", "accuracy", "", "", "accuracy_ci95"},
                                  {"entropy_ratio", "entropy ratio", "", "", "entropy_ratio_ci95"}},
                       .kind = Plot::Kind::categories}};
  if (!complete(outcomes)) return;
  std::string here;
  for (std::size_t s = 0; s < settings.size(); ++s)
    here += fmt::format("{}{} {:.2f} %", s == 0 ? "" : ", ", settings[s].config.name,
                        100 * accuracy_of(*outcomes[s]).mean);
  const double difference = accuracy_of(*outcomes[1]).mean - accuracy_of(*outcomes[2]).mean;
  report.verdict = Verdict{"mHTM: global inhibition 7.70 % error, local 7.85 %: hardly a difference", here,
                           difference > -0.005 && difference < 0.005};
}

}  // namespace

const Experiment inhibition_rules{
    "inhibition_rules", "Does it matter with whom a column competes?",
    "J. Mnatzaganian, E. Fokoue, D. Kudithipudi, arXiv 1601.06116; Frontiers in Robotics "
    "and AI 3:81, 2017",
    3, run};

}  // namespace silipool::experiments::published
