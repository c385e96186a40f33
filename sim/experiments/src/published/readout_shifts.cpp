#include <algorithm>

#include <fmt/format.h>

#include "classified.hpp"
#include "list.hpp"

namespace silipool::experiments::published {
namespace {

struct Training {
  const char *name, *shift, *rotation;
};

/// The pooler learns from the images as they are; only the readout's passes see them distorted, anew in each.
void run(const ExperimentOptions& options, Report& report) {
  const Samples samples = load_samples(options, Use::compare);
  report.data =
      fmt::format("{}; the readout takes 12 passes, its rate 0.85 of that before in each", samples.text);
  const std::vector<Training> trainings =
      options.quick
          ? std::vector<Training>{{"none", "0", "0"}, {"both", "1", "10"}}
          : std::vector<Training>{
                {"none", "0", "0"}, {"shift 1", "1", "0"}, {"rotation 10", "0", "10"}, {"both", "1", "10"}};
  const std::vector<std::pair<std::string, Base>> poolers{{"mnist", Base::hypercolumns},
                                                          {"mnist_one_bit", Base::one_bit}};
  std::vector<Setting> settings;
  for (const auto& [name, base] : poolers)
    for (const Training& t : trainings)
      settings.push_back({{name, std::string(t.name)},
                          base_config(base, fmt::format("{}_{}_{}", name, t.shift, t.rotation),
                                      {{"readout.passes", "12", "experiment"},
                                       {"readout.learning_rate_decay", "0.85", "experiment"},
                                       {"readout.shift", t.shift, "experiment"},
                                       {"readout.rotation", t.rotation, "experiment"}})});
  const Outcomes outcomes = classify_all(options, samples, settings, true);
  report.configs = configs_of(settings);
  report.tables = {outcome_table("readout", {"pooler", "distortion"}, settings, outcomes)};
  for (const auto& [name, base] : poolers)
    report.plots.push_back(
        Plot{.name = name,
             .table = "readout",
             .title = fmt::format("Readouts that see distorted images, {}, {}", name, samples.where),
             .x_label = "distortion of the images that the readout is trained with",
             .y_label = "accuracy",
             .x = "distortion",
             .curves = {{"accuracy", "learned", "pooler", name, "accuracy_ci95"},
                        {"frozen", "permanences never changed", "pooler", name, "frozen_ci95"},
                        {"frozen_plain", "and no boosting", "pooler", name, "frozen_plain_ci95"},
                        {"raw_pixels", "raw pixels", "pooler", name, "raw_pixels_ci95"}},
             .kind = Plot::Kind::categories});
  if (!complete(outcomes)) return;
  const auto a = [&](std::size_t s) { return accuracy_of(*outcomes[s]); };
  std::string here;
  bool better = true;
  for (std::size_t p = 0; p < poolers.size(); ++p) {
    const std::size_t first = p * trainings.size(), last = first + trainings.size() - 1;
    here += fmt::format("{}{}:", p == 0 ? "" : "; ", poolers[p].first);
    for (std::size_t s = first; s <= last; ++s)
      here +=
          fmt::format("{} {} {:.2f} %", s == first ? "" : ",", trainings[s - first].name, 100 * a(s).mean);
    const auto baseline = [&](std::optional<double> Outcome::*figure) {
      return 100 * over(*outcomes[last], [&](const Outcome& o) { return (o.*figure).value_or(0); }).mean;
    };
    here += fmt::format(" (then frozen {:.2f} %, raw pixels {:.2f} %)", baseline(&Outcome::frozen),
                        baseline(&Outcome::raw));
    better = better && a(last).mean - a(last).ci95 > a(first).mean + a(first).ci95;
  }
  report.verdict = Verdict{"distorted samples in the training of a network: 0.95 % error becomes 0.8 %",
                           fmt::format("{}; {}", here, samples.where), better};
}

}  // namespace

const Experiment readout_shifts{
    "readout_shifts", "What do shifted and turned images bring, where only the readout sees them?",
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied to document recognition, "
    "Proceedings of the IEEE 86(11), 1998 (LeNet-5)",
    3, run};

}  // namespace silipool::experiments::published
