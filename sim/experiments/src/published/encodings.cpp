#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data = samples.text;
  const auto setting = [](const std::string& name, const std::string& encoding, config::Overrides more) {
    config::Overrides overrides{{"input.encoding", encoding, "experiment"}};
    if (encoding != "threshold" && encoding != "on_off")
      overrides.push_back({"input.thresholds", "", "experiment"});
    overrides.insert(overrides.end(), more.begin(), more.end());
    config::Config config = base_config(Base::hypercolumns, name, overrides);
    return Setting{{name, count_cell(config.structural.planes)}, std::move(config)};
  };
  const auto set = [](const char* key, const char* value) {
    return config::Override{key, value, "experiment"};
  };
  std::vector<Setting> settings{setting("threshold_80", "threshold", {}), setting("on_off_80", "on_off", {})};
  if (!options.quick) {
    settings.push_back(setting("threshold_127", "threshold", {set("input.thresholds", "[127]")}));
    settings.push_back(setting("thermometer_2", "thermometer", {set("input.levels", "2")}));
    settings.push_back(setting("thermometer_4", "thermometer", {set("input.levels", "4")}));
    settings.push_back(setting("quantile_2", "quantile", {set("input.levels", "2")}));
    settings.push_back(
        setting("quantile_2_pixel", "quantile", {set("input.levels", "2"), set("input.fit", "pixel")}));
    settings.push_back(setting("mean", "mean", {}));
    settings.push_back(setting("mean_on_off", "mean_on_off", {}));
  }
  const Outcomes outcomes = classify_all(options, samples, settings, true);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("encodings", {"encoding", "planes"}, settings, outcomes)};
  report.plots = {Plot{.name = "accuracy",
                       .table = "encodings",
                       .title = "From grey levels to bits, " + samples.where,
                       .x_label = "",
                       .y_label = "accuracy",
                       .x = "encoding",
                       .curves = {{"accuracy", "learned", "", "", "accuracy_ci95"},
                                  {"raw_pixels", "the encoded bits alone", "", "", "raw_pixels_ci95"}},
                       .kind = Plot::Kind::categories}};
  if (!complete(outcomes)) return;
  std::size_t best = 0, worst = 0;
  for (std::size_t s = 1; s < settings.size(); ++s) {
    if (accuracy_of(*outcomes[s]).mean > accuracy_of(*outcomes[best]).mean) best = s;
    if (accuracy_of(*outcomes[s]).mean < accuracy_of(*outcomes[worst]).mean) worst = s;
  }
  const Summary first = accuracy_of(*outcomes[0]), top = accuracy_of(*outcomes[best]);
  report.verdict = Verdict{
      "one plane is used throughout: >= 127 (mHTM), > 30 or >= the mean (htm.core); none compares them",
      fmt::format("best {} {:.2f} %, worst {} {:.2f} %, threshold 80 {:.2f} % ({}; all else as tuned for "
                  "threshold 80)",
                  settings[best].config.name, 100 * top.mean, settings[worst].config.name,
                  100 * accuracy_of(*outcomes[worst]).mean, 100 * first.mean, samples.where),
      std::nullopt};
}

}  // namespace

const Experiment encodings{"encodings", "Do more planes than one help, at the same settings?",
                           "mHTM: arXiv 1601.06116; htm.core, mnist.py and MNIST_SP.cpp", 3, run};

}  // namespace silipool::experiments::published
